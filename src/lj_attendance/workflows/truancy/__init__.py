"""Truancy by §10: instances, lessons, and the letter of warning."""
