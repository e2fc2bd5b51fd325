"""Requests for leave: judged, decided, answered, listed."""
