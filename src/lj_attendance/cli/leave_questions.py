"""Asks at a terminal for the facts that a request still needs, one question each."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import typer

from lj_attendance.cli.console import visible

if TYPE_CHECKING:
    from lj_attendance.workflows.leave.judging import Judged

_YES, _NO = ("y", "yes"), ("n", "no")
_HOW = {
    "received": "date, as 2026-11-23",
    "exceptional": "say it in a few words, or: no",
    "licence": "none, dated or undated",
}
_NOT_ASKED = ("year_group",)  # the roll has to tell it


def answered(judged: Judged, judge_again: Callable[[Judged, str, Any], Judged]) -> Judged:
    """The request judged again with what the person at the terminal knows.

    Asks nothing without a terminal, nothing that is known, and nothing that could not change the
    recommendation. An empty answer leaves a fact unknown.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return judged
    asked: set[str] = set(_NOT_ASKED)
    while question := _next(judged, asked):
        field, text = question
        asked.add(field)
        value = _ask(field, text)
        if value is not None:
            judged = judge_again(judged, field, value)
    return judged


def _next(judged: Judged, asked: set[str]) -> tuple[str, str] | None:
    if judged.is_refused:
        return None
    return next((need for need in judged.judgement.needs if need[0] not in asked), None)


def _ask(field: str, text: str) -> Any:
    """The answer, asked for until it can be read; null for none."""
    while True:
        how = _HOW.get(field, "y or n")
        reply = typer.prompt(
            visible(f"{text} [{how}; Enter if not known]"),
            default="",
            show_default=False,
            err=True,
        ).strip()
        if not reply:
            return None
        try:
            return read_answer(field, reply)
        except ValueError as error:
            typer.echo(f"  {error}", err=True)


def read_answer(field: str, reply: str) -> Any:
    """The value of a fact as somebody types it; raises ValueError with what is expected."""
    if field == "received":
        try:
            return date.fromisoformat(reply)
        except ValueError as error:
            raise ValueError("A date, year first, such as 2026-11-23.") from error
    if field == "exceptional":
        return "" if reply.casefold() in (*_NO, "none") else reply
    if field == "licence":
        if reply.casefold() in ("none", "dated", "undated"):
            return reply.casefold()
        raise ValueError("One of: none, dated, undated.")
    if reply.casefold() in _YES or reply.casefold() in _NO:
        return reply.casefold() in _YES
    raise ValueError("y for yes, n for no, or nothing.")
