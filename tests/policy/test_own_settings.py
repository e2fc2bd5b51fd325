"""A school's policy.toml: over the shipped policy, with every fault told at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lj_attendance.data import read_settings as shipped
from lj_attendance.errors import UnusableInput
from lj_attendance.policy.own_settings import read_settings
from lj_attendance.policy.settings import LAW, OWN, SHIPPED, Settings, shipped_settings

FIRST, LATER, DAY = date(2022, 9, 1), date(2026, 9, 1), date(2026, 11, 20)
SHIPPED_SETTINGS = shipped_settings(shipped("statutory"), shipped("laurence_jackson"))


def entry(name: str, value: object, **more: object) -> dict[str, object]:
    return {"name": name, "value": value, "in_force_from": FIRST, **more}


def read(*entries: dict[str, object], **parts: object) -> Settings:
    raw: dict[str, Any] = {"setting": list(entries), **parts} if entries else parts
    return read_settings("folder/policy.toml", raw, SHIPPED_SETTINGS)


def faults(*entries: dict[str, object], **parts: object) -> list[str]:
    """What is told, a line a fault; the file and the remedy are looked at here."""
    with pytest.raises(UnusableInput) as caught:
        read(*entries, **parts)
    error = caught.value
    assert (error.where, error.exit_code) == ("folder/policy.toml", 3)
    assert "Correct these entries" in error.remedy
    assert "lja init" in error.remedy
    head, *lines = error.problem.splitlines()
    assert head == "The policy has settings that cannot be used:"
    return [line.removeprefix("- ") for line in lines]


# ---- what holds


def test_the_shipped_policy_read_as_a_school_s_own_is_the_same() -> None:
    found = read_settings("policy.toml", shipped("laurence_jackson"), SHIPPED_SETTINGS)
    assert [(s.name, s.value, s.unit, s.reading) for s in found.settings] == [
        (s.name, s.value, s.unit, s.reading) for s in SHIPPED_SETTINGS.settings
    ]
    assert {s.origin for s in found.settings} == {LAW, OWN}


def test_an_own_entry_takes_the_place_of_the_shipped_one() -> None:
    found = read(entry("expected_percent", 95, clause="§3"))
    now = found.on("expected_percent", DAY)
    assert (now.value, now.clause, now.origin) == (95, "§3", OWN)
    assert now.unit == SHIPPED_SETTINGS.on("expected_percent", DAY).unit  # need not be repeated
    assert found.number("expected_percent", FIRST) == 95  # nothing shipped is left beside it


def test_the_day_before_a_new_value_the_old_one_holds() -> None:
    found = read(entry("expected_percent", 97, in_force_from=LATER), entry("expected_percent", 96))
    assert found.number("expected_percent", date(2026, 8, 31)) == 96
    assert found.number("expected_percent", LATER) == 97


def test_a_setting_that_the_file_does_not_have_is_the_shipped_one() -> None:
    found = read(entry("expected_percent", 95))
    assert found.on("rapid_fall_points", DAY) == SHIPPED_SETTINGS.on("rapid_fall_points", DAY)
    assert found.on("rapid_fall_points", DAY).origin == SHIPPED
    assert found.names() == SHIPPED_SETTINGS.names()


def test_an_empty_file_is_the_shipped_policy() -> None:
    assert read() == SHIPPED_SETTINGS


# ---- what does not


def test_a_misspelt_name_is_told_with_what_was_meant() -> None:
    assert faults(entry("expected_persent", 96)) == [
        (
            "expected_persent (entry 1), key name: there is no setting expected_persent;"
            " did you mean expected_percent?"
        )
    ]


def test_a_name_like_no_other_is_told_where_the_names_are() -> None:
    [told] = faults(entry("zzz", 96))
    assert told.endswith("there is no setting zzz. See them all with: lja policy show")


def test_what_the_law_sets_cannot_be_set() -> None:
    [told] = faults(entry("severe_percent", 40))
    assert told.startswith("severe_percent (entry 1), key name: this is set by the law (DfE")
    assert told.endswith("take the entry away.")


def test_a_misspelt_key_is_told_with_what_was_meant() -> None:
    assert faults({"name": "expected_percent", "valu": 96, "in_force_from": FIRST}) == [
        "expected_percent (entry 1), key value is missing.",
        "expected_percent (entry 1), key valu is not a key that lja knows; did you mean value?",
    ]


def test_an_entry_without_a_name_or_a_first_day_says_so() -> None:
    assert faults({"value": 96}) == [
        "entry 1, key name is missing.",
        "entry 1, key in_force_from is missing.",
    ]


def test_a_date_in_quotation_marks_says_how_it_is_written() -> None:
    assert faults(entry("expected_percent", 96, in_force_from="2026-09-01")) == [
        (
            "expected_percent (entry 1), key in_force_from: it has to be a date such as 2026-09-01,"
            ' without quotation marks, not "2026-09-01".'
        )
    ]


@pytest.mark.parametrize(
    ("name", "value", "expected", "given"),
    [
        ("expected_percent", "96", "a whole number from 0 to 100", '"96"'),
        ("expected_percent", 96.5, "a whole number from 0 to 100", "96.5"),
        ("expected_percent", 101, "a whole number from 0 to 100", "101"),
        ("expected_percent", True, "a whole number from 0 to 100", "true"),
        ("trend_weeks", -1, "a whole number", "-1"),
        ("risk_bands", [93, 90], "a list of whole numbers, each more", "[93, 90]"),
        ("risk_bands", [], "a list of whole numbers, each more", "[]"),
        ("risk_bands", 90, "a list of whole numbers, each more", "90"),
        ("exam_years", [11], "a list of texts in quotation marks", "[11]"),
        ("escalating_codes", ["I", "i"], "a list of attendance codes", '["I", "i"]'),
        ("escalating_codes", "IMN", "a list of attendance codes", '"IMN"'),
        ("rapid_fall_points", 5.0, 'a decimal in quotation marks, such as "5.0"', "5.0"),
        ("rapid_fall_points", "five", 'a decimal in quotation marks, such as "5.0"', '"five"'),
        ("stages_restart_each_year", True, '"yes" or "no"', "true"),
        ("stages_restart_each_year", "Yes", '"yes" or "no"', '"Yes"'),
        ("am_register_opens", "8.30", "a time in quotation marks", '"8.30"'),
        ("am_register_opens", "24:00", "a time in quotation marks", '"24:00"'),
        ("individual_target_column", " ", "text in quotation marks", '" "'),
    ],
)
def test_a_value_of_another_kind_is_told_with_what_was_expected(
    name: str, value: object, expected: str, given: str
) -> None:
    [told] = faults(entry(name, value))
    assert told.startswith(f"{name} (entry 1), key value: it has to be {expected}")
    assert told.endswith(f", not {given}.")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("expected_percent", 0),
        ("expected_percent", 100),
        ("trend_weeks", 400),
        ("risk_bands", [85]),
        ("escalating_codes", []),
        ("escalating_codes", ["C2", "G"]),
        ("rapid_fall_points", "2.55"),
        ("rapid_fall_points", "5"),
        ("stages_restart_each_year", "no"),
        ("am_register_opens", "23:59"),
    ],
)
def test_a_value_at_the_edge_of_its_range_holds(name: str, value: object) -> None:
    assert read(entry(name, value)).on(name, DAY).value == value


def test_two_entries_from_one_day_are_told() -> None:
    assert faults(entry("trend_weeks", 4), entry("trend_weeks", 5)) == [
        (
            "trend_weeks, key in_force_from: two entries hold from 2022-09-01; keep one,"
            " or give one another date."
        )
    ]


def test_an_entry_that_reaches_into_the_next_is_told() -> None:
    later = entry("trend_weeks", 5, in_force_from=LATER)
    assert faults(entry("trend_weeks", 4, in_force_until=LATER), later) == [
        (
            "trend_weeks, key in_force_until: it has to be before 2026-09-01, when the next entry"
            " begins, not 2026-09-01."
        )
    ]
    day_before = entry("trend_weeks", 4, in_force_until=date(2026, 8, 31))
    assert read(day_before, later).number("trend_weeks", LATER) == 5


def test_an_entry_that_ends_before_it_begins_is_told() -> None:
    [told] = faults(entry("trend_weeks", 4, in_force_until=date(2022, 8, 31)))
    assert told.startswith("trend_weeks (entry 1), key in_force_until: it has to be 2022-09-01")
    assert read(entry("trend_weeks", 4, in_force_until=FIRST)).number("trend_weeks", FIRST) == 4


def test_a_file_in_another_form_is_told() -> None:
    assert faults(settings=[]) == ["settings is not a part of this file; did you mean setting?"]
    assert faults(setting={"name": "x"}) == [
        "Each setting has to begin with a line [[setting]], in double brackets."
    ]


def test_all_faults_are_told_at_once() -> None:
    told = faults(
        entry("expected_persent", 96),
        entry("expected_percent", "96", unit=3),
        entry("trend_weeks", 4),
        entry("trend_weeks", 5),
        extra=1,
    )
    starts = [line.replace(" (", ",").split(",")[0] for line in told]
    assert starts == [
        "extra is not a part of this file; the keys here are setting.",
        *("expected_persent", "expected_percent", "expected_percent", "trend_weeks"),
    ]
