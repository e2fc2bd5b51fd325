"""The stages of letters (§18)."""
