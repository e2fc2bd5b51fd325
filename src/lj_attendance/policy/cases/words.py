"""What a case asks next, in words."""

from __future__ import annotations

from datetime import date

from lj_attendance.policy.stages.words import day_text

OFFICER = "Education Welfare Officer"
HEAD_AND_AUTHORITY = "headteacher and local authority"

INVITE = "Invite the parents to an Attendance Case Conference."
HOLD = "Hold the Attendance Case Conference; it goes ahead if the parents do not come."
MINUTES = "Hand-deliver the minutes and the targets to the parents, who did not come."
DECIDE = "Decide on a court warning letter or a penalty notice warning letter."
REVIEW = "Review progress against the targets; {set_for}."
CONTINUE = (
    "Go on until the improvement is sustained, and then close the case: review again; {set_for}."
)
CONSIDER = (
    "Consider prosecution or a penalty notice: attendance had deteriorated. Record what follows by "
    "closing the case, a warning, or a new invitation."
)
NEXT = (
    "Decide what follows: attendance had neither deteriorated nor improved. Record it by closing "
    "the case, a warning, or a new invitation."
)
WITHDRAWN = "Close the case: its Stage 4 letter was withdrawn."


def left(left_on: date | None) -> str:
    """What to do about a pupil who has left."""
    since = f" after {day_text(left_on)}" if left_on else ""
    return f"Close the case: the pupil left the school{since}."


def set_for(review_on: date | None) -> str:
    """The day that is set for a review."""
    return f"it is set for {day_text(review_on)}" if review_on else "no day is set for it"
