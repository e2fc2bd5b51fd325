"""Dated settings: the value in force on the day, of its kind, and those that are shipped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from fractions import Fraction
from typing import Any

import pytest

from lj_attendance.data import read_settings as shipped
from lj_attendance.errors import UnusableInput
from lj_attendance.policy.settings import LAW, SHIPPED, Setting, Settings, Value, shipped_settings

FIRST, LATER, DAY = date(2022, 9, 1), date(2026, 9, 1), date(2026, 11, 20)
SHIPPED_SETTINGS = shipped_settings(shipped("statutory"), shipped("laurence_jackson"))


def entry(value: Value = 96, first: date = FIRST, last: date | None = None) -> Setting:
    return Setting("x", value, "percent", first, last, origin="policy.toml")


def test_the_value_in_force_on_the_day_is_used() -> None:
    found = Settings((entry(95, LATER), entry(96)))
    assert found.number("x", date(2026, 8, 31)) == 96
    assert found.number("x", date(2026, 9, 1)) == 95
    assert found.number("x", date(2001, 1, 1)) == 96  # before the first, the first


def test_a_setting_that_has_ended_is_told_not_used() -> None:
    found = Settings((entry(96, FIRST, date(2026, 8, 31)),))
    assert found.number("x", date(2026, 8, 31)) == 96
    with pytest.raises(UnusableInput, match="'x' ended on 2026-08-31") as caught:
        found.number("x", date(2026, 9, 1))
    assert caught.value.where == "policy.toml"
    assert "in_force_until" in caught.value.remedy
    assert [s.value for s in found.in_force(date(2026, 8, 31))] == [96]
    assert found.in_force(date(2026, 9, 1)) == []


def test_after_an_entry_that_ended_the_next_one_holds() -> None:
    found = Settings((entry(96, FIRST, date(2025, 8, 31)), entry(95, LATER)))
    assert found.number("x", LATER) == 95
    with pytest.raises(UnusableInput, match="ended"):
        found.number("x", date(2026, 8, 31))


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (Settings.number, 96, 96),
        (Settings.numbers, [90, 93], [90, 93]),
        (Settings.text, "Attendance Target", "Attendance Target"),
        (Settings.texts, ["I", "O"], ["I", "O"]),
        (Settings.decimal, "5.0", Fraction(5)),
        (Settings.decimal, "0.1", Fraction(1, 10)),  # exact, as no float is
        (Settings.decimal, 5, Fraction(5)),
        (Settings.is_on, "yes", True),
        (Settings.is_on, "no", False),
        (Settings.clock, "12:05", time(12, 5)),
    ],
)
def test_a_value_is_read_as_its_kind(
    read: Callable[[Settings, str, date], Any], value: Value, found: object
) -> None:
    assert read(Settings((entry(value),)), "x", DAY) == found


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (Settings.number, "96", "a whole number"),
        (Settings.numbers, ["90"], "a list of whole numbers"),
        (Settings.text, 5, "text in quotation marks"),
        (Settings.texts, "I", "a list"),
        (Settings.decimal, "five", "a decimal"),
        (Settings.decimal, "-5.0", "a decimal"),
        (Settings.decimal, "5,0", "a decimal"),
        (Settings.is_on, "maybe", '"yes" or "no"'),
        (Settings.is_on, 1, '"yes" or "no"'),
        (Settings.clock, "noon", "a time such as 08:30"),
    ],
)
def test_a_value_of_another_kind_says_what_was_expected(
    read: Callable[[Settings, str, date], Any], value: Value, expected: str
) -> None:
    with pytest.raises(UnusableInput, match="The setting 'x' is") as caught:
        read(Settings((entry(value),)), "x", DAY)
    assert expected in caught.value.remedy
    assert caught.value.where == "policy.toml"
    assert caught.value.exit_code == 3


def test_a_setting_that_is_nowhere_is_named() -> None:
    with pytest.raises(UnusableInput, match="no setting 'nothing'"):
        Settings(()).on("nothing", DAY)


def test_other_values_hold_for_every_day() -> None:
    found = Settings((entry(96), entry(95, LATER), Setting("y", 1, "", FIRST)))
    changed = found.with_values({"x": 90, "z": 1}, "lja.toml")
    assert [(s.name, s.value, s.origin) for s in changed.settings] == [
        ("x", 90, "lja.toml"),
        ("y", 1, ""),
    ]
    assert changed.number("x", FIRST) == changed.number("x", DAY) == 90


# ---- what is shipped


def test_every_shipped_setting_has_a_clause_or_a_source_and_a_first_day() -> None:
    for setting in SHIPPED_SETTINGS.settings:
        assert setting.unit, setting.name
        if setting.origin == LAW:
            assert setting.source, setting.name
            assert not setting.clause, setting.name
        else:
            assert setting.origin == SHIPPED
            assert setting.clause.startswith("§"), setting.name
            assert setting.in_force_from == FIRST
    names = [(setting.name, setting.in_force_from) for setting in SHIPPED_SETTINGS.settings]
    assert len(names) == len(set(names))


def test_the_shipped_numbers_are_those_of_the_policy_and_the_law() -> None:
    numbers = {
        "expected_percent": 96,
        "persistent_percent": 10,
        "severe_percent": 50,
        "penalty_window_weeks": 10,
        "penalty_sessions": 10,
        "unexplained_days": 5,
        "delivery_days_by_post": 2,
        "delivery_days_by_hand": 0,
        "minimum_possible_sessions": 0,
        "stage_2_monitoring_school_days": 10,
        "stage_3_monitoring_school_days": 20,
        "stage_3_target_percent": 100,
        "speak_first_below_percent": 90,
        "reply_days": 10,
    }
    assert {name: SHIPPED_SETTINGS.number(name, DAY) for name in numbers} == numbers
    assert SHIPPED_SETTINGS.clock("pm_register_opens", DAY) == time(12, 5)
    assert SHIPPED_SETTINGS.numbers("risk_bands", DAY) == [90, 93, 96]


def test_the_shipped_choices_are_those_of_the_rule_book() -> None:
    found = SHIPPED_SETTINGS
    assert found.texts("escalating_codes", DAY) == ["I", "M", "N", "O", "G", "U"]
    assert found.decimal("rapid_fall_points", DAY) == 5
    assert found.is_on("stages_restart_each_year", DAY)
    assert not found.is_on("use_individual_targets", DAY)
    assert found.text("individual_target_column", DAY) == "Attendance Target"
    assert not found.is_on("letters_to_the_parent_of", DAY)
    assert found.texts("speak_first_groups", DAY) == [
        *("child_protection", "in_care", "young_carer", "sen_status"),
        *("Health Care Plan", "Bereavement"),
    ]


def test_registers_are_kept_six_years_since_19_august_2024_and_three_before() -> None:
    assert SHIPPED_SETTINGS.number("register_keeping_years", date(2024, 8, 18)) == 3
    assert SHIPPED_SETTINGS.number("register_keeping_years", date(2024, 8, 19)) == 6


def test_the_parents_duty_is_told_with_its_section() -> None:
    duty, offence = (SHIPPED_SETTINGS.on(f"parents_{name}", DAY) for name in ("duty", "offence"))
    assert (duty.source, duty.origin) == ("Education Act 1996, section 7", LAW)
    assert "section 444" in offence.source
    assert "full-time education" in str(duty.value)


@pytest.mark.parametrize(
    "name",
    [
        *("stages_restart_each_year", "delivery_days_by_post", "delivery_days_by_hand"),
        *("minimum_possible_sessions", "escalating_codes", "rapid_fall_points", "reply_days"),
        *("speak_first_below_percent", "speak_first_groups", "letters_to_the_parent_of"),
    ],
)
def test_where_the_policy_is_silent_the_choice_is_a_reading(name: str) -> None:
    assert SHIPPED_SETTINGS.on(name, DAY).reading


def test_what_the_policy_says_itself_is_no_reading() -> None:
    for name in ("expected_percent", "stage_3_target_percent", "am_register_opens"):
        assert not SHIPPED_SETTINGS.on(name, DAY).reading
