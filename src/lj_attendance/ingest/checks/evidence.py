"""What the checks look at, and how a finding is put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from lj_attendance.ingest.overlaps import WHY_SECOND
from lj_attendance.schema import DECIDED_LEAVE, empty

_LONGEST_CODE = 2  # characters of the longest national code; a longer text may be a name


@dataclass(frozen=True)
class Evidence:
    """Everything that was read.

    `register` and `seconds` are `resolve_marks`: every row, kept or set aside, and those of
    sessions with several marks beside the one kept; `odd` is `odd_rows`; `roll` is ROLL with
    `date_faults`, one row a pupil, and `away` its `between_spells`; `date_texts` are the distinct
    dates as written, with `source_file` and the first `source_row`, of files where some can only
    be month first; `sessions` is `register_sessions`; `codes` is data/codes.csv; `has_roll` tells
    whether any file was a roll; `leave` is DECIDED_LEAVE, empty where there is no ledger.
    """

    register: pl.DataFrame
    odd: pl.DataFrame
    seconds: pl.DataFrame
    sessions: pl.DataFrame
    roll: pl.DataFrame
    away: pl.DataFrame
    codes: pl.DataFrame
    date_texts: pl.DataFrame
    as_of: date
    has_roll: bool
    quiet_day_percent: int
    unexplained_days: int
    blank_means: str | None = None
    leave: pl.DataFrame = field(default_factory=lambda: empty(DECIDED_LEAVE))

    def with_places(self, frame: pl.LazyFrame, by: list[str], rows: pl.Expr) -> pl.LazyFrame:
        """Dates or sessions with the first file and row of those `rows` that stand behind them."""
        few = frame.select(by).collect()
        dates = few["date"].unique().implode()
        kept = self.kept().filter(pl.col("date").is_in(dates) & rows)
        wanted = kept.join(few.lazy(), on=by, how="semi")
        first = wanted.group_by(by).agg(first_place())
        found = frame.join(first, on=by, how="left")
        return placed(found, self.register.schema["source_file"])

    def set_aside(self, reason: str) -> pl.LazyFrame:
        """The rows set aside for one reason."""
        rows = self.seconds if reason in WHY_SECOND else self.odd
        return rows.lazy().filter(pl.col("set_aside") == reason)

    def is_on_roll_now(self) -> pl.Expr:
        """Whether a pupil of the roll is on it on the as-of date."""
        came = (pl.col("on_roll_from") <= self.as_of).fill_null(True)
        stays = (pl.col("on_roll_until") >= self.as_of).fill_null(True)
        day = pl.lit(self.as_of)
        away = self.away.filter(day.is_between("away_from", "away_until"))["pupil_id"]
        return pl.col("is_on_roll") & came & stays & ~pl.col("pupil_id").is_in(away.implode())

    def noted(self) -> pl.LazyFrame:
        """Of the odd rows, those that count all the same."""
        return self.odd.lazy().filter(pl.col("set_aside").is_null())

    def kept(self) -> pl.LazyFrame:
        """The rows that count, up to the as-of date."""
        return self.register.lazy().filter(pl.col("set_aside").is_null())


def odd_rows(register: pl.DataFrame) -> pl.DataFrame:
    """The rows of which a check of single marks may have to speak: few of many."""
    flags = ("is_withdrawn", "is_not_yet_valid", "is_wrong_session")
    code = pl.col("code")
    return register.filter(
        pl.col("set_aside").is_not_null()
        | code.is_null()
        | pl.any_horizontal(flags)
        | (code == "N")
    )


def first_place() -> pl.Expr:
    """The first file and row of a group of rows, as an aggregation: one whole number, `place`."""
    file, row = pl.col("source_file").to_physical().cast(pl.UInt64), pl.col("source_row")
    return (file * 2**32 + row).min().alias("place")


def placed(frame: pl.LazyFrame, files: pl.DataType) -> pl.LazyFrame:
    """The `source_file` and `source_row` of a `first_place`; `files` is the register's type."""
    number = pl.col("place")
    files_as = pl.Series([], dtype=files).to_physical().dtype
    return frame.with_columns(
        source_file=(number // 2**32).cast(files_as).cat.to(files),
        source_row=(number % 2**32).cast(pl.UInt32),
    )


def half_day() -> pl.Expr:
    """A date and session as one whole number, which groups and sorts faster than two columns."""
    is_afternoon = (pl.col("session") == "PM").cast(pl.Int64)
    return pl.col("date").to_physical().cast(pl.Int64) * 2 + is_afternoon


def register_sessions(register: pl.DataFrame) -> pl.DataFrame:
    """One row a date and session of the rows that count: `possible` and `closed` (`#`) marks."""
    closed, possible = pl.col("code") == "#", pl.col("is_possible")
    return (
        register.lazy()
        .filter(pl.col("set_aside").is_null() & (possible | closed))
        .group_by(half_day=half_day())
        .agg(
            pl.col("date", "session").first(),
            possible.sum().alias("possible"),
            closed.sum().alias("closed"),
        )
        .sort("half_day")
        .drop("half_day")
        .collect()
    )


def finding(
    frame: pl.LazyFrame, severity: str, message: pl.Expr, day: str | None = None
) -> pl.LazyFrame:
    """Findings from rows with `source_file` and `source_row`.

    `day` names a column of days by which findings without a row are put in order.
    """
    return frame.select(
        day=pl.col(day) if day else pl.lit(None, pl.Date),
        severity=pl.lit(severity),
        source_file=pl.col("source_file").cast(pl.String),
        source_row=pl.col("source_row").cast(pl.UInt32),
        message=message,
    )


def everywhere(frame: pl.LazyFrame) -> pl.LazyFrame:
    """For what is missing: it stands in no file and no row."""
    return frame.with_columns(
        source_file=pl.lit("all files together"), source_row=pl.lit(None, pl.UInt32)
    )


def no_findings() -> pl.LazyFrame:
    """For a check that does not apply."""
    rows = pl.LazyFrame(schema={"source_file": pl.String, "source_row": pl.UInt32})
    return finding(rows, "notice", pl.lit(""))


def day_text(column: str = "date") -> pl.Expr:
    """A day as people write it: `Tue 3 Nov 2026`."""
    return pl.col(column).dt.strftime("%a %-d %b %Y")


def when_text() -> pl.Expr:
    """A day and its session: `Tue 3 Nov 2026 AM`."""
    return pl.format("{} {}", day_text(), pl.col("session").cast(pl.String))


def mark_cell() -> pl.Expr:
    """What a mark's cell holds: itself while it is too short to be a name, else its length."""
    text = pl.col("mark_text").cast(pl.String).fill_null("")
    plain = text.str.replace_all(r"[\p{Cc}\p{Cf}]", " ").str.strip_chars()
    return (
        pl.when(plain == "")
        .then(pl.lit("An empty cell"))
        .when(plain.str.len_chars() <= _LONGEST_CODE)
        .then(pl.format("'{}'", plain))
        .otherwise(pl.format("A text of {} characters", plain.str.len_chars()))
    )


def date_cell() -> pl.Expr:
    """What a date's cell holds, if it has the form of a date; another text may name a pupil."""
    plain = pl.col("date_text").cast(pl.String).fill_null("").str.strip_chars()
    return (
        pl.when(plain == "")
        .then(pl.lit("An empty cell"))
        .when(pl.col("has_form"))
        .then(pl.format("'{}'", plain))
        .otherwise(pl.format("A text of {} characters", plain.str.len_chars()))
    )


def code_text(column: str = "code") -> pl.Expr:
    """A code as a message names it, in quotation marks; `no mark` for none."""
    code = pl.col(column).cast(pl.String)
    return pl.when(code.is_null()).then(pl.lit("no mark")).otherwise(pl.format("'{}'", code))


def plural(count: str, one: str, many: str) -> pl.Expr:
    """`1 pupil`, `2 pupils`."""
    return (
        pl.when(pl.col(count) == 1)
        .then(pl.lit(f"1 {one}"))
        .otherwise(pl.format(f"{{}} {many}", pl.col(count)))
    )


def first_rows(shown: int = 3) -> pl.Expr:
    """The source rows of a group as text: `rows 4, 9, 12 and 30 more`, as an aggregation."""
    rows = pl.col("source_row").unique().sort()
    text = rows.head(shown).cast(pl.String).str.join(", ")
    more = rows.len().cast(pl.Int64) - shown
    return (
        pl.when(rows.len() == 1)
        .then(pl.format("row {}", text))
        .when(more <= 0)
        .then(pl.format("rows {}", text))
        .otherwise(pl.format("rows {} and {} more", text, more))
    )
