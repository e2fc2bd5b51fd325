"""`lja report governors`: a Word file without a name, with the figures of `lja analyse`."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from lj_attendance.cli import options
from lj_attendance.reports.group_words import GROUP_TITLES
from lj_attendance.reports.page_tables import points_text
from tests.cli.schools import school_in
from tests.cli.test_ledger_commands import lja

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_in(tmp_path_factory.mktemp("governors"), pupils=120, until=date(2026, 11, 20))


@pytest.fixture
def school(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(made)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    return made


def write(out: Path, *more: str) -> tuple[Any, dict[str, Any], bytes]:
    outcome = lja("report", "governors", "--out", out, *more)
    assert outcome.exit_code == 0, outcome.err
    document, figures = map(Path, outcome.out.split())
    content = document.read_bytes()
    return Document(io.BytesIO(content)), json.loads(figures.read_text("utf-8")), content


def all_text(document: Any) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_it_names_nobody(school: Path, tmp_path: Path) -> None:
    document, figures, content = write(tmp_path)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = "".join(archive.read(n).decode("utf-8", "replace")
                        for n in archive.namelist() if n.endswith(".xml"))  # fmt: skip
    told = all_text(document) + json.dumps(figures) + parts
    for pupil in json.loads(lja("analyse", "--format", "json").out)["pupils"]:
        assert f"{pupil['forename']} {pupil['surname']}" not in told
        assert f"{pupil['surname']}, {pupil['forename']}" not in told
        if pupil["upn"]:
            assert pupil["upn"] not in told


def test_what_is_shown_is_what_analyse_says(school: Path, tmp_path: Path) -> None:
    document, figures, _ = write(tmp_path)
    analysis = json.loads(lja("analyse", "--format", "json").out)
    whole, own = analysis["school"], figures["school"]
    assert own["attendance"] == pytest.approx(whole["attendance_percent"])
    assert own["persistent"] == whole["persistently_absent"]
    assert own["persistent_share"] == pytest.approx(whole["persistently_absent_percent"])
    by_year = {g["value"]: g for g in analysis["groups"] if g["group"] == "year_group"}
    for year, row in figures["groups"]["year_group"].items():
        if row["persistent"] is not None:
            assert row["persistent"] == by_year[year]["persistently_absent"]
            assert row["attendance"] == pytest.approx(by_year[year]["attendance_percent"])
    assert f"{whole['attended_sessions']:,} of {whole['possible_sessions']:,}" in all_text(document)


def test_no_figure_of_one_to_four_is_shown(school: Path, tmp_path: Path) -> None:
    _, figures, _ = write(tmp_path)
    rows = [row for rows in figures["groups"].values() for row in rows.values()]
    for row in [*rows, figures["school"]]:
        for count in (row["pupils"], row["persistent"], row["severe"]):
            assert count is None or count == 0 or count >= 5
    assert any(row["pupils"] is None for row in rows)  # the sample has small groups
    assert not {"pupil_premium", "fsm"} <= figures["groups"].keys()


def test_each_picture_says_in_words_what_it_shows(school: Path, tmp_path: Path) -> None:
    document, _, _ = write(tmp_path)
    told = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(told) == 2
    assert all(len(text) > 40 for text in told)
    assert re.search(r"Year 7 (\d|c)", told[1])


def test_the_next_report_is_compared_with_the_last(school: Path, tmp_path: Path) -> None:
    document, first, _ = write(tmp_path, "--as-of", "2026-10-23")
    assert "No earlier report" in all_text(document)
    document, second, _ = write(tmp_path)
    text = all_text(document)
    assert "Compared with the report of 23 Oct 2026" in text
    points = second["school"]["attendance"] - first["school"]["attendance"]
    assert points_text(points) in text
    assert "Persistently absent, by group" in text


def test_a_damaged_earlier_report_is_named(school: Path, tmp_path: Path) -> None:
    (tmp_path / "governors-2026-10-23.json").write_text("{", "utf-8")
    outcome = lja("report", "governors", "--out", tmp_path)
    assert outcome.exit_code == 3
    assert "governors-2026-10-23.json" in outcome.err
    assert not list(tmp_path.glob("*.docx"))


def test_it_is_not_overwritten_unasked_and_is_the_same_again(school: Path, tmp_path: Path) -> None:
    _, _, first = write(tmp_path)
    assert lja("report", "governors", "--out", tmp_path).exit_code == 3
    _, _, again = write(tmp_path, "--force")
    assert again == first


def test_a_report_is_only_compared_with_an_earlier_one(school: Path, tmp_path: Path) -> None:
    write(tmp_path)
    later = tmp_path / "governors-2026-11-20.json"
    for day in ("2026-10-23", "2026-11-20"):
        options = ("--as-of", day, "--previous", later, "--force", "--out", tmp_path)
        outcome = lja("report", "governors", *options)
        assert outcome.exit_code == 2
        assert "not one before" in outcome.err
    missing = lja("report", "governors", "--previous", tmp_path / "none.json", "--out", tmp_path)
    assert missing.exit_code == 2
    assert "no such file" in missing.err
    assert not (tmp_path / "governors-2026-10-23.docx").exists()


@pytest.mark.parametrize("kind", ["governors", "fairness"])
def test_of_too_few_pupils_or_of_nobody_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    few = school_in(tmp_path, pupils=4, until=date(2026, 11, 20))
    monkeypatch.chdir(few)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    outcome = lja("report", kind, "--out", tmp_path / "out")
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "fewer than 5 pupils" in outcome.err
    outcome = lja("report", kind, "--as-of", "2026-08-15", "--out", tmp_path / "out")
    assert outcome.exit_code == 3
    assert "no session was possible from 1 Aug 2026 to 15 Aug 2026" in outcome.err
    assert not (tmp_path / "out").exists()


def test_governors_and_fairness_leave_out_the_same_nearly_same_group(
    school: Path, tmp_path: Path
) -> None:
    """Pupil premium less free school meals is a handful: both together would tell of them."""
    _, figures, _ = write(tmp_path)
    assert lja("report", "fairness", "--out", tmp_path).exit_code == 0
    table = (tmp_path / "fairness-2026-11-20.csv").read_text("utf-8")
    groups = {line.split(",")[0] for line in table.splitlines()[1:]}
    for names in (groups, set(figures["groups"])):
        assert "pupil_premium" in names
        assert "fsm" not in names


def test_a_later_day_than_the_register_s_is_told_in_the_report(
    school: Path, tmp_path: Path
) -> None:
    options = ("--as-of", "2026-12-18", "--out", tmp_path)
    outcome = lja("report", "governors", *options)
    assert "The register ends on 20 Nov 2026: 20 school days after it have no mark" in outcome.err
    document = Document(str(tmp_path / "governors-2026-12-18.docx"))
    assert "The register ends on 20 Nov 2026" in all_text(document)
    assert "in the week of 16 Nov" in all_text(document)
    assert lja("report", "governors", *options, "--force", "--quiet").err == ""


def test_a_grouping_of_which_nothing_may_be_shown_is_named_and_left_out(
    school: Path, tmp_path: Path
) -> None:
    """A table of nothing but c tells nobody anything."""
    document, figures, _ = write(tmp_path)
    assert lja("report", "fairness", "--out", tmp_path).exit_code == 0
    page = (tmp_path / "fairness-2026-11-20.html").read_text("utf-8")
    hidden = [name for name, rows in figures["groups"].items()
              if all(row["pupils"] is None for row in rows.values())]  # fmt: skip
    assert "in_care" in hidden
    text = all_text(document)
    headings = {p.text for p in document.paragraphs if p.style.name == "Heading 2"}
    for name, title in GROUP_TITLES.items():
        if name in figures["groups"]:
            assert (title in headings) == (name not in hidden)
            assert (f'<section id="{name}"' in page) == (name not in hidden)
    assert "Too few pupils to show anything of: looked after" in text
    assert "Too few pupils to show anything of:" in page
