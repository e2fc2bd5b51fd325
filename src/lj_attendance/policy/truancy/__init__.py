"""Truancy (§10)."""
