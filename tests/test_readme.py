"""The README's commands, run word for word in an empty folder, give the output it shows.

With UPDATE_README=1 the test writes the output into the README instead, for a person to look at.
"""

from __future__ import annotations

import os
import re
import shlex
from datetime import date
from pathlib import Path

import pytest

from lj_attendance.cli import options
from lj_attendance.cli.main import main

README = Path(__file__).parent.parent / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def run(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """Standard output of one command; its exit code is 0."""
    monkeypatch.setattr("sys.argv", shlex.split(command))
    try:
        main()
    except SystemExit as end:
        assert not end.code, command  # noqa: PT017 the code is what is asserted
    return capsys.readouterr().out


def commands_of(block: str) -> list[tuple[str, str]]:
    """Each command of a block with the output shown below it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def test_the_readmes_commands_give_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(options, "today", lambda: date(2026, 11, 23))
    monkeypatch.setenv("NO_COLOR", "1")
    text = README.read_text(encoding="utf-8")
    blocks = _BLOCK.findall(text)
    assert blocks
    for block in blocks:
        shown = ""
        for command, expected in commands_of(block):
            got = "".join(
                line.rstrip() + "\n" for line in run(command, monkeypatch, capsys).splitlines()
            )
            if expected.strip() == "...":
                assert got
                got = expected
            shown += f"$ {command}\n{got}"
        if os.environ.get("UPDATE_README"):
            text = text.replace(f"```console\n{block}```", f"```console\n{shown}```")
        else:
            assert shown == block
    if os.environ.get("UPDATE_README"):
        README.write_text(text, encoding="utf-8", newline="\n")


def test_every_command_is_in_the_readme() -> None:
    from lj_attendance.cli.app import app

    text = README.read_text(encoding="utf-8")
    names = [command.name or command.callback.__name__ for command in app.registered_commands]  # type: ignore[union-attr]
    assert len(names) >= 5
    for name in names:
        assert f"`lja {name}" in text
