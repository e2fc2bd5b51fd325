"""The answers of the commands for programs: JSON and CSV."""
