"""Makes a workspace: the files and folders that are missing; what is there stays as it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lj_attendance.data import read_text
from lj_attendance.letters.shipped import shipped_templates
from lj_attendance.reports.files import make_folder, write_whole
from lj_attendance.workspace import MARKER

POLICY = "policy.toml"
TEMPLATES = "templates/letters"
FOLDERS = ("exports", "letters", "reports")

_HEAD = """\
# The school's attendance policy, as dated settings. It began as a copy of the one shipped with lja.
#
# To change a setting, leave its entry and add another below it, with the new value and the day from
# which it holds: a past date then still gives the answer of its time.
#
#   name            which setting; lja policy show lists them all
#   value           a whole number; a list; or text in quotation marks, also for times and decimals
#   unit            what the value counts
#   clause          the section of the written policy
#   reading         where the policy is silent: what was chosen, and why. Yours to change
#   in_force_from   the first day, without quotation marks
#   in_force_until  the last day, where nothing follows
#
# A setting that is not here is taken from the shipped policy. What the law sets cannot be set here.
# When the registers open and close stands in lja.toml, under [register].

"""
_REGISTER_TIME = re.compile(
    r'\[\[setting\]\]\nname = "[ap]m_register_(?:opens|closes)"\n(?:.+\n)+\n'
)


@dataclass(frozen=True)
class WorkspaceMade:
    """What is new in the workspace, and what was there; folders end with a stroke."""

    root: Path
    made: tuple[str, ...]
    kept: tuple[str, ...]


def make_workspace(root: Path) -> WorkspaceMade:
    """A workspace in a folder, which is made where it is missing; nothing is overwritten.

    Files are readable by their owner only. Raises UnusableInput where something cannot be written.
    """
    made: list[str] = []
    kept: list[str] = []
    make_folder(root)
    contents: dict[str, Callable[[], bytes]] = {
        MARKER: lambda: read_text("lja.toml").encode(),
        POLICY: lambda: own_policy().encode(),
    }
    for template in shipped_templates():
        contents[f"{TEMPLATES}/{template.name}"] = template.read_bytes
    make_folder(root / TEMPLATES.split("/", maxsplit=1)[0])
    for folder in (TEMPLATES, *FOLDERS):
        (kept if (root / folder).is_dir() else made).append(f"{folder}/")
        make_folder(root / folder)
    for name, content in contents.items():
        file = root / name
        if file.exists() or file.is_symlink():
            kept.append(name)
        else:
            write_whole(file, content())
            made.append(name)
    return WorkspaceMade(root, tuple(made), tuple(kept))


def own_policy() -> str:
    """The shipped policy as a school's own file, without the times that lja.toml tells."""
    shipped = read_text("laurence_jackson.toml")
    return _HEAD + _REGISTER_TIME.sub("", shipped)
