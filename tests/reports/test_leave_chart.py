"""The policy's chart from invented questions: what each reason is asked, and how it is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.reports.leave_chart import (
    REFER,
    REFUSE,
    Branch,
    Chart,
    Question,
    chart_of,
    mermaid,
    outline,
    quoted,
)

PETS = ("a cat", "a dog", "a fish", "a bird")


def question(name: str, *reasons: str, otherwise: str = "refuse", shown: bool = False) -> Question:
    return Question(name, "§9", f"Is it {name}?", reasons or PETS, otherwise, shown)


def asked(chart: Chart, reason: str) -> list[str]:
    """The questions that one reason comes to, in the chart's order."""

    def along(branch: Branch) -> list[str]:
        mine = [part for part in branch.parts if reason in part.reasons]
        assert len(mine) == (1 if branch.parts else 0)
        return [each.name for each in branch.questions] + [
            name for part in mine for name in along(part)
        ]

    return along(chart.root) + [each.name for each in chart.closing]


def test_common_questions_stand_first_and_each_reason_has_its_own_after_them() -> None:
    chart = chart_of(
        PETS,
        [
            question("furry", "a cat", "a dog"),
            question("fed"),
            question("quiet", "a dog"),
            question("wet", "a fish"),
            question("old", shown=True),
        ],
    )
    assert [each.name for each in chart.root.questions] == ["fed"]
    assert [part.reasons for part in chart.root.parts] == [
        ("a cat", "a dog"), ("a fish",), ("a bird",)
    ]  # fmt: skip
    assert asked(chart, "a dog") == ["fed", "furry", "quiet", "old"]
    assert asked(chart, "a bird") == ["fed", "old"]


def test_a_long_part_comes_last_as_anything_else() -> None:
    chart = chart_of(PETS, [question("furry", "a cat", "a dog", "a bird"), question("x", "a fish")])
    assert [title for title, _ in chart.root.titled()] == ["a fish", "anything else"]
    assert [title for title, _ in chart.root.titled(in_full=True)][1] == (
        "anything else (a cat, a dog or a bird)"
    )


def test_questions_whose_reasons_overlap_are_drawn_once_more() -> None:
    chart = chart_of(PETS, [question("furry", "a cat", "a dog"), question("big", *PETS[1:])])
    assert [asked(chart, pet) for pet in PETS] == [["furry"], ["big", "furry"], ["big"], ["big"]]


reasons_of = st.lists(st.sets(st.sampled_from(PETS), min_size=1).map(sorted), max_size=7)


@given(reasons_of)
def test_every_reason_is_asked_its_questions_and_no_others(several: list[list[str]]) -> None:
    questions = [question(str(n), *reasons) for n, reasons in enumerate(several)]
    chart = chart_of(PETS, questions)
    for pet in PETS:
        own = [each.name for each in questions if pet in each.reasons]
        assert sorted(asked(chart, pet)) == sorted(own)
    nodes = set(re.findall(r"^    (n\d+)[\[({]", mermaid(chart), re.MULTILINE))
    ends = re.findall(r"^    (n\d+) -->(?:\|\"[^\"]*\"\|)? (n\d+)$", mermaid(chart), re.MULTILINE)
    assert {name for edge in ends for name in edge} == nodes
    assert {to for _, to in ends} == nodes - {"n1"}  # all but the start are come to


@pytest.mark.parametrize(
    ("otherwise", "ends"),
    [
        ("refuse", [(REFUSE, "no")]),
        ("not authorised", [(REFUSE, "no: not authorised")]),
        ("the head teacher weighs it", [(REFER, "no: the head teacher weighs it")]),
        (
            "refuse; the head teacher weighs a death",
            [(REFUSE, "no"), (REFER, "the head teacher weighs a death")],
        ),
    ],
)
def test_a_no_leads_to_what_the_rule_says(otherwise: str, ends: list[tuple[str, str]]) -> None:
    assert question("fed", otherwise=otherwise).ends() == ends


def test_a_label_keeps_the_signs_of_mermaid_as_codes() -> None:
    told = quoted('Is "it" (§7) #1 <b> & `x` | {y}; [z]?')
    assert told == (
        '"Is #quot;it#quot; (§7) #35;1 #lt;b#gt; #amp; #96;x#96; | {y}; [z]?"'
    )  # brackets, bars and semicolons are harmless between quotation marks


def test_the_chart_as_mermaid_and_as_text() -> None:
    chart = chart_of(PETS[:2], [question("quiet", "a dog"), question("old", shown=True)])
    assert mermaid(chart).splitlines()[:12] == [
        "flowchart TD",
        '    n1(["A request for leave"])',
        '    n2{"What is the leave for?"}',
        "    n1 --> n2",
        '    n3{{"Is it quiet? (§9)"}}',
        '    n2 -->|"a dog"| n3',
        '    n4(["Refuse"]):::refuse',
        '    n3 -->|"no"| n4',
        '    n5["Is it old? (§9) Refuse."]',
        '    n2 -->|"a cat"| n5',
        '    n3 -->|"yes"| n5',
        '    n6{{"Is every answer known?"}}',
    ]
    assert outline(chart) == (
        "A request for leave.\n"
        "What is the leave for?\n"
        "    = a cat:\n"
        "        no further question\n"
        "    = a dog:\n"
        "        Is it quiet? (§9)\n"
        "            no -> refuse\n"
        "Is it old? (§9)\n"
        "    Refuse.\n"
        "Is every answer known? (at the end of every way)\n"
        "    yes -> may be granted\n"
        "    no -> refer to the head teacher\n"
    )
