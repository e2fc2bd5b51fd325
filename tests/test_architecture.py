"""The layout of the code: who may import whom, what is pure, how long things are.

Each rule answers with the places that break it. When one does, move the code; a rule is loosened
only together with the design.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

PACKAGE = "lj_attendance"
SOURCE = Path(__file__).parent.parent / "src" / PACKAGE

FOUNDATIONS = {"schema", "errors", "data"}
"""What every room may import: the frames, what can stop a run, the shipped facts."""

MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "cli": {"workflows", "reports", "workspace", *FOUNDATIONS},
    "workflows": {
        *("ingest", "codes", "school_year", "measures", "policy", "ledger", "letters", "reports"),
        *("workspace", "sample", *FOUNDATIONS),
    },
    "ingest": {"codes", "school_year", *FOUNDATIONS},
    "codes": FOUNDATIONS,
    "school_year": FOUNDATIONS,
    "measures": {"school_year", *FOUNDATIONS},
    "policy": {"measures", "school_year", *FOUNDATIONS},
    "ledger": FOUNDATIONS,
    "letters": FOUNDATIONS,
    "reports": FOUNDATIONS,
    "workspace": {"policy", "school_year", *FOUNDATIONS},
    "sample": FOUNDATIONS,
    "schema": set(),
    "errors": set(),
    "data": {"errors"},
}
"""The rooms that each room may import, besides itself. A room has to have a row."""

MAY_IMPORT_TYPES = {"reports": {"workflows"}}
"""What may be imported besides under TYPE_CHECKING, to name what a function is given."""

PURE = ("schema", "codes", "school_year", "measures", "policy")
IMPURE_MODULES = {
    *("pathlib", "os", "io", "glob", "shutil", "tempfile", "sqlite3", "subprocess"),  # files
    *("sys", "logging", "time", "random", "secrets", "uuid"),  # screen, clock, chance
}
IMPURE_CALLS = {"print", "input", "open"}
IMPURE_METHODS = re.compile(r"collect(_all|_async)?|today|now|utcnow|(read|scan|write|sink)_\w+")

NETWORK = {
    *("urllib", "urllib3", "http", "socket", "socketserver", "ssl", "requests", "httpx", "aiohttp"),
    *("ftplib", "smtplib", "imaplib", "poplib", "xmlrpc"),
}
SCREEN = {"rich", "typer"}
ROW_BY_ROW = {"map_elements", "iter_rows"}
CLOCK = re.compile(
    r"(.*\.)?(date|datetime)\.(today|now|utcnow)|time\.(time(_ns)?|localtime|gmtime)"
)
CLOCK_HOME = "cli/options.py"
NO_ROOM = re.compile(r"_?(util|utility|utilitie|helper|core|common|manager|misc)s?")
LONGEST_MODULE, LONGEST_FUNCTION = 250, 45  # lines

HEAVY = ("polars", "fastexcel", "xlsxwriter", "docxtpl", "docx", "altair", "vl_convert", "sqlite3")
"""What `lja --help` must not wait for."""


class Import(NamedTuple):
    """One name that a module imports, in full."""

    name: str
    line: int
    is_for_types: bool

    @property
    def top(self) -> str:
        return self.name.split(".")[0]

    @property
    def room(self) -> str | None:
        """The room of the package that it comes from; null for others, and for the package."""
        first, second, *_ = [*self.name.split("."), ""]
        return second if first == PACKAGE and second in MAY_IMPORT else None


class Module(NamedTuple):
    """One file of the package, by its path within the package."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.path.parts[0].removesuffix(".py")

    def imports(self) -> Iterator[Import]:
        """Wherever they stand: at the top, in a function, under TYPE_CHECKING."""
        for_types = {
            inner
            for node in ast.walk(self.tree)
            if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
            for statement in node.body
            for inner in ast.walk(statement)
        }
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                base = self._base(node) if isinstance(node, ast.ImportFrom) else ""
                for alias in node.names:
                    yield Import(base + alias.name, node.lineno, node in for_types)

    def _base(self, node: ast.ImportFrom) -> str:
        package = (PACKAGE, *self.path.parent.parts)
        within = package[: len(package) + 1 - node.level] if node.level else ()
        return "".join(f"{part}." for part in (*within, node.module) if part)

    def at(self, line: int, what: str) -> str:
        return f"{self.path}:{line}: {what}"


