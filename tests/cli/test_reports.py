"""`lja report weekly` and `tutor`: files whole and once, figures those of `lja analyse`."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from lj_attendance.cli import options
from tests.cli.schools import school_in
from tests.cli.test_ledger_commands import lja

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_in(tmp_path_factory.mktemp("reports"), pupils=60, until=date(2026, 11, 20))


@pytest.fixture
def school(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A school of sixty pupils, on Monday 23 November 2026."""
    monkeypatch.chdir(made)
    monkeypatch.setattr(options, "now", lambda: NOW)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    return made


def rows_of(page: str, section: str, after: str = "") -> list[list[str]]:
    """The texts of the cells of a section's first table, or the first after some words."""
    part = page[page.index(f'<section id="{section}"') :]
    part = part[part.index(after) :]
    body = part[part.index("<tbody>") : part.index("</tbody>")]
    return [
        [unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in body.split("</tr>")[:-1]
    ]


def test_the_page_and_the_workbook_have_the_figures_of_analyse(
    school: Path, tmp_path: Path
) -> None:
    outcome = lja("report", "weekly", "--out", tmp_path)
    assert outcome.exit_code == 0, outcome.err
    page, book = map(Path, outcome.out.split())
    assert (page.name, book.name) == ("weekly-2026-11-20.html", "weekly-2026-11-20.xlsx")
    analysis = json.loads(lja("analyse", "--format", "json").out)
    text = page.read_text(encoding="utf-8")
    rows = rows_of(text, "pupils")
    assert sorted((row[0], row[5], row[6]) for row in rows) == sorted(
        (
            f"{pupil['surname']}, {pupil['forename']}",
            f"{pupil['overall_absence']:,}",
            f"{pupil['unauthorised_absence']:,}",
        )
        for pupil in analysis["pupils"]
    )
    shown = sorted(float(row[4].rstrip("%")) for row in rows if row[4] != "–")
    percents = sorted(
        pupil["attendance_percent"]
        for pupil in analysis["pupils"]
        if pupil["attendance_percent"] is not None
    )
    assert all(abs(one - other) < 0.1 for one, other in zip(shown, percents, strict=True))
    whole = analysis["school"]
    assert f"{whole['attended_sessions']:,} of {whole['possible_sessions']:,}" in text
    sheet = load_workbook(book)["Actions"]
    assert [cell.value for cell in sheet[1]][:3] == ["What it is", "Pupil", "Reg. group"]
    things = re.search(r"(\d+) things to do", text)
    assert things is not None
    assert sheet.max_row == int(things[1]) + 1


def test_the_list_of_things_to_do_has_what_the_commands_list(school: Path, tmp_path: Path) -> None:
    lja("report", "weekly", "--out", tmp_path)
    text = (tmp_path / "weekly-2026-11-20.html").read_text(encoding="utf-8")
    due = [row for row in json.loads(lja("stages", "--format", "json").out) if row["stage_due"]]
    assert f"Stage 1 letters due: {len(due)}</strong>" in text
    to_ring = json.loads(lja("calls", "--format", "json").out)["to_ring"]
    assert f"Calls to make: {len(to_ring)}</strong>" in text


def test_the_workbook_holds_what_the_page_shows(school: Path, tmp_path: Path) -> None:
    lja("report", "weekly", "--out", tmp_path)
    text = (tmp_path / "weekly-2026-11-20.html").read_text(encoding="utf-8")
    book = load_workbook(tmp_path / "weekly-2026-11-20.xlsx")
    sheets = {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}
    assert list(sheets)[:5] == ["Actions", "Moved", "This week", "Weeks", "Compare"]
    crossed = [row[1:6] for row in sheets["Moved"] if row[4]]
    assert [[name, group, was, now] for name, group, _, was, now in crossed] == [
        row[:4] for row in rows_of(text, "changes")
    ]
    newly = re.findall(r"<h3>Newly [^:<]+: (\d+)</h3>", text)
    assert sum(map(int, newly)) == sum(row[6] is not None for row in sheets["Moved"])
    analysis = json.loads(lja("analyse", "--format", "json").out)["school"]
    for place, name in ((5, "attended_sessions"), (6, "possible_sessions")):
        assert sum(row[place] for row in sheets["Weeks"]) == analysis[name]
    week = {row[0]: f"{row[3]} of {row[4]}" for row in sheets["This week"] if row[4]}
    assert week == {row[0]: row[3] for row in rows_of(text, "pupils") if row[3] != "–"}
    assert sum(row[9] == "broken" for row in sheets["This week"]) == int(
        re.findall(r"<dt>Broken week</dt><dd>(\d+)", text)[0]
    )
    assert len(sheets["Compare"]) == len(re.findall(r"<li>[^<]+(?:missed of|persistently)", text))


def test_a_broken_week_is_one_missed_in_part(school: Path, tmp_path: Path) -> None:
    """Counted anew from each pupil's own marks."""
    lja("report", "weekly", "--out", tmp_path)
    text = (tmp_path / "weekly-2026-11-20.html").read_text(encoding="utf-8")
    told = rows_of(text, "changes", "Most broken weeks")
    assert len(told) == 30
    counts = [int(row[2]) for row in told]
    assert counts == sorted(counts, reverse=True)
    pupils = {f"{p['surname']}, {p['forename']}": p["pupil_id"]
              for p in json.loads(lja("analyse", "--format", "json").out)["pupils"]}  # fmt: skip
    for name, _, broken, of, this_week, _ in told[:5]:
        weeks: dict[tuple[int, int], set[bool]] = defaultdict(set)
        for mark in json.loads(lja("pupil", pupils[name], "--format", "json").out)["marks"]:
            if mark["category"] in ("present", "approved_educational_activity", "authorised",
                                    "unauthorised"):  # fmt: skip
                week = date.fromisoformat(mark["date"]).isocalendar()[:2]
                weeks[week].add(mark["category"] in ("authorised", "unauthorised"))
        assert (int(broken), int(of)) == (sum(len(w) == 2 for w in weeks.values()), len(weeks))
        last = weeks[date(2026, 11, 20).isocalendar()[:2]]
        assert this_week == ("broken" if len(last) == 2 else "–")


def test_it_is_not_overwritten_unasked_and_the_same_again_is_the_same(
    school: Path, tmp_path: Path
) -> None:
    lja("report", "weekly", "--out", tmp_path)
    page = tmp_path / "weekly-2026-11-20.html"
    before = page.read_bytes()
    again = lja("report", "weekly", "--out", tmp_path)
    assert again.exit_code == 3
    assert "--force" in again.err
    assert lja("report", "weekly", "--out", tmp_path, "--force", "--quiet").out == ""
    assert page.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "weekly-2026-11-20.html",
        "weekly-2026-11-20.xlsx",
    ]


