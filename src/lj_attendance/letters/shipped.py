"""The letter templates that come with lja, as installed or in a checkout."""

from __future__ import annotations

from pathlib import Path

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.kinds import in_order

_FOLDER = Path("templates", "letters")


def shipped_folder() -> Path:
    """Within the package where lja is installed from a wheel, beside the code in a checkout."""
    package = Path(__file__).parent.parent
    for place in (package / _FOLDER, package.parent.parent / _FOLDER):
        if place.is_dir():
            return place
    raise UnusableInput(
        "The letter templates that come with lja are missing.",
        str(package / _FOLDER),
        "Install lja again.",
    )


def shipped_template(name: str) -> Path:
    """A shipped template by its file's name, such as `stage-1.docx`."""
    return shipped_folder() / name


def shipped_templates() -> list[Path]:
    """All of them: those of the stages in order, then leave, cases and truancy."""
    return in_order(shipped_folder().glob("*.docx"))
