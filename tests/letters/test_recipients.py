"""Who is written to: by responsibility, address and restriction; and how they are greeted."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lj_attendance.letters.recipients import (
    Contact,
    Household,
    LeftOut,
    Recipients,
    recipients,
    why_left_out,
    why_not_rung,
)
from lj_attendance.letters.salutations import own_salutation, salutation_of

MOTHER = Contact(
    name="Mrs Fadumo Abdi",
    salutation="Mr and Mrs Abdi",
    relationship="Mother",
    has_parental_responsibility=True,
    is_primary=True,
    priority=1,
    is_correspondence_address=True,
    address="105 Beacon Street, Eskthorpe",
    postcode="ZZ6 2AH",
    is_unsubscribed=False,
)
FATHER = replace(MOTHER, name="Mr Liban Abdi", relationship="Father", priority=2)
AWAY = replace(
    FATHER, salutation="Mr Abdi", is_primary=False, address="9 Nab Rise", postcode="ZZ2 4YG"
)
HOME = ("105 Beacon Street", "Eskthorpe", "ZZ6 2AH")


def to(*contacts: Contact, parent_of: bool = False) -> Recipients:
    return recipients(contacts, "Khadija Abdi", parent_of=parent_of)


def names(found: Recipients) -> list[tuple[str, ...]]:
    return [household.names for household in found.households]


def why(contact: Contact) -> str:
    """Why this contact, alone, gets no letter."""
    found = to(contact)
    assert found.households == ()
    assert found.problem
    [left] = found.left_out
    return left.why


# ---- households


def test_two_parents_of_one_address_share_a_letter() -> None:
    assert to(MOTHER, FATHER) == Recipients(
        households=(
            Household(
                address_block=("Mrs Fadumo Abdi", "Mr Liban Abdi", *HOME),
                salutation="Mr and Mrs Abdi",
                names=("Mrs Fadumo Abdi", "Mr Liban Abdi"),
            ),
        ),
        left_out=(),
        problem="",
    )


def test_separated_parents_get_one_each() -> None:
    mother = replace(MOTHER, salutation="Mrs Abdi")
    assert to(mother, AWAY).households == (
        Household(("Mrs Fadumo Abdi", *HOME), "Mrs Abdi", ("Mrs Fadumo Abdi",)),
        Household(("Mr Liban Abdi", "9 Nab Rise", "ZZ2 4YG"), "Mr Abdi", ("Mr Liban Abdi",)),
    )


def test_separated_parents_are_each_greeted_alone_whatever_the_export_says() -> None:
    found = to(MOTHER, replace(AWAY, salutation="Mr and Mrs Abdi"))
    assert [household.salutation for household in found.households] == ["Mrs Abdi", "Mr Abdi"]


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("105 BEACON STREET, ESKTHORPE", "zz62ah"),
        ("105  Beacon Street Eskthorpe", " ZZ6  2AH"),
        ("105, Beacon Street,\nEskthorpe.", "ZZ6 2AH"),
        ("105 Beacon Street, Eskthorpe", None),  # a postcode forgotten
    ],
)
def test_an_address_written_in_another_way_is_the_same(address: str, postcode: str | None) -> None:
    found = to(MOTHER, replace(FATHER, address=address, postcode=postcode))
    assert names(found) == [("Mrs Fadumo Abdi", "Mr Liban Abdi")]


@pytest.mark.parametrize(
    ("address", "postcode"),
    [("106 Beacon Street, Eskthorpe", "ZZ6 2AH"), ("105 Beacon Street, Eskthorpe", "ZZ6 2AJ")],
)
def test_another_house_or_postcode_is_another_household(address: str, postcode: str) -> None:
    assert len(to(MOTHER, replace(FATHER, address=address, postcode=postcode)).households) == 2


def test_the_one_rung_first_stands_first() -> None:
    assert names(to(FATHER, MOTHER)) == [("Mrs Fadumo Abdi", "Mr Liban Abdi")]
    unranked = replace(MOTHER, priority=None)
    assert names(to(unranked, FATHER)) == [("Mr Liban Abdi", "Mrs Fadumo Abdi")]


def test_a_contact_listed_twice_is_one_person() -> None:
    [household] = to(MOTHER, replace(MOTHER, priority=3)).households
    assert household.names == ("Mrs Fadumo Abdi",)
    assert household.salutation == "Mrs Abdi"  # not of a couple


# ---- who is entitled


@pytest.mark.parametrize(
    ("responsible", "primary", "correspondence", "gets"),
    [
        (True, True, True, True),
        (True, False, True, True),
        (False, True, True, True),
        (True, None, True, True),
        (None, True, True, True),
        (True, True, None, True),  # the primary ones only
        (None, True, None, True),
        (True, False, None, False),  # never on responsibility alone
        (True, None, None, False),
        (True, False, False, False),
        (True, True, False, False),
        (False, True, False, False),
        (False, False, True, False),
        (None, None, True, False),
        (False, None, True, False),
        (False, False, None, False),
    ],
)
def test_responsible_or_primary_and_at_a_correspondence_address(
    responsible: bool | None, primary: bool | None, correspondence: bool | None, gets: bool
) -> None:
    contact = replace(
        MOTHER,
        has_parental_responsibility=responsible,
        is_primary=primary,
        is_correspondence_address=correspondence,
    )
    assert bool(to(contact).households) is gets


def test_why_somebody_is_not_entitled_is_told() -> None:
    neighbour = replace(MOTHER, has_parental_responsibility=False, is_primary=False)
    assert why(neighbour) == "neither parental responsibility nor primary"
    unsaid = replace(MOTHER, has_parental_responsibility=None, is_primary=None)
    assert why(unsaid) == "the export does not say who has parental responsibility or is primary"
    elsewhere = replace(MOTHER, is_correspondence_address=False)
    assert why(elsewhere) == "not at a correspondence address"
    unclear = replace(MOTHER, is_primary=False, is_correspondence_address=None)
    assert why(unclear) == (
        "not primary, and the export does not say which address is for correspondence"
    )


# ---- restrictions, for a person to decide


def test_an_unsubscribed_contact_is_left_out() -> None:
    assert why(replace(MOTHER, is_unsubscribed=True)) == "unsubscribed from communications"
    assert to(replace(MOTHER, is_unsubscribed=None)).households


def test_an_access_note_leaves_out_whatever_it_says() -> None:
    assert why(replace(MOTHER, access_notes="Collects on Fridays")) == (
        "access note: Collects on Fridays"
    )
    assert to(replace(MOTHER, access_notes="  ")).households
    assert why(replace(MOTHER, access_notes="x" * 200)).endswith("x…")


@pytest.mark.parametrize(
    "text", ["No contact", "Father (NO CONTACT)", "no-contact", "non contact", "do not write"]
)
@pytest.mark.parametrize("field", ["relationship", "name", "salutation"])
def test_a_contact_marked_no_contact_is_left_out(field: str, text: str) -> None:
    assert why(replace(MOTHER, **{field: text})).startswith("marked no contact")  # type: ignore[arg-type]


def test_a_note_of_no_contact_is_told_as_such() -> None:
    note = "Court order: no contact and no letters. Speak to the DSL."
    assert why(replace(MOTHER, access_notes=note)) == f"marked no contact: {note}"


def test_words_that_only_look_alike_restrict_nobody() -> None:
    assert to(replace(MOTHER, relationship="Main contact")).households
    assert to(replace(MOTHER, name="Mrs Nora Contactin")).households


def test_a_deceased_parent_is_not_written_to() -> None:
    assert why(replace(MOTHER, relationship="Mother (deceased)")) == "marked deceased"


def test_a_contact_without_an_address_or_a_name_is_left_out() -> None:
    assert why(replace(MOTHER, address=None)) == "no address"
    assert why(replace(MOTHER, address=" ", postcode="ZZ6 2AH")) == "no address"
    assert why(replace(MOTHER, name="")) == "no name"


RESTRICTIONS = {
    "unsubscribed": {"is_unsubscribed": True},
    "access note": {"access_notes": "Court order"},
    "no contact": {"relationship": "Father, no contact"},
    "deceased": {"relationship": "Father (deceased)"},
    "not for correspondence": {"is_correspondence_address": False},
    "not entitled": {"has_parental_responsibility": False, "is_primary": False},
    "no address": {"address": ""},
}


@pytest.mark.parametrize("restriction", RESTRICTIONS)
def test_the_one_who_remains_of_a_couple_is_greeted_by_their_own_name(restriction: str) -> None:
    father = replace(FATHER, **RESTRICTIONS[restriction])  # type: ignore[arg-type]
    found = to(MOTHER, father)
    assert found.households == (
        Household(("Mrs Fadumo Abdi", *HOME), "Mrs Abdi", ("Mrs Fadumo Abdi",)),
    )
    assert [left.name for left in found.left_out] == ["Mr Liban Abdi"]
    assert found.problem == ""


def test_those_left_out_are_listed_beside_those_written_to() -> None:
    grandmother = Contact(
        "Ms Ayaan Farah", "Ms Farah", "Grandmother", False, False, 3, False, "39 Glebe Gardens"
    )
    assert to(MOTHER, FATHER, grandmother).left_out == (
        LeftOut("Ms Ayaan Farah", "neither parental responsibility nor primary"),
    )


# ---- nobody


def test_without_a_contact_there_is_a_problem() -> None:
    assert to() == Recipients((), (), "no contact in the exports")


def test_when_everybody_is_left_out_the_problem_says_why() -> None:
    found = to(replace(MOTHER, is_unsubscribed=True), replace(AWAY, access_notes="Order of 2024"))
    assert found.households == ()
    assert found.problem == "nobody to write to: unsubscribed from communications; access note"


NAMELESS = replace(MOTHER, name=None, salutation=None)


def test_the_parent_of_is_written_to_only_where_the_school_wants_it() -> None:
    assert to(NAMELESS).problem == "nobody to write to: no name"
    assert to(NAMELESS, parent_of=True) == Recipients(
        (Household(("To the parent of Khadija Abdi", *HOME), "Parent or carer", ()),), ()
    )


@pytest.mark.parametrize(
    "more",
    [
        {"address": ""},
        {"is_unsubscribed": True},
        {"access_notes": "Court order"},
        {"has_parental_responsibility": False, "is_primary": False},
        {"has_parental_responsibility": None, "is_primary": None},
        {"is_correspondence_address": False},
    ],
)
def test_the_parent_of_needs_an_address_of_one_who_may_be_written_to(
    more: dict[str, object],
) -> None:
    found = to(replace(NAMELESS, **more), parent_of=True)  # type: ignore[arg-type]
    assert found.households == ()
    assert found.problem


def test_the_parent_of_is_nobody_where_a_name_is_known() -> None:
    assert names(to(MOTHER, replace(NAMELESS, address="1 X"), parent_of=True)) == [
        ("Mrs Fadumo Abdi",)
    ]


# ---- the address block


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("1 A Lane, B", ("Mrs Fadumo Abdi", "Mr Liban Abdi", "1 A Lane", "B", "ZZ6 2AH")),
        ("1 A Lane\nB,, ", ("Mrs Fadumo Abdi", "Mr Liban Abdi", "1 A Lane", "B", "ZZ6 2AH")),
        ("1 A Lane, ZZ6 2AH", ("Mrs Fadumo Abdi", "Mr Liban Abdi", "1 A Lane", "ZZ6 2AH")),
        ("a, b, c, d", ("Mrs Fadumo Abdi", "Mr Liban Abdi", "a", "b", "c", "d", "ZZ6 2AH")),
        (
            "a, b, c, d, e",
            ("Mrs Fadumo Abdi and Mr Liban Abdi", "a", "b", "c", "d", "e", "ZZ6 2AH"),
        ),
        (
            "Flat 1, The Old Hall, 3 Long Street, x, y, z",
            (
                *("Mrs Fadumo Abdi and Mr Liban Abdi", "Flat 1", "The Old Hall", "3 Long Street"),
                *("x, y", "z", "ZZ6 2AH"),
            ),
        ),
    ],
)
def test_an_address_block_has_at_most_seven_lines(address: str, block: tuple[str, ...]) -> None:
    [household] = to(*(replace(each, address=address) for each in (MOTHER, FATHER))).households
    assert household.address_block == block


def test_an_address_without_a_postcode_ends_with_its_town() -> None:
    [household] = to(replace(MOTHER, postcode=None)).households
    assert household.address_block == ("Mrs Fadumo Abdi", "105 Beacon Street", "Eskthorpe")


def test_line_breaks_in_a_name_are_spaces() -> None:
    [household] = to(replace(MOTHER, name="Mrs\nFadumo  Abdi ")).households
    assert household.names == ("Mrs Fadumo Abdi",)


# ---- salutations


@pytest.mark.parametrize(
    ("people", "greeting"),
    [
        ([("Mrs F Abdi", "Mrs Abdi")], "Mrs Abdi"),
        ([("Mrs F Abdi", "Dear Mrs Abdi,")], "Mrs Abdi"),
        ([("Mrs F Abdi", "")], "Mrs Abdi"),
        ([("Mrs F Abdi", "Fadumo")], "Fadumo"),
        ([("Mrs F Abdi", "Mr Abdi")], "Mrs Abdi"),  # another person's
        ([("Mrs F Abdi", "Mr and Mrs Abdi")], "Mrs Abdi"),
        ([("Mrs F Abdi", "Mr & Mrs Abdi")], "Mrs Abdi"),
        ([("Mrs F Abdi", "Mr/Mrs Abdi")], "Mrs Abdi"),
        ([("Mrs F Abdi", "Mr Mrs Abdi")], "Mrs Abdi"),
        ([("Mrs F Abdi", "The Abdi Family")], "Mrs Abdi"),
        ([("A Khan", "Parents")], "A Khan"),
        ([("Ms A Khan", "Ms Khan"), ("Mr J Price", "Mr Price")], "Ms Khan and Mr Price"),
        ([("Ms A Khan", "Ms A Khan"), ("Mr J Price", "Mr J Price")], "Ms A Khan and Mr J Price"),
        ([("Ms A Khan", ""), ("Mr J Price", "")], "Ms Khan and Mr Price"),
        ([("Mrs F Abdi", "Mr & Mrs Abdi"), ("Mr L Abdi", "Mr and Mrs Abdi")], "Mr & Mrs Abdi"),
        (
            [
                ("Mrs F Abdi", "Mr and Mrs Abdi"),
                ("Mr L Abdi", "Mr and Mrs Abdi"),
                ("Ms A Farah", "Ms Farah"),
            ],
            "Mr and Mrs Abdi and Ms Farah",
        ),
    ],
)
def test_a_household_is_greeted_once(people: list[tuple[str, str]], greeting: str) -> None:
    assert salutation_of(people) == greeting


def test_a_joint_salutation_of_somebody_left_out_greets_nobody() -> None:
    people = [("Mrs F Abdi", "The Abdi Family"), ("Mr L Abdi", "The Abdi Family")]
    assert salutation_of(people) == "The Abdi Family"
    assert salutation_of(people, ["the abdi family"]) == "Mrs Abdi and Mr Abdi"


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Mrs Fadumo Abdi", "Mrs Abdi"),
        ("Mrs. Fadumo Abdi", "Mrs. Abdi"),
        ("Miss Mary Jane Smith", "Miss Smith"),
        ("Mrs Isabel de Guzmán", "Mrs de Guzmán"),
        ("Mr Jan van der Berg", "Mr van der Berg"),
        ("Dr O'Connor", "Dr O'Connor"),
        ("Fadumo Abdi", "Fadumo Abdi"),
        ("Fadumo", "Fadumo"),
        ("", ""),
    ],
)
def test_own_salutation_is_title_and_surname(name: str, greeting: str) -> None:
    assert own_salutation(name) == greeting


# ---- what can never happen

CONTACTS = st.builds(
    Contact,
    name=st.sampled_from(["Mrs A B", "Mr C B", "", None]),
    salutation=st.sampled_from(["Mr and Mrs B", "Mrs B", "", None]),
    relationship=st.sampled_from(["Mother", "no contact", None]),
    has_parental_responsibility=st.sampled_from([True, False, None]),
    is_primary=st.sampled_from([True, False, None]),
    priority=st.sampled_from([1, 2, None]),
    is_correspondence_address=st.sampled_from([True, False, None]),
    address=st.sampled_from(["1 X, Y", "2 X, Y", "a, b, c, d, e, f, g, h", "", None]),
    postcode=st.sampled_from(["ZZ1 1AA", "", None]),
    is_unsubscribed=st.sampled_from([True, False, None]),
    access_notes=st.sampled_from(["Court order", "", None]),
)


@given(st.lists(CONTACTS, max_size=4), st.booleans())
def test_nobody_restricted_is_ever_written_to(contacts: list[Contact], parent_of: bool) -> None:
    found = to(*contacts, parent_of=parent_of)
    assert bool(found.households) is not bool(found.problem)
    free = [
        contact
        for contact in contacts
        if (contact.has_parental_responsibility or contact.is_primary)
        and (contact.is_correspondence_address or contact.is_primary)
        and contact.is_correspondence_address is not False
        and not (contact.is_unsubscribed or contact.access_notes)
        and contact.relationship != "no contact"
        and contact.address
    ]
    written = {name for household in found.households for name in household.names}
    assert written == {contact.name for contact in free if contact.name}
    for household in found.households:
        assert len(household.address_block) <= 7
        assert all(line.strip() == line != "" for line in household.address_block)
        assert household.salutation
        assert not (len(household.names) == 1 and " and " in household.salutation)


@given(st.permutations([MOTHER, FATHER, AWAY, replace(AWAY, access_notes="Order", priority=4)]))
def test_the_order_of_the_export_does_not_matter(contacts: list[Contact]) -> None:
    ordered = sorted(contacts, key=lambda each: (each.priority or 0, each.name or ""))
    assert sorted(map(str, to(*contacts).households)) == sorted(map(str, to(*ordered).households))


def test_every_order_of_a_couple_greets_both() -> None:
    for pair in permutations([MOTHER, FATHER]):
        assert to(*pair).households[0].salutation == "Mr and Mrs Abdi"


# ---- who is rung


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"access_notes": "no contact by court order"}, "marked no contact"),
        ({"name": "Mr Liban Abdi (do not contact)"}, "marked no contact"),
        ({"access_notes": "Sundays only"}, "access note: Sundays only"),
        ({"is_unsubscribed": True}, "unsubscribed from communications"),
        ({"relationship": "Father (deceased)"}, "marked deceased"),
        ({"name": None}, "no name"),
        ({"name": "  "}, "no name"),
    ],
)
def test_who_is_restricted_is_not_rung(changed: dict[str, object], told: str) -> None:
    contact = replace(FATHER, **changed)  # type: ignore[arg-type]
    assert why_not_rung(contact).startswith(told)
    assert why_left_out(contact).startswith(told)  # nor written to


def test_a_contact_without_an_address_or_responsibility_is_rung_all_the_same() -> None:
    neighbour = Contact(name="Mrs Moira Bell", relationship="Neighbour", telephone="01632 960001")
    assert why_not_rung(neighbour) == ""
    assert why_left_out(neighbour)
    assert why_not_rung(replace(MOTHER, is_correspondence_address=False)) == ""
