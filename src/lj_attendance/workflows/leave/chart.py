"""The flow of a request for leave, made from the rules: of one judged, and the policy's page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from lj_attendance.policy.leave import words
from lj_attendance.policy.leave.facts import (
    AGAINST,
    CLAUSE,
    EXCEPTIONAL,
    MAY_GRANT,
    NOT_APPLICABLE,
    OTHER,
    REASONS,
    REFER,
    REFUSE,
    Judgement,
    LeaveRules,
    Request,
    RuleOutcome,
)
from lj_attendance.policy.leave.judging import RULES, rules_on
from lj_attendance.policy.leave.rule import LeaveRule
from lj_attendance.policy.leave.words import REASON_WORDS, count, declared, listed
from lj_attendance.policy.settings import Setting, Settings
from lj_attendance.policy.stages.words import day_text
from lj_attendance.reports import leave_chart as chart
from lj_attendance.reports.leave_chart import Flow, Question, Step

if TYPE_CHECKING:
    from lj_attendance.workflows.leave.judging import Judged

_ADVICE = {MAY_GRANT: chart.MAY_GRANT, REFUSE: chart.REFUSE, REFER: chart.REFER}
_SHOWN_ONLY = ("previous_record",)  # told to the head teacher; decides nothing
_SHORT_NOTICE = "notice"
_WEIGHED = "the head teacher weighs it"
_HALVES = {"AM": " (morning)", "PM": " (afternoon)"}
_LEAVE = "leave_"  # begins the name of every setting of leave

_HEAD = """\
# Leave of absence: the way of a request

The school's policy says in {clause} that a flow chart determines the response to a request for
leave of absence; that chart was lost. This one is made from the rules by which `lja leave check`
judges a request, with the shipped settings as they stand on {day}. It is advice: **the head
teacher decides**.

A no leads to the recommendation beside it. The questions after it are asked all the same, so that
the head teacher sees everything. An answer that nobody has given is asked for, not assumed; until
then the request is the head teacher's. Where the school is closed on all of the days, no leave is
needed.

The way of one request: `lja leave check WHO --from D --to D --reason R --explain`.

