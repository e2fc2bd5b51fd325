"""A real browser for pages, without a network; a test says why it skips where there is none."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


class Opened:
    """A page that is open, with what it said and what it asked for."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.said: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def faults(self) -> list[str]:
        """What axe finds: its rule, how grave, and the first place."""
        from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

        found = Axe().run(self.page).response["violations"]
        return [f"{each['id']} ({each['impact']}): {each['nodes'][0]['html']}" for each in found]


class Browser:
    """One browser for all tests of a module: starting it takes seconds."""

    def __init__(self, running: Any) -> None:
        self._running = running

    @contextmanager
    def opened(self, file: Path, *, width: int = 1280, scheme: str = "light") -> Iterator[Opened]:
        """The page of a file, at a width, in light or dark."""
        viewport = {"width": width, "height": 900}
        page = self._running.new_page(viewport=viewport, color_scheme=scheme)
        told = Opened(page)
        page.goto(file.as_uri())
        yield told
        page.close()


def running() -> Iterator[Browser]:
    """The machine's Chromium, for a fixture; skips the test where there is none."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("Chromium is not on this machine: Debian has it in the package chromium.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield Browser(browser)
        browser.close()
