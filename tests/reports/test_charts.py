"""Charts: what is written in them can be read, and what they show is said."""

from __future__ import annotations

import re

import pytest

from lj_attendance.reports.charts import Series, bar_chart, line_chart

BARS = [("Year 7", 91.24), ("Year 8", 8.0), ("Year 9", None)]


def place_of(svg: str, text: str) -> float:
    """Pixels from the left at which a text of a drawing begins."""
    found = re.search(rf'translate\(([\d.]+),[\d.]+\)"[^>]*>{re.escape(text)}<', svg)
    assert found is not None, text
    return float(found[1])


def test_beside_a_reference_the_values_stand_within_the_bars() -> None:
    """Written after the bars, those that end near the line would be crossed by it."""
    within = bar_chart("By year", "", BARS, unit="percent", reference=("School", 92.0)).svg()
    assert place_of(within, "91.2") == place_of(within, "8.0") < 50
    after = bar_chart("By year", "", BARS, unit="percent").svg()
    assert place_of(after, "91.2") > 400 > place_of(after, "8.0")


def test_a_group_without_a_value_is_left_out() -> None:
    assert "Year 9" not in bar_chart("By year", "", BARS, unit="percent").svg()


def test_it_says_what_it_shows_and_the_reference_has_a_name() -> None:
    year = Series("2026/27", (("1 Sep", 90.0), ("8 Sep", 91.0)))
    says = 'From 90% to "91%" & on'
    drawn = line_chart("By week", says, [year], axis="week of", reference=("England", 91.5))
    svg = drawn.svg()
    assert 'aria-label="By week. From 90% to &quot;91%&quot; &amp; on"' in svg
    assert ">England<" in svg
    assert drawn.png().startswith(b"\x89PNG")


@pytest.mark.parametrize("series", [[], [Series("2026/27", ())]])
def test_without_a_value_a_chart_can_be_drawn(series: list[Series]) -> None:
    assert line_chart("By week", "", series, axis="week of").svg().startswith("<svg")
