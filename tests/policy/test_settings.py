from __future__ import annotations

from datetime import date, time

import pytest

from lj_attendance.data import read_settings as shipped
from lj_attendance.errors import UnusableInput
from lj_attendance.policy.own_settings import read_settings
from lj_attendance.policy.settings import Settings, shipped_settings

ENTRY = {
    "name": "expected_percent",
    "value": 96,
    "unit": "percent",
    "in_force_from": date(2022, 9, 1),
}
LATER = {**ENTRY, "value": 95, "in_force_from": date(2026, 9, 1)}


def settings(*entries: dict[str, object]) -> Settings:
    return read_settings(("policy.toml", {"setting": list(entries)}))


def test_the_value_in_force_on_the_day_is_used() -> None:
    found = settings(LATER, ENTRY)
    assert found.number("expected_percent", date(2026, 8, 31)) == 96
    assert found.number("expected_percent", date(2026, 9, 1)) == 95
    assert found.number("expected_percent", date(2001, 1, 1)) == 96  # before the first, the first


def test_every_shipped_setting_has_a_clause_or_a_source_and_a_first_day() -> None:
    found = read_settings(
        ("statutory.toml", shipped("statutory")),
        ("laurence_jackson.toml", shipped("laurence_jackson")),
    )
    assert len(found.settings) >= 14
    for setting in found.settings:
        assert setting.clause.startswith("§") or setting.source, setting.name
        assert setting.unit


def test_the_shipped_numbers_are_those_of_the_policy_and_the_law() -> None:
    found = read_settings(
        ("statutory.toml", shipped("statutory")),
        ("laurence_jackson.toml", shipped("laurence_jackson")),
    )
    day = date(2026, 11, 20)
    numbers = {
        "expected_percent": 96,
        "persistent_percent": 10,
        "severe_percent": 50,
        "penalty_window_weeks": 10,
        "penalty_sessions": 10,
        "unexplained_days": 5,
    }
    assert {name: found.number(name, day) for name in numbers} == numbers
    assert found.clock("pm_register_opens", day) == time(12, 5)
    assert found.numbers("risk_bands", day) == [90, 93, 96]


def test_all_faults_are_told_at_once_with_what_was_meant() -> None:
    wrong = {**ENTRY, "valu": 95, "unit": 3}
    with pytest.raises(UnusableInput) as caught:
        settings(wrong, {"name": "x"})
    told = str(caught.value)
    assert "policy.toml, expected_percent, key valu" in told
    assert "did you mean value?" in told
    assert "key unit" in told
    assert "x, key value" in told


def test_a_setting_of_the_wrong_kind_says_what_was_expected() -> None:
    found = settings({**ENTRY, "value": "ninety-six"})
    with pytest.raises(UnusableInput, match="'ninety-six'") as caught:
        found.number("expected_percent", date(2026, 1, 1))
    assert "whole number" in caught.value.remedy
    with pytest.raises(UnusableInput, match="no setting 'nothing'"):
        found.on("nothing", date(2026, 1, 1))


def test_the_shipped_files_read_as_if_they_were_checked() -> None:
    files = {name: shipped(name) for name in ("statutory", "laurence_jackson")}
    assert shipped_settings(*files.values()) == read_settings(*files.items())
