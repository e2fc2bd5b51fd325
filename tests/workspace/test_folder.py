"""The workspace's folder: found from below, with its parts; its settings over the shipped ones."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, time
from pathlib import Path

import pytest

from lj_attendance.errors import UnusableInput
from lj_attendance.school_year import Calendar
from lj_attendance.workspace import MARKER, Workspace, find_workspace

DAY = date(2026, 11, 20)
TIMES = 'am_opens = "08:40"\nam_closes = "09:05"\npm_opens = "12:10"\npm_closes = "13:10"\n'
PM_OPENS = '[[setting]]\nname = "pm_register_opens"\nvalue = "{}"\nin_force_from = {}\n'


def workspace(folder: Path, school: str = "", policy: str | None = None) -> Workspace:
    (folder / MARKER).write_text(school, encoding="utf-8")
    if policy is not None:
        (folder / "policy.toml").write_text(policy, encoding="utf-8")
    return Workspace(folder)


def test_it_is_found_from_any_folder_below(tmp_path: Path) -> None:
    workspace(tmp_path)
    below = tmp_path / "exports" / "old"
    below.mkdir(parents=True)
    assert find_workspace(below) == find_workspace(tmp_path) == Workspace(tmp_path)
    assert find_workspace(tmp_path.parent).root is None


def test_a_folder_named_that_is_none_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"has no lja\.toml") as caught:
        find_workspace(Path(), tmp_path)
    assert caught.value.where == str(tmp_path)
    assert "--workspace" in caught.value.remedy


def test_its_parts_have_their_places(tmp_path: Path) -> None:
    found = workspace(tmp_path)
    assert found.exports == tmp_path / "exports"
    assert found.ledger == tmp_path / "ledger.db"
    assert found.letters == tmp_path / "letters"
    assert found.reports == tmp_path / "reports"
    assert found.templates is None  # the shipped ones hold
    (tmp_path / "templates" / "letters").mkdir(parents=True)
    assert found.templates == tmp_path / "templates" / "letters"


def test_without_a_workspace_there_is_no_place_and_the_shipped_policy_holds() -> None:
    none = Workspace(None)
    places = (none.exports, none.templates, none.ledger, none.letters, none.reports)
    assert places == (None,) * 5
    assert none.school().calendar == Calendar()
    assert none.school().missing_for_letters()
    assert none.settings().number("expected_percent", DAY) == 96


def test_an_empty_file_marks_a_workspace_with_the_shipped_policy(tmp_path: Path) -> None:
    found = workspace(tmp_path)
    assert found.settings() == Workspace(None).settings()
    assert found.school().missing_for_letters(1)[0] == "lja.toml [school] name"


def test_policy_toml_is_read_over_the_shipped_policy(tmp_path: Path) -> None:
    own = '[[setting]]\nname = "expected_percent"\nvalue = 95\nin_force_from = 2022-09-01\n'
    settings = workspace(tmp_path, policy=own).settings()
    assert settings.number("expected_percent", DAY) == 95
    assert settings.number("trend_weeks", DAY) == 4


# ---- the register's times, which both files may tell


def test_the_times_of_lja_toml_hold(tmp_path: Path) -> None:
    settings = workspace(tmp_path, f"[register]\n{TIMES}", policy="").settings()
    assert settings.clock("pm_register_opens", DAY) == time(12, 10)
    assert settings.clock("am_register_closes", date(2001, 1, 1)) == time(9, 5)
    assert settings.on("am_register_opens", DAY).origin == "lja.toml"
    assert settings.on("am_register_opens", DAY).clause == "§2"


def test_the_policy_may_tell_the_same_times_with_their_dates(tmp_path: Path) -> None:
    policy = PM_OPENS.format("12:05", "2022-09-01") + PM_OPENS.format("12:10", "2026-09-01")
    settings = workspace(tmp_path, f"[register]\n{TIMES}", policy).settings()
    assert settings.clock("pm_register_opens", date(2026, 8, 31)) == time(12, 5)
    assert settings.clock("pm_register_opens", date(2026, 9, 1)) == time(12, 10)


def test_times_that_differ_are_told_with_both_files(tmp_path: Path) -> None:
    found = workspace(tmp_path, f"[register]\n{TIMES}", PM_OPENS.format("12:05", "2022-09-01"))
    with pytest.raises(UnusableInput, match="The times of the register differ") as caught:
        found.settings()
    told = 'policy.toml has pm_register_opens = "12:05", and lja.toml pm_opens = "12:10"'
    assert told in caught.value.problem
    assert caught.value.where == str(tmp_path)
    assert "take the entries out of policy.toml" in caught.value.remedy


# ---- files that cannot be read


@pytest.mark.parametrize("file", [MARKER, "policy.toml"])
def test_a_line_that_is_no_toml_is_named(tmp_path: Path, file: str) -> None:
    found = workspace(tmp_path)
    (tmp_path / file).write_text("[school]\nname = Laurence\n", encoding="utf-8")
    with pytest.raises(UnusableInput, match="line 2") as caught:
        found.settings()
    assert caught.value.where == str(tmp_path / file)
    assert "quotation marks" in caught.value.remedy
    assert caught.value.exit_code == 3


def test_another_encoding_is_named(tmp_path: Path) -> None:
    found = workspace(tmp_path)
    (tmp_path / MARKER).write_bytes('[school]\nname = "Zoë"\n'.encode("cp1252"))
    with pytest.raises(UnusableInput, match="not saved as UTF-8") as caught:
        found.school()
    assert "UTF-8" in caught.value.remedy


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    found = workspace(tmp_path)
    (tmp_path / MARKER).write_bytes(b'\xef\xbb\xbf[school]\r\nname = "Ours"\r\n')
    assert found.school().name == "Ours"


def test_the_faults_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    found = workspace(tmp_path, "[shcool]\n", "[[setting]]\nname = 'expected_persent'\n")
    with pytest.raises(UnusableInput, match="Two files of the workspace cannot be used") as caught:
        found.settings()
    told = caught.value.problem
    assert f"{tmp_path / MARKER}: " in told
    assert "did you mean school?" in told
    assert f"{tmp_path / 'policy.toml'}: " in told
    assert "did you mean expected_percent?" in told
    assert caught.value.where == str(tmp_path)


# ---- speed


@pytest.mark.parametrize(("school", "loaded"), [("", False), ("[school]\nname = 'x'\n", True)])
def test_pydantic_waits_for_a_file_that_says_something(
    tmp_path: Path, school: str, loaded: bool
) -> None:
    workspace(tmp_path, school)
    script = (
        "import sys; from pathlib import Path; from lj_attendance.workspace import find_workspace;"
        "found = find_workspace(Path(sys.argv[1])); found.school(); found.settings();"
        "print('pydantic' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert run.stdout.strip() == str(loaded)
