"""A workspace with an invented school in it, ready for letters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from lj_attendance.workflows.sample import make_sample
from tests.cli.test_commands import lja

_FILLED_IN = 'name = "Mrs A Example"', 'email = "attendance@example.org"'


def school_in(
    folder: Path, *, pupils: int, until: date, first: date = date(2026, 9, 1), seed: int = 7
) -> Path:
    """`lja init`, an invented school's exports, and lja.toml filled in."""
    workspace = folder / "school"
    assert lja("init", workspace).exit_code == 0
    make_sample(
        workspace / "exports",
        pupils=pupils,
        seed=seed,
        first_day=first,
        last_day=until,
        force=True,
    )
    file = workspace / "lja.toml"
    text = file.read_text(encoding="utf-8")
    name, email = _FILLED_IN
    filled = text.replace('name = ""', name).replace('email = ""', email)
    file.write_text(filled, encoding="utf-8")
    return workspace