def module(path: str, text: str) -> Module:
    return Module(PurePosixPath(path), text, ast.parse(text))


MODULES = [
    module(file.relative_to(SOURCE).as_posix(), file.read_text(encoding="utf-8"))
    for file in sorted(SOURCE.rglob("*.py"))
]


def imports_only_the_rooms_below_it(code: Module) -> Iterator[str]:
    allowed = MAY_IMPORT.get(code.room, set()) | {code.room}
    for found in code.imports():
        types = MAY_IMPORT_TYPES.get(code.room, set()) if found.is_for_types else set()
        if found.room and found.room not in allowed | types:
            yield code.at(found.line, f"{code.room} imports {found.room} ({found.name})")


def is_in_a_room_of_the_design(code: Module) -> Iterator[str]:
    if code.room not in MAY_IMPORT:
        yield code.at(1, f"{code.room} is no room of the design")


def is_named_for_what_it_holds(code: Module) -> Iterator[str]:
    for part in code.path.with_suffix("").parts:
        if NO_ROOM.fullmatch(part):
            yield code.at(1, f"{part} says nothing")


def leaves_the_screen_to_the_command_line(code: Module) -> Iterator[str]:
    for found in code.imports():
        if found.top in SCREEN and code.room != "cli":
            yield code.at(found.line, f"imports {found.name}")


def needs_no_network(code: Module) -> Iterator[str]:
    for found in code.imports():
        if found.top in NETWORK:
            yield code.at(found.line, f"imports {found.name}")


def is_pure_where_it_has_to_be(code: Module) -> Iterator[str]:
    """No file, screen, clock, chance or collecting in PURE rooms."""
    if code.room not in PURE:
        return
    for found in code.imports():
        if found.top in IMPURE_MODULES:
            yield code.at(found.line, f"imports {found.name}")
    for node in ast.walk(code.tree):
        if isinstance(node, ast.Attribute) and IMPURE_METHODS.fullmatch(node.attr):
            yield code.at(node.lineno, ast.unparse(node).splitlines()[-1])
        elif isinstance(node, ast.Name) and node.id in IMPURE_CALLS:
            yield code.at(node.lineno, node.id)


def clock_calls(code: Module) -> Iterator[str]:
    for found in code.imports():
        if CLOCK.fullmatch(found.name):
            yield code.at(found.line, f"imports {found.name}")
    for node in ast.walk(code.tree):
        if isinstance(node, ast.Attribute) and CLOCK.fullmatch(ast.unparse(node)):
            yield code.at(node.lineno, ast.unparse(node))


def leaves_the_clock_to_the_options(code: Module) -> Iterator[str]:
    if code.path != PurePosixPath(CLOCK_HOME):
        yield from clock_calls(code)


def works_on_columns(code: Module) -> Iterator[str]:
    for node in ast.walk(code.tree):
        if isinstance(node, ast.Attribute) and node.attr in ROW_BY_ROW:
            yield code.at(node.lineno, node.attr)


