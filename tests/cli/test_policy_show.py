"""`lja policy show`: every setting in force, with value, clause, since when and from where."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import lja

RISE = (
    '[[setting]]\nname = "expected_percent"\nvalue = 96\nclause = "§18"\n'
    "in_force_from = 2022-09-01\n"
    '[[setting]]\nname = "expected_percent"\nvalue = 97\nclause = "§18"\n'
    "in_force_from = 2026-09-01\n"
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that is in no workspace."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))


def workspace(folder: Path, policy: str = RISE, school: str = "") -> Path:
    (folder / "lja.toml").write_text(school, encoding="utf-8")
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    return folder


def rows(*options: object) -> dict[str, dict[str, Any]]:
    """The JSON answer by the setting's name."""
    outcome = lja("policy", "show", "--format", "json", *options)
    assert outcome.exit_code == 0
    return {row["name"]: row for row in json.loads(outcome.out)}


def test_a_setting_is_told_with_everything_about_it() -> None:
    found = rows("--as-of", "2026-11-20")
    assert found["expected_percent"] == {
        "name": "expected_percent",
        "value": 96,
        "unit": "percent of possible sessions attended; below it is a concern",
        "clause": "§18",
        "source": None,
        "in_force_from": "2022-09-01",
        "in_force_until": None,
        "is_reading": False,
        "reading": None,
        "origin": "shipped policy",
    }
    assert found["severe_percent"]["origin"] == "law"
    assert found["severe_percent"]["source"].startswith("DfE")
    assert found["rapid_fall_points"]["is_reading"]
    assert found["rapid_fall_points"]["reading"].startswith("The policy says fallen rapidly")
    assert found["escalating_codes"]["value"] == ["I", "M", "N", "O", "G", "U"]


def test_the_value_in_force_on_the_day_is_shown(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    before = rows("--as-of", "2026-08-31", "--workspace", root)["expected_percent"]
    after = rows("--as-of", "2026-09-01", "--workspace", root)["expected_percent"]
    assert (before["value"], before["in_force_from"]) == (96, "2022-09-01")
    assert (after["value"], after["in_force_from"]) == (97, "2026-09-01")
    assert after["origin"] == "policy.toml"


def test_without_a_date_it_is_today(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lj_attendance.cli import options

    root = workspace(tmp_path)
    for today, value in ((date(2026, 8, 31), 96), (date(2026, 9, 1), 97)):
        monkeypatch.setattr(options, "today", lambda today=today: today)
        assert rows("--workspace", root)["expected_percent"]["value"] == value


def test_a_setting_that_has_ended_is_not_in_force(tmp_path: Path) -> None:
    ended = RISE + "in_force_until = 2027-08-31\n"
    root = workspace(tmp_path, ended)
    last = rows("--as-of", "2027-08-31", "--workspace", root)["expected_percent"]
    assert last["in_force_until"] == "2027-08-31"
    assert "expected_percent" not in rows("--as-of", "2027-09-01", "--workspace", root)


def test_readings_alone() -> None:
    found = rows("--readings")
    assert found
    assert all(row["is_reading"] and row["reading"] for row in found.values())
    assert found.keys() == {name for name, row in rows().items() if row["is_reading"]}


def test_csv_has_the_same_rows_with_every_value_as_text() -> None:
    outcome = lja("policy", "show", "--format", "csv", "--as-of", "2026-11-20")
    table = list(csv.DictReader(StringIO(outcome.out)))
    assert list(table[0]) == [
        *("name", "value", "unit", "clause", "source", "in_force_from", "in_force_until"),
        *("is_reading", "reading", "origin"),
    ]
    by_name = {row["name"]: row for row in table}
    assert by_name.keys() == rows("--as-of", "2026-11-20").keys()
    assert by_name["escalating_codes"]["value"] == "I, M, N, O, G, U"
    assert by_name["expected_percent"]["in_force_from"] == "2022-09-01"


def test_what_policy_toml_lacks_is_shipped_and_said(tmp_path: Path) -> None:
    outcome = lja("policy", "show", "--workspace", workspace(tmp_path))
    assert outcome.exit_code == 0
    assert "The policy as shipped" in outcome.out
    assert outcome.err.startswith("policy.toml has no risk_bands, exam_years, ")
    assert outcome.err.rstrip().endswith("the shipped values hold.")
    assert lja("policy", "show", "--quiet", "--workspace", tmp_path).err == ""
    assert rows("--workspace", tmp_path)["risk_bands"]["origin"] == "shipped policy"


def test_the_table_fits_a_terminal_of_80_columns(tmp_path: Path) -> None:
    lja("init", tmp_path)
    outcome = lja("policy", "show", "--as-of", "2026-11-20", "--workspace", tmp_path, "--verbose")
    lines = outcome.out.splitlines()
    assert max(map(len, lines)) <= 80
    count = len(rows("--workspace", tmp_path))
    readings = len(rows("--workspace", tmp_path, "--readings"))
    assert lines[0] == f"In force on 20 Nov 2026: {count} settings, {readings} of them Readings"
    headings = [line for line in lines if line.startswith("The ") and "=" not in line]
    assert headings == [
        "The school's policy, in policy.toml",
        "The school's times, in lja.toml",
        "The law and the DfE",
    ]
    [line] = [line for line in lines if line.startswith("rapid_fall_points")]
    assert line.split("  ", 1)[0] == "rapid_fall_points = 5.0"
    assert line.endswith("Reading of §18  since 1 Sep 2022")


def test_every_setting_is_in_the_table() -> None:
    out = lja("policy", "show").out
    assert all(f"\n{name}" in out for name in rows())


def test_why_a_reading_was_chosen_is_told_when_asked() -> None:
    reading = "A day on which hardly anybody has a mark"
    assert reading not in lja("policy", "show").out
    assert "lja policy show --readings" in lja("policy", "show").out
    for option in ("--readings", "--verbose"):
        assert reading in lja("policy", "show", option).out


def test_what_is_not_yet_in_force_is_told_from_when() -> None:
    before, after = (
        lja("policy", "show", "--as-of", day).out for day in ("2024-08-18", "2024-08-19")
    )
    assert "from 19 Aug 2024" in before
    assert "since 19 Aug 2024" not in before
    assert "from 19 Aug 2024" not in after


def test_a_policy_that_cannot_be_used_ends_with_3(tmp_path: Path) -> None:
    root = workspace(tmp_path, '[[setting]]\nname = "expected_persent"\nvalue = 1\n')
    outcome = lja("policy", "show", "--workspace", root)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "did you mean expected_percent?" in outcome.err
    assert str(tmp_path / "policy.toml") in outcome.err
    assert "What to do: Correct these entries." in outcome.err


def test_it_has_an_example_and_says_how_to_be_quiet() -> None:
    told = " ".join(lja("policy", "show", "--help").out.split())
    assert "Example: lja policy show --as-of 2024-08-18" in told
    assert all(option in told for option in ("--quiet", "--verbose", "--format", "--readings"))
