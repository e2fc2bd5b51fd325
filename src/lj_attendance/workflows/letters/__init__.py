"""Batches of letters: drafted, reviewed, issued, and the log of what was sent."""
