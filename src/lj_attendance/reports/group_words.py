"""What the groups of pupils are called where people read them."""

from __future__ import annotations

from collections.abc import Sequence

GROUP_TITLES = {
    "year_group": "Year groups", "exam_years": "Exam years", "sex": "Sex",
    "fsm": "Free school meals", "pupil_premium": "Pupil premium", "sen_status": "SEN status",
    "in_care": "Looked after", "child_protection": "Child in need or child protection",
    "young_carer": "Young carers", "eal": "English as an additional language",
    "ethnicity": "Ethnicity", "registration_group": "Registration groups",
}  # fmt: skip

NEARLY_SAME = (
    "Of pupil premium and free school meals only the first is shown: the few pupils between the "
    "two could be known by the difference."
)


def value_in_words(group: str, value: str) -> str:
    """`Year 7` of year group 7; any other value as it is."""
    return f"Year {value}" if group == "year_group" and value.isdigit() else value


def hidden_groups(names: Sequence[str]) -> tuple[str, ...]:
    """A sentence on groups of which nothing could be shown; none where there is no such group."""
    told = ", ".join(GROUP_TITLES.get(name, name).lower() for name in names)
    return (f"Too few pupils to show anything of: {told}.",) if told else ()
