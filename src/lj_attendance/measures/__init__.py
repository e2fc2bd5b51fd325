"""Figures from classified marks: whole sessions first, one division at the end.

Every function takes frames in the form of CLASSIFIED_MARKS and gives a frame or an expression.
Thresholds of a policy arrive as arguments.
"""
