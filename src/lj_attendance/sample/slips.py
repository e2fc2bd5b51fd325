"""A few deliberate faults in the register, so that the checks have something to find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lj_attendance.sample.chance import Purpose, stream, whole
from lj_attendance.sample.households import LEAST_FOR_ODDITIES
from lj_attendance.sample.sheets import PRESENT

if TYPE_CHECKING:
    from random import Random

    from lj_attendance.sample.register import Register

_LEAST_SESSIONS = 10  # below, the slips would outweigh the register
_TRIES = 2_000
_UNMARKED = ("", "-", "", "-", "")
_OLD = 12  # sessions: a reason not established for more than five school days
_MOST_OLD = 5


def with_slips(seed: int, register: Register) -> Register:
    """The register with every kind of slip in it once or a few times.

    One registration group unmarked for a session, an unknown mark, a withdrawn code twice, an
    afternoon's mark in a morning, five sessions unmarked, a row twice, two rows that disagree, a
    few old marks N, and a mark after a leaver's last day. None under 20 pupils or 10 sessions.
    """
    if len(register.pupils) < LEAST_FOR_ODDITIES or len(register.sessions) < _LEAST_SESSIONS:
        return register
    rng = stream(seed, Purpose.FAULTS)
    _leave_a_group_unmarked(register, rng)
    morning, afternoon = PRESENT
    for slip in ("@", "H", "H", *_UNMARKED):
        _write(register, _find(register, rng, PRESENT), slip)
    _write(register, _find(register, rng, (morning,)), afternoon)
    _repeat(register, _find(register, rng, PRESENT), None)
    _repeat(register, _find(register, rng, PRESENT), "O")
    for _ in range(min(_MOST_OLD, 1 + len(register.pupils) // 50)):
        _write(register, _find(register, rng, ("O",), before=len(register.sessions) - _OLD), "N")
    _mark_a_leaver(register)
    return register


def _find(
    register: Register, rng: Random, wanted: tuple[str, ...], before: int | None = None
) -> tuple[int, int] | None:
    """A pupil and a session with a wanted mark and one row, before a session if one is given.

    None if many draws meet none. An afternoon's mark in a morning is a slip already.
    """
    stop = len(register.sessions) if before is None else max(before, 1)
    for _ in range(_TRIES):
        pupil, session = whole(rng, 0, len(register.pupils) - 1), whole(rng, 0, stop - 1)
        mark = register.columns[pupil].marks[session]
        is_slip = mark in PRESENT and mark != PRESENT[session % 2]
        if mark in wanted and not is_slip and session not in register.extra:
            return pupil, session
    return None


def _write(register: Register, place: tuple[int, int] | None, mark: str) -> None:
    if place:
        pupil, session = place
        register.columns[pupil].marks[session] = mark
        register.columns[pupil].notes.pop(session, None)


def _repeat(register: Register, place: tuple[int, int] | None, mark: str | None) -> None:
    """A second row for one mark: the same again, or another mark that disagrees."""
    if place:
        pupil, session = place
        again = mark or register.columns[pupil].marks[session] or ""
        register.extra.setdefault(session, []).append((pupil, again))


def _leave_a_group_unmarked(register: Register, rng: Random) -> None:
    place = _find(register, rng, PRESENT)
    if place is None:
        return
    group, session = register.pupils[place[0]].registration_group, place[1]
    for pupil, column in zip(register.pupils, register.columns, strict=True):
        if pupil.registration_group == group and column.marks[session] is not None:
            column.marks[session] = ""
            column.minutes.pop(session, None)
            column.notes.pop(session, None)


def _mark_a_leaver(register: Register) -> None:
    """The first session after some leaver's last day, marked as if they were still here."""
    for pupil, column in zip(register.pupils, register.columns, strict=True):
        for session, (day, _) in enumerate(register.sessions):
            if pupil.on_roll_until and day > pupil.on_roll_until:
                column.marks[session] = PRESENT[session % 2]
                return
