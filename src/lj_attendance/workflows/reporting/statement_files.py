"""The half-termly statements as Word files: one a household, all of them to print, and the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import polars as pl

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.file_names import distinct, safe_part
from lj_attendance.letters.kinds import LetterKind
from lj_attendance.letters.printable import printable
from lj_attendance.letters.template import Letter, load
from lj_attendance.policy.settings import Settings
from lj_attendance.reports.files import as_csv, make_folder, refuse_to_overwrite, write_whole
from lj_attendance.workflows.letters.templates import template_of
from lj_attendance.workflows.reading import Reading
from lj_attendance.workflows.records import calendar_of, events_of
from lj_attendance.workflows.reporting.statement_fields import StatementMaking, statement_fields
from lj_attendance.workflows.reporting.statements import Statement, Statements, statements
from lj_attendance.workspace import Workspace

_KIND = LetterKind(statement="half-term")
Progress = Callable[[int, int], None]


def write_statements(
    reading: Reading,
    settings: Settings,
    workspace: Workspace,
    folder: Path,
    letter_date: date,
    *,
    force: bool,
    progress: Progress,
) -> tuple[Statements, Path]:
    """Writes `half-term-DAY/` with a file a household, `batch.docx` and `plan.csv`.

    Nothing is entered in the ledger: a statement is no letter of a stage. Raises UnusableInput
    where the school's own particulars, the roll or the half term's marks are missing, or nobody can
    be written to.
    """
    if missing := workspace.school().needed_for_leave():
        raise UnusableInput(
            f"Letters need what nobody has filled in: {'; '.join(missing)}.",
            str(workspace.root),
            "Fill it in; each key is explained in the file.",
        )
    if not reading.evidence.has_roll:
        raise UnusableInput(
            "There is no roll: the names of the children are in it.",
            "exports/",
            "Export the roll from Arbor with names and registration groups, and run this again.",
        )
    found = statements(reading, events_of(workspace), settings, calendar_of(workspace))
    if not found.letters:
        raise UnusableInput(
            "Nobody can be written to.",
            "the roll and the contacts in exports/",
            "Export the roll and the contacts with addresses from Arbor.",
        )
    expected = settings.number("expected_percent", found.as_of)
    making = StatementMaking(workspace.school(), letter_date, found.period, expected)
    place = folder / f"half-term-{found.as_of.isoformat()}"
    _write(found, making, workspace, place, force=force, progress=progress)
    return found, place


def _write(
    found: Statements,
    making: StatementMaking,
    workspace: Workspace,
    place: Path,
    *,
    force: bool,
    progress: Progress,
) -> None:
    names = list(distinct(_stem(letter) for letter in found.letters))
    files = [place / name for name in names]
    refuse_to_overwrite([*files, place / "batch.docx", place / "plan.csv"], force=force)
    template = load(template_of(_KIND, workspace))

    def letters() -> Iterator[Letter]:
        for number, (letter, file) in enumerate(zip(found.letters, files, strict=True), start=1):
            first = letter.children[0].pupil_id
            reference = f"{first}/H{found.as_of:%y%m%d}/{number}"
            made = template.letter(statement_fields(making, letter, reference), reference)
            write_whole(file, made.to_bytes())
            progress(number, len(files))
            yield made

    make_folder(place)
    write_whole(place / "batch.docx", printable(template, letters()))
    write_whole(place / "plan.csv", as_csv(plan(found, names)))


def _stem(letter: Statement) -> str:
    """Named for the child whose registration group gets it."""
    child = letter.children[-1]
    parts = [safe_part(part) for part in (child.surname, child.forename, child.pupil_id)]
    return "-".join([*(part for part in parts if part), "half-term"]) + ".docx"


def plan(found: Statements, names: list[str]) -> pl.DataFrame:
    """One row a child of a letter, and one a pupil or contact left out with the reason.

    `left out`: no letter tells of this pupil. `contact left out`: one does, but not to them.
    """
    written = [
        (child.pupil_id, child.surname, child.forename, child.registration_group,
         "; ".join(letter.household.names), "", name, "written")
        for letter, name in zip(found.letters, names, strict=True)
        for child in letter.children
    ]  # fmt: skip
    with_letter = {row[0] for row in written}
    left = [
        (each.child.pupil_id, each.child.surname, each.child.forename,
         each.child.registration_group, each.contact, each.why, "",
         "contact left out" if each.child.pupil_id in with_letter else "left out")
        for each in found.left_out
    ]  # fmt: skip
    columns = ("pupil_id", "surname", "forename", "registration_group", "recipients", "left_out",
               "file", "status")  # fmt: skip
    return pl.DataFrame([*written, *left], schema=dict.fromkeys(columns, pl.String), orient="row")