def is_short(code: Module) -> Iterator[str]:
    lines = len(code.text.splitlines())
    if lines > LONGEST_MODULE:
        yield code.at(lines, f"{lines} lines, more than {LONGEST_MODULE}")
    for node in ast.walk(code.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                what = f"{node.name} has {length} lines, more than {LONGEST_FUNCTION}"
                yield code.at(node.lineno, what)


Rule = Callable[[Module], Iterator[str]]
RULES: list[Rule] = [
    imports_only_the_rooms_below_it,
    is_in_a_room_of_the_design,
    is_named_for_what_it_holds,
    leaves_the_screen_to_the_command_line,
    needs_no_network,
    is_pure_where_it_has_to_be,
    leaves_the_clock_to_the_options,
    works_on_columns,
    is_short,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_module(rule: Rule) -> None:
    assert MODULES
    broken = [place for code in MODULES for place in rule(code)]
    assert not broken, "\n".join(broken)


def test_the_clock_is_read_once_by_the_options() -> None:
    (options,) = (code for code in MODULES if code.path == PurePosixPath(CLOCK_HOME))
    assert len(list(clock_calls(options))) == 1


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (imports_only_the_rooms_below_it, "measures/runs.py", "import lj_attendance.policy"),
        (imports_only_the_rooms_below_it, "measures/runs.py", "from lj_attendance import codes"),
        (imports_only_the_rooms_below_it, "measures/runs.py", "from ..ingest import text"),
        (imports_only_the_rooms_below_it, "codes.py", "from .ingest.text import read"),
        (imports_only_the_rooms_below_it, "cli/x.py", "from lj_attendance.measures import runs"),
        (
            imports_only_the_rooms_below_it,
            "reports/x.py",
            "from lj_attendance.workflows.analyse import Analysis",
        ),
        (
            imports_only_the_rooms_below_it,
            "letters/x.py",
            "if TYPE_CHECKING:\n    from lj_attendance.workflows.analyse import Analysis",
        ),
        (
            imports_only_the_rooms_below_it,
            "ingest/x.py",
            "def read():\n    from lj_attendance.measures.runs import runs",
        ),
        (is_in_a_room_of_the_design, "extras/x.py", ""),
        (is_named_for_what_it_holds, "ingest/utils.py", ""),
        (is_named_for_what_it_holds, "ingest/helpers/dates.py", ""),
        (leaves_the_screen_to_the_command_line, "workflows/x.py", "from rich.table import Table"),
        (needs_no_network, "ingest/x.py", "from urllib.request import urlopen"),
        (is_pure_where_it_has_to_be, "measures/x.py", "from pathlib import Path"),
        (is_pure_where_it_has_to_be, "measures/x.py", "marks.select('code').collect()"),
        (is_pure_where_it_has_to_be, "policy/x.py", "pl.read_csv('codes.csv')"),
        (is_pure_where_it_has_to_be, "policy/x.py", "day = date.today()"),
        (is_pure_where_it_has_to_be, "codes.py", "print('code')"),
        (leaves_the_clock_to_the_options, "ledger/x.py", "when = datetime.datetime.now(UTC)"),
        (leaves_the_clock_to_the_options, "ledger/x.py", "from time import time"),
        (leaves_the_clock_to_the_options, "cli/x.py", "field(default_factory=date.today)"),
        (works_on_columns, "ingest/x.py", "pl.col('mark').map_elements(str)"),
        (is_short, "ingest/x.py", "x = 1\n" * 251),
        (is_short, "ingest/x.py", "def f():\n" + "    x = 1\n" * 45),
    ],
)
def test_a_rule_sees_what_breaks_it(rule: Rule, path: str, text: str) -> None:
    assert len(list(rule(module(path, text)))) == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "reports/x.py",
            "if TYPE_CHECKING:\n    from lj_attendance.workflows.analyse import Analysis",
        ),
        ("cli/x.py", "from lj_attendance import __version__\nfrom lj_attendance.cli import app"),
        ("cli/x.py", "import typer\nopt.today()"),
        ("measures/x.py", "from datetime import date, time\nmarks.collect_schema()"),
        ("policy/x.py", "import pydantic\nfrom lj_attendance.data import read_table"),
        ("ingest/x.py", "x = 1\n" * 250),
        ("ingest/x.py", "def f():\n" + "    x = 1\n" * 44),
    ],
)
def test_no_rule_forbids_what_the_design_allows(path: str, text: str) -> None:
    assert not [place for rule in RULES for place in rule(module(path, text))]


def test_help_waits_for_nothing_but_the_command_line_itself() -> None:
    script = f"""
import sys
from lj_attendance.cli.main import main
sys.argv = ["lja", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code
print("loaded:", sorted(set({HEAVY!r}) & set(sys.modules)))
"""
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert "Usage" in run.stdout
    assert run.stdout.splitlines()[-1] == "loaded: []"
