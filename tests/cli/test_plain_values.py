"""What is read without pydantic is what Typer would make of it, down to the messages."""

from __future__ import annotations

import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pytest
import typer

from lj_attendance.cli import options as opt
from lj_attendance.cli.plain_values import PlainFirst, read_plainly

if TYPE_CHECKING:
    from collections.abc import Callable


class Colour(StrEnum):
    """A choice whose names are not its values."""

    first = "red"
    second = "deep-blue"


def double(text: str) -> str:
    """A parser that fails in both ways in which one may."""
    if text == "wrong":
        raise ValueError("that is wrong")
    if text == "bad":
        raise typer.BadParameter("that is bad")
    return text * 2


def shown(**values: object) -> None:
    typer.echo(", ".join(f"{name}={value!r}" for name, value in values.items()))


def command(
    paths: opt.Paths = None,
    day: opt.AsOf = None,
    kind: opt.OutputFormat = opt.Format.table,
    mapping: opt.MappingFile = None,
    colour: Colour | None = None,
    folded: Annotated[Colour, typer.Option(case_sensitive=False)] = Colour.first,
    name: str = "nobody",
    names: Annotated[list[str] | None, typer.Option()] = None,
    doubled: Annotated[list[str] | None, typer.Option(parser=double)] = None,
    number: int = 3,
    there: Annotated[Path | None, typer.Option(exists=True)] = None,
    readable: Path | None = None,
    pair: tuple[int, str] = (1, "a"),
    flag: bool = False,
    quiet: opt.Quiet = False,
) -> None:
    shown(**locals())


def outcome(
    arguments: list[str], capsys: pytest.CaptureFixture[str], see_to: Callable[[list[Any]], None]
) -> tuple[object, str, str]:
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(command)
    made = typer.main.get_command(app)
    see_to(made.params)
    with pytest.raises(SystemExit) as ended:
        made.main(arguments, prog_name="it")
    return ended.value.code, *capsys.readouterr()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["exports", "more exports", ""],
        ["--as-of", "2026-11-20"],
        ["--as-of", "2026-11-31"],
        ["--as-of", ""],
        ["--format", "json"],
        ["--format", "JSON"],
        ["--format", "jsn"],
        ["--format", ""],
        ["--colour", "deep-blue"],
        ["--colour", "second"],
        ["--folded", "DEEP-blue"],
        ["--folded", "deep-blue"],
        ["--mapping", "no such file"],
        ["--mapping", "."],
        ["--mapping", "-"],
        ["--name", "Zoë", "--names", "a", "--names", ""],
        ["--doubled", "ab", "--doubled", "c"],
        ["--doubled", "ab", "--doubled", "wrong"],
        ["--doubled", "bad"],
        ["--number", "4"],
        ["--number", "four"],
        ["--there", "no such file"],
        ["--there", "."],
        ["--readable", "no such file"],
        ["--pair", "2", "b"],
        ["--pair", "b", "2"],
        ["--flag", "-q"],
        ["--no-flag"],
        ["--nothing"],
    ],
    ids=" ".join,
)
def test_typer_makes_the_same_of_it(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    plainly = outcome(arguments, capsys, read_plainly)
    assert plainly == outcome(arguments, capsys, lambda _: None)
    assert plainly[1] or plainly[0]


def test_every_option_that_typer_reads_is_tried_first() -> None:
    app = typer.Typer()
    app.command()(command)
    made = typer.main.get_command(app)
    read_plainly(made.params)
    ours = [one for one in made.params if isinstance(getattr(one, "_runtime_param", 0), PlainFirst)]
    assert [one.name for one in ours][:3] == ["paths", "day", "kind"]


def test_an_analysis_does_not_wait_for_pydantic(tmp_path: Path) -> None:
    (tmp_path / "marks.csv").write_text(
        "Arbor Student ID,Date,Session,Mark\n1,07 Sep 2026,AM,/\n", encoding="utf-8"
    )
    script = (
        "import sys; from lj_attendance.cli.main import main\n"
        "sys.argv = ['lja', 'analyse', 'marks.csv', '--as-of', '2026-09-07', '--format', 'json']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'pydantic', 'pydantic_core', 'rich'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, encoding="utf-8", check=True, cwd=tmp_path,
    )  # fmt: skip
    assert run.stdout.splitlines()[-1] == "[]"
