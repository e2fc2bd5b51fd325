"""Requests for leave written as TOML: read whole, or refused with every fault at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from lj_attendance.errors import UnusableInput
from lj_attendance.ingest.leave_file import read_leave_file
from lj_attendance.ingest.leave_form import FormRequest
from tests.ingest import save

if TYPE_CHECKING:
    from pathlib import Path

ONE = 'pupil = "1001"\nfrom = 2026-01-19\nto = 2026-01-21\nreason = "holiday"\n'


def read(folder: Path, content: str | bytes) -> tuple[FormRequest, ...]:
    form = read_leave_file(save(folder, "leave.toml", content))
    assert form.faults == ()
    assert form.notes == ()
    return form.requests


def faults(folder: Path, content: str | bytes) -> list[str]:
    """The faults that a file is refused with."""
    with pytest.raises(UnusableInput) as caught:
        read_leave_file(save(folder, "leave.toml", content))
    assert caught.value.where.endswith("leave.toml")
    assert caught.value.remedy
    return caught.value.problem.split("\n- ")[1:] or [caught.value.problem]


def test_one_request_at_the_top(tmp_path: Path) -> None:
    facts = (
        'received = "2025-12-01"\nexceptional = ""\nrelative_critically_ill = false\n'
        "because_of_cost = true\nset_apart_day = false\noccupational_travel = false\n"
        'licence = "None"\norganised_by_club = false\nevidence = true\n'
    )
    assert read(tmp_path, ONE + facts) == (
        FormRequest(
            file=str(tmp_path / "leave.toml"),
            row=1,
            who="1001",
            first_day=date(2026, 1, 19),
            last_day=date(2026, 1, 21),
            reason="holiday",
            received=date(2025, 12, 1),
            exceptional="",
            relative_critically_ill=False,
            because_of_cost=True,
            set_apart_day=False,
            occupational_travel=False,
            licence="none",
            organised_by_club=False,
            evidence=True,
        ),
    )


def test_many_requests(tmp_path: Path) -> None:
    second = '[[request]]\npupil = "Brown, Ben"\nfrom = 2026-02-02\nto = "2026-02-02"\n'
    second += 'reason = "Medical"\nsession = "pm"\n'
    first, last = read(tmp_path, "[[request]]\n" + ONE + second)
    assert (first.row, first.who, first.session, first.evidence) == (1, "1001", None, None)
    assert (last.row, last.reason, last.session) == (2, "medical", "PM")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert len(read(tmp_path, b"\xef\xbb\xbf" + ONE.encode())) == 1


def test_none_declares_that_there_is_no_circumstance(tmp_path: Path) -> None:
    assert read(tmp_path, ONE + 'exceptional = "None"\n')[0].exceptional == ""
    assert read(tmp_path, ONE + 'exceptional = "A flood"\n')[0].exceptional == "A flood"


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    content = (
        "[[request]]\npupil = 1001\nfrom = 2026-01-19T09:00:00\nto = 2026-02-30x\n".replace(
            "2026-02-30x", '"30/01/2026"'
        )
        + 'reason = "holliday"\nbecause_of_costs = true\nevidence = "yes"\n'
        '[[request]]\npupil = " "\nfrom = "2026-02-30"\nreason = "x"\nlicence = true\n'
        "exceptional = false\nsession = 1\n"
    )
    wanted = "it has to be"
    word = f"{wanted} one of lja's words in quotation marks"
    first, second = "[[request]] number 1,", "[[request]] number 2,"
    no_date = f"{wanted} a date such as 2026-01-05, without quotation marks and without a time."
    assert faults(tmp_path, content) == [
        f"{first} because_of_costs is not a key; did you mean because_of_cost?",
        f"{first} key pupil: {wanted} text in quotation marks.",
        f"{first} key from: {no_date}",
        f"{first} key to: {no_date}",
        f"{first} key reason: {word}; did you mean holiday?",
        f"{first} key evidence: {FLAG}",
        f"{second} key pupil: {wanted} an Arbor ID, a UPN or a name.",
        f"{second} key from: {wanted} a day that there is, such as 2026-01-05.",
        f"{second} key to is missing.",
        f"{second} key reason: {word}: {REASONS}.",
        f"{second} key session: {word}: AM, PM.",
        f"{second} key exceptional: {NO_TEXT}",
        f"{second} key licence: {word}: none, dated, undated.",
    ]


NO_TEXT = 'it has to be the circumstance in quotation marks, "" where there is none.'
FLAG = "it has to be true or false, without quotation marks; leave it out where it is not known."
REASONS = (
    "holiday, relative, religious, traveller, performance, sport, medical, interview, exceptional,"
    " other"
)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("to = 2026-01-18\n", "the last day is before the first"),
        ('session = "AM"\n', "half a day is asked for, of several days"),
        ('reason = "exceptional"\nexceptional = "none"\n', "none is declared"),
    ],
)
def test_a_request_that_contradicts_itself(tmp_path: Path, more: str, told: str) -> None:
    name = more.split(" ", maxsplit=1)[0]
    kept = "".join(f"{line}\n" for line in ONE.splitlines() if not line.startswith(name))
    (fault,) = faults(tmp_path, kept + more)
    assert told in fault


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("# nothing\n", "There is no request in it."),
        ("request = []\n", "There is no request in it."),
        ('[request]\npupil = "1001"\n', "begins with [[request]]"),
        ("request = 3\n", "begins with [[request]]"),
        (f'reason = "holiday"\n[[request]]\n{ONE}', "the key belongs below a [[request]]"),
        (f"[[request]]\n{ONE}[[requests]]\n{ONE}", "did you mean request?"),
        ("pupil = \n", "cannot be read"),
        (b"pupil = '\xe9'\n", "not UTF-8 at byte 10"),
        (b"a\0b", "cannot be read"),
    ],
)
def test_what_cannot_be_read_at_all(tmp_path: Path, content: str | bytes, told: str) -> None:
    assert told in faults(tmp_path, content)[0]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for name in ("none.toml", "none.csv"):
        with pytest.raises(UnusableInput):
            read_leave_file(tmp_path / name)


def test_no_fault_names_a_pupil(tmp_path: Path) -> None:
    told = faults(tmp_path, 'pupil = "Ben Brown"\nreason = "Ben is away"\nfrom = "Ben"\n')
    assert "Ben" not in " ".join(told)
