"""Pages of rewards, fairness and one pupil in a real browser: quiet, offline, accessible."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lj_attendance.cli import options
from tests.browser.browsers import Browser, running
from tests.cli.schools import school_in
from tests.cli.test_commands import lja

PAGES = (("report", "rewards"), ("report", "fairness"), ("pupil", "WHO"), ("report", "tutor"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from running()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return school_in(tmp_path_factory.mktemp("lists"), pupils=60, until=date(2026, 11, 20))


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1600, "light")])
@pytest.mark.parametrize("command", PAGES, ids="-".join)
def test_they_are_quiet_fit_and_are_accessible(
    browser: Browser,
    school: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    width: int,
    scheme: str,
) -> None:
    monkeypatch.chdir(school)
    monkeypatch.setattr(options, "now", lambda: datetime(2026, 11, 23, 8, tzinfo=UTC))
    as_page = ("--format", "html", "--why") if command[0] == "pupil" else ()
    who = json.loads(lja("analyse", "--format", "json").out)["pupils"][0]["pupil_id"]
    words = [who if word == "WHO" else word for word in command]
    outcome = lja(*words, *as_page, "--out", tmp_path)
    assert outcome.exit_code == 0, outcome.err
    page = next(Path(line) for line in outcome.out.split("\n") if line.endswith(".html"))
    with browser.opened(page, width=width, scheme=scheme) as shown:
        assert shown.said == []
        assert shown.requests == [page.as_uri()]
        assert shown.page.evaluate("document.documentElement.scrollWidth") <= width
        assert shown.faults() == []


@pytest.mark.parametrize("board", [False, True])
def test_each_registration_group_is_printed_on_one_sheet(
    browser: Browser,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    board: bool,
) -> None:
    """Groups of about thirty, the largest that a form room holds."""
    monkeypatch.chdir(school_in(tmp_path, pupils=150, until=date(2026, 11, 20)))
    monkeypatch.setattr(options, "now", lambda: datetime(2026, 11, 23, 8, tzinfo=UTC))
    outcome = lja("report", "tutor", *(["--board"] if board else []), "--out", tmp_path / "out")
    *groups, every = outcome.out.split("\n")[:-1]
    with browser.opened(Path(every)) as shown:
        rows = shown.page.locator("section tbody").evaluate_all(
            "bodies => bodies.map(b => b.rows.length)"
        )
        assert max(rows) >= 25
        printed = shown.page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == len(groups) == len(rows)
        shown.page.emulate_media(media="print")
        head = shown.page.locator("section p").first.inner_text()
        assert "Laurence Jackson School" in head
        assert "Friday 20 Nov 2026" in head
