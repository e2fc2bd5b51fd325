"""Charts for pages (SVG) and documents (PNG): Altair writes the spec, vl-convert draws it.

Nothing is fetched: the fonts are the machine's, the values stand in the spec. Colours are told
apart with every common kind of colour blindness, and by shape or label besides.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import altair as alt
import polars as pl
import vl_convert

if TYPE_CHECKING:
    from collections.abc import Sequence

BLUE, ORANGE, GREY, RED = "#2f6db5", "#c4620e", "#7a7a7a", "#b3261e"
_INK = "#010203"  # stands for the colour of the text around; see `svg`
_FONT = "system-ui, Segoe UI, Arial, sans-serif"
_WITHIN = 6  # pixels from the beginning of a bar


@dataclass(frozen=True)
class Series:
    """One line of a chart: a value for each place on the axis; null where there is none."""

    name: str
    points: tuple[tuple[Any, float | None], ...]


@dataclass(frozen=True)
class Chart:
    """A chart with what it says in words, for those who cannot see it."""

    title: str
    says: str
    spec: str  # Vega-Lite, JSON

    def svg(self) -> str:
        """An `svg` element that takes the colour of the text around it, with its own label."""
        drawn = vl_convert.vegalite_to_svg(self.spec)
        drawn = drawn.replace(_INK, "currentColor")
        label = _escaped(f"{self.title}. {self.says}")
        return re.sub(r"<svg ", f'<svg role="img" aria-label="{label}" ', drawn, count=1)

    def png(self, scale: float = 2.0) -> bytes:
        """A picture for a Word document, black on white."""
        spec = self.spec.replace(_INK, "#000000")
        drawn: bytes = vl_convert.vegalite_to_png(spec, scale=scale)
        return drawn


def line_chart(
    title: str,
    says: str,
    series: Sequence[Series],
    *,
    axis: str,
    reference: tuple[str, float] | None = None,
    width: int = 640,
) -> Chart:
    """Rates over time, in percent; `reference` is a published rate, dashed, with its name."""
    rows = [
        {"at": place, "order": order, "percent": value, "series": each.name}
        for each in series
        for order, (place, value) in enumerate(each.points)
    ]
    names = [each.name for each in series]
    shades = [BLUE, ORANGE][: len(names)]
    if reference is not None:
        names, shades = [*names, reference[0]], [*shades, GREY]
    colour = (
        alt.Color("series:N", title=None, sort=names)
        .scale(domain=names, range=shades)
        .legend(labelLimit=width, columns=2)
    )
    shape = alt.StrokeDash("series:N", title=None, sort=names).legend(None)
    lines = (
        alt.Chart(pl.DataFrame(rows))
        .mark_line(point=True)
        .encode(
            alt.X("at:N", title=axis, sort=alt.SortField("order")),
            alt.Y("percent:Q", title="percent").scale(zero=False, nice=True),
            colour,
            shape,
        )
    )
    layers: list[Any] = [lines]
    if reference is not None:
        rule = alt.Chart(pl.DataFrame({"percent": [reference[1]], "series": [reference[0]]}))
        dashed = rule.mark_rule(strokeDash=[6, 4], strokeWidth=2)
        layers.append(dashed.encode(y="percent:Q", color=colour))
    return _chart(title, says, alt.layer(*layers).properties(width=width, height=220))


def bar_chart(
    title: str,
    says: str,
    bars: Sequence[tuple[str, float | None]],
    *,
    unit: str,
    reference: tuple[str, float] | None = None,
    width: int = 640,
) -> Chart:
    """One bar a group, with its value written at its end; a group without a value has no bar.

    Beside a reference, whose line would cross values written after short and long bars, within it.
    """
    rows = [
        {"group": name, "value": value, "label": f"{value:.1f}" if unit == "percent" else value}
        for name, value in bars
        if value is not None
    ]
    base = alt.Chart(pl.DataFrame(rows)).encode(alt.Y("group:N", title=None, sort=None))
    at = alt.X("value:Q", title=unit)
    if reference is None:
        values = base.mark_text(align="left", dx=4, color=_INK).encode(at, text="label:N")
    else:
        within = base.mark_text(align="left", color="white")
        values = within.encode(x=alt.value(_WITHIN), text="label:N")
    drawn: list[Any] = [base.mark_bar(color=BLUE, height={"band": 0.7}).encode(at), values]
    if reference is not None:
        data = pl.DataFrame({"value": [reference[1]], "name": [reference[0]]})
        rule = alt.Chart(data).mark_rule(color=ORANGE, strokeDash=[6, 4], strokeWidth=2)
        drawn.append(rule.encode(x="value:Q"))
    return _chart(title, says, alt.layer(*drawn).properties(width=width, height={"step": 24}))


def heat_map(
    title: str,
    says: str,
    cells: Sequence[tuple[str, str, float | None]],
    *,
    columns: Sequence[str],
    rows: Sequence[str],
    width: int = 420,
) -> Chart:
    """Rates by column and row, each written in its cell; darker is more."""
    values = [
        {"column": column, "row": row, "percent": value, "label": f"{value:.1f}%"}
        for column, row, value in cells
        if value is not None
    ]
    base = alt.Chart(pl.DataFrame(values)).encode(
        alt.X("column:N", title=None, sort=list(columns)).axis(labelAngle=0, orient="top"),
        alt.Y("row:N", title=None, sort=list(rows)),
    )
    known = [value for _, _, value in cells if value is not None]
    middle = (min(known) + max(known)) / 2 if known else 0
    text = (
        alt.when(alt.datum.percent > middle).then(alt.value("white")).otherwise(alt.value("black"))
    )
    drawn = base.mark_rect(stroke="white").encode(
        alt.Color("percent:Q").scale(scheme="blues").legend(None)
    ) + base.mark_text().encode(text="label:N", color=text)
    return _chart(title, says, drawn.properties(width=width, height={"step": 34}))


def _chart(title: str, says: str, drawn: Any) -> Chart:
    told = (
        drawn.configure(background="transparent", font=_FONT)
        .configure_axis(
            labelColor=_INK, titleColor=_INK, domainColor=GREY, tickColor=GREY,
            gridColor=GREY, gridOpacity=0.25, labelFontSize=12, titleFontSize=12,
            titleFontWeight="normal", labelLimit=260,
        )
        .configure_legend(labelColor=_INK, labelFontSize=12, orient="top")
        .configure_view(stroke=None)
    )  # fmt: skip
    return Chart(title, says, json.dumps(told.to_dict(), ensure_ascii=False, sort_keys=True))


def _escaped(text: str) -> str:
    """Text within an attribute."""
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, name)
    return text
