"""The shipped facts: codes, headers, law and policy, read from the files of this folder."""

from __future__ import annotations

import csv
import io
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import polars as pl


@cache
def read_table(name: str) -> pl.DataFrame:
    """A shipped CSV as text columns; empty cells are null. Read once."""
    content = files(__name__).joinpath(f"{name}.csv").read_bytes()
    return pl.read_csv(content, infer_schema=False)


@cache
def read_rows(name: str) -> list[dict[str, str]]:
    """A shipped CSV as rows of text, an empty cell as empty text. Read once."""
    content = files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(content)))


def read_settings(name: str) -> dict[str, Any]:
    """A shipped TOML file as plain values."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def read_text(file: str) -> str:
    """A shipped file as it stands, remarks and all."""
    return files(__name__).joinpath(file).read_text(encoding="utf-8")
