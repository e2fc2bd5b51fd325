"""What the groups of pupils are called where people read them."""

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