def test_without_a_workspace_a_folder_is_asked_for(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = lja("report", "weekly", school / "exports")
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert "--out" in outcome.err


def test_each_registration_group_has_a_sheet_and_all_have_one(school: Path, tmp_path: Path) -> None:
    outcome = lja("report", "tutor", "--out", tmp_path)
    assert outcome.exit_code == 0, outcome.err
    roll = json.loads(lja("analyse", "--format", "json").out)["pupils"]
    groups = {pupil["registration_group"] for pupil in roll}
    files = [Path(line) for line in outcome.out.splitlines()]
    assert len(files) == len(groups) + 1
    every = files[-1].read_text(encoding="utf-8")
    assert every.count('<section class="sheet"') == len(groups)
    on_roll = every.count('<tr><th scope="row">')
    assert 0 < on_roll <= len(roll)


def test_the_board_says_nothing_of_why(school: Path, tmp_path: Path) -> None:
    lja("report", "tutor", "--out", tmp_path, "--board")
    (folder,) = tmp_path.iterdir()
    text = (folder / "all-board.html").read_text(encoding="utf-8")
    body = text[text.index("<main") : text.index("</main>")]
    marks = re.findall(r'<td class="mark">([^<]*)</td>', body)
    assert set(marks) <= {"", "●", "◐"}
    assert "●" in marks
    for word in ("To know", "A word to say", "Year to date", "SEN", "carer", "Late"):
        assert word not in body
    surnames = [
        pupil["surname"] for pupil in json.loads(lja("analyse", "--format", "json").out)["pupils"]
    ]
    names = re.findall(r'<th scope="row">([^<]*)</th>', body)
    assert not [name for name in names if any(name.endswith(f" {each}") for each in surnames)]


def test_one_group_alone_and_a_group_that_is_not_there(school: Path, tmp_path: Path) -> None:
    roll = json.loads(lja("analyse", "--format", "json").out)["pupils"]
    group = roll[0]["registration_group"]
    outcome = lja("report", "tutor", "--group", group.lower(), "--out", tmp_path)
    assert len(outcome.out.splitlines()) == 1
    missing = lja("report", "tutor", "--group", "13 ZZZ", "--out", tmp_path)
    assert missing.exit_code == 2
    assert group in missing.err


@pytest.mark.parametrize("command", ["weekly", "tutor", "evidence"])
def test_help_has_an_example_and_can_be_quiet(command: str) -> None:
    text = " ".join(lja("report", command, "--help").out.split())
    assert f"Example: lja report {command}" in text
    assert "--quiet" in text
    assert "--verbose" in text


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 11, 24)])
def test_a_register_that_is_old_is_told_on_the_page_and_beside_it(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, today: date
) -> None:
    """On Monday morning marks to Friday are all there are; on Tuesday Monday's are missing."""
    monkeypatch.setattr(options, "today", lambda: today)
    told = "The register ends on 20 Nov 2026: 1 school day after it has no mark, up to 23 Nov 2026."
    is_old = today == date(2026, 11, 24)
    pages = {name: f"{name}-2026-11-20.html" for name in ("weekly", "rewards", "fairness")}
    for report, file in {**pages, "tutor": "tutor-2026-11-20/all.html"}.items():
        outcome = lja("report", report, "--out", tmp_path)
        assert outcome.exit_code == 0, outcome.err
        assert (told in outcome.err) == is_old
        assert (told in (tmp_path / file).read_text("utf-8")) == is_old
    pupil = json.loads(lja("analyse", "--format", "json").out)["pupils"][0]["pupil_id"]
    assert (told in " ".join(lja("pupil", pupil).out.split())) == is_old


def test_a_past_day_asked_for_is_not_old(school: Path, tmp_path: Path) -> None:
    outcome = lja("report", "weekly", "--as-of", "2026-10-23", "--out", tmp_path)
    assert "register ends" not in outcome.err
    holidays = lja("report", "weekly", "--as-of", "2026-10-30", "--out", tmp_path)
    assert "register ends" not in holidays.err


def test_a_file_in_the_place_of_the_folder_is_named(school: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", "utf-8")
    for place in (file, file / "below"):
        outcome = lja("report", "weekly", "--out", place)
        assert outcome.exit_code == 3
        assert "not a folder to put files in" in outcome.err