This page is made from `src/lj_attendance/policy/leave/` and its settings.
"""
_DATED_LICENCE = """
One thing the chart leaves out: a performance whose licence names the days needs no further
authorisation, so it is not asked the questions of receipt, year group, month, earlier warnings,
assessments and length.
"""


def _circumstance(request: Request) -> RuleOutcome:
    """§7: leave "in exceptional circumstances" only, of the reasons without a rule of their own."""
    name, told = "circumstance", declared(request)
    if request.reason not in (EXCEPTIONAL, OTHER):
        return words.of_another_reason(name, request)
    if told is None:
        return words.needs(name, "exceptional", "Whether one is declared is not known.")
    if not told:
        return words.against(name, "None is declared.")
    return words.met(name, f"Declared: “{told}”.")


CIRCUMSTANCE = LeaveRule(
    "circumstance",
    CLAUSE,
    lambda _: "Is an exceptional circumstance declared?",
    lambda _: (EXCEPTIONAL, OTHER),
    "refuse",
    lambda request, *_: _circumstance(request),
)
"""What the recommendation asks besides the rules, drawn as one more question."""


def drawn_rules() -> tuple[LeaveRule, ...]:
    """The rules in order, with the question of the circumstance before what is only shown."""
    asked = [rule for rule in RULES if rule.name not in _SHOWN_ONLY]
    return (*asked, CIRCUMSTANCE, *(rule for rule in RULES if rule.name in _SHOWN_ONLY))


def flow_of(judged: Judged) -> Flow:
    """The way of one judged request."""
    return steps_of(judged.judgement, drawn_rules(), judged.rules)


def steps_of(judgement: Judgement, rules: Sequence[LeaveRule], settings: LeaveRules) -> Flow:
    """The way of a judgement through those of the rules that it has an outcome of."""
    told = {each.rule: each for each in judgement.rules}
    if judgement.school_days and judgement.request.reason in (EXCEPTIONAL, OTHER):
        told[CIRCUMSTANCE.name] = _circumstance(judgement.request)
    drawn = [(rule, told[rule.name]) for rule in rules if rule.name in told]
    way_out = _way_out(judgement, [outcome for _, outcome in drawn], settings)
    steps = [_step(rule, outcome, settings, judgement, way_out) for rule, outcome in drawn]
    return Flow(
        request=tuple(_request_lines(judgement)),
        steps=tuple(step for step in steps if step.outcome != NOT_APPLICABLE),
        left_out=tuple(step for step in steps if step.outcome == NOT_APPLICABLE),
        recommendation=judgement.recommendation,
        advice=_ADVICE[judgement.recommendation],
        grounds=judgement.grounds,
        codes=tuple(_code_lines(judgement)),
    )


def _way_out(
    judgement: Judgement, outcomes: Sequence[RuleOutcome], settings: LeaveRules
) -> str | None:
    """The first rule that refuses the leave; null where none does.

    Short notice that is the head teacher's to weigh refuses nothing by itself.
    """
    opposed = (each.rule for each in outcomes if each.outcome == AGAINST)
    return next((rule for rule in opposed if not _is_weighed(rule, judgement, settings)), None)


def _is_weighed(rule: str, judgement: Judgement, settings: LeaveRules) -> bool:
    return rule == _SHORT_NOTICE and judgement.request.reason in settings.short_notice_refers


def _step(
    rule: LeaveRule,
    outcome: RuleOutcome,
    settings: LeaveRules,
    judgement: Judgement,
    way_out: str | None,
) -> Step:
    leads_to = chart.REFUSE if rule.name == way_out else ""
    if outcome.outcome == AGAINST and _is_weighed(rule.name, judgement, settings):
        leads_to = _WEIGHED
    return Step(
        name=_title(rule.name),
        clause=outcome.clause,
        question=rule.question(settings),
        outcome=outcome.outcome,
        explanation=outcome.explanation,
        leads_to=leads_to,
        decides=rule.name == way_out,
        is_shown_only=rule.name in _SHOWN_ONLY,
    )


def _title(name: str) -> str:
    spaced = name.replace("_", " ")
    return spaced.replace("year 7", "Year 7").replace("september", "September")


def _request_lines(judgement: Judgement) -> Iterator[str]:
    """What is asked for, when, and with how much notice."""
    request, days = judgement.request, len(judgement.school_days)
    first, last = request.first_day, request.last_day
    yield f"Leave asked for: {REASON_WORDS[request.reason]}"
    until = f" to {last:%a} {day_text(last)}" if last != first else ""
    half = _HALVES.get(request.session or "", "")
    figures = f"{count(days, 'school day')}, {count(judgement.sessions, 'session')}"
    yield f"{first:%a} {day_text(first)}{until}{half}: {figures}"
    if request.received is None or judgement.notice_days is None:
        yield "Received: not known"
        return
    given = judgement.notice_days
    when = f"{count(abs(given), 'day')} {'before' if given > 0 else 'after'}" if given else "on"
    yield f"Received: {request.received:%a} {day_text(request.received)}, {when} the first day"


def _code_lines(judgement: Judgement) -> Iterator[str]:
    if judgement.code_if_granted:
        yield f"Code if granted: {judgement.code_if_granted}"
    if judgement.code_if_not:
        yield f"Code if taken without leave: {judgement.code_if_not}"


def page_day(settings: Settings) -> date:
    """The day from which every setting of leave has been in force."""
    return max(each.in_force_from for each in settings.settings if each.name.startswith(_LEAVE))


def page(settings: Settings, day: date) -> str:
    """docs/leave-of-absence.md: the whole of §7 with the settings in force on a day."""
    rules = rules_on(settings, day)
    questions = [_question(rule, rules) for rule in drawn_rules()]
    drawn = chart.chart_of(tuple(REASON_WORDS[reason] for reason in REASONS), questions)
    readings = [
        each for each in settings.in_force(day) if each.name.startswith(_LEAVE) and each.reading
    ]
    return "".join(
        (
            _HEAD.format(clause=CLAUSE, day=day_text(day)),
            f"\n## The chart\n\n```mermaid\n{chart.mermaid(drawn)}```\n{_DATED_LICENCE}",
            f"\n## The chart in words\n\n```text\n{chart.outline(drawn)}```\n",
            "\n## The rules\n\n",
            _table(("Rule", "Question", "Clause", "Asked of", "If no"), _rule_rows(rules)),
            "\n## Readings\n\nWhere the policy is silent, these choices were made. ",
            "They are settings: a school changes them in its `policy.toml`.\n\n",
            _table(("Setting", "Value", "What it is", "Why"), map(_reading_row, readings)),
        )
    )


def _question(rule: LeaveRule, rules: LeaveRules) -> Question:
    reasons = rule.applies_to(rules) or REASONS
    return Question(
        name=rule.name,
        clause=rule.clause,
        text=rule.question(rules),
        reasons=tuple(REASON_WORDS[reason] for reason in reasons),
        otherwise=rule.otherwise,
        is_shown_only=rule.name in _SHOWN_ONLY,
    )


def _rule_rows(rules: LeaveRules) -> Iterator[tuple[str, ...]]:
    for rule in RULES:
        asked = _reasons_text(rule.applies_to(rules))
        yield f"`{rule.name}`", rule.question(rules), rule.clause, asked, rule.otherwise


def _reasons_text(reasons: Sequence[str]) -> str:
    """The shorter of two: the reasons, or those left out."""
    spared = [REASON_WORDS[reason] for reason in REASONS if reasons and reason not in reasons]
    if len(spared) > len(reasons):
        return listed([REASON_WORDS[reason] for reason in reasons])
    return f"every request but {listed(spared, 'or')}" if spared else "every request"


def _reading_row(setting: Setting) -> tuple[str, ...]:
    value = setting.value
    told = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"`{setting.name}`", told, setting.unit, setting.reading


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (heads, tuple("---" for _ in heads), *rows)
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)
