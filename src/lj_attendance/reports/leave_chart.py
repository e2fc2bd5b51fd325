"""The flow of a request for leave: of one that was judged, and of the whole policy as a chart.

Pure text: the questions, answers and figures arrive as words.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MAY_GRANT = "May be granted"
REFUSE = "Refuse"
REFER = "Refer to the head teacher"
_START = "A request for leave"
_FORK = "What is the leave for?"
_REST = "anything else"
_KNOWN = "Is every answer known?"
_WEIGHS = "head teacher"  # what follows from a no is for them, and no refusal by itself
_LONG = 2  # reasons; the longest part at a fork, if it has more, comes last: anything else
_LINE = 92  # characters of a line of the outline
_CODES = {'"': "quot", "<": "lt", ">": "gt", "&": "amp", "#": "35", "`": "96"}
_CLASSES = """\
    classDef refuse fill:#fbe3e1,stroke:#a3261b,color:#5c120b
    classDef refer fill:#fdf3d0,stroke:#8a6a00,color:#4a3900
    classDef grant fill:#e0f2e3,stroke:#1f6b31,color:#0d3b19
"""


@dataclass(frozen=True)
class Step:
    """One rule on the way of a judged request."""

    name: str  # as people read it: "earlier warning"
    clause: str
    question: str
    outcome: str  # "met", "against", "needs" or "not_applicable"
    explanation: str
    leads_to: str = ""  # where a no leads; empty: the way goes on
    decides: bool = False  # the way leaves here; what follows is asked all the same
    is_shown_only: bool = False  # told beside the answers, and answered by neither yes nor no


@dataclass(frozen=True)
class Flow:
    """The way of one judged request, from its facts to the recommendation."""

    request: tuple[str, ...]  # lines; the first is its title
    steps: tuple[Step, ...]  # that bear on it, in order
    left_out: tuple[Step, ...]  # that do not apply
    recommendation: str  # of Judgement: "refuse", "may_grant", "refer"
    advice: str  # the same in words
    grounds: str
    codes: tuple[str, ...] = ()  # sentences; none where no leave is needed


@dataclass(frozen=True)
class Question:
    """One question of the policy."""

    name: str
    clause: str
    text: str
    reasons: tuple[str, ...]  # that it is asked of, in words
    otherwise: str  # what follows from no; parts between semicolons
    is_shown_only: bool = False

    def ends(self) -> list[tuple[str, str]]:
        """Where a no leads, REFUSE or REFER, each with the words on the way there."""
        first, *more = [part.strip() for part in self.otherwise.split(";")]
        words = "no" if first == "refuse" else f"no: {first}"
        return [(_end(first), words), *((_end(part), part) for part in more)]


@dataclass(frozen=True)
class Branch:
    """Questions that all of some reasons are asked, and where those reasons part."""

    reasons: tuple[str, ...]
    questions: tuple[Question, ...]
    parts: tuple[Branch, ...] = ()

    def titled(self, *, in_full: bool = False) -> Iterator[tuple[str, Branch]]:
        """The parts, each as `a holiday or a visit to a relative`; a long last one as the rest."""
        for part in self.parts:
            *most, last = part.reasons
            told = f"{', '.join(most)} or {last}" if most else last
            is_rest = part is self.parts[-1] and len(part.reasons) > _LONG
            yield (f"{_REST} ({told})" if in_full else _REST) if is_rest else told, part


@dataclass(frozen=True)
class Chart:
    """The whole policy: a branch of all reasons, and what every request comes to at the end."""

    root: Branch
    closing: tuple[Question, ...]


@dataclass
class _Drawing:
    """The lines of a Mermaid chart, as they are drawn."""

    lines: list[str] = field(default_factory=list)
    nodes: int = 0

    def node(self, text: str, shape: str = "{{%s}}", kind: str = "") -> str:
        self.nodes += 1
        name = f"n{self.nodes}"
        self.lines.append(f"    {name}{shape % quoted(text)}{kind and f':::{kind}'}")
        return name

    def edges(self, ends: Sequence[tuple[str, str]], to: str) -> None:
        for name, words in ends:
            self.lines.append(f"    {name} -->{words and f'|{quoted(words)}|'} {to}")


def _end(part: str) -> str:
    return REFER if _WEIGHS in part else REFUSE


def chart_of(reasons: tuple[str, ...], questions: Sequence[Question]) -> Chart:
    """The questions in their order; those of every reason that come last close every way."""
    last = max((n for n, q in enumerate(questions) if not _is_asked_of(q, reasons)), default=-1)
    return Chart(_branch(reasons, questions[: last + 1]), tuple(questions[last + 1 :]))


def _is_asked_of(question: Question, reasons: Sequence[str]) -> bool:
    return set(reasons) <= set(question.reasons)


def _branch(reasons: tuple[str, ...], questions: Sequence[Question]) -> Branch:
    """What all of the reasons are asked, then each part of them by itself, drawn once."""
    shared = tuple(each for each in questions if _is_asked_of(each, reasons))
    rest = [each for each in questions if each not in shared and set(each.reasons) & set(reasons)]
    parts = tuple(_branch(part, rest) for part in _parts(reasons, rest)) if rest else ()
    return Branch(reasons, shared, parts)


def _parts(reasons: tuple[str, ...], rest: Sequence[Question]) -> list[tuple[str, ...]]:
    """The reasons in groups that no question joins; else those of the widest, and the others."""
    groups: list[set[str]] = []
    for asked in ({*question.reasons} & {*reasons} for question in rest):
        joined = [group for group in groups if group & asked]
        groups = [group for group in groups if not group & asked] + [asked.union(*joined)]
    alone = set(reasons).difference(*groups)
    if len(groups) == 1 and not alone:
        widest = max(rest, key=lambda question: len({*question.reasons} & {*reasons}))
        groups = [set(widest.reasons)]
        alone = set(reasons).difference(*groups)
    groups += [alone] if alone else []
    found = [tuple(each for each in reasons if each in group) for group in groups]
    found.sort(key=lambda group: reasons.index(group[0]))
    longest = max(found, key=len)
    return sorted(found, key=lambda group: group is longest and len(group) > _LONG)


def mermaid(chart: Chart) -> str:
    """The source of a Mermaid flow chart."""
    drawing = _Drawing()
    ends = _draw(drawing, chart.root, [(drawing.node(_START, "([%s])"), "")])
    for question in chart.closing:
        ends = _ask(drawing, question, ends, {})
    known = drawing.node(_KNOWN)
    drawing.edges(ends, known)
    drawing.edges([(known, "yes")], drawing.node(MAY_GRANT, "([%s])", "grant"))
    drawing.edges([(known, "no")], drawing.node(REFER, "([%s])", "refer"))
    return "flowchart TD\n" + "".join(f"{line}\n" for line in drawing.lines) + _CLASSES


def _draw(drawing: _Drawing, branch: Branch, ends: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Draws a branch from where it begins; where its ways end, each with the words there."""
    exits: dict[str, str] = {}
    for question in branch.questions:
        ends = _ask(drawing, question, ends, exits)
    if not branch.parts:
        return ends
    fork = drawing.node(_FORK, "{%s}")
    drawing.edges(ends, fork)
    return [end for title, part in branch.titled() for end in _draw(drawing, part, [(fork, title)])]


