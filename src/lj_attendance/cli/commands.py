"""Every command of `lja`, its module and its line of help: a new command is one entry here."""

from __future__ import annotations

import os
from importlib import import_module
from typing import NamedTuple

WEEK, LETTERS = "The week", "Letters, leave and cases"
RECORD, SETTING_UP = "The record", "Setting up"


class Entry(NamedTuple):
    """A command or group: the module whose import adds the whole of it, and how help names it."""

    module: str
    panel: str
    summary: str  # the first sentence of the command's own help; a test holds them together


COMMANDS = {
    "analyse": Entry(
        "analyse", WEEK, "Who has been absent, how much, and what is wrong with the register."
    ),
    "check": Entry(
        "check",
        WEEK,
        "What is wrong or doubtful in the register, each with file and row, worst first.",
    ),
    "calls": Entry(
        "calls",
        WEEK,
        "Whom to ring, in order: absence of which nobody told the reason, with what was tried.",
    ),
    "alerts": Entry(
        "alerts",
        WEEK,
        "What must not be missed: long runs, legal thresholds, severe and unexplained absence.",
    ),
    "truancy": Entry(
        "truancy_letter",  # which imports the rest of the group
        WEEK,
        "Absence of which the school was not told the cause, this year, and what §10 asks.",
    ),
    "evidence": Entry(
        "evidence",
        WEEK,
        "Illness and appointments after receipt of a Stage 2 letter, with and without evidence.",
    ),
    "pupil": Entry(
        "pupil",
        WEEK,
        "One pupil: figures, a calendar of marks, runs, patterns, stage, contacts and forecast.",
    ),
    "report": Entry(
        "report",
        WEEK,
        "Documents and pages: the week, tutors, families, governors, rewards, evidence.",
    ),
    "stages": Entry(
        "stages",
        LETTERS,
        "Every pupil's stage of the attendance letters (§18), what is due, and why.",
    ),
    "letters": Entry(
        "letters",
        LETTERS,
        "Letters by the policy's stages (§18): a batch of drafts to review, then issue.",
    ),
    "leave": Entry(
        "leave", LETTERS, "Requests for leave of absence (§7): judged, decided, answered, kept."
    ),
    "cases": Entry(
        "cases",
        LETTERS,
        "What follows a Stage 4 letter: each case, its next step, when it is due, what is overdue.",
    ),
    "hold": Entry(
        "hold",
        LETTERS,
        "Keeps a pupil out of batches of letters, and lists them as held with the reason.",
    ),
    "lift": Entry(
        "hold", LETTERS, "Ends a pupil's hold: from the day given on, letters are due again."
    ),
    "holds": Entry(
        "hold", LETTERS, "Who is held on a day, since when, until when, why, and by whom."
    ),
    "note": Entry(
        "note",
        RECORD,
        "Enters a call, a visit, a meeting, a message or support offered, and what came of it.",
    ),
    "notes": Entry(
        "notes",
        RECORD,
        "Calls, visits, meetings, messages and support offered, in the order of their days.",
    ),
    "notice": Entry(
        "notice",
        RECORD,
        "Holiday warning letters and penalty notices, whoever issued them, and whenever.",
    ),
    "amendment": Entry(
        "amendment",
        RECORD,
        "Amendments of the register, with what section 6 and the law want of each.",
    ),
    "ledger": Entry(
        "ledger", RECORD, "The record of what was done, to which entries are only ever added."
    ),
    "init": Entry(
        "init",
        SETTING_UP,
        "A workspace: the school's file, its policy, its letters, and a place for exports.",
    ),
    "policy": Entry(
        "policy",
        SETTING_UP,
        "The policy of the school and the law, as dated settings, each with its clause.",
    ),
    "schedule": Entry(
        "schedule",
        SETTING_UP,
        "Entries for cron, systemd or the Windows Task Scheduler; nothing is installed by it.",
    ),
    "run": Entry(
        "run",
        SETTING_UP,
        "A routine, unattended: a log line in logs/lja.log, a lock, and a failure told once.",
    ),
    "import": Entry(
        "explain",
        SETTING_UP,
        "How a file is understood, column by column, and a mapping to start from.",
    ),
    "codes": Entry(
        "codes",
        SETTING_UP,
        "The attendance codes on a date: meaning, category, and what to use in place of old ones.",
    ),
    "sample": Entry(
        "sample", SETTING_UP, "An invented school as Arbor-like CSV: roll, contacts and registers."
    ),
}
"""In the order of help, the panels too."""

_OF_LJA = ("", "--help", "--version")  # answered without any command
_COMPLETION = "_LJA_COMPLETE"  # set by the shell that asks what may follow


def add_commands(word: str = "--all") -> None:
    """Adds the command that a command line begins with; all of them where it names none.

    A command is built from its own module alone: to import and build every one of them takes a
    tenth of the time of an analysis, and more with each that is added.
    """
    if word in _OF_LJA and _COMPLETION not in os.environ:
        return
    every = dict.fromkeys(entry.module for entry in COMMANDS.values())
    for module in [COMMANDS[word].module] if word in COMMANDS else every:
        import_module(f"lj_attendance.cli.{module}")
