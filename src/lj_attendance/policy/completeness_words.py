"""What to do about each thing that a record lacks, and sessions in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lj_attendance.policy.stages.words import day_text

REMEDIES = {
    "ledger_fault": "See lja ledger verify; compare the file with the copies in your backups.",
    "no_ledger": "Make a workspace with lja init, and enter what was done.",
    "error": "Correct it in Arbor and export again; lja check tells more.",
    "open_n": "Enter the reason in Arbor, or O if none is established, and export again.",
    "unmarked": "Enter the mark in Arbor and export again.",
    "gap": "Export these days too. If the school was closed to the pupil, the calendar of "
    "lja.toml, the register or the dates on roll have to say so.",
    "no_evidence": "Enter what was seen with lja evidence, or correct the code in Arbor.",
    "amendment_lacks": "Enter it whole with lja amendment add; take back an entry that lacks "
    "something with lja amendment withdraw.",
    "change": "Enter it with lja amendment add, from the log of changes in Arbor.",
    "amendment_not_made": "Correct the mark in Arbor, or the amendment on the ledger.",
    "no_hash": "Add a copy of it as it was sent.",
    "notice_without_parent": "Withdraw it with lja notice withdraw, and enter it with --parent.",
    "no_contact": "Enter calls, visits and meetings with lja note.",
    "no_support": "Enter what was offered with lja note, as support.",
    "no_parent": "Correct the contacts in Arbor and export them again.",
    "detail": "Add it to the roll that is exported from Arbor.",
}
"""By kind of what is missing."""


def session_text(day: date, session: str) -> str:
    """A session as `Tue 3 Nov 2026 AM`."""
    return f"{day:%a} {day_text(day)} {session}"


def run_text(run: Sequence[tuple[date, str]]) -> str:
    """Sessions that follow on each other: the one, or how many, from when to when."""
    first, last = session_text(*run[0]), session_text(*run[-1])
    return first if len(run) == 1 else f"{len(run)} sessions, {first} to {last}"
