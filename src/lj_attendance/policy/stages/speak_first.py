"""To whom somebody speaks before, or beside, a letter: pupils at significant risk (§12-14, §18)."""

from __future__ import annotations

GROUP_WORDS = {
    "child_protection": "child protection or in need",
    "in_care": "looked after",
    "young_carer": "young carer",
    "sen_status": "SEN",
}
"""The roll's own columns of vulnerable groups, in the words of a reason."""

_ALSO = {
    2: "consider a meeting with agencies invited, and an attendance panel (§18)",
    3: "face-to-face meeting, in school, at home or at a neutral place (§18)",
}
"""What the policy adds to the call, by stage."""


def speak_first(
    stage_due: int | None,
    attended: int,
    possible: int,
    *,
    below_percent: int,
    is_persistently_absent: bool,
    groups: tuple[str, ...],
) -> tuple[str, ...]:
    """Why a named member of staff rings first, and what else the stage asks; empty when nobody.

    §18: "Students who are at significant risk of low attendance will receive a phone call". The
    letter stays due. Reading: at risk is persistent absence, attendance below the setting, or a
    vulnerable group; `groups` are those the pupil belongs to, in words.
    """
    reasons = []
    if is_persistently_absent:
        reasons.append("persistently absent")
    if attended * 100 < possible * below_percent:
        reasons.append(f"attendance below {below_percent}%")
    reasons += groups
    if stage_due is None or not reasons:
        return ()
    return (*reasons, _ALSO[stage_due]) if stage_due in _ALSO else tuple(reasons)
