"""What can stop a run: each error tells the problem, where it is, and the remedy."""

from __future__ import annotations


class LjaError(Exception):
    """Something that stops the run, in words for the person at the keyboard."""

    exit_code = 1

    def __init__(self, problem: str, where: str = "", remedy: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        """Problem, place and remedy, one line each; empty parts are left out."""
        lines = [self.problem]
        if self.where:
            lines.append(f"Where: {self.where}")
        if self.remedy:
            lines.append(f"What to do: {self.remedy}")
        return "\n".join(lines)


class WrongUsage(LjaError):
    """The command's options contradict each other or have no meaning."""

    exit_code = 2


class UnusableInput(LjaError):
    """A file, policy or workspace that cannot be used as it is."""

    exit_code = 3


class NotATable(UnusableInput):
    """A file of another kind altogether, such as a web page: of no use, but not damaged."""


class PartlyWritten(LjaError):
    """The work is done, but some of what it should have written could not be."""

    exit_code = 5
