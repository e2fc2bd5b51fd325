"""`lja letters preview` and `lja letters lint`."""

from __future__ import annotations

import csv
import json
import stat
import sys
from io import StringIO
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from lj_attendance.cli.leave_options import Reply
from lj_attendance.cli.letters import letters_app
from lj_attendance.errors import UnusableInput
from lj_attendance.letters.invented_case import invented_case
from lj_attendance.letters.invented_leave import invented_leave
from lj_attendance.letters.kinds import CASE_KINDS, LEAVE_KINDS, STATEMENT_KINDS, TRUANCY_KINDS
from tests.letters.documents import docx, saved, text_of


def lja_letters(*arguments: object) -> Result:
    return CliRunner().invoke(letters_app, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_preview_is_written_here_for_its_owner_only(tmp_path: Path) -> None:
    result = lja_letters("preview", "--stage", "2")
    assert (result.exit_code, result.stdout) == (0, "")
    file = tmp_path / "preview-stage-2.docx"
    assert "preview-stage-2.docx" in result.stderr
    assert "Feedback form" in text_of(file.read_bytes())
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_preview_is_not_overwritten_without_force(tmp_path: Path) -> None:
    file = saved(tmp_path / "mine.docx", b"mine")
    refused = lja_letters("preview", "--stage", "1", "--out", file)
    assert isinstance(refused.exception, UnusableInput)
    assert file.read_bytes() == b"mine"
    assert lja_letters("preview", "--stage", "1", "--out", file, "--force").exit_code == 0
    assert "Dear" in text_of(file.read_bytes())


def test_a_preview_may_be_put_into_a_folder_and_be_silent(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    result = lja_letters("preview", "--stage", "3", "--out", tmp_path / "out", "--quiet")
    assert (result.exit_code, result.stderr) == (0, "")
    assert (tmp_path / "out" / "preview-stage-3.docx").exists()


def test_the_workspace_s_templates_come_first_and_a_folder_named_before_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    own, other = tmp_path / "templates" / "letters", tmp_path / "other"
    own.mkdir(parents=True)
    other.mkdir()
    saved(own / "stage-1.docx", docx("Ours: {{ pupil_name }}"))
    saved(other / "stage-1.docx", docx("Other: {{ pupil_name }}"))
    out = tmp_path / "preview-stage-1.docx"
    lja_letters("preview", "--stage", "1")
    assert text_of(out.read_bytes()).startswith("Ours: Siobhán")
    lja_letters("preview", "--stage", "1", "--templates", other, "--force")
    assert text_of(out.read_bytes()).startswith("Other: Siobhán")
    gone = lja_letters("preview", "--stage", "4")  # never the shipped wording in its place
    assert gone.exit_code != 0
    assert not (tmp_path / "preview-stage-4.docx").exists()


@pytest.mark.parametrize("reply", LEAVE_KINDS)
def test_a_preview_of_each_reply_on_leave_is_written(tmp_path: Path, reply: str) -> None:
    result = lja_letters("preview", "--leave", reply)
    assert result.exit_code == 0, result.output
    assert f"preview-leave-{reply}.docx" in result.stderr
    text = text_of((tmp_path / f"preview-leave-{reply}.docx").read_bytes())
    assert invented_leave(reply).leave_reason in text


def test_a_workspace_made_before_there_were_replies_has_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    own = tmp_path / "templates" / "letters"
    own.mkdir(parents=True)
    saved(own / "stage-1.docx", docx("Ours: {{ pupil_name }}"))
    assert lja_letters("preview", "--leave", "refused").exit_code == 0
    saved(own / "leave-granted.docx", docx("Ours: {{ leave_reason }}"))
    assert lja_letters("preview", "--leave", "granted").exit_code == 0
    out = tmp_path / "preview-leave-granted.docx"
    assert text_of(out.read_bytes()) == "Ours: exceptional circumstances"
    gone = lja_letters("preview", "--leave", "refused", "--force")  # one is lost: say so
    assert isinstance(gone.exception, UnusableInput)
    assert gone.exception.where == str(own / "leave-refused.docx")
    assert "lja init" in gone.exception.remedy


def test_a_preview_of_any_letter_is_written_by_its_name(tmp_path: Path) -> None:
    assert lja_letters("preview", "--letter", "case-invitation").exit_code == 0
    text = text_of((tmp_path / "preview-case-invitation.docx").read_bytes())
    assert invented_case("invitation").meeting_on in text
    assert lja_letters("preview", "--letter", "stage-2").exit_code == 0
    assert (tmp_path / "preview-stage-2.docx").exists()


def test_a_workspace_made_before_there_were_cases_has_the_shipped_letters(tmp_path: Path) -> None:
    (tmp_path / "lja.toml").write_text("", encoding="utf-8")
    own = tmp_path / "templates" / "letters"
    own.mkdir(parents=True)
    saved(own / "leave-granted.docx", docx("Ours: {{ leave_reason }}"))
    assert lja_letters("preview", "--letter", "case-minutes").exit_code == 0
    saved(own / "case-invitation.docx", docx("Ours: {{ meeting_on }}"))
    gone = lja_letters("preview", "--letter", "case-minutes", "--force")
    assert isinstance(gone.exception, UnusableInput)
    assert gone.exception.problem == "The school's template of this letter is missing."


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--stage", "5"),
        ("--stage", "one"),
        ("--leave", "perhaps"),
        ("--stage", "1", "--leave", "granted"),
        ("--stage", "1", "--letter", "stage-1"),
        ("--letter", "case-perhaps"),
        ("--letter", ""),
    ],
)
def test_a_preview_without_exactly_one_letter_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    assert lja_letters("preview", *arguments).exit_code == 2


