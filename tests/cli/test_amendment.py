"""`lja amendment add`, `withdraw` and `list`: answers, streams, entries, exit codes."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from lj_attendance.ledger.amendments import amendments_on
from lj_attendance.ledger.store import Ledger
from tests import layouts
from tests.cli.test_ledger_commands import lja
from tests.cli.test_notice import empty, workspace  # noqa: F401 fixtures
from tests.ledger.entries import enter, hold, nov

FIELDS = {
    "--on": "2026-11-16", "--session": "AM", "--from": "N", "--to": "I",
    "--reason": "mother rang", "--made-on": "2026-11-17", "--made-by": "Mrs B Cole",
    "--role": "attendance officer",
}  # fmt: skip


def told(**other: str | None) -> list[str]:
    fields = {**FIELDS, **{f"--{name.replace('_', '-')}": value for name, value in other.items()}}
    return [part for name, value in fields.items() if value is not None for part in (name, value)]


def add(who: str = "1001", **other: str | None) -> Any:
    return lja("amendment", "add", who, *told(**other))


def listed(*arguments: object) -> list[dict[str, Any]]:
    outcome = lja("amendment", "list", "--format", "json", *arguments)
    assert outcome.exit_code == 0, outcome.err
    rows: list[dict[str, Any]] = json.loads(outcome.out)
    return rows


@pytest.mark.parametrize("command", ["add", "withdraw", "list"])
def test_help_has_an_example_and_can_be_quiet(command: str) -> None:
    text = " ".join(lja("amendment", command, "--help").out.split())
    assert f"Example: lja amendment {command}" in text
    assert "--quiet" in text
    assert "--verbose" in text


def test_an_amendment_is_entered_whole(workspace: Path) -> None:  # noqa: F811
    outcome = add(who="adams ava")
    line = "Entered: Adams, Ava (8 CRO), 16 Nov 2026 AM from N to I (entry 1)\n"
    assert outcome == (0, line, "")
    (event,) = Ledger(workspace / "ledger.db").events()
    assert (event.kind, event.on, event.pupil_id, event.by) == (
        "amendment", nov(17), "1001", "officer",
    )  # fmt: skip
    assert event.detail == {
        "date": "2026-11-16", "session": "AM", "original": "N", "amended": "I",
        "reason": "mother rang", "made_on": "2026-11-17", "made_by": "Mrs B Cole",
        "role": "attendance officer",
    }  # fmt: skip
    (made,) = amendments_on((event,), nov(17))
    assert made.lacks == ()
    assert amendments_on((event,), nov(16)) == ()


@pytest.mark.parametrize(
    "option", ["on", "session", "from", "to", "reason", "made_on", "made_by", "role"]
)
def test_what_is_missing_is_named(workspace: Path, option: str) -> None:  # noqa: F811
    outcome = add("1001", **{option: None})
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert f"--{option.replace('_', '-')}" in outcome.err
    assert "Missing" in outcome.err
    assert not (workspace / "ledger.db").exists()


def test_everything_missing_is_named_at_once(workspace: Path) -> None:  # noqa: F811
    err = lja("amendment", "add", "1001").err
    assert [option for option in FIELDS if option not in err] == []


@pytest.mark.parametrize(
    "other",
    [
        {"reason": " "},
        {"role": ""},
        {"from": "ZZ"},
        {"to": "present"},
        {"to": "n"},  # the same as before
        {"session": "noon"},
        {"on": "16/11/2026"},
        {"made_on": "2026-11-15"},  # before the session
        {"made_on": "2026-11-24"},  # a day to come
        {"on": "2026-11-24", "made_on": "2026-11-24"},
    ],
)
def test_what_cannot_be_is_refused(workspace: Path, other: dict[str, str]) -> None:  # noqa: F811
    outcome = add(**other)
    assert (outcome.exit_code, outcome.out) == (2, "")
    assert not (workspace / "ledger.db").exists()


@pytest.mark.parametrize(
    ("other", "original", "amended"),
    [
        ({"from": "-"}, "-", "I"),
        ({"from": "no mark"}, "-", "I"),
        ({"from": "/", "to": "c2"}, "/", "C2"),
        ({"from": "\\", "to": "-"}, "\\", "-"),
        ({"made_on": "2026-11-16"}, "N", "I"),  # on the day itself
        ({"made_on": "2026-11-23"}, "N", "I"),  # today
        ({"from": "H"}, "H", "I"),  # a code of an old register
    ],
)
def test_marks_and_days_that_may_be(
    workspace: Path,  # noqa: F811
    other: dict[str, str],
    original: str,
    amended: str,
) -> None:
    assert add(**other).exit_code == 0
    (row,) = listed()
    assert (row["original"], row["amended"]) == (original, amended)


def test_the_same_amendment_enters_once_until_it_is_taken_back(workspace: Path) -> None:  # noqa: F811
    assert add().exit_code == 0
    assert add(reason="said otherwise").exit_code == 3
    outcome = lja("amendment", "withdraw", "1", "--reason", "wrong pupil")
    line = "Taken back on 23 Nov 2026: pupil 1001, 16 Nov 2026 AM from N to I (entry 1)\n"
    assert outcome == (0, line, "")
    assert listed() == []
    assert add().exit_code == 0
    assert [row["entry"] for row in listed()] == [3]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("1", "--reason", "x"), 3),  # a hold
        (("2", "--reason", " "), 2),
        (("2", "--reason", "x", "--on", "2026-11-16"), 2),  # before it was made
        (("9", "--reason", "x"), 3),
    ],
)
def test_what_cannot_be_taken_back(
    workspace: Path,  # noqa: F811
    arguments: Sequence[str],
    code: int,
) -> None:
    enter(workspace / "ledger.db", hold("1001", nov(2)))
    add()
    outcome = lja("amendment", "withdraw", *arguments)
    assert (outcome.exit_code, outcome.out) == (code, "")
    assert len(Ledger(workspace / "ledger.db").events()) == 2


def test_they_are_listed_by_session_for_one_or_all(workspace: Path) -> None:  # noqa: F811
    add(on="2026-11-17", made_on="2026-11-18")
    add(session="PM", reason="=1+1")
    add(who="1002")
    assert [row["entry"] for row in listed()] == [3, 2, 1]
    assert [row["entry"] for row in listed("adamson")] == [3]
    assert [row["entry"] for row in listed("--as-of", "2026-11-17")] == [3, 2]
    shown = " ".join(lja("amendment", "list").out.split())
    assert "Adams, Ava" in shown
    assert "Mrs B Cole" in shown
    heading, *rows = csv.reader(StringIO(lja("amendment", "list", "--format", "csv").out))
    assert "'=1+1" in [row[heading.index("reason")] for row in rows]


def test_none_is_said(workspace: Path) -> None:  # noqa: F811
    assert lja("amendment", "list").out == "No amendment of the register is entered.\n"
    assert not (workspace / "ledger.db").exists()


def test_without_exports_an_id_is_taken(empty: Path) -> None:  # noqa: F811
    assert add().exit_code == 0
    assert [row["pupil_id"] for row in listed("1001")] == ["1001"]


def test_a_pupil_is_found_by_upn(workspace: Path) -> None:  # noqa: F811
    assert add(who=layouts.upn_of("1002")).exit_code == 0
    assert listed()[0]["pupil_id"] == "1002"
    assert listed()[0]["date"] == date(2026, 11, 16).isoformat()
