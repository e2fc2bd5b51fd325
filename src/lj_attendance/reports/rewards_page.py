"""The lists of rewards and privileges as a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from lj_attendance.reports.list_page import Section, list_page
from lj_attendance.reports.page_tables import PageColumn, PageTable, day_text, page_table
from lj_attendance.reports.register_end import ends_early
from lj_attendance.reports.rounding import shown_percent_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lj_attendance.workflows.reporting.rewards import RewardRow, Rewards

_PUPILS = (
    PageColumn("Pupil"), PageColumn("Reg. group"), PageColumn("Attended", "count"),
    PageColumn("Of", "count"), PageColumn("Attendance", "rate"), PageColumn("Why"),
)  # fmt: skip


def rewards_page(found: Rewards, version: str) -> str:
    """HTML: eligible, decided by a person, every session, most improved, by registration group."""
    day, expected = day_text(found.as_of), found.analysis.thresholds.expected_percent
    return list_page(
        f"{found.school or 'Attendance'}: rewards and privileges (§12)",
        [f"Up to {found.as_of:%A} {day}, academic year {found.analysis.academic_year}",
         *ends_early(found.ends)],
        [
            *_first_sections(found, expected),
            Section("below", f"Below {expected}%", (
                ("Trips, events and rewards may be withheld; whether they are is the school's to "
                "decide, pupil by pupil."),
            ), (_pupils(f"Below {expected}%", found.with_status("below"), found),)),
            Section("improved", "Most improved", (
                (f"Points of attendance in the last {found.trend_weeks} school weeks on the "
                f"{found.trend_weeks} before."),
            ), (_improved(found),)),
            Section("groups", "Registration groups", (), (_groups(found),)),
        ],
        f"Made by lja {version} from the register up to {day}. Confidential: it names pupils.",
    )  # fmt: skip


def _first_sections(found: Rewards, expected: int) -> list[Section]:
    return [
        Section("full", "Every session attended", (), (_pupils("100%", found.full, found),)),
        Section("eligible", "Eligible", (
            f"At or above {expected}%, or a target of their own.",
        ), (_pupils("Eligible", found.with_status("eligible"), found),)),
        Section("apart", "For a person to decide", (
            (f"Below {expected}%, with health needs, home circumstances or a target of their own: "
            "§12 does not want them excluded unfairly."),
        ), (_pupils("For a person to decide", found.with_status("apart"), found),)),
    ]  # fmt: skip


def _rate(attended: int, possible: int, found: Rewards) -> float | None:
    return shown_percent_of(attended, possible, [found.analysis.thresholds.expected_percent])


def _pupils(caption: str, rows: Sequence[RewardRow], found: Rewards) -> PageTable:
    told = [
        (row.name, row.registration_group, row.attended, row.possible,
         _rate(row.attended, row.possible, found), row.reward.why)
        for row in rows
    ]  # fmt: skip
    return page_table(f"{caption}: {len(rows)}", _PUPILS, told)


def _improved(found: Rewards) -> PageTable:
    columns = (PageColumn("Pupil"), PageColumn("Reg. group"), PageColumn("Change", "points"),
               PageColumn("Attendance", "rate"))  # fmt: skip
    told = [
        (row.name, row.registration_group, row.change, _rate(row.attended, row.possible, found))
        for row in found.improved
    ]
    return page_table("Most improved", columns, told)


def _groups(found: Rewards) -> PageTable:
    columns = (PageColumn("Reg. group"), PageColumn("Pupils", "count"),
               PageColumn("Eligible", "count"), PageColumn("Every session", "count"),
               PageColumn("Attendance", "rate"))  # fmt: skip
    told = [
        (each.name, each.pupils, each.eligible, each.full,
         _rate(each.attended, each.possible, found))
        for each in found.groups
    ]  # fmt: skip
    return page_table("Registration groups, the largest share of eligible pupils first",
                      columns, told)  # fmt: skip


def as_frame(found: Rewards) -> pl.DataFrame:
    """One row a pupil on roll, for spreadsheets; the percentage unrounded."""
    return pl.DataFrame([_flat(row) for row in found.rows], infer_schema_length=None)


def _flat(row: RewardRow) -> dict[str, Any]:
    return {
        "pupil_id": row.pupil_id,
        "name": row.name,
        "registration_group": row.registration_group,
        "attended_sessions": row.attended,
        "possible_sessions": row.possible,
        "attendance_percent": 100 * row.attended / row.possible if row.possible else None,
        "change_in_points": row.change,
        "status": row.reward.status,
        "every_session": row.reward.is_full,
        "why": row.reward.why,
        "clause": "§12",
    }
