"""The day's calls, and contacts with families."""
