"""The report to governors as a Word file."""
