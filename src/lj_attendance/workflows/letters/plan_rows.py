"""plan.csv: who gets a letter and why, and who gets none and why."""

from __future__ import annotations

import polars as pl

from lj_attendance.workflows.letters.batch_plan import DRAFT, LeftOut, Plan, PlannedLetter
from lj_attendance.workflows.stages.listing import PupilStage

PLAN_COLUMNS = (
    "pupil_id", "surname", "forename", "registration_group", "stage", "clause", "reason",
    "recipients", "left_out", "file", "status",
)  # fmt: skip
"""The contract's columns of plan.csv, in its order."""


def plan_rows(plan: Plan, not_written: tuple[LeftOut, ...]) -> pl.DataFrame:
    """One row a letter, and one a pupil who gets none, in PLAN_COLUMNS."""
    lost = {row.pupil.facts.pupil_id for row in not_written}
    letters = [each for each in plan.letters if each.pupil.facts.pupil_id not in lost]
    rows = [_letter_row(plan.stage, letter) for letter in letters]
    rows += [_left_row(plan.stage, row) for row in (*not_written, *plan.left_out)]
    return pl.DataFrame(rows, schema=dict.fromkeys(PLAN_COLUMNS, pl.String), orient="row")


def _letter_row(stage: int, letter: PlannedLetter) -> tuple[str, ...]:
    left_out = "; ".join(letter.left_out)
    recipients = " and ".join(letter.household.names) or letter.household.salutation
    return (
        *_pupil(letter.pupil),
        str(stage),
        letter.pupil.decision.clause,
        "; ".join(letter.pupil.decision.reasons),
        recipients,
        left_out,
        letter.file,
        DRAFT,
    )


def _left_row(stage: int, row: LeftOut) -> tuple[str, ...]:
    decision = row.pupil.decision
    contacts = "; ".join(row.contacts)
    return (
        *_pupil(row.pupil),
        str(stage),
        decision.clause,
        row.reason,
        "",
        contacts,
        "",
        row.status,
    )


def _pupil(pupil: PupilStage) -> tuple[str, str, str, str]:
    return pupil.facts.pupil_id, pupil.surname, pupil.forename, pupil.registration_group
