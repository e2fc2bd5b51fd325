"""The commands as the contract has them: answers, formats, files, exit codes, streams."""

from __future__ import annotations

import csv
import json
import os
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import typer
from typer.testing import CliRunner

import lj_attendance.cli.main as entry
from lj_attendance import __version__
from lj_attendance.cli.app import app
from lj_attendance.errors import LjaError
from tests import layouts
from tests.registers import register

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a group
WITHIN_GROUPS = [
    (name, within)
    for name, group in typer.main.get_command(app).commands.items()  # type: ignore[attr-defined]
    for within in getattr(group, "commands", ())
]
AS_OF = "2025-09-12"

# The contract, word for word, from the specification of the interface.
ANSWER = {"as_of", "academic_year", "source", "school", "groups", "pupils", "findings"}
SOURCE_FILE = {"path", "read_as", "rows", "marks", "set_aside"}
MEASURES = [
    "pupils", "possible_sessions", "attended_sessions", "authorised_absence",
    "unauthorised_absence", "overall_absence", "attendance_percent", "overall_absence_percent",
    "authorised_absence_percent", "unauthorised_absence_percent", "persistently_absent",
    "persistently_absent_percent", "severely_absent", "severely_absent_percent",
    "late_before_close", "late_after_close", "unmarked_sessions",
]  # fmt: skip
PUPIL_COLUMNS = [
    "pupil_id", "upn", "surname", "forename", "year_group", "registration_group",
    "possible_sessions", "attended_sessions", "authorised_absence", "unauthorised_absence",
    "overall_absence", "attendance_percent", "overall_absence_percent", "is_persistently_absent",
    "is_severely_absent", "late_before_close", "late_after_close", "minutes_late",
    "unmarked_sessions", "longest_absence_sessions", "longest_absence_days",
    "current_absence_sessions", "current_absence_days", "longest_unauthorised_days",
    "illness_days", "unauthorised_in_10_weeks", "unauthorised_in_10_weeks_without_n",
    "below_expected_since",
]  # fmt: skip
FINDING_COLUMNS = ["severity", "check", "source_file", "source_row", "message"]
FILES = ["attendance.xlsx", "findings.csv", "groups.csv", "pupils.csv", "summary.json"]


class Outcome(NamedTuple):
    """How a command ended, and what it wrote."""

    exit_code: int
    out: str
    err: str


