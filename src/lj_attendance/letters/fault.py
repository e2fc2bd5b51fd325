"""One fault of a letter template."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, and what to do. An error must be mended before a letter goes out."""

    severity: str  # error or warning
    check: str
    place: str  # the paragraph's first words
    message: str
    remedy: str
    subject: str = field(default="", compare=False)  # the field it is about


def error(check: str, place: str, message: str, remedy: str, subject: str = "") -> Fault:
    """A fault with which no letter may go out."""
    return Fault("error", check, place, message, remedy, subject)


def warning(check: str, place: str, message: str, remedy: str, subject: str = "") -> Fault:
    """A fault that a person should look at."""
    return Fault("warning", check, place, message, remedy, subject)
