"""A school's own settings, checked: every fault at once, with file, entry, key and remedy.

In a module of its own, as only a workspace with a policy.toml needs pydantic's models.
"""

from __future__ import annotations

import difflib
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from lj_attendance.errors import UnusableInput
from lj_attendance.policy.settings import Setting, Settings, Value


class _Entry(BaseModel):
    """The form of one [[setting]] in a TOML file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    value: Value
    unit: str
    in_force_from: date
    in_force_until: date | None = None
    clause: str = ""
    source: str = ""
    reading: str = ""


def read_settings(*sources: tuple[str, dict[str, Any]]) -> Settings:
    """Settings from parsed TOML, each source given with its file's name.

    Raises UnusableInput with every fault at once: file, entry, key, what was expected.
    """
    found: list[Setting] = []
    faults: list[str] = []
    for place, raw in sources:
        for number, entry in enumerate(raw.get("setting", []), start=1):
            try:
                found.append(Setting(**_Entry.model_validate(entry).model_dump()))
            except ValidationError as error:
                faults += [_fault(place, number, entry, detail) for detail in error.errors()]
    if faults:
        raise UnusableInput(
            "The policy has settings that cannot be used.", sources[-1][0], " ".join(faults)
        )
    return Settings(tuple(found))


def _fault(place: str, number: int, entry: object, detail: Any) -> str:
    name = entry.get("name", f"entry {number}") if isinstance(entry, dict) else f"entry {number}"
    key = ".".join(str(part) for part in detail["loc"])
    is_unknown = detail["type"] == "extra_forbidden"
    close = difflib.get_close_matches(key, _Entry.model_fields, 1) if is_unknown else []
    meant = f"; did you mean {close[0]}?" if close else ""
    return f"{place}, {name}, key {key}: {detail['msg']}{meant}."
