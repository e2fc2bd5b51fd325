"""The weekly report: its page, charts, tables, and the sheet of what is to be done."""
