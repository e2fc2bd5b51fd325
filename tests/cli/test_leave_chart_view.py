"""The way of one request on the terminal: boxes that fit, words beside colours, ASCII if need."""

from __future__ import annotations

import locale
from io import StringIO
from typing import Literal

import pytest
from rich.cells import cell_len
from rich.console import Console

from lj_attendance.cli.leave_chart_view import show_flow
from lj_attendance.reports.leave_chart import Flow, Step

MET = Step("length", "§7", "Is it at most 5 days?", "met", "2 school days.")
AGAINST = Step(
    "September", "§7", "Is it outside September?", "against", "On 3 Sep.", "Refuse", decides=True
)
AS_WELL = Step("cost", "§7", "Was the cost no reason?", "against", "It was.")
WEIGHED = Step(
    "notice", "§7", "Was it in time?", "against", "2 days.", "the head teacher weighs it"
)
NEEDS = Step("medical", "§2, §7", "Was a card seen?", "needs", "Nobody has said.")
SHOWN = Step("previous record", "§7", "What is it?", "met", "98.0%.", is_shown_only=True)
SPARED = (
    Step("sport", "§7", "?", "not_applicable", "Not asked of a holiday."),
    Step("Year 7", "§7", "?", "not_applicable", "Year 8."),
    Step("interview", "§7", "?", "not_applicable", "Not asked of a holiday."),
)


def flow(*steps: Step, left_out: tuple[Step, ...] = ()) -> Flow:
    return Flow(
        ("Leave asked for: a holiday", "Thu 3 Sep 2026: 1 school day, 2 sessions"),
        steps, left_out, "refuse", "Refuse", "Against it is the month (§7).",
        ("Code if granted: C", "Code if taken without leave: G"),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def encoding(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The terminal's own, whatever the machine's: UTF-8 unless a test names another."""
    monkeypatch.setattr(locale, "getencoding", lambda: getattr(request, "param", "UTF-8"))


def drawn(told: Flow, width: int = 46, *, colours: bool = False) -> list[str]:
    out = StringIO()
    system: Literal["standard"] | None = "standard" if colours else None
    console = Console(
        file=out, width=width, highlight=False, force_terminal=colours, color_system=system,
        _environ={},
    )  # fmt: skip
    show_flow(told, console)
    return out.getvalue().splitlines()


def test_the_whole_chart() -> None:
    assert drawn(flow(MET, AGAINST, AS_WELL, SHOWN, left_out=SPARED)) == [
        "┌────────────────────────────────────────────┐",
        "│ Leave asked for: a holiday                 │",
        "│ Thu 3 Sep 2026: 1 school day, 2 sessions   │",
        "└──┬─────────────────────────────────────────┘",
        "   │",
        "┌─ Length · §7 ──────────────────────────────┐",
        "│ Is it at most 5 days?                      │",
        "│ Yes: 2 school days.                        │",
        "└──┬─────────────────────────────────────────┘",
        "   │ yes",
        "┌─ September · §7 ───────────────────────────┐",
        "│ Is it outside September?                   │",
        "│ No: On 3 Sep.                              │",
        "└──┬─────────────────────────────────────────┘",
        "   ├── no ──► REFUSE",
        "   ┆ the rest is asked all the same",
        "┌─ Cost · §7 ────────────────────────────────┐",
        "│ Was the cost no reason?                    │",
        "│ No: It was.                                │",
        "└──┬─────────────────────────────────────────┘",
        "   ┆ no",
        "┌─ Previous record · §7 ─────────────────────┐",
        "│ What is it?                                │",
        "│ For the head teacher: 98.0%.               │",
        "└──┬─────────────────────────────────────────┘",
        "   ┆",
        "┌─ Recommendation ───────────────────────────┐",
        "│ REFUSE                                     │",
        "│ Against it is the month (§7).              │",
        "│ Code if granted: C. Code if taken without  │",
        "│ leave: G.                                  │",
        "│ The head teacher decides.                  │",
        "└────────────────────────────────────────────┘",
        "",
        "Does not apply: sport, interview (Not asked of",
        "a holiday); Year 7 (Year 8).",
    ]


def test_an_unknown_answer_and_a_no_that_is_weighed_keep_to_the_way() -> None:
    lines = drawn(flow(WEIGHED, NEEDS))
    assert "   ├── no ──► the head teacher weighs it" in lines
    assert "   │ not known" in lines
    assert not any("┆" in line or "asked all the same" in line for line in lines)


@pytest.mark.parametrize("width", [24, 31, 60, 80, 200])
def test_no_line_is_wider_than_the_terminal_nor_than_80(width: int) -> None:
    long = Step("cost", "§7", "Why? " * 30, "met", "無断欠席" * 30 + "x" * 200)
    lines = drawn(flow(long, AGAINST, WEIGHED, NEEDS, SHOWN, left_out=SPARED), width)
    assert max(map(cell_len, lines)) == min(width, 80)
    boxes = [line for line in lines if line[0:1] in tuple("┌│└")]
    assert {cell_len(line) for line in boxes} == {min(width, 80)}
    assert sum(line.count("x") for line in lines) == 200  # nothing is cut off


@pytest.mark.parametrize("encoding", ["ANSI_X3.4-1968", "ISO-8859-1"], indirect=True)
def test_a_terminal_without_boxes_gets_plain_signs() -> None:
    quoted = Step("year 7", "§7", "Is it?", "met", "A circumstance: “a funeral”.")
    lines = drawn(flow(quoted, AGAINST, AS_WELL, left_out=SPARED))
    assert all(line.isascii() for line in lines)
    assert lines[5] == "+- Year 7 - s.7 -----------------------------+"
    assert lines[7] == '| Yes: A circumstance: "a funeral".          |'
    assert "   |-- no --> REFUSE" in lines
    assert "   : no" in lines


def test_answers_are_coloured_and_stand_in_words_as_well() -> None:
    plain = drawn(flow(MET, AGAINST, NEEDS))
    coloured = "\n".join(drawn(flow(MET, AGAINST, NEEDS), colours=True))
    for word, colour in (("Yes", 32), ("No", 31), ("Not known", 33), ("REFUSE", 31)):
        assert f"\x1b[1;{colour}m{word}" in coloured
        assert any(word in line for line in plain)
    assert "\x1b[1;31mNo\x1b[0m: On 3 Sep." in coloured  # the explanation is plain
    assert "\x1b" not in "".join(plain)


def test_what_would_move_the_cursor_or_mark_up_the_text_does_not() -> None:
    bold = Step("cost", "§7", "Is it?", "met", "[bold]a\x1b[2Jb\u202e[/bold]")
    lines = drawn(flow(bold))
    assert any("[bold]a [2Jb [/bold]" in line for line in lines)


def test_without_questions_the_recommendation_follows_at_once() -> None:
    lines = drawn(flow())
    assert lines[4:6] == ["   │", "┌─ Recommendation ───────────────────────────┐"]
