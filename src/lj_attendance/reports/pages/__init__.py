"""Pages of HTML that stand alone: style, script and pictures within, nothing fetched."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


def render(template: str, **told: Any) -> str:
    """A page from one of the templates here; every text is escaped.

    Raises jinja2's own errors where a template names what it was not told: a fault in lja.
    """
    here = files(__package__)
    css, script = (here.joinpath(f"page.{kind}").read_text("utf-8") for kind in ("css", "js"))
    # both are our own files, without a word from outside
    drawn = {"css": Markup(css), "script": Markup(script)}  # noqa: S704
    return _environment().get_template(template).render(**told, **drawn)


@cache
def _environment() -> Environment:
    assert __package__
    environment = Environment(
        loader=PackageLoader(__package__, ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # a chart's drawing: vl-convert escapes the texts within it
    environment.filters["drawn"] = Markup
    return environment
