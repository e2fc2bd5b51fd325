"""An invented school, made from a seed: its roll, contacts and registers as Arbor exports them.

No pupil, parent or address in it is real. The rates follow the DfE's published figures.
"""

from lj_attendance.sample.identity import MOST_PUPILS
from lj_attendance.sample.school import file_names, write_school
from lj_attendance.sample.terms import half_terms, half_terms_between

__all__ = [
    "MOST_PUPILS",
    "file_names",
    "half_terms",
    "half_terms_between",
    "write_school",
]
