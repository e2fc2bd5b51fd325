"""Letters, holds and referrals by group, as a page; what may and may not be concluded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from lj_attendance.reports.group_words import (
    GROUP_TITLES,
    NEARLY_SAME,
    hidden_groups,
    value_in_words,
)
from lj_attendance.reports.list_page import Section, list_page
from lj_attendance.reports.page_tables import PageColumn, PageTable, day_text, page_table
from lj_attendance.reports.register_end import ends_early

if TYPE_CHECKING:
    from lj_attendance.workflows.reporting.fairness import Fairness

SUPPRESSED = "c"
_COLUMNS = (
    PageColumn("Group"), PageColumn("Pupils", "count"),
    PageColumn("Met the rule", "count"), PageColumn("of pupils", "rate"),
    PageColumn("Letter", "count"), PageColumn("of those", "rate"),
    PageColumn("Held back", "count"), PageColumn("of those", "rate"),
    PageColumn("Referred", "count"), PageColumn("of those", "rate"),
)  # fmt: skip
_MAY = (
    (
        "It may be asked why, among pupils who met the same rule, one group got letters, was held "
        "back or was referred more often than another: read the reasons of those decisions."
    ),
    (
        "A hold is a member of staff's decision. Where one group is held back much more or much "
        "less often, agree what a hold is for."
    ),
)
_MAY_NOT = (
    (
        "It may not be concluded that a difference is unfair: the groups overlap, pupils met the "
        "rule on different days, and one family can weigh heavily in a small group."
    ),
    (
        "It may not be concluded that the policy is even because these rates are: who met the rule "
        "at all is itself unequal, and the rule takes no account of the reasons for absence."
    ),
    "Nothing may be concluded about one pupil.",
)


def fairness_page(found: Fairness, version: str) -> str:
    """HTML without a name in it; a cell that is suppressed shows `c`."""
    day = day_text(found.as_of)
    sections = [
        Section("reading", "How to read this", _how(found)),
        *(
            Section(name, GROUP_TITLES.get(name, name), (), (_table(name, rows),))
            for name, rows in found.groups
            if _is_shown(rows)
        ),
        Section("may", "What may be concluded", _MAY),
        Section("may-not", "What may not be concluded", _MAY_NOT),
    ]
    return list_page(
        f"{found.school or 'Attendance'}: letters, holds and referrals by group",
        [
            f"Academic year {found.academic_year}, up to {found.as_of:%A} {day}",
            *ends_early(found.ends),
        ],
        sections,
        f"Made by lja {version} from the register and the ledger up to {day}. It names nobody.",
    )


def _how(found: Fairness) -> tuple[str, ...]:
    told: tuple[str, ...] = (
        (
            f"{found.pupils:,} pupils with a possible session this academic year. Met the rule: "
            f"attendance is below {found.expected_percent}%, or somebody acted on it this year. "
            "Letter, held back and referred are shares of those who met the rule."
        ),
        (
            f"{SUPPRESSED}: suppressed, because it rests on fewer than {found.fewest} pupils or "
            "would give away a figure that does."
        ),
        NEARLY_SAME,
        (
            "Keep this page in the school: beside a report to governors of the same day, a few "
            "pupils could be told by the difference between two limits."
        ),
    )
    none_shown = [name for name, rows in found.groups if not _is_shown(rows)]
    told += hidden_groups(none_shown)
    none = "The ledger has no letter of this academic year: only who met the rule can be seen."
    return told if found.has_letters else (*told, none)


def _table(name: str, rows: Sequence[Any]) -> PageTable:
    return page_table(GROUP_TITLES.get(name, name), _COLUMNS, [_cells(name, row) for row in rows])


def _is_shown(rows: Sequence[Any]) -> bool:
    return any(row.pupils is not None for row in rows)


def _cells(group: str, row: Any) -> list[object]:
    value = value_in_words(group, row.value)
    cells: list[object] = [value, SUPPRESSED if row.pupils is None else row.pupils]
    for name, count in row.counts.items():
        share = row.shares[name]
        cells += [SUPPRESSED, SUPPRESSED] if count is None else [count, share]
    return cells


def as_frame(found: Fairness) -> pl.DataFrame:
    """One row a group and value; a suppressed figure is `c`."""
    rows = [
        {
            "group": name,
            "value": row.value,
            "pupils": _text(row.pupils),
            **{outcome: _text(count) for outcome, count in row.counts.items()},
        }
        for name, of_group in found.groups
        for row in of_group
    ]
    names = ("group", "value", "pupils", "met_rule", "letter", "held", "referred")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String))


def _text(count: int | None) -> str:
    return SUPPRESSED if count is None else str(count)
