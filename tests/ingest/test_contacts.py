"""Contacts from either shape of export: a row a contact, or guardians in columns of their own."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lj_attendance.ingest import recognise as kinds
from lj_attendance.ingest.contacts import join_contacts, read_contacts
from lj_attendance.ingest.files import read_file
from lj_attendance.ingest.identity import IDENTITIES, resolve
from lj_attendance.ingest.mapping import Mapping
from lj_attendance.ingest.recognise import Recognised, recognise
from lj_attendance.ingest.tables import read_tables
from lj_attendance.schema import CONTACTS
from tests.ingest import save

PM = time(12, 5)
LONG = (
    "Arbor Student ID,Student,Contact Name,Salutation,Relationship,Legal Guardian,"
    "Primary Guardian,Emergency Contact Priority,Correspondence Address,Address,Postcode,"
    "Email Address (Main),Telephone,Unsubscribed from Communications,Access Notes\n"
)
MOTHER = (
    '1264,"Abdi, Khadija",Mrs Fadumo Abdi,Mr and Mrs Abdi,Mother,Yes,Yes,1,Yes,'
    '"105 Beacon Street, Eskthorpe",ZZ6 2AH,fadumo@example.org,07700 900816,No,\n'
)
FATHER = (
    '1264,"Abdi, Khadija",Mr Liban Abdi,Mr and Mrs Abdi,Father,Yes,No,2,No,,,,0191 498 0440,Yes,'
    "Court order: no contact\n"
)


def recognised(folder: Path, content: str | bytes, name: str = "contacts.csv") -> Recognised:
    [table] = read_tables(read_file(save(folder, name, content)), PM, Mapping())
    return recognise(table, Mapping(), PM)


def read(folder: Path, content: str | bytes, name: str = "contacts.csv") -> pl.DataFrame:
    source = recognised(folder, content, name)
    assert source.kind == kinds.CONTACTS
    return read_contacts(source)


def pupils_of(*frames: pl.DataFrame) -> pl.DataFrame:
    """The pupil behind each identity, as the workflow finds it."""
    everyone = pl.concat(frame.select(*IDENTITIES) for frame in frames)
    return resolve(everyone, pl.DataFrame(schema=IDENTITIES))


def contacts(folder: Path, content: str | bytes) -> list[dict[str, Any]]:
    frame = read(folder, content)
    joined = join_contacts([frame], pupils_of(frame))
    assert joined.schema == pl.Schema(CONTACTS.columns)
    return joined.drop("source_file").rows(named=True)


# ---- one row a pupil and contact


def test_a_row_a_contact_is_read_whole(tmp_path: Path) -> None:
    assert contacts(tmp_path, LONG + MOTHER + FATHER) == [
        {
            "pupil_id": "1264",
            "name": "Mrs Fadumo Abdi",
            "salutation": "Mr and Mrs Abdi",
            "relationship": "Mother",
            "has_parental_responsibility": True,
            "is_primary": True,
            "priority": 1,
            "is_correspondence_address": True,
            "address": "105 Beacon Street, Eskthorpe",
            "postcode": "ZZ6 2AH",
            "email": "fadumo@example.org",
            "telephone": "07700 900816",
            "is_unsubscribed": False,
            "access_notes": None,
            "source_row": 2,
        },
        {
            "pupil_id": "1264",
            "name": "Mr Liban Abdi",
            "salutation": "Mr and Mrs Abdi",
            "relationship": "Father",
            "has_parental_responsibility": True,
            "is_primary": False,
            "priority": 2,
            "is_correspondence_address": False,
            "address": None,
            "postcode": None,
            "email": None,
            "telephone": "0191 498 0440",
            "is_unsubscribed": True,
            "access_notes": "Court order: no contact",
            "source_row": 3,
        },
    ]


def test_the_invented_school_s_contacts_are_all_read(tmp_path: Path) -> None:
    path = Path(__file__).parents[2] / "sample_data" / "contacts.csv"
    frame = read(tmp_path, path.read_bytes())
    joined = join_contacts([frame], pupils_of(frame))
    assert joined.height == frame.height == 404
    assert joined["pupil_id"].n_unique() == 200
    assert joined["access_notes"].drop_nulls().len() == 6
    assert joined["is_unsubscribed"].sum() == 6
    assert joined["address"].null_count() == 6


def test_what_the_export_does_not_say_is_null(tmp_path: Path) -> None:
    [found] = contacts(tmp_path, "UPN,Student,Contact Name\nA12,Abdi Ava,Mrs Abdi\n")
    told = {name: value for name, value in found.items() if value is not None}
    assert told == {"pupil_id": "A12", "name": "Mrs Abdi", "source_row": 2}


@pytest.mark.parametrize(
    ("cells", "flags"),
    [
        (("Yes", "No"), [True, False]),
        (("Y", ""), [True, False]),  # a blank beside an answer is no
        (("TRUE", "FALSE"), [True, False]),
        (("1", "0"), [True, False]),
        (("", ""), [None, None]),  # a column that says nothing at all
        (("No", ""), [False, False]),
    ],
)
@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Legal Guardian", "has_parental_responsibility"),
        ("Parental Responsibility", "has_parental_responsibility"),
        ("Primary Guardian", "is_primary"),
        ("Correspondence Address", "is_correspondence_address"),
        ("Unsubscribed from Communications", "is_unsubscribed"),
    ],
)
def test_a_flag_is_yes_no_or_not_said(
    tmp_path: Path, header: str, column: str, cells: tuple[str, str], flags: list[bool | None]
) -> None:
    rows = "".join(f"{n},Ms {n},{cell},x\n" for n, cell in enumerate(cells, start=1))
    found = contacts(tmp_path, f"Student ID,Contact Name,{header},Address\n{rows}")
    assert [row[column] for row in found] == flags


@pytest.mark.parametrize(
    ("header", "cells", "name"),
    [
        ("Contact Name", "Mrs  Fadumo   Abdi", "Mrs Fadumo Abdi"),
        ("Contact Name", '"Abdi, Fadumo"', "Fadumo Abdi"),
        ("Contact Name", '"Abdi, Mrs Fadumo"', "Mrs Fadumo Abdi"),
        ("Guardian", "Mrs F Abdi", "Mrs F Abdi"),
        ("Contact Title,Contact Forename,Contact Surname", "Mrs,Fadumo,Abdi", "Mrs Fadumo Abdi"),
        ("Contact Title,Contact First Name,Contact Last Name", ",Fadumo,Abdi", "Fadumo Abdi"),
    ],
)
def test_a_name_is_written_as_it_is_spoken(
    tmp_path: Path, header: str, cells: str, name: str
) -> None:
    [found] = contacts(tmp_path, f"UPN,{header},Address\nA12,{cells},1 X\n")
    assert found["name"] == name


@pytest.mark.parametrize(
    ("header", "cells", "address", "postcode"),
    [
        ("Address,Postcode", '"1 X Road, Town",zz1  1aa', "1 X Road, Town", "ZZ1 1AA"),
        ("Address", '"1 X Road, Town, ZZ1 1AA"', "1 X Road, Town", "ZZ1 1AA"),
        ("Address,Postcode", '"1 X Road, Town, ZZ1 1AA",ZZ1 1AA', "1 X Road, Town", "ZZ1 1AA"),
        ("Address block", '"1 X Road\r\nTown\r\nZZ1 1AA"', "1 X Road, Town", "ZZ1 1AA"),
        ("Address Line 1,Address Line 2,Postcode", "1 X,Town,ZZ1 1AA", "1 X, Town", "ZZ1 1AA"),
        ("Address Line 1,Address Line 2", "1 X Road,", "1 X Road", None),
        ("Address", "1 X Road", "1 X Road", None),
        ("Address,Postcode", ",ZZ1 1AA", None, "ZZ1 1AA"),
    ],
)  # fmt: skip
def test_an_address_is_lines_with_commas_and_a_postcode(
    tmp_path: Path, header: str, cells: str, address: str | None, postcode: str | None
) -> None:
    text = f"UPN,Contact Name,Telephone,{header}\nA12,Ms A,07700 900816,{cells}\n"
    [found] = contacts(tmp_path, text)
    assert (found["address"], found["postcode"]) == (address, postcode)


def test_a_correspondence_address_may_stand_in_its_own_column(tmp_path: Path) -> None:
    text = "UPN,Contact Name,Address,Correspondence Address\n"
    text += 'A12,Ms A,1 X,"2 Y, Town, ZZ1 1AA"\nA12,Ms B,1 X,\n'
    found = contacts(tmp_path, text)
    columns = ("address", "postcode", "is_correspondence_address")
    assert [tuple(row[name] for name in columns) for row in found] == [
        ("2 Y, Town", "ZZ1 1AA", True),
        ("1 X", None, False),
    ]


def test_the_primary_guardian_may_be_named_in_place_of_a_yes(tmp_path: Path) -> None:
    text = "UPN,Contact Name,Primary Guardian\nA12,Mrs Abdi,mrs abdi\nA12,Mr Abdi,Mrs Abdi\n"
    assert [row["is_primary"] for row in contacts(tmp_path, text)] == [True, False]
    alone = "UPN,Student,Primary Guardian,Address\nA12,Ava Abdi,Mrs Abdi,1 X\n"
    [found] = contacts(tmp_path, alone)
    assert (found["name"], found["is_primary"], found["address"]) == ("Mrs Abdi", True, "1 X")


@pytest.mark.parametrize(
    ("header", "cell", "note"),
    [
        ("Access Notes", "Speak to the DSL", "Speak to the DSL"),
        ("Access Notes", "None", None),
        ("Access Notes", "No", None),
        ("Access Notes", "-", None),
        ("Court Order", "Yes", "Court Order"),
        ("Court Order", "No", None),
        ("Court Order", "2024, father", "2024, father"),
        ("Access Notes,Court Order", "Side gate,Y", "Side gate; Court Order"),
    ],
)
def test_an_access_note_is_a_text_or_a_flag(
    tmp_path: Path, header: str, cell: str, note: str | None
) -> None:
    cells = cell if "," in header else f'"{cell}"'
    [found] = contacts(tmp_path, f"UPN,Contact Name,{header}\nA12,Ms A,{cells}\n")
    assert found["access_notes"] == note


def test_rows_that_name_no_pupil_are_left_out(tmp_path: Path) -> None:
    found = contacts(tmp_path, LONG + MOTHER + LONG + "Total,,,,,,,,,,,,,,\n")
    assert [row["source_row"] for row in found] == [2]


# ---- one row a pupil


WIDE = (
    "UPN,Student,Guardian 1 Name,Guardian 1 Address,Guardian 1 Postcode,Guardian 1 Legal Guardian,"
    "Guardian 1 Primary Guardian,Guardian 2 Title,Guardian 2 First Name,Guardian 2 Last Name,"
    "Guardian 2 Address,Guardian 2 Parental Responsibility,Guardian 2 Court Order\n"
)


def test_guardians_in_columns_become_a_row_each(tmp_path: Path) -> None:
    text = (
        WIDE + 'A12,"Abdi, Ava",Mrs F Abdi,1 X,ZZ1 1AA,Yes,Yes,Mr,Liban,Abdi,"2 Y, ZZ2 2BB",Yes,Y\n'
    )
    text += 'B34,"Bell, Ben",Ms Bell,3 Z,,Yes,No,,,,,,\n'
    found = contacts(tmp_path, text)
    columns = ("pupil_id", "name", "address", "postcode", "is_primary", "priority", "access_notes")
    assert [tuple(row[name] for name in columns) for row in found] == [
        ("A12", "Mrs F Abdi", "1 X", "ZZ1 1AA", True, 1, None),
        ("A12", "Mr Liban Abdi", "2 Y", "ZZ2 2BB", None, 2, "Guardian 2 Court Order"),
        ("B34", "Ms Bell", "3 Z", None, False, 1, None),
    ]
    assert [row["source_row"] for row in found] == [2, 2, 3]
    assert [row["has_parental_responsibility"] for row in found] == [True, True, True]


@pytest.mark.parametrize(
    "header",
    [
        "Guardian 1 Name,Guardian 1 Telephone,Guardian 2 Name,Guardian 2 Telephone",
        "Guardian 1,Guardian 1 Telephone,Guardian 2,Guardian 2 Telephone",
        "Contact 1 Name,Contact 1 Mobile,Contact 2 Name,Contact 2 Mobile",
        "Parent 1 Name,Parent 1 - Telephone,Parent 2 Name,Parent 2 - Telephone",
        "Guardian 1 First Name,Guardian 1: Phone Number,Guardian 2 First Name,Guardian 2: Mobile",
    ],
)
def test_guardians_may_be_numbered_in_other_words(tmp_path: Path, header: str) -> None:
    found = contacts(tmp_path, f"UPN,{header}\nA12,Ann,1,Bob,2\n")
    assert [(row["name"], row["telephone"]) for row in found] == [("Ann", "1"), ("Bob", "2")]


def test_the_pupil_s_own_address_is_not_a_guardian_s(tmp_path: Path) -> None:
    text = "UPN,Student,Address,Guardian 1 Name,Guardian 2 Name\nA12,Ava,1 X,Ms A,Mr B\n"
    assert [row["address"] for row in contacts(tmp_path, text)] == [None, None]


# ---- several files


def test_the_last_export_holds_for_the_pupils_it_names(tmp_path: Path) -> None:
    other = MOTHER.replace("1264", "1300")
    old = read(tmp_path, LONG + MOTHER + FATHER + other, "old.csv")
    new = read(tmp_path, LONG + MOTHER.replace("105 Beacon", "7 Nab"), "new.csv")
    found = join_contacts([old, new], pupils_of(old, new))
    assert found.select("pupil_id", "name", "address").rows() == [
        ("1300", "Mrs Fadumo Abdi", "105 Beacon Street, Eskthorpe"),
        ("1264", "Mrs Fadumo Abdi", "7 Nab Street, Eskthorpe"),
    ]
    assert [Path(file).name for file in found["source_file"]] == ["old.csv", "new.csv"]


def test_a_contact_twice_in_a_file_is_one(tmp_path: Path) -> None:
    assert len(contacts(tmp_path, LONG + MOTHER + MOTHER)) == 1


def test_without_a_file_there_are_none() -> None:
    nobody = pl.DataFrame(schema={"identity": pl.UInt64, "pupil_id": pl.String})
    found = join_contacts([], nobody)
    assert (found.height, found.schema) == (0, pl.Schema(CONTACTS.columns))


def test_contacts_of_a_pupil_that_nobody_knows_are_left_out(tmp_path: Path) -> None:
    frame = read(tmp_path, LONG + MOTHER)
    assert join_contacts([frame], pupils_of(frame).clear()).is_empty()


def test_a_pupil_is_found_by_upn_or_name_as_in_a_roll(tmp_path: Path) -> None:
    by_name = read(tmp_path, 'Student,Contact Name\n"Abdi, Khadija",Ms A\n', "names.csv")
    with_id = read(tmp_path, LONG + MOTHER, "ids.csv")
    found = join_contacts([by_name], pupils_of(by_name, with_id))
    assert found["pupil_id"].to_list() == ["1264"]


# ---- what is not taken for contacts


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("UPN,Name,Year Group,Address,Postcode", kinds.ROLL),
        ("UPN,Name,Year Group,Telephone,Email Address (Main)", kinds.ROLL),
        ("UPN,Date,Session,Mark,Telephone", kinds.LONG),
        ("UPN,Name,Contact Name", kinds.CONTACTS),
        ("UPN,Name,Relationship", kinds.CONTACTS),
        ("UPN,Contact Forename,Contact Surname", kinds.CONTACTS),
    ],
)
def test_rolls_and_marks_stay_what_they_are(tmp_path: Path, header: str, kind: str) -> None:
    cells = ",".join("x" for _ in header.split(","))
    assert recognised(tmp_path, f"{header}\n{cells}\n").kind == kind