def _ask(
    drawing: _Drawing, question: Question, ends: list[tuple[str, str]], exits: dict[str, str]
) -> list[tuple[str, str]]:
    """Draws a question; `exits` are the ends of its branch, each drawn once."""
    text = f"{question.text} ({question.clause})"
    if question.is_shown_only:
        node = drawing.node(f"{text} {_sentence(question.otherwise)}", "[%s]")
        drawing.edges(ends, node)
        return [(node, "")]
    node = drawing.node(text)
    drawing.edges(ends, node)
    for end, words in question.ends():
        if end not in exits:
            exits[end] = drawing.node(end, "([%s])", "refuse" if end == REFUSE else "refer")
        drawing.edges([(node, words)], exits[end])
    return [(node, "yes")]


def quoted(text: str) -> str:
    """A label of Mermaid: in quotation marks, its own signs as codes."""
    coded = re.sub(r"[\"<>&#`]", lambda sign: f"#{_CODES[sign[0]]};", text)
    return f'"{coded}"'


def outline(chart: Chart) -> str:
    """The chart as plain text, a branch further in than what it comes from."""
    lines = [f"{_START}.", *_outlined(chart.root, "")]
    lines += [line for question in chart.closing for line in _told(question, "")]
    lines += _wrapped(f"{_KNOWN} (at the end of every way)", "")
    lines += [f"    yes -> {MAY_GRANT.lower()}", f"    no -> {REFER.lower()}"]
    return "".join(f"{line}\n" for line in lines)


def _outlined(branch: Branch, indent: str) -> Iterator[str]:
    for question in branch.questions:
        yield from _told(question, indent)
    if branch.parts:
        yield f"{indent}{_FORK}"
    inner = f"{indent}    "
    for title, part in branch.titled(in_full=True):
        yield from _wrapped(f"= {title}:", inner)
        if part.questions or part.parts:
            yield from _outlined(part, f"{inner}    ")
        else:
            yield f"{inner}    no further question"


def _told(question: Question, indent: str) -> Iterator[str]:
    yield from _wrapped(f"{question.text} ({question.clause})", indent)
    if question.is_shown_only:
        yield from _wrapped(f"  {_sentence(question.otherwise)}", f"{indent}  ")
        return
    for end, words in question.ends():
        yield from _wrapped(f"{words} -> {end.lower()}", f"{indent}    ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _LINE, initial_indent=indent, subsequent_indent=f"{indent}  ")


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
