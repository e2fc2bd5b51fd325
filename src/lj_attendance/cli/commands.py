"""Every command of `lja` and the module that adds it: a new command is one line here."""

from __future__ import annotations

from importlib import import_module

COMMANDS = {
    "alerts": "alerts",
    "amendment": "amendment",
    "analyse": "analyse",
    "calls": "calls",
    "cases": "cases",
    "check": "check",
    "codes": "codes",
    "evidence": "evidence",
    "import": "explain",
    "hold": "hold",
    "holds": "hold",
    "lift": "hold",
    "init": "init",
    "leave": "leave",
    "ledger": "ledger",
    "letters": "letters",
    "note": "note",
    "notes": "notes",
    "notice": "notice",
    "policy": "policy",
    "pupil": "pupil",
    "report": "report",
    "sample": "sample",
    "stages": "stages",
    "truancy": "truancy_letter",  # which imports the rest of the group
}
"""A command or group, and the module of this package whose import adds the whole of it."""


def add_commands(word: str = "") -> None:
    """Adds the command that a command line begins with; all of them where it names none.

    A command is built from its own module alone: to import and build every one of them takes a
    tenth of the time of an analysis, and more with each that is added.
    """
    modules = [COMMANDS[word]] if word in COMMANDS else dict.fromkeys(COMMANDS.values())
    for module in modules:
        import_module(f"lj_attendance.cli.{module}")
