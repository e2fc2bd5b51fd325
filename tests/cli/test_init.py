"""`lja init`: a workspace that works at once, asks nothing and never overwrites."""

from __future__ import annotations

import os
import stat
import tomllib
from datetime import date
from pathlib import Path

import pytest

from lj_attendance.errors import UnusableInput
from lj_attendance.letters.shipped import shipped_templates
from lj_attendance.workflows.making import make_workspace, own_policy
from lj_attendance.workflows.policy import policy_on
from lj_attendance.workspace import find_workspace
from tests.cli.test_commands import lja

TEMPLATES = [f"templates/letters/{template.name}" for template in shipped_templates()]
FILES = ["lja.toml", "policy.toml", *TEMPLATES]
FOLDERS = ["exports", "letters", "reports", "templates", "templates/letters"]
DAY = date(2026, 11, 20)


def contents(root: Path) -> dict[str, bytes | None]:
    """Every path below, with what it holds; a folder holds None."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


def test_it_makes_everything_a_workspace_has(tmp_path: Path) -> None:
    outcome = lja("init", tmp_path / "school")
    assert (outcome.exit_code, outcome.err) == (0, "")
    assert sorted(contents(tmp_path / "school")) == sorted(FILES + FOLDERS)


def test_what_it_says_is_what_it_made_and_what_to_do_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = lja("init", "school").out.splitlines()
    assert lines[0] == "Made in school:"
    named = [line.split()[0] for line in lines[1:7]]
    assert named == ["lja.toml", "policy.toml", "templates/letters/", "exports/", "letters/",
                     "reports/"]  # fmt: skip
    assert lines[-5:-3] == ["Next:", "  cd school"]
    commands = [line.strip().split("  ")[0] for line in lines[-3:]]
    assert commands == ["lja policy show", "lja analyse", "lja stages"]
    assert max(map(len, lines)) <= 80


def test_in_the_current_folder_no_other_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = lja("init")
    assert outcome.out.startswith("Made in this folder:\n")
    assert "cd " not in outcome.out
    assert (tmp_path / "lja.toml").is_file()


def test_it_can_be_quiet_or_name_every_file(tmp_path: Path) -> None:
    assert lja("init", tmp_path / "quiet", "--quiet").out == ""
    assert all(name in lja("init", tmp_path / "told", "--verbose").out for name in TEMPLATES)


def test_a_fresh_workspace_passes_its_own_check(tmp_path: Path) -> None:
    root = make_workspace(tmp_path).root
    workspace = find_workspace(root)
    found = policy_on(workspace, DAY)
    assert workspace.school().calendar.is_school_day(DAY)
    assert found.fallen_back == ()
    assert {setting.origin for setting in found.settings} == {"law", "policy.toml", "lja.toml"}
    assert lja("policy", "show", "--workspace", root).exit_code == 0


def test_its_policy_is_the_shipped_one(tmp_path: Path) -> None:
    from lj_attendance.workspace import Workspace

    own = Workspace(make_workspace(tmp_path).root).settings()
    shipped = Workspace(None).settings()
    assert [(s.name, s.value, s.clause, s.reading) for s in own.settings] == [
        (s.name, s.value, s.clause, s.reading) for s in shipped.settings
    ]


def test_the_register_s_times_stand_in_one_file_only() -> None:
    names = {entry["name"] for entry in tomllib.loads(own_policy())["setting"]}
    assert not [name for name in names if "register" in name]
    assert {"expected_percent", "quiet_day_percent"} <= names
    assert "[register]" in own_policy()


def test_analyse_works_in_it_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lj_attendance.workflows.sample import make_sample

    make_workspace(tmp_path)
    make_sample(
        tmp_path / "exports", pupils=10, first_day=date(2026, 9, 2), last_day=date(2026, 9, 18)
    )
    monkeypatch.chdir(tmp_path / "exports")
    assert lja("analyse", "--format", "json").exit_code == 0


def test_run_again_it_changes_nothing(tmp_path: Path) -> None:
    lja("init", tmp_path)
    before = contents(tmp_path)
    outcome = lja("init", tmp_path)
    assert outcome.exit_code == 0
    assert contents(tmp_path) == before
    assert outcome.out.startswith(f"Nothing is missing in {tmp_path}.\n")
    assert "Already there, and left as it is: templates/letters/, exports/" in outcome.out


def test_what_is_there_stays_and_only_what_is_missing_is_added(tmp_path: Path) -> None:
    (tmp_path / "lja.toml").write_text("[school]\nname = 'Ours'\n", encoding="utf-8")
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "marks.csv").write_text("x", encoding="utf-8")
    made = make_workspace(tmp_path)
    assert made.kept == ("exports/", "lja.toml")
    assert "policy.toml" in made.made
    assert (tmp_path / "lja.toml").read_text(encoding="utf-8") == "[school]\nname = 'Ours'\n"
    assert (tmp_path / "exports" / "marks.csv").read_text(encoding="utf-8") == "x"


def test_a_template_edited_in_word_stays_and_a_lost_one_comes_back(tmp_path: Path) -> None:
    make_workspace(tmp_path)
    edited, lost = (tmp_path / name for name in TEMPLATES[:2])
    edited.write_bytes(b"edited")
    lost.unlink()
    outcome = lja("init", tmp_path)
    assert edited.read_bytes() == b"edited"
    assert lost.is_file()
    assert "letter templates: 1" in outcome.out


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such permissions")
def test_files_and_folders_are_their_owner_s_only(tmp_path: Path) -> None:
    root = make_workspace(tmp_path / "school").root
    for name in FILES:
        assert stat.S_IMODE((root / name).stat().st_mode) == 0o600, name
    for name in ("", *FOLDERS):
        assert stat.S_IMODE((root / name).stat().st_mode) == 0o700, name


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "school").write_text("a file", encoding="utf-8")
    outcome = lja("init", tmp_path / "school")
    assert outcome.exit_code == 3
    assert str(tmp_path / "school") in outcome.err
    assert "What to do:" in outcome.err
    with pytest.raises(UnusableInput, match="not a folder to put files in"):
        make_workspace(tmp_path / "school")


def test_nobody_and_no_machine_is_named_in_what_is_shipped(tmp_path: Path) -> None:
    root = make_workspace(tmp_path).root
    for name in ("lja.toml", "policy.toml"):
        text = (root / name).read_text(encoding="utf-8")
        for word in ("Bayston", "O'Shea", "Draper", "Amos", "@laurencejackson", "/work", "/home"):
            assert word not in text
