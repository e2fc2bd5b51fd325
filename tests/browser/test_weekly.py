"""The weekly page in a real browser: quiet, offline, sortable, searchable, reachable by key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from lj_attendance.workflows.reading import ReadRequest
from lj_attendance.workflows.reporting.weekly_files import write_weekly
from lj_attendance.workspace import find_workspace
from tests.browser.browsers import Browser, running
from tests.cli.schools import school_in

TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weekly page of an invented school of sixty pupils."""
    root = school_in(tmp_path_factory.mktemp("weekly"), pupils=60, until=date(2026, 11, 20))
    workspace = find_workspace(root, None)
    assert workspace.exports is not None
    request = ReadRequest((workspace.exports,), workspace.settings(), TODAY)
    written = write_weekly(request, workspace, root / "reports", (TODAY, time(8)), force=False)
    return written.files[0]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from running()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1600, "dark")])
def test_it_is_quiet_fits_and_is_accessible(
    browser: Browser, page: Path, width: int, scheme: str
) -> None:
    with browser.opened(page, width=width, scheme=scheme) as shown:
        assert shown.said == []
        assert shown.requests == [page.as_uri()]
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
        assert shown.faults() == []


def test_on_a_telephone_each_thing_to_do_is_read_without_scrolling_aside(
    browser: Browser, page: Path
) -> None:
    wide = "document.querySelector('#actions .scroll').scrollWidth"
    with browser.opened(page, width=360) as shown:
        why = shown.page.locator("#actions td[data-label=Why]").first
        assert why.is_visible()
        assert shown.page.evaluate(wide) <= 360
        box = why.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def test_what_is_closed_on_the_screen_is_printed_and_closed_again(
    browser: Browser, page: Path
) -> None:
    closed = "document.querySelectorAll('details:not([open])').length"
    with browser.opened(page) as shown:
        before = shown.page.evaluate(closed)
        assert before > 0
        shown.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert shown.page.evaluate(closed) == 0
        shown.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert shown.page.evaluate(closed) == before


def test_it_names_no_place_on_a_network(page: Path) -> None:
    text = page.read_text(encoding="utf-8").replace("http://www.w3.org/", "")
    assert "http:" not in text
    assert "https:" not in text


def test_a_column_is_sorted_by_its_value_both_ways_with_blanks_last(
    browser: Browser, page: Path
) -> None:
    with browser.opened(page) as shown:
        table = shown.page.locator("#pupils table")
        column = "#pupils tbody tr td:nth-of-type(4)"
        button = table.get_by_role("button", name="Attendance")
        button.click()
        up = shown.page.locator(column).evaluate_all("cells => cells.map(c => c.dataset.value)")
        button.click()
        down = shown.page.locator(column).evaluate_all("cells => cells.map(c => c.dataset.value)")
        known = [float(value) for value in up if value]
        assert known == sorted(known)
        assert len(known) > 50
        assert [float(value) for value in down if value] == sorted(known, reverse=True)
        assert all(not value for value in up[len(known) :])
        assert table.locator("th[aria-sort=descending]").count() == 1


def test_a_search_hides_the_rest_and_says_how_many_are_left(browser: Browser, page: Path) -> None:
    with browser.opened(page) as shown:
        field = shown.page.locator("#pupils input[type=search]")
        name = shown.page.locator("#pupils tbody th").first.inner_text()
        surname = name.split(",")[0]
        field.fill(surname.upper())
        left = shown.page.locator("#pupils tbody tr:visible")
        assert 1 <= left.count() < 60
        assert all(surname in text for text in left.locator("th").all_inner_texts())
        status = shown.page.locator("#pupils [role=status]").inner_text().strip()
        assert status == f"{left.count()} of 60 rows"
        field.fill("")
        assert shown.page.locator("#pupils tbody tr:visible").count() == 60


def test_the_keyboard_reaches_and_works_everything(browser: Browser, page: Path) -> None:
    with browser.opened(page) as shown:
        shown.page.keyboard.press("Tab")
        assert shown.page.evaluate("document.activeElement.className") == "skip"
        shown.page.locator("#pupils thead button").first.focus()
        shown.page.keyboard.press("Enter")
        assert shown.page.locator("#pupils th[aria-sort=ascending]").count() == 1
        summary = shown.page.locator("#actions summary").nth(1)
        summary.focus()
        shown.page.keyboard.press("Enter")
        assert shown.page.locator("#actions details").nth(1).evaluate("each => each.open") is True


def test_it_is_all_there_to_read_without_a_script(
    browser: Browser, page: Path, tmp_path: Path
) -> None:
    bare = tmp_path / "bare.html"
    text = page.read_text(encoding="utf-8")
    start, end = text.index("<script>"), text.index("</script>")
    bare.write_text(text[:start] + text[end + len("</script>") :], encoding="utf-8")
    with browser.opened(bare) as shown:
        assert shown.page.locator("#pupils tbody tr:visible").count() == 60
        assert shown.said == []


def test_it_prints_without_what_only_a_screen_can_do(browser: Browser, page: Path) -> None:
    with browser.opened(page) as shown:
        shown.page.emulate_media(media="print")
        assert shown.page.locator("nav:visible").count() == 0
        assert shown.page.locator("input:visible").count() == 0
        assert shown.page.pdf(format="A4").startswith(b"%PDF")
