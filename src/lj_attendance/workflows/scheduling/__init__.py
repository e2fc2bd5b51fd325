"""Routines that run unattended: what they do, when, and each run of one."""
