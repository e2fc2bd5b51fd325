"""Names of files from names of pupils: safe on every system, and never outside the folder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 40  # characters of one part; Windows ends a path at 260


def safe_part(text: str) -> str:
    """Letters and digits of any script, with hyphens between; `unnamed` when nothing is left."""
    plain = unicodedata.normalize("NFC", text)
    words = re.findall(r"[^\W_]+", plain)
    return "-".join(words)[:_LONGEST].strip("-") or "unnamed"


def letter_file(surname: str, forename: str, pupil_id: str, stage: int) -> str:
    """`SURNAME-FORENAME-PUPILID-stage-N.docx`."""
    parts = (safe_part(surname), safe_part(forename), safe_part(pupil_id), f"stage-{stage}")
    return "-".join(parts) + ".docx"


def distinct(names: Iterable[str]) -> list[str]:
    """The names in their order, numbered where two would be one file, also on Windows."""
    seen: set[str] = set()
    found = []
    for name in names:
        stem, number, tried = name.removesuffix(".docx"), 1, name
        while tried.casefold() in seen:
            number += 1
            tried = f"{stem}-{number}.docx"
        seen.add(tried.casefold())
        found.append(tried)
    return found
