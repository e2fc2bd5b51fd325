"""One pupil: the words that the screen shows, and the page and document for a meeting."""
