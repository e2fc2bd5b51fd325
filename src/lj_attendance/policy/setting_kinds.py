"""What a setting's value has to be: of the kind of the shipped one, and in its range."""

from __future__ import annotations

import re

from lj_attendance.data import read_rows
from lj_attendance.policy.faults import shown
from lj_attendance.policy.settings import Value, is_decimal


def fault_of_value(name: str, given: object, shipped: Value) -> str:
    """What is wrong with a value, by what the shipped policy has in its place; empty if nothing."""
    expected = _expected(name, given, shipped)
    return f"it has to be {expected}, not {shown(given)}." if expected else ""


def _expected(name: str, given: object, shipped: Value) -> str:
    """What the value has to be, when it is not."""
    if isinstance(shipped, list):
        return _of_list(given, shipped)
    if isinstance(shipped, int):
        most = 100 if name.endswith("_percent") else None
        told = "a whole number" + (" from 0 to 100" if most else "")
        return "" if _is_whole(given, most) else told
    return _of_text(given, shipped)


def _of_list(given: object, shipped: list[int] | list[str]) -> str:
    items = given if isinstance(given, list) else [None]
    if all(isinstance(item, int) for item in shipped):
        fits = all(map(_is_whole, items)) and items == sorted(set(items)) != []
        return "" if fits else "a list of whole numbers, each more than the one before"
    codes = {row["code"] for row in read_rows("codes")}
    if codes.issuperset(map(str, shipped)):
        fits = all(isinstance(item, str) and item in codes for item in items)
        return "" if fits else 'a list of attendance codes, such as ["I", "O"] (see: lja codes)'
    fits = all(isinstance(item, str) and item.strip() for item in items)
    return "" if fits else "a list of texts in quotation marks"


def _of_text(given: object, shipped: str) -> str:
    if shipped in ("yes", "no"):
        return "" if given in ("yes", "no") else '"yes" or "no", in quotation marks'
    if is_decimal(shipped):
        fits = isinstance(given, str) and is_decimal(given)
        return "" if fits else f'a decimal in quotation marks, such as "{shipped}"'
    if _is_time(shipped):
        fits = isinstance(given, str) and _is_time(given)
        return "" if fits else f'a time in quotation marks, such as "{shipped}"'
    fits = isinstance(given, str) and given.strip() != ""
    return "" if fits else "text in quotation marks"


def _is_whole(given: object, most: int | None = None) -> bool:
    if not isinstance(given, int) or isinstance(given, bool):
        return False
    return given >= 0 and (most is None or given <= most)


def _is_time(text: str) -> bool:
    return re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text) is not None
