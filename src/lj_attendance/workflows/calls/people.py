"""What stands beside the telephone: who may be rung about a pupil, and what was tried."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from lj_attendance.ledger.contacts_made import ContactMade
from lj_attendance.letters.recipients import NO_NAME, UNSUBSCRIBED, Contact, why_not_rung

REACHED = ("reached", "agreed")
_IN_VAIN = ("no_answer", "left_message")


def ring_list(
    contacts: Sequence[Contact],
) -> tuple[tuple[Contact, ...], tuple[tuple[str, str], ...]]:
    """Who may be rung, by priority; and who may not, by name with the reason.

    Who is restricted in one row of the exports is so in every row, and under the number of somebody
    who is to be kept away nobody else is rung either: they may answer. A parent who only wants no
    messages keeps nobody else from being rung.
    """
    ordered = sorted(contacts, key=lambda each: (each.priority is None, each.priority or 0))
    reasons = [why_not_rung(each) for each in ordered]
    barred = [(each, why) for each, why in zip(ordered, reasons, strict=True) if why]
    names = {_key(each.name): why for each, why in barred if _key(each.name)}
    kept_away = [each for each, why in barred if why not in (NO_NAME, UNSUBSCRIBED)]
    numbers = {_digits(each.telephone) for each in kept_away} - {""}
    ring: list[Contact] = []
    out: list[tuple[str, str]] = []
    for each, own in zip(ordered, reasons, strict=True):
        why = own or names.get(_key(each.name), "")
        if not why and _digits(each.telephone) in numbers:
            why = "the same number as somebody who is not to be rung"
        if why:
            out.append((" ".join((each.name or "").split()) or "a contact", why))
        elif not any(_is_same(each, before) for before in ring):
            ring.append(each)
    return tuple(ring), tuple(dict.fromkeys(out))


def tries_in_vain(made: Sequence[ContactMade], since: date) -> int:
    """How often a family was tried in vain from a day on, since somebody was last reached."""
    tried = 0
    for contact in made:
        if contact.outcome in REACHED:
            tried = 0
        elif contact.outcome in _IN_VAIN and contact.on >= since:
            tried += 1
    return tried


def _is_same(one: Contact, other: Contact) -> bool:
    return (_key(one.name), _digits(one.telephone)) == (
        _key(other.name),
        _digits(other.telephone),
    )


def _key(text: str | None) -> str:
    """Letters alone, for comparing names."""
    return re.sub(r"[\W_]+", "", (text or "").casefold())


def _digits(telephone: str | None) -> str:
    """A number as it is dialled here: without blanks, and 0 in place of +44."""
    digits = re.sub(r"\D", "", (telephone or "").replace("(0)", ""))
    return re.sub(r"^(00)?44(?=\d{9,10}$)", "0", digits)
