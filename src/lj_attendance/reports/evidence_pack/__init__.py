"""One pupil's evidence pack as a Word file."""
