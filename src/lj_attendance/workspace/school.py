"""The school as lja.toml tells of it: who it is, who signs, its times and its calendar."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path

from lj_attendance.errors import UnusableInput
from lj_attendance.school_year import Calendar

STAGES = (1, 2, 3, 4)
"""The stages of letters, each signed by one person."""

HEAD_TEACHER = "Headteacher"
"""Who signs replies on leave where lja.toml names nobody: §7 gives the decision to them."""


@dataclass(frozen=True)
class Signatory:
    """Who signs some of the letters; `name` and `email` are empty until filled in."""

    stages: tuple[int, ...]
    name: str
    role: str
    email: str
    leave: bool = False  # signs the replies to requests for leave


@dataclass(frozen=True)
class RegisterTimes:
    """When the two registers of a day open and close."""

    am_opens: time
    am_closes: time
    pm_opens: time
    pm_closes: time


@dataclass(frozen=True)
class SchoolDay:
    """The times of a school day of some year groups, in order: when, and what begins."""

    year_groups: tuple[str, ...]  # "8"
    times: tuple[tuple[time, str], ...]


@dataclass(frozen=True)
class School:
    """One school. Texts that nobody has filled in yet are empty."""

    name: str = ""
    address: tuple[str, ...] = ()  # without the postcode
    postcode: str = ""
    telephone: str = ""
    email: str = ""
    website: str = ""
    signatories: tuple[Signatory, ...] = ()
    register: RegisterTimes | None = None  # null: those of the policy
    days: tuple[SchoolDay, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    mapping: Path | None = None  # what another system's columns mean
    blank_means: str | None = None  # present or unmarked; null: ask where it matters
    file: str = ""  # where all this is written

    def signatory(self, stage: int) -> Signatory:
        """Who signs the letters of a stage; raises UnusableInput when it is nobody."""
        found = next((who for who in self.signatories if stage in who.stages), None)
        if found is None:
            raise UnusableInput(
                f"Nobody signs the letters of Stage {stage}.",
                self.file,
                f"Add {stage} to the stages of a [[signatory]].",
            )
        return found

    def signatory_of_leave(self) -> Signatory:
        """Who signs the replies to requests for leave: the headteacher where nobody is named."""
        nobody = Signatory((), "", HEAD_TEACHER, "", leave=True)
        found = next((who for who in self.signatories if who.leave), nobody)
        return found if found.role else replace(found, role=HEAD_TEACHER)

    def day_of(self, year_group: str) -> SchoolDay | None:
        """The times of a year group's school day; null where the school has not told them."""
        return next((day for day in self.days if year_group in day.year_groups), None)

    def missing_for_letters(self, *stages: int) -> list[str]:
        """What a letter of these stages, or of any, prints and nobody has filled in: file and key.

        Not needed to analyse a register, and so no fault of the file.
        """
        file = Path(self.file).name
        missing = [f"{file} [school] {key}" for key in _PRINTED if not getattr(self, key)]
        for stage in stages or STAGES:
            missing += [f"{file} [[signatory]] {key}" for key in self._unsigned(stage)]
        return list(dict.fromkeys(missing))

    def needed_for_letters(self, stage: int) -> list[str]:
        """What a letter of this stage cannot do without: file and key.

        Without a name it is signed by the role; without e-mail addresses it names none.
        """
        file = Path(self.file).name
        needed = [f"{file} [school] {key}" for key in _NEEDED if not getattr(self, key)]
        signs = next((who for who in self.signatories if stage in who.stages), None)
        if signs is None:
            needed.append(f"{file} [[signatory]] for Stage {stage}")
        elif not (signs.role or signs.name):
            needed.append(f"{file} [[signatory]] role of who signs Stage {stage}")
        return needed

    def needed_for_leave(self) -> list[str]:
        """What a reply on leave cannot do without: file and key; whoever signs it has a role."""
        file = Path(self.file).name
        return [f"{file} [school] {key}" for key in _NEEDED if not getattr(self, key)]

    def _unsigned(self, stage: int) -> list[str]:
        """What is not said of who signs a stage, as a place and a key."""
        for number, who in enumerate(self.signatories, start=1):
            if stage in who.stages:
                keys = [name for name in ("name", "role", "email") if not getattr(who, name)]
                return [f"number {number} ({who.role or 'no role'}) {key}" for key in keys]
        return [f"for Stage {stage}"]


_NEEDED = ("name", "address", "postcode", "telephone")
_PRINTED = ("name", "address", "postcode", "telephone", "email")
"""What every letter says of the school."""
