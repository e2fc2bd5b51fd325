"""An invented letter of every kind, for previews and for judging a template."""

from __future__ import annotations

from lj_attendance.letters.invented import invented, with_actions
from lj_attendance.letters.invented_leave import invented_leave, with_least
from lj_attendance.letters.kinds import Fields, LetterKind


def sample_of(kind: LetterKind) -> Fields:
    """One invented letter, as a preview shows it."""
    return invented_leave(kind.leave) if kind.leave else invented(kind.stage or 1)


def samples_of(kind: LetterKind) -> list[Fields]:
    """Invented letters of a kind: with all that one may say, and with what each one has."""
    if kind.leave:
        most = invented_leave(kind.leave)
        return [most, with_least(most, kind.leave)]
    plain = invented(kind.stage or 1)
    return [with_actions(plain), plain]
