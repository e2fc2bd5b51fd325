"""`lja report half-term`: one letter a family, figures those of the register, nothing recorded."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lj_attendance.cli import options
from lj_attendance.school_year import Calendar, Span
from lj_attendance.workflows.reporting.statements import period_on
from tests.cli.schools import school_in
from tests.cli.test_ledger_commands import lja
from tests.letters.documents import text_of

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
AS_OF = "2026-10-23"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_in(tmp_path_factory.mktemp("half-term"), pupils=80, until=date(2026, 11, 20))


@pytest.fixture
def school(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    return made


def write(out: Path, *arguments: str) -> tuple[Path, list[dict[str, str]]]:
    outcome = lja("report", "half-term", "--as-of", AS_OF, "--out", out, *arguments)
    assert outcome.exit_code == 0, outcome.err
    folder = out / f"half-term-{AS_OF}"
    text = (folder / "plan.csv").read_text("utf-8-sig")
    return folder, list(csv.DictReader(io.StringIO(text)))


def test_every_child_s_year_to_date_is_that_of_analyse(school: Path, tmp_path: Path) -> None:
    folder, rows = write(tmp_path)
    analysis = json.loads(lja("analyse", "--as-of", AS_OF, "--format", "json").out)
    pupils = {pupil["pupil_id"]: pupil for pupil in analysis["pupils"]}
    written = [row for row in rows if row["status"] == "written"]
    assert len(written) > 50
    for row in written[:30]:
        told, pupil = text_of((folder / row["file"]).read_bytes()), pupils[row["pupil_id"]]
        attended, possible = pupil["attended_sessions"], pupil["possible_sessions"]
        assert f"{pupil['forename']} {pupil['surname']}" in told
        assert f"{attended} of {possible}" in told
        missed = possible - attended
        assert f"({missed} session{'' if missed == 1 else 's'})" in told


def test_one_letter_a_household_names_all_its_children(school: Path, tmp_path: Path) -> None:
    folder, rows = write(tmp_path)
    by_file: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        if row["status"] == "written":
            by_file[row["file"]].append(row)
    assert {path.name for path in folder.glob("*-half-term*.docx")} == set(by_file)
    assert any(len(children) > 1 for children in by_file.values())
    for children in by_file.values():
        assert len({child["recipients"] for child in children}) == 1
    families = {(rows[0]["recipients"], *sorted(c["pupil_id"] for c in rows)): file
                for file, rows in by_file.items()}  # fmt: skip
    assert len(families) == len(by_file)
    assert (folder / "batch.docx").stat().st_size > 0


def test_who_is_held_gets_none_and_is_named_with_the_reason(school: Path, tmp_path: Path) -> None:
    _, rows = write(tmp_path / "before")
    held = next(row["pupil_id"] for row in rows if row["status"] == "written")
    reason = ("--reason", "family bereavement")
    outcome = lja("hold", held, *reason, "--on", AS_OF, "--by", "A Officer")
    assert outcome.exit_code == 0, outcome.err
    _, rows = write(tmp_path / "after")
    mine = [row for row in rows if row["pupil_id"] == held]
    assert [row["status"] for row in mine] == ["left out"]
    assert "family bereavement" in mine[0]["left_out"]


def test_nothing_is_entered_in_the_ledger(school: Path, tmp_path: Path) -> None:
    before = lja("letters", "list", "--format", "json").out
    write(tmp_path)
    assert lja("letters", "list", "--format", "json").out == before


def test_every_pupil_is_written_to_or_named_as_left_out(school: Path, tmp_path: Path) -> None:
    _, rows = write(tmp_path)
    analysis = json.loads(lja("analyse", "--as-of", AS_OF, "--format", "json").out)
    there = {row["pupil_id"] for row in rows}
    assert {p["pupil_id"] for p in analysis["pupils"] if p["possible_sessions"]} - there == set()
    assert all(row["left_out"] for row in rows if row["status"] == "left out")


def test_run_again_it_overwrites_only_when_told(school: Path, tmp_path: Path) -> None:
    write(tmp_path)
    outcome = lja("report", "half-term", "--as-of", AS_OF, "--out", tmp_path)
    assert outcome.exit_code == 3
    assert "--force" in outcome.err
    write(tmp_path, "--force")


TERM = Calendar(
    terms=(Span(date(2026, 9, 1), date(2026, 12, 18), "Autumn 2026"),),
    closed=(Span(date(2026, 10, 26), date(2026, 10, 30), "half term of Autumn 2026"),),
)


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 10, 23), date(2026, 9, 1), date(2026, 10, 23)),
        (date(2026, 10, 30), date(2026, 9, 1), date(2026, 10, 23)),
        (date(2026, 11, 2), date(2026, 11, 2), date(2026, 11, 2)),
        (date(2026, 11, 20), date(2026, 11, 2), date(2026, 11, 20)),
    ],
)
def test_the_half_term_is_the_one_begun_last(day: date, first: date, last: date) -> None:
    found = period_on(TERM, day)
    assert (found.first, found.last) == (first, last)


def test_without_a_calendar_it_is_the_year_to_date() -> None:
    found = period_on(Calendar(terms=()), date(2026, 11, 20))
    assert (found.last, found.name) == (date(2026, 11, 20), "This school year")
