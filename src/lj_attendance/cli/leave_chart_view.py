"""The way of one request for leave as a chart on the terminal, box by box."""

from __future__ import annotations

import locale
import os
from typing import TYPE_CHECKING, NamedTuple

from lj_attendance.cli.console import answer, cell, visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from lj_attendance.reports.leave_chart import Flow, Step

_WIDEST, _NARROWEST = 80, 24  # characters of the chart, its frame included
_ANSWERS = {"met": ("yes", "green"), "against": ("no", "red"), "needs": ("not known", "yellow")}
_SHOWN = ("for the head teacher", "")
_STYLES = {"may_grant": "green", "refuse": "red", "refer": "yellow"}
_SPINE = 3  # characters left of the line between two boxes


class _Signs(NamedTuple):
    """What boxes and the lines between them are drawn with."""

    top: str  # left corner, line, right corner
    side: str
    bottom: str  # left corner, line, right corner, and where the way goes on
    way: str
    aside: str  # a way that is looked at after the decision
    fork: str


_BOXES = _Signs("┌─┐", "│", "└─┘┬", "│", "┆", "├── {} ──► {}")
_ASCII = _Signs("+-+", "|", "+-++", "|", ":", "|-- {} --> {}")
_PLAIN = str.maketrans(
    {"–": "-", "…": "...", "‘": "'", "’": "'", "“": '"', "”": '"', "§": "s.", "·": "-"}
)


def show_flow(flow: Flow, console: Console | None = None) -> None:
    """The request, a box for each question with its answer, and the recommendation."""
    out = console or answer()
    _Drawing(out).flow(flow)


def can_show_boxes(out: Console) -> bool:
    """Whether the terminal's own encoding has more than ASCII; lja itself always writes UTF-8."""
    own = "utf-8" if os.name == "nt" else locale.getencoding()  # Windows' consoles take all signs
    return not out.options.ascii_only and own.lower().startswith("utf")


class _Drawing:
    """Draws on one console, from the top down."""

    def __init__(self, out: Console) -> None:
        self.out = out
        self.has_boxes = can_show_boxes(out)
        self.signs = _BOXES if self.has_boxes else _ASCII
        self.width = max(_NARROWEST, min(out.width, _WIDEST))

    def flow(self, flow: Flow) -> None:
        title, *facts = flow.request
        self.box("", [self.text(title, "bold"), *map(self.text, facts)])
        self.way("", self.signs.way)
        has_left = False
        for step in flow.steps:
            self.step(step)
            has_left = has_left or step.decides
            self.leave(step, self.signs.aside if has_left else self.signs.way)
        self.end(flow)
        if flow.left_out:
            self.out.print()
            for line in self.text(_left_out(flow.left_out), "dim").wrap(self.out, self.width):
                line.rstrip()
                self.print(line)

    def step(self, step: Step) -> None:
        word, style = _SHOWN if step.is_shown_only else _ANSWERS[step.outcome]
        told = self.text(f"{_capital(word)}: {step.explanation}")
        told.stylize(f"bold {style}".strip(), 0, len(word))
        title = f"{_capital(step.name)} · {step.clause}"
        self.box(title, [self.text(step.question, "bold"), told], style)

    def leave(self, step: Step, sign: str) -> None:
        """The line below a question, with its answer, and where it leads."""
        word, style = _ANSWERS[step.outcome]
        word = "" if step.is_shown_only else word
        if not step.leads_to:
            self.way(word, sign, style)
            return
        leads_to = step.leads_to.upper() if step.decides else step.leads_to
        self.line(self.signs.fork.format(word, leads_to), style)
        if step.decides:
            self.way("the rest is asked all the same", sign)

    def end(self, flow: Flow) -> None:
        """The recommendation, its grounds, the codes and who decides."""
        style = _STYLES[flow.recommendation]
        lines = [self.text(flow.advice.upper(), f"bold {style}"), self.text(flow.grounds)]
        lines += [self.text(". ".join(flow.codes) + ".")] if flow.codes else []
        lines.append(self.text("The head teacher decides.", "dim"))
        self.box("Recommendation", lines, style, goes_on=False)

    def box(self, title: str, lines: list[Text], style: str = "", *, goes_on: bool = True) -> None:
        """A frame over the whole width, its title in the upper edge."""
        (left, line, right), side = tuple(self.signs.top), self.signs.side
        edge = f"{left}{line} {self.plain(title)} " if title else left
        inner = self.width - 4
        self.print(self.text(f"{edge[: self.width - 2]:{line}<{self.width - 1}}{right}", style))
        for each in lines:
            for part in each.wrap(self.out, inner):
                part.truncate(inner, pad=True)
                row = self.text("").append(f"{side} ", style)
                self.print(row.append_text(part).append(f" {side}", style))
        left, line, right, foot = tuple(self.signs.bottom)
        low = left + line * (self.width - 2) + right
        if goes_on:
            low = f"{low[:_SPINE]}{foot}{low[_SPINE + 1 :]}"
        self.print(self.text(low, style))

    def way(self, words: str, sign: str, style: str = "") -> None:
        self.line(f"{sign} {words}".rstrip(), style)

    def line(self, words: str, style: str = "") -> None:
        """One line between two boxes; the answer in its colour, the line itself without."""
        told = self.text(" " * _SPINE + words)
        told.stylize(style, _SPINE + 1)
        told.truncate(self.width)
        self.print(told)

    def text(self, words: str, style: str = "") -> Text:
        return cell(self.plain(words), style)

    def plain(self, words: str) -> str:
        """The words without the signs that a terminal of this kind has not."""
        return visible(words) if self.has_boxes else visible(words).translate(_PLAIN)

    def print(self, told: Text) -> None:
        self.out.print(told, soft_wrap=False, overflow="fold")


def _left_out(steps: tuple[Step, ...]) -> str:
    """`Not asked: cost, sport (Not asked of an interview.)`, those of one cause together."""
    causes: dict[str, list[str]] = {}
    for step in steps:
        causes.setdefault(step.explanation.rstrip("."), []).append(step.name)
    told = (f"{', '.join(names)} ({cause})" for cause, names in causes.items())
    return f"Does not apply: {'; '.join(told)}."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
