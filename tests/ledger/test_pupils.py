"""The pupil that somebody means: found, or asked about, never guessed at."""

from __future__ import annotations

import polars as pl
import pytest

from lj_attendance.errors import WrongUsage
from lj_attendance.schema import ROLL
from lj_attendance.workflows.pupils import accept_id, find_pupil, name_of, name_words

PUPILS = [
    ("1001", "A001", "Adams", "Ava"),
    ("1002", "A002", "Adamson", "Ava"),
    ("1003", "A003", "O'Neill", "Siân"),
    ("1004", "A004", "van der Berg", "Zoë"),
    ("1005", "A005", "Łukasik", "Jörg"),
    ("1006", "A006", "Brown", "William"),
    ("1007", "A007", "Smith-Jones", "Liam"),
    ("1008", None, "Brown", "Ben"),
    ("1009", None, "Brown", "Ben"),
    ("A010", None, "Weiß", "Ruth"),
    ("1011", None, None, None),
]


@pytest.fixture
def roll() -> pl.DataFrame:
    rows = [
        {"pupil_id": who, "upn": upn, "surname": surname, "forename": forename}
        for who, upn, surname, forename in PUPILS
    ]
    return pl.DataFrame(rows, schema=ROLL.columns)


@pytest.mark.parametrize(
    ("who", "pupil_id"),
    [
        ("1001", "1001"),
        (" 1001 ", "1001"),
        ("A003", "1003"),
        ("a 003", "1003"),
        ("a010", "A010"),
        ("Adams, Ava", "1001"),
        ("adams ava", "1001"),
        ("Ava Adams", "1001"),
        ("AVA ADAMS", "1001"),
        ("adamson", "1002"),
        ("ava adamso", "1002"),
        ("oneill", "1003"),
        ("O’Neill", "1003"),
        ("sian", "1003"),
        ("zoe", "1004"),
        ("berg van zoe der", "1004"),
        ("lukasik", "1005"),
        ("Jorg", "1005"),
        ("weiss", "A010"),
        ("liam", "1007"),  # begins a name; in William it does not
        ("illia", "1006"),  # in one name alone
        ("jones", "1007"),
        ("smith jones", "1007"),
        ("brown wil", "1006"),
    ],
)
def test_a_pupil_is_found(roll: pl.DataFrame, who: str, pupil_id: str) -> None:
    assert find_pupil(roll, who)["pupil_id"] == pupil_id


@pytest.mark.parametrize(
    ("who", "listed"),
    [
        ("ava", ["1001: Adams, Ava", "1002: Adamson, Ava"]),
        ("ada", ["1001: Adams, Ava", "1002: Adamson, Ava"]),
        ("brown", ["1008: Brown, Ben", "1009: Brown, Ben", "1006: Brown, William"]),
        ("ben brown", ["1008: Brown, Ben", "1009: Brown, Ben"]),
    ],
)
def test_several_pupils_are_listed(roll: pl.DataFrame, who: str, listed: list[str]) -> None:
    with pytest.raises(WrongUsage) as told:
        find_pupil(roll, who)
    lines = told.value.problem.splitlines()
    assert lines[0] == f"{len(listed)} pupils could be '{who}':"
    assert lines[1:] == [f"- {pupil}" for pupil in listed]
    assert told.value.exit_code == 2


@pytest.mark.parametrize("who", ["", " ", ",", "100", "9999", "ava ava", "adams ben", "-", "%"])
def test_nobody_is_told(roll: pl.DataFrame, who: str) -> None:
    with pytest.raises(WrongUsage, match="No pupil is") as told:
        find_pupil(roll, who)
    assert told.value.remedy


def test_many_pupils_are_not_listed_all() -> None:
    rows = [{"pupil_id": str(number), "surname": "Khan", "forename": "A"} for number in range(40)]
    with pytest.raises(WrongUsage) as told:
        find_pupil(pl.DataFrame(rows, schema=ROLL.columns), "khan")
    assert told.value.problem.splitlines()[-1] == "- and 28 more"


def test_an_id_that_the_roll_has_no_more_is_taken_where_it_is_known(roll: pl.DataFrame) -> None:
    found = find_pupil(roll, "0999", unlisted={"0999"})
    assert (found["pupil_id"], name_of(found)) == ("0999", "0999")
    assert find_pupil(roll, "1001", unlisted={"1001"})["surname"] == "Adams"


@pytest.mark.parametrize("who", ["1001", " 1001 ", "A823432112001", "00017", "2026/17"])
def test_without_a_roll_an_id_is_taken_as_it_is(who: str) -> None:
    assert accept_id(who)["pupil_id"] == who.strip()


@pytest.mark.parametrize("who", ["adams", "adams ava", "", "10 01", "ava 1"])
def test_without_a_roll_a_name_is_not(who: str) -> None:
    with pytest.raises(WrongUsage, match="no roll"):
        accept_id(who)


def test_the_words_of_a_name() -> None:
    assert name_words("  D'Arcy-Ø'Brien,  SØREN ") == ["darcy", "obrien", "soren"]