def lja(*arguments: object) -> Outcome:
    """A command in this process, ended as `lja` ends it."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if isinstance(result.exception, LjaError):
        return Outcome(result.exception.exit_code, result.stdout, str(result.exception))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


def run(*arguments: object, folder: Path) -> Outcome:
    """The command as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "lj_attendance", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def table(text: str) -> list[list[str]]:
    """The rows of a CSV."""
    return list(csv.reader(StringIO(text, newline="")))


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A roll and two weeks of a register, with a fault that is an error and a file of no use."""
    folder = tmp_path / "exports"
    folder.mkdir()
    marks = register(
        {
            "1001": r"/\ /\ /\ /\ /\ | /\ /\ OO /\ /{L:12}",  # 18 of 20: persistently absent
            "1002": r"/\ /\ /\ /\ /\ | /\ /\ /\ /\ /\ ",
            "1003": r"## ## ## ## ## | ## ## ## ## ##",  # nothing possible
            "1004": r"/\ II II II II | II II II II I@",  # severely absent
        }
    )
    layouts.write(marks, "long", folder / "marks.csv")
    rows = [
        f'{pupil},{layouts.upn_of(pupil)},"{layouts.name_of(pupil)}",Year {year},{year} CRO,No\n'
        for pupil, year in (("1001", 7), ("1002", 7), ("1003", 8), ("1004", 8))
    ]
    heading = "Arbor Student ID,UPN,Name,Year Group,Registration Form,Young Carer\n"
    (folder / "roll.csv").write_text(heading + "".join(rows), encoding="utf-8")
    (folder / "percent.csv").write_text("Name,Attendance\nA,97.9%\n", encoding="utf-8")
    return folder


@pytest.fixture
def clean(exports: Path) -> Path:
    """The same without the fault and the file of no use."""
    marks = exports / "marks.csv"
    marks.write_bytes(marks.read_bytes().replace(b"@", b"I"))
    (exports / "percent.csv").unlink()
    return exports


# ---- every command


def test_the_commands_of_the_contract_are_there() -> None:
    assert set(COMMANDS) >= {"analyse", "check", "codes", "import", "sample"}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_s_help_has_an_example(command: str) -> None:
    outcome = lja(command, "--help")
    assert outcome.exit_code == 0
    assert f"Example: lja {command}" in " ".join(outcome.out.split())


@pytest.mark.parametrize("words", [[], *([command] for command in COMMANDS)])
def test_help_gives_no_type_to_an_option_without_a_value(words: list[str]) -> None:
    shown = lja(*words, "--help").out
    assert "--help" in shown
    assert "<bool>" not in shown


def test_the_help_of_codes_says_that_today_is_the_default() -> None:
    shown = " ".join(lja("codes", "--help").out.split())
    assert "Default: today." in shown
    assert "the last day with a mark" not in shown


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--quiet", "--verbose"])
def test_every_command_can_be_quiet_or_talkative(command: str, option: str) -> None:
    assert option in lja(command, "--help").out


@pytest.mark.parametrize(("group", "command"), WITHIN_GROUPS)
def test_the_commands_of_a_group_are_as_all_others(group: str, command: str) -> None:
    shown = " ".join(lja(group, command, "--help").out.split())
    assert f"Example: lja {group} {command}" in shown
    assert "--quiet" in shown
    assert "--verbose" in shown
    assert "<bool>" not in shown


@pytest.mark.parametrize("command", ["analyse", "check", "codes"])
@pytest.mark.parametrize("option", ["--as-of", "--format"])
def test_every_command_that_lists_has_a_date_and_a_format(command: str, option: str) -> None:
    assert option in lja(command, "--help").out


def test_the_version_is_told() -> None:
    assert lja("--version") == (0, f"lja {__version__}\n", "")


def test_help_without_arguments_names_every_command() -> None:
    text = lja("--help").out
    assert [command for command in COMMANDS if command not in text] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_an_unknown_option_is_wrong_usage(command: str) -> None:
    outcome = lja(command, "--colour", "red")
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert "--colour" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("analize",),
        ("analyse", "--as-of", "yesterday", "x"),
        ("analyse", "--as-of", "12/09/2025", "x"),
        ("analyse", "--as-of", "2025-09-31", "x"),
        ("analyse", "--since", "soon", "x"),
        ("analyse", "--format", "xml", "x"),
        ("analyse", "--blank-means", "absent", "x"),
        ("codes", "--as-of", "2025"),
        ("sample",),
        ("sample", "x", "--pupils", "0"),
        ("sample", "x", "--pupils", "many"),
        ("import",),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why(arguments: Sequence[str]) -> None:
    outcome = lja(*arguments)
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert outcome.err.strip()


# ---- where there is nothing to read


@pytest.mark.parametrize("command", ["analyse", "check"])
def test_no_path_and_no_workspace_is_told_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = lja(command, "--as-of", AS_OF)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert f"Where: {tmp_path}" in outcome.err
    assert "What to do: " in outcome.err
    assert "exports" in outcome.err


@pytest.mark.parametrize("command", ["analyse", "check"])
def test_a_folder_that_is_no_workspace_is_told(tmp_path: Path, command: str) -> None:
    outcome = lja(command, "--workspace", tmp_path, "--as-of", AS_OF)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert f"Where: {tmp_path}" in outcome.err
    assert "lja.toml" in outcome.err


@pytest.mark.parametrize("inside", [".", "reports", "reports/autumn"])
def test_the_workspace_is_found_upward_and_its_exports_are_read(
    clean: Path, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    workspace = clean.parent
    (workspace / "lja.toml").write_text("", encoding="utf-8")
    (workspace / inside).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(workspace / inside)
    answer = json.loads(lja("analyse", "--as-of", AS_OF, "--format", "json").out)
    assert [Path(file["path"]).name for file in answer["source"]["files"]] == [
        "marks.csv",
        "roll.csv",
    ]


def test_a_workspace_may_be_named(clean: Path) -> None:
    (clean.parent / "lja.toml").write_text("", encoding="utf-8")
    outcome = lja("check", "--workspace", clean.parent, "--as-of", AS_OF, "--format", "json")
    assert outcome.exit_code == 0
    assert isinstance(json.loads(outcome.out), list)


def test_paths_win_over_the_workspace(
    clean: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    marks = clean / "marks.csv"
    answer = json.loads(lja("analyse", marks, "--as-of", AS_OF, "--format", "json").out)
    assert [file["path"] for file in answer["source"]["files"]] == [str(marks)]


# ---- lja analyse


def answer_of(*arguments: object) -> dict[str, Any]:
    outcome = lja("analyse", *arguments, "--format", "json")
    assert outcome.exit_code == 0, outcome.err
    answer: dict[str, Any] = json.loads(outcome.out)
    return answer


def test_the_json_answer_has_the_keys_of_the_contract(exports: Path) -> None:
    answer = answer_of(exports, "--as-of", AS_OF)
    assert set(answer) == ANSWER
    assert [set(file) for file in answer["source"]["files"]] == [SOURCE_FILE] * 3
    assert set(answer["school"]) == set(MEASURES)
    assert {frozenset(group) for group in answer["groups"]} == {
        frozenset([*MEASURES, "group", "value"])
    }
    assert {frozenset(pupil) for pupil in answer["pupils"]} == {frozenset(PUPIL_COLUMNS)}
    assert {frozenset(finding) for finding in answer["findings"]} == {frozenset(FINDING_COLUMNS)}


def test_the_json_answer_has_the_figures(exports: Path) -> None:
    answer = answer_of(exports, "--as-of", AS_OF)
    assert (answer["as_of"], answer["academic_year"]) == (AS_OF, "2025/26")
    pupils = {pupil["pupil_id"]: pupil for pupil in answer["pupils"]}
    assert pupils["1001"] == {
        "pupil_id": "1001",
        "upn": layouts.upn_of("1001"),
        "surname": "Brontë",
        "forename": "Baab",
        "year_group": "7",
        "registration_group": "7 CRO",
        "possible_sessions": 20,
        "attended_sessions": 18,
        "authorised_absence": 0,
        "unauthorised_absence": 2,
        "overall_absence": 2,
        "attendance_percent": 90.0,
        "overall_absence_percent": 10.0,
        "is_persistently_absent": True,
        "is_severely_absent": False,
        "late_before_close": 1,
        "late_after_close": 0,
        "minutes_late": 12,
        "unmarked_sessions": 0,
        "longest_absence_sessions": 2,
        "longest_absence_days": 1,
        "current_absence_sessions": 0,
        "current_absence_days": 0,
        "longest_unauthorised_days": 1,
        "illness_days": 0,
        "unauthorised_in_10_weeks": 2,
        "unauthorised_in_10_weeks_without_n": 2,
        "below_expected_since": "2025-09-10",
    }


def test_percentages_are_unrounded_and_what_is_missing_is_null(exports: Path) -> None:
    answer = answer_of(exports, "--as-of", AS_OF)
    pupils = {pupil["pupil_id"]: pupil for pupil in answer["pupils"]}
    assert pupils["1004"]["attendance_percent"] == pytest.approx(100 * 2 / 19, abs=1e-12)
    assert pupils["1003"]["attendance_percent"] is None
    assert pupils["1003"]["below_expected_since"] is None
    assert pupils["1003"]["is_persistently_absent"] is False
    years = {group["value"]: group for group in answer["groups"] if group["group"] == "year_group"}
    assert years["8"]["attendance_percent"] == pytest.approx(100 * 2 / 19, abs=1e-12)
    assert answer["school"]["persistently_absent_percent"] == pytest.approx(100 * 2 / 3)


def test_the_json_answer_says_what_each_file_was_taken_for(exports: Path) -> None:
    files = answer_of(exports, "--as-of", AS_OF)["source"]["files"]
    assert [(Path(file["path"]).name, *list(file.values())[1:]) for file in files] == [
        ("marks.csv", "marks, long", 80, 79, 1),
        ("percent.csv", "a report of percentages", 1, 0, 0),
        ("roll.csv", "roll", 4, 0, 0),
    ]


def test_a_finding_in_json_has_file_and_row(exports: Path) -> None:
    (finding,) = (
        finding
        for finding in answer_of(exports, "--as-of", AS_OF)["findings"]
        if finding["check"] == "unknown_mark"
    )
    assert finding["severity"] == "error"
    assert (finding["source_file"], finding["source_row"]) == (str(exports / "marks.csv"), 81)


def test_csv_is_the_pupils_in_the_contract_s_columns(exports: Path) -> None:
    outcome = lja("analyse", exports, "--as-of", AS_OF, "--format", "csv")
    heading, *rows = table(outcome.out)
    assert (outcome.exit_code, heading) == (0, PUPIL_COLUMNS)
    assert sorted(row[0] for row in rows) == ["1001", "1002", "1003", "1004"]


@pytest.mark.parametrize("verbose", [[], ["--verbose"]])
def test_the_table_is_for_people_in_eighty_columns(exports: Path, verbose: list[str]) -> None:
    outcome = lja("analyse", exports, "--as-of", AS_OF, *verbose)
    assert outcome.exit_code == 0
    assert "12 Sep 2025" in outcome.out
    assert "80 marks read = 79 counted + 1 set aside" in outcome.out
    assert max(len(line) for line in outcome.out.splitlines()) <= 80
    assert "\x1b" not in outcome.out


def test_nothing_but_the_answer_is_on_standard_output(exports: Path) -> None:
    outcome = lja("analyse", exports, "--as-of", AS_OF, "--format", "json", "--verbose")
    json.loads(outcome.out)
    assert "percent.csv" in outcome.err
    assert "a report of percentages" in outcome.err
    assert "marks.csv: marks, long, 80 rows, 79 counted, 1 set aside" in outcome.err


@pytest.mark.parametrize("command", ["analyse", "check"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_quiet_leaves_the_answer_and_nothing_else(exports: Path, command: str, form: str) -> None:
    arguments = (command, exports, "--as-of", AS_OF, "--format", form)
    loud, quiet = lja(*arguments), lja(*arguments, "--quiet")
    assert "percent.csv" in loud.err
    assert quiet == (loud.exit_code, loud.out, "")


def test_quiet_is_quiet_about_the_files_it_writes_too(clean: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert lja("analyse", clean, "--as-of", AS_OF, "--out", out, "--quiet").err == ""
    again = lja("analyse", clean, "--as-of", AS_OF, "--out", out, "--force")
    assert str(out) in "".join(again.err.split("\n"))


def test_the_same_question_has_the_same_answer(exports: Path) -> None:
    first, second = (lja("analyse", exports, "--as-of", AS_OF, "--format", "json") for _ in "12")
    assert first == second


# ---- --as-of and --since


def figures_of(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("as_of", "school", "groups", "pupils")}


def test_an_earlier_date_is_judged_as_if_nothing_had_come_after(clean: Path) -> None:
    replayed = answer_of(clean, "--as-of", "2025-09-09")
    marks = clean / "marks.csv"
    lines = marks.read_text(encoding="utf-8").splitlines(keepends=True)
    later = tuple(f'"{day} Sep 2025"' for day in (10, 11, 12))
    marks.write_text("".join(x for x in lines if not any(day in x for day in later)), "utf-8")
    assert figures_of(replayed) == figures_of(answer_of(clean, "--as-of", "2025-09-09"))
    assert replayed["school"]["possible_sessions"] == 42  # three pupils, seven days


def test_marks_after_the_date_are_counted_as_set_aside(clean: Path) -> None:
    answer = answer_of(clean, "--as-of", "2025-09-11")
    assert answer["source"]["files"][0]["set_aside"] == 8
    assert [finding["check"] for finding in answer["findings"]].count("after_as_of_date") == 1


def test_a_date_after_the_last_mark_is_the_date_judged_by(clean: Path) -> None:
    answer = answer_of(clean, "--as-of", "2025-09-30")
    assert answer["as_of"] == "2025-09-30"
    assert answer["school"]["possible_sessions"] == 60


@pytest.mark.parametrize("command", ["analyse", "check"])
def test_a_date_without_marks_in_its_year_is_a_warning(clean: Path, command: str) -> None:
    for day, start in (("2025-08-31", "1 Aug 2025"), ("2026-08-01", "1 Aug 2026")):
        outcome = lja(command, clean, "--as-of", day)
        told = " ".join(outcome.err.split())
        assert outcome.exit_code == 0
        assert f"Warning: No mark between {start} and " in told
        assert "the marks here run from 1 Sep 2025 to 12 Sep 2025" in told
        assert lja(command, clean, "--as-of", day, "--quiet").err == ""
    assert "No mark" not in lja(command, clean, "--as-of", "2025-09-01").err


def test_since_shows_what_has_changed(clean: Path) -> None:
    answer = answer_of(clean, "--as-of", AS_OF, "--since", "2025-09-05")
    assert answer["change"]["since"] == "2025-09-05"
    then = answer_of(clean, "--as-of", "2025-09-05")
    assert answer["change"]["school_then"] == then["school"]
    year = next(group for group in answer["groups"] if group["value"] == "7")
    assert year["attendance_percent_then"] == 100
    assert year["change_in_points"] == pytest.approx(year["attendance_percent"] - 100)
    assert (
        "since 5 Sep 2025" in lja("analyse", clean, "--as-of", AS_OF, "--since", "2025-09-05").out
    )


@pytest.mark.parametrize("since", [AS_OF, "2025-09-13", "2025-07-31", "2024-09-05"])
def test_since_has_to_be_earlier_in_the_same_academic_year(clean: Path, since: str) -> None:
    outcome = lja("analyse", clean, "--as-of", AS_OF, "--since", since)
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert since in outcome.err


def test_a_group_of_the_school_s_own_may_be_named(clean: Path) -> None:
    roll = clean / "roll.csv"
    lines = roll.read_text(encoding="utf-8").splitlines()
    own = ["Choir", "Yes", "No", "", "Yes"]
    text = "".join(f"{line},{cell}\n" for line, cell in zip(lines, own, strict=True))
    roll.write_text(text, encoding="utf-8")
    answer = answer_of(clean, "--as-of", AS_OF, "--group", "Choir")
    choir = {g["value"]: g["pupils"] for g in answer["groups"] if g["group"].endswith("Choir")}
    assert choir == {"Yes": 2, "No": 1, "not recorded": 1}
    unknown = lja("analyse", clean, "--as-of", AS_OF, "--group", "Orchestra")
    assert (unknown.exit_code, unknown.out) == (2, "")
    assert "Choir" in unknown.err


# ---- --out


def test_out_writes_the_files_of_the_contract(exports: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    outcome = lja("analyse", exports, "--as-of", AS_OF, "--out", out, "--format", "json")
    assert outcome.exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == FILES
    assert (out / "summary.json").read_text(encoding="utf-8") == outcome.out
    answer = json.loads(outcome.out)
    heading, *pupils = table((out / "pupils.csv").read_text(encoding="utf-8"))
    assert heading == PUPIL_COLUMNS
    assert [row[0] for row in pupils] == [pupil["pupil_id"] for pupil in answer["pupils"]]
    heading, *groups = table((out / "groups.csv").read_text(encoding="utf-8"))
    assert heading == ["group", "value", *MEASURES]
    assert [row[:2] for row in groups] == [[g["group"], g["value"]] for g in answer["groups"]]
    heading, *findings = table((out / "findings.csv").read_text(encoding="utf-8"))
    assert heading == FINDING_COLUMNS
    assert len(findings) == len(answer["findings"])
    assert (out / "attendance.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX's")
def test_files_are_readable_by_their_owner_only(clean: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    lja("analyse", clean, "--as-of", AS_OF, "--out", out)
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}
    assert stat.S_IMODE(out.stat().st_mode) == 0o700


@pytest.mark.parametrize("there", FILES)
def test_no_file_is_overwritten_without_force(clean: Path, tmp_path: Path, there: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / there).write_text("mine", encoding="utf-8")
    outcome = lja("analyse", clean, "--as-of", AS_OF, "--out", out)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert there in outcome.err
    assert "--force" in outcome.err
    assert [(path.name, path.read_text("utf-8")) for path in out.iterdir()] == [(there, "mine")]


def test_force_replaces_the_files_and_leaves_others_alone(clean: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("pupils.csv", "notes.txt"):
        (out / name).write_text("mine", encoding="utf-8")
    assert lja("analyse", clean, "--as-of", AS_OF, "--out", out, "--force").exit_code == 0
    assert (out / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert table((out / "pupils.csv").read_text(encoding="utf-8"))[0] == PUPIL_COLUMNS
    assert sorted(path.name for path in out.iterdir()) == sorted([*FILES, "notes.txt"])


def test_a_file_in_the_place_of_the_folder_is_told(clean: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    outcome = lja("analyse", clean, "--as-of", AS_OF, "--out", tmp_path / "out")
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert str(tmp_path / "out") in outcome.err


def test_the_change_is_in_the_groups_file_too(clean: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    lja("analyse", clean, "--as-of", AS_OF, "--since", "2025-09-05", "--out", out)
    heading = table((out / "groups.csv").read_text(encoding="utf-8"))[0]
    assert heading[: 2 + len(MEASURES)] == ["group", "value", *MEASURES]
    assert heading[2 + len(MEASURES) :] == ["attendance_percent_then", "change_in_points"]


# ---- --strict


@pytest.mark.parametrize("command", ["analyse", "check"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_strict_ends_with_4_when_there_are_errors_and_answers_all_the_same(
    exports: Path, command: str, form: str
) -> None:
    arguments = (command, exports, "--as-of", AS_OF, "--format", form)
    plain, strict = lja(*arguments), lja(*arguments, "--strict")
    assert (plain.exit_code, strict.exit_code) == (0, 4)
    assert strict.out == plain.out


@pytest.mark.parametrize("command", ["analyse", "check"])
def test_strict_ends_with_0_when_there_are_warnings_alone(clean: Path, command: str) -> None:
    marks = clean / "marks.csv"
    marks.write_bytes(marks.read_bytes().replace(b",AM,/", b",AM,-", 1))
    outcome = lja(command, clean, "--as-of", AS_OF, "--strict")
    assert outcome.exit_code == 0
    assert "unmarked" in outcome.out


def test_strict_writes_its_files_before_it_ends(exports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert lja("analyse", exports, "--as-of", AS_OF, "--out", out, "--strict").exit_code == 4
    assert sorted(path.name for path in out.iterdir()) == FILES


# ---- lja check


def test_check_lists_the_findings(exports: Path) -> None:
    found = json.loads(lja("check", exports, "--as-of", AS_OF, "--format", "json").out)
    assert found == answer_of(exports, "--as-of", AS_OF)["findings"]
    severities = [finding["severity"] for finding in found]
    assert severities == sorted(severities, key=["error", "warning", "notice"].index)


def test_check_as_csv_has_the_contract_s_columns(exports: Path) -> None:
    heading, *rows = table(lja("check", exports, "--as-of", AS_OF, "--format", "csv").out)
    assert heading == FINDING_COLUMNS
    assert [row[1] for row in rows if row[0] == "error"] == ["unknown_mark", "unusable_file"]


def test_check_shows_each_finding_with_file_and_row(exports: Path) -> None:
    shown = " ".join(lja("check", exports, "--as-of", AS_OF).out.split())
    assert f"{exports / 'marks.csv'}, row 81: '@' on Fri 12 Sep 2025 PM is not" in shown


def test_check_shows_some_findings_of_a_kind_and_all_when_asked(tmp_path: Path) -> None:
    rows = "".join(f"1001,2025-09-{day:02},AM,@\n" for day in range(1, 13))
    path = tmp_path / "marks.csv"
    path.write_text(f"Arbor Student ID,Date,Session,Mark\n{rows}1002,2025-09-12,AM,/\n", "utf-8")
    brief, whole = (
        lja("check", path, "--as-of", AS_OF, *verbose).out for verbose in ([], ["--verbose"])
    )
    assert brief.count("is not an attendance code") < whole.count("is not an attendance code")
    assert whole.count("is not an attendance code") == 12
    assert "--verbose" in brief


def test_check_of_a_good_register_says_so(clean: Path) -> None:
    (clean / "roll.csv").unlink()
    marks = clean / "marks.csv"
    lines = marks.read_text(encoding="utf-8").splitlines(keepends=True)
    marks.write_text("".join(line for line in lines if "1003" not in line), "utf-8")
    outcome = lja("check", clean, "--as-of", AS_OF, "--strict")
    assert outcome.exit_code == 0
    assert outcome.out.startswith("Nothing found")
    assert lja("check", clean, "--as-of", AS_OF, "--format", "json").out.strip() == "[]"


# ---- lja codes


def codes_on(*arguments: str) -> dict[str, dict[str, Any]]:
    outcome = lja("codes", *arguments, "--format", "json")
    assert outcome.exit_code == 0
    return {row["code"]: row for row in json.loads(outcome.out)}


def test_the_codes_on_the_last_day_of_the_old_ones() -> None:
    codes = codes_on("--as-of", "2024-08-18")
    assert len(codes) == 38
    assert {code for code, row in codes.items() if row["status"] == "withdrawn"} == {"F"}
    assert {code for code, row in codes.items() if row["status"] == "not yet in use"} == {
        "C1", "C2", "J1", "K", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7",
    }  # fmt: skip
    assert codes["J"]["category"] == "approved_educational_activity"


def test_the_codes_on_the_first_day_of_the_new_ones() -> None:
    codes = codes_on("--as-of", "2024-08-19")
    assert {code for code, row in codes.items() if row["status"] == "withdrawn"} == {
        "F", "H", "J", "Y",
    }  # fmt: skip
    assert {row["status"] for row in codes.values()} == {"withdrawn", "in force"}
    assert (codes["J1"]["category"], codes["J"]["use_instead"]) == ("authorised", "J1")
    flags = ("is_possible", "is_absent", "is_authorised")
    assert [codes["J1"][flag] for flag in flags] == [True, True, True]
    assert [codes["Y1"][flag] for flag in flags] == [False, False, False]


@pytest.mark.parametrize(
    ("day", "possible"),
    [("2020-07-31", False), ("2021-01-04", True), ("2022-07-31", True), ("2022-08-01", False)],
)
def test_x_was_possible_in_two_years_alone(day: str, possible: bool) -> None:
    code = codes_on("X", "--as-of", day)["X"]
    assert (code["is_possible"], code["is_absent"]) == (possible, False)


@pytest.mark.parametrize("asked", ["C2", "c2", " C2 "])
def test_one_code_may_be_asked_for(asked: str) -> None:
    assert [*codes_on(asked, "--as-of", AS_OF)] == ["C2"]
    assert "part-time" in lja("codes", asked, "--as-of", AS_OF).out


def test_an_unknown_code_is_told_with_a_remedy() -> None:
    outcome = lja("codes", "Y8", "--as-of", AS_OF)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "'Y8'" in outcome.err
    assert "lja codes" in outcome.err


def test_the_codes_as_a_table_and_as_csv() -> None:
    shown = lja("codes", "--as-of", AS_OF).out
    assert "use Y1 to Y7" in " ".join(shown.split())
    assert max(len(line) for line in shown.splitlines()) <= 80
    heading, *rows = table(lja("codes", "--as-of", AS_OF, "--format", "csv").out)
    assert heading[:3] == ["code", "meaning", "category"]
    assert [row[0] for row in rows][:3] == ["/", "\\", "L"]


# ---- lja import


def test_import_tells_how_a_file_is_understood(exports: Path) -> None:
    outcome = lja("import", "--explain", exports / "marks.csv")
    shown = " ".join(outcome.out.split())
    assert outcome.exit_code == 0
    for words in (
        "marks, long",
        "Arbor Student ID",
        "pupil_id",
        "80 marks read",
        "'@'",
        "[columns]",
    ):
        assert words in shown
    assert lja("import", exports / "marks.csv") == outcome


def test_import_shows_no_pupil(exports: Path) -> None:
    for name in ("marks.csv", "roll.csv"):
        shown = lja("import", exports / name).out
        secrets = [layouts.upn_of("1001"), "Brontë", "Baab", "1001"]
        assert [secret for secret in secrets if secret in shown] == []


def test_import_saves_a_mapping_that_makes_the_file_readable(tmp_path: Path) -> None:
    path, mapping = tmp_path / "a.csv", tmp_path / "mapping.toml"
    path.write_text("Nr,Day,Half,Sign\n7,2025-09-01,AM,/\n7,2025-09-01,PM,ill\n", "utf-8")
    saved = lja("import", path, "--save", mapping)
    assert saved.exit_code == 0
    assert "[columns]" not in saved.out
    text = mapping.read_text(encoding="utf-8")
    for name, header in {
        "pupil_id": "Nr",
        "date": "Day",
        "session": "Half",
        "mark": "Sign",
    }.items():
        assert f'# {name} = ""' in text
        text = text.replace(f'# {name} = ""', f'{name} = "{header}"')
    mapping.write_text(text + '"ill" = "I"\n', "utf-8")
    answer = answer_of(path, "--mapping", mapping, "--as-of", AS_OF)
    assert (answer["school"]["attended_sessions"], answer["school"]["authorised_absence"]) == (1, 1)


def test_import_overwrites_no_mapping_without_force(exports: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text("mine", encoding="utf-8")
    refused = lja("import", exports / "marks.csv", "--save", mapping)
    assert refused.exit_code == 3
    assert mapping.read_text(encoding="utf-8") == "mine"
    assert lja("import", exports / "marks.csv", "--save", mapping, "--force").exit_code == 0
    assert "[columns]" in mapping.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["not there.csv", "."])
def test_import_needs_a_file(tmp_path: Path, name: str) -> None:
    outcome = lja("import", tmp_path / name)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "What to do: " in outcome.err


def test_import_of_a_folder_says_to_name_one_file_in_it(exports: Path, tmp_path: Path) -> None:
    outcome = lja("import", "--explain", exports)
    assert (outcome.exit_code, outcome.out) == (3, "")
    assert "This is a folder" in outcome.err
    assert f"lja import --explain {exports / 'marks.csv'}" in outcome.err
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "This is a folder" in lja("import", empty).err
    assert "no such file" in lja("import", tmp_path / "not there").err


def test_import_with_a_mapping_shows_what_it_names_in_vain(tmp_path: Path) -> None:
    path, mapping = tmp_path / "a.csv", tmp_path / "mapping.toml"
    path.write_text("Nr,Day,Half,Sign\n7,01.09.2025,AM,/\n", "utf-8")
    mapping.write_text(
        '[columns]\npupil_id = "Nr"\ndate = "Day"\nsession = "Halff"\nmark = "Sign"\n'
        '[values]\ndate_format = "%d.%m.%Y"\n[marks]\n"ill" = "I"\n',
        "utf-8",
    )
    outcome = lja("import", "--explain", path, "--mapping", mapping)
    shown = " ".join(outcome.out.split())
    assert outcome.exit_code == 0
    assert "session is 'Halff'" in shown
    assert "did you mean 'Half'?" in shown
    assert 'date_format = "%d.%m.%Y"' in outcome.out.splitlines()
    assert '"ill" = "I"' in outcome.out.splitlines()


# ---- lja sample


def test_a_sample_is_the_same_for_a_seed_and_can_be_analysed(tmp_path: Path) -> None:
    options = ("--pupils", 12, "--from", "2025-09-01", "--until", "2025-09-12")
    for name, seed in (("one", 5), ("two", 5), ("three", 6)):
        outcome = lja("sample", tmp_path / name, *options, "--seed", seed)
        assert (outcome.exit_code, outcome.out) == (0, "")
        assert str(tmp_path / name) in "".join(outcome.err.split("\n"))
    one, two, three = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two", "three")
    )
    assert one == two
    assert one != three
    assert {"roll.csv", "contacts.csv"} < set(one)
    answer = answer_of(tmp_path / "one", "--as-of", AS_OF)
    assert answer["school"]["pupils"] >= 12


def test_a_sample_overwrites_nothing_without_force(tmp_path: Path) -> None:
    options = ("--pupils", 3, "--from", "2025-09-01", "--until", "2025-09-02")
    (tmp_path / "roll.csv").write_text("mine", encoding="utf-8")
    refused = lja("sample", tmp_path, *options)
    assert (refused.exit_code, refused.out) == (3, "")
    assert "--force" in refused.err
    assert [path.name for path in tmp_path.iterdir()] == ["roll.csv"]
    assert lja("sample", tmp_path, *options, "--force", "--quiet") == (0, "", "")
    assert (tmp_path / "roll.csv").read_text(encoding="utf-8") != "mine"


def test_a_sample_has_to_end_after_it_begins(tmp_path: Path) -> None:
    outcome = lja("sample", tmp_path / "x", "--from", "2025-09-02", "--until", "2025-09-01")
    assert (outcome.exit_code, outcome.out) == (2, "")


# ---- as a process of its own


def test_an_error_is_told_on_standard_error_with_its_exit_code(tmp_path: Path) -> None:
    outcome = run("analyse", "not there", "--as-of", AS_OF, folder=tmp_path)
    assert (outcome.exit_code, outcome.out) == (3, "")
    problem, where, remedy = outcome.err.splitlines()
    assert problem.startswith("lja: ")
    assert where == "Where: not there"
    assert remedy.startswith("What to do: ")


def test_strict_and_wrong_usage_have_their_exit_codes(exports: Path) -> None:
    assert run("check", exports, "--as-of", AS_OF, "--strict", folder=exports).exit_code == 4
    assert run("check", "--colour", folder=exports).exit_code == 2


def test_a_register_in_any_letters_is_written_whatever_the_terminal_speaks(exports: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lj_attendance", "analyse", "--as-of", AS_OF, str(exports)],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        check=False,
    )
    assert done.returncode == 0
    assert "Brontë" in done.stdout.decode("utf-8")


def test_a_fault_in_lja_ends_with_1_and_tells_no_value(
    clean: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(_request: object) -> None:
        raise RuntimeError("Brontë, Baab")

    monkeypatch.delenv("LJA_TRACEBACK", raising=False)
    monkeypatch.setattr("lj_attendance.workflows.reading.read_exports", fails)
    monkeypatch.setattr(sys, "argv", ["lja", "check", str(clean), "--as-of", AS_OF])
    with pytest.raises(SystemExit) as ended:
        entry.main()
    written = capsys.readouterr()
    assert (ended.value.code, written.out) == (1, "")
    assert "RuntimeError" in written.err
    assert "Brontë" not in written.err
    assert "Traceback" not in written.err