def test_lint_judges_the_shipped_templates() -> None:
    result = lja_letters("lint", "--strict")
    assert result.exit_code == 0
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        *(f"stage-{stage}.docx" for stage in (1, 2, 3, 4)),
        *(f"leave-{kind}.docx" for kind in LEAVE_KINDS),
        *(f"case-{kind}.docx" for kind in CASE_KINDS),
        *(f"truancy-{kind}.docx" for kind in TRUANCY_KINDS),
        *(f"statement-{kind}.docx" for kind in STATEMENT_KINDS),
    ]


def test_lint_ends_with_4_only_when_strict(tmp_path: Path) -> None:
    file = saved(tmp_path / "stage-2.docx", docx("Dear {{ parent }}", "You may be fined."))
    lax, strict = lja_letters("lint", file), lja_letters("lint", file, "--strict")
    assert (lax.exit_code, strict.exit_code) == (0, 4)
    assert lax.stdout == strict.stdout
    assert "There is no field parent." in " ".join(lax.stdout.split())
    assert max(len(line) for line in lax.stdout.splitlines()) <= 80


def test_lint_s_json_and_csv_hold_the_same_faults(tmp_path: Path) -> None:
    file = saved(tmp_path / "stage-2.docx", docx("Dear {{ parent }}", "You may be fined."))
    (told,) = json.loads(lja_letters("lint", file, "--format", "json").stdout)
    assert set(told) == {"template", "stage", "leave", "letter", "words", "reading_age", "faults"}
    assert (told["template"], told["stage"], told["leave"]) == (str(file), 2, None)
    assert told["letter"] == "stage-2"
    rows = list(csv.DictReader(StringIO(lja_letters("lint", file, "--format", "csv").stdout)))
    assert {row["message"] for row in rows} == {fault["message"] for fault in told["faults"]}
    assert list(rows[0]) == [
        "template", "stage", "leave", "letter", "severity", "check", "place", "message", "remedy",
    ]  # fmt: skip


def test_the_replies_of_the_option_are_those_there_are_templates_for() -> None:
    assert tuple(Reply) == LEAVE_KINDS


def test_lint_s_json_and_csv_name_the_reply(tmp_path: Path) -> None:
    file = saved(tmp_path / "leave-refused.docx", docx("Dear {{ parent }}"))
    (told,) = json.loads(lja_letters("lint", file, "--format", "json").stdout)
    assert (told["stage"], told["leave"]) == (None, "refused")
    rows = list(csv.DictReader(StringIO(lja_letters("lint", file, "--format", "csv").stdout)))
    assert {(row["stage"], row["leave"]) for row in rows} == {("", "refused")}


@pytest.mark.parametrize("command", ["preview", "lint"])
def test_help_has_an_example(command: str) -> None:
    text = " ".join(lja_letters(command, "--help").stdout.split())
    assert f"Example: lja letters {command}" in text
    assert "--quiet" in text
    assert "--verbose" in text
