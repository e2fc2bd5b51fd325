"""Who signs the replies to requests for leave, as lja.toml tells."""

from __future__ import annotations

import pytest

from lj_attendance.workspace.school import School, Signatory
from tests.workspace.test_school_file import SHIPPED, fault, faults, read

STAGES = "[[signatory]]\nstages = [1, 2, 3, 4]\nrole = 'Officer'\n"
HEAD = "[[signatory]]\nstages = []\nleave = true\nname = 'Ms Head'\nrole = 'Principal'\n"


def test_the_shipped_file_gives_replies_on_leave_to_the_headteacher_and_names_nobody() -> None:
    assert read(SHIPPED).signatory_of_leave() == Signatory((), "", "Headteacher", "", leave=True)
    assert SHIPPED.count("leave = true ") == 1


def test_the_one_marked_signs_and_needs_no_stage() -> None:
    school = read(STAGES + HEAD)
    who = school.signatory_of_leave()
    assert (who.name, who.role, who.stages) == ("Ms Head", "Principal", ())
    assert school.signatory(4).role == "Officer"


def test_who_signs_stages_may_sign_replies_too() -> None:
    assert read(STAGES + "leave = true\n").signatory_of_leave().role == "Officer"


@pytest.mark.parametrize("school", [School(), read(STAGES), read(STAGES + "leave = false\n")])
def test_where_nobody_is_marked_the_headteacher_signs_without_a_name(school: School) -> None:
    who = school.signatory_of_leave()
    assert (who.name, who.role, who.email) == ("", "Headteacher", "")


def test_without_a_role_the_one_marked_is_the_headteacher() -> None:
    who = read(STAGES + HEAD.replace("'Principal'", "''")).signatory_of_leave()
    assert (who.name, who.role) == ("Ms Head", "Headteacher")


def test_two_cannot_sign_the_replies() -> None:
    assert fault(STAGES + HEAD + HEAD) == (
        "[[signatory]], key leave: replies on leave are signed by 2; at most one signs."
    )


def test_who_signs_neither_stages_nor_replies_is_told_with_the_other_faults() -> None:
    nobody = "[[signatory]]\nstages = []\nname = 'Mx No'\n"
    told = faults(STAGES.replace(", 4", "") + nobody)
    assert told[0] == (
        "[[signatory]] number 2 (Mx No), key stages: it has to be a list with at least one entry,"
        " or leave = true beside it."
    )
    assert told[1:] == [
        "[[signatory]], key stages: Stage 4 is signed by nobody; exactly one signs it."
    ]


@pytest.mark.parametrize(("given", "shown"), [("'yes'", '"yes"'), ("1", "1")])
def test_leave_is_true_or_false(given: str, shown: str) -> None:
    told = fault(f"{STAGES}leave = {given}\n")
    assert told == (
        "[[signatory]] number 1, key leave: it has to be true or false, without quotation marks,"
        f" not {shown}."
    )


def test_what_a_reply_needs_of_the_school_is_told_with_its_key() -> None:
    assert read(SHIPPED).needed_for_leave() == []
    assert read("[files]\n").needed_for_leave() == [
        *("lja.toml [school] name", "lja.toml [school] address"),
        *("lja.toml [school] postcode", "lja.toml [school] telephone"),
    ]
