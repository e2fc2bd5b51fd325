"""What is wrong or doubtful in what was read: one function a check, one row a finding.

Each check takes the Evidence and gives a frame in the columns of FINDINGS. Bad rows are findings;
none of them stops a run. Messages name days, marks and places, never a pupil.
"""

from __future__ import annotations

import polars as pl

from lj_attendance.ingest.checks import days, groups, leave, marks, roll
from lj_attendance.ingest.checks.evidence import Evidence
from lj_attendance.schema import FINDINGS

CHECKS = (
    marks.unknown_mark,
    marks.conflicting_marks,
    marks.duplicate_mark,
    marks.changed_between_exports,
    marks.repeated_in_exports,
    marks.empty_beside_a_mark,
    marks.no_pupil,
    marks.name_of_several_pupils,
    marks.impossible_date,
    marks.ambiguous_date,
    marks.no_session,
    marks.outside_enrolment,
    marks.after_as_of_date,
    marks.withdrawn_code,
    marks.not_yet_valid_code,
    marks.wrong_session,
    days.as_of_without_marks,
    days.unmarked,
    days.nobody_marked,
    days.weekend_marks,
    days.quiet_day,
    days.day_without_marks,
    groups.group_without_marks,
    days.old_unexplained_absence,
    days.partial_closure,
    roll.pupil_without_marks,
    roll.pupil_not_on_roll,
    roll.same_name,
    roll.test_pupil,
    roll.invalid_upn,
    roll.unreadable_roll_date,
    roll.roll_rows_disagree,
    roll.shared_upn,
    roll.leaves_before_start,
)

LEAVE_CHECKS = (
    leave.leave_granted_but_unauthorised,
    leave.leave_refused_but_authorised,
    leave.leave_granted_other_code,
    leave.leave_refused_but_ill,
    leave.leave_beyond_granted,
    leave.leave_undecided,
)
"""Run only where there are requests for leave, over the marks of those pupils alone."""


def run_checks(evidence: Evidence) -> pl.LazyFrame:
    """All findings, worst first, then by check, file, row and day."""
    columns = [pl.col(name).cast(dtype) for name, dtype in FINDINGS.columns.items()]
    checks = [(check, evidence) for check in CHECKS]
    if not evidence.leave.is_empty():
        of_leave = leave.about_leave(evidence)
        checks += [(check, of_leave) for check in LEAVE_CHECKS]
    found = [
        check(shown).with_columns(check=pl.lit(check.__name__)).select(*columns, "day")
        for check, shown in checks
    ]
    order = ["severity", "check", "source_file", "source_row", "day", "message"]
    return pl.concat(found).sort(order, nulls_last=True).drop("day")
