"""The faults of a letter template, each with its place and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lj_attendance.data import read_settings
from lj_attendance.errors import LjaError
from lj_attendance.letters.fault import Fault, error, warning
from lj_attendance.letters.filling import CannotFill
from lj_attendance.letters.kinds import LetterKind, kind_of
from lj_attendance.letters.lint_fields import field_faults, sources_of
from lj_attendance.letters.lint_words import word_faults
from lj_attendance.letters.package import WordFile, read_word_file
from lj_attendance.letters.paragraphs import TAG, Paragraph, letter_itself, paragraphs
from lj_attendance.letters.readability import count_words, reading_age
from lj_attendance.letters.samples import sample_of, samples_of
from lj_attendance.letters.template import Template, load

_WRITTEN = ("header", "footer", "footnotes", "endnotes")


@dataclass(frozen=True)
class Linted:
    """A template judged. Words and reading age are None where it cannot be filled in."""

    path: Path
    kind: LetterKind
    words: int | None
    reading_age: float | None
    faults: tuple[Fault, ...]

    @property
    def stage(self) -> int | None:
        """The stage it was judged as; null for any other letter."""
        return self.kind.stage

    @property
    def leave(self) -> str | None:
        """The kind of reply on leave it was judged as; null for any other letter."""
        return self.kind.leave

    @property
    def has_errors(self) -> bool:
        """Whether anything in it must not go out."""
        return any(fault.severity == "error" for fault in self.faults)


def lint(path: Path, stage: int | None = None) -> Linted:
    """Judges a template as the letter its name tells, as `stage-2.docx`, or that of a stage.

    A name that tells no letter is judged as Stage 1, where least may be said.
    """
    kind = LetterKind(stage=stage) if stage else kind_of(path.name) or LetterKind(stage=1)
    try:
        template = load(path)
        content = path.read_bytes()
    except LjaError as unusable:
        fault = error("unusable", unusable.where, unusable.problem, unusable.remedy)
        found = (fault, *_torn_tags_of(path))
        return Linted(path, kind, None, None, found)
    file = read_word_file(content, path.name)
    checks = read_settings("letter_checks")
    text = [one for part in _parts(file) for one in paragraphs(file.parts[part], part)]
    body = [one for one in text if one.part == file.document]
    faults = [
        *_torn_tags(text),
        *_numbered(template),
        *field_faults(sources_of(template), text, kind, checks),
        *word_faults(text, letter_itself(body), kind, checks),
    ]
    sample, more = _filled_in(template, kind, {fault.subject for fault in faults})
    words = count_words(sample) if sample else None
    age = reading_age(sample)
    faults += [*more, *_too_long(words, age, kind, checks)]
    return Linted(path, kind, words, age, tuple(dict.fromkeys(faults)))


def _parts(file: WordFile) -> list[str]:
    """The body, and the parts around it that hold text."""
    others = [part for part in file.parts if part.rsplit("/", 1)[-1].startswith(_WRITTEN)]
    return [file.document, *(part for part in others if part.endswith(".xml"))]


def _torn_tags(text: list[Paragraph]) -> Iterator[Fault]:
    """Tags that Word cut into runs, and tags that do not end in their paragraph."""
    for one in text:
        ends, end = set(), 0
        for run in one.runs:
            end += len(run)
            ends.add(end)
        for tag in TAG.finditer(one.text):
            if any(tag.start() < end < tag.end() for end in ends):
                yield warning(
                    "split_tag",
                    one.start,
                    f"Word keeps the tag {tag[0]} in pieces; it works, but breaks easily.",
                    "Delete the tag and type it in one go, without pausing to correct it.",
                )
        if re.search(r"\{[{%#]|[}%#]\}", one.words):
            yield error(
                "broken_tag",
                one.start,
                "A tag is not closed, or not opened, in this paragraph.",
                "Type the tag anew, whole and in one paragraph, as {{ pupil_name }}.",
            )


def _numbered(template: Template) -> Iterator[Fault]:
    if template.numbered:
        yield error(
            "automatic_numbers",
            template.numbered,
            "Word numbers this list, and in the printed batch counts on from letter to letter.",
            "Switch the numbering off in Word and type the numbers.",
        )


def _torn_tags_of(path: Path) -> Iterator[Fault]:
    """The same of a template that cannot be used, as far as it can be read."""
    try:
        file = read_word_file(path.read_bytes(), path.name)
        text = [one for part in _parts(file) for one in paragraphs(file.parts[part], part)]
    except (LjaError, OSError):
        return
    yield from _torn_tags(text)


def _filled_in(
    template: Template, kind: LetterKind, told: set[str]
) -> tuple[list[str], list[Fault]]:
    """The text of an invented letter, and what goes wrong with it and is not yet told."""
    try:
        for fields in samples_of(kind):
            template.letter(fields)
        document = template.render(sample_of(kind))
    except CannotFill as stopped:
        if stopped.field_name and stopped.field_name in told:
            return [], []
        place = stopped.where.rsplit("; letter ", 1)[0]
        remedy = "Take the tag out, or put it between {% if ... %} and {% endif %}."
        return [], [error("cannot_fill", place, stopped.problem, remedy, stopped.field_name)]
    file = read_word_file(document, template.name)
    found = [one for part in _parts(file) for one in paragraphs(file.parts[part], part)]
    faults = [
        error("brace", one.start, "A brace is printed.", "Tags are written {{ so }} or {% so %}.")
        for one in found
        if "{" in one.text or "}" in one.text
    ]
    body = letter_itself([one for one in found if one.part == file.document])
    return [one.text for one in body], faults


def _too_long(
    words: int | None, age: float | None, kind: LetterKind, checks: dict[str, dict[str, object]]
) -> Iterator[Fault]:
    most_words = checks["length"]["most_words"][kind.name]  # type: ignore[index]
    most_years = checks["reading_age"]["most_years"]
    if words and words >= most_words:
        yield warning(
            "too_long",
            "the letter",
            f"It has {words} words from the salutation to the close; under {most_words} is wanted.",
            "Say less: one thought a sentence, and only what the family needs now.",
        )
    if age and age > most_years:  # type: ignore[operator]
        yield warning(
            "hard_to_read",
            "the letter",
            f"It asks for a reader of {age:.0f} years; {most_years} at most is wanted.",
            "Use shorter sentences and shorter words.",
        )
