"""The list of commands: complete, and each one whole when it alone is asked for."""

from __future__ import annotations

import json
import subprocess
import sys

import typer

from lj_attendance.cli.app import app
from lj_attendance.cli.commands import COMMANDS

# A process of its own: what is imported once stays, and would hide what a module does not bring.
ALONE = """
import json, sys, typer
from lj_attendance.cli.commands import COMMANDS, add_commands
found = {}
for name in COMMANDS:
    for module in [module for module in sys.modules if module.startswith("lj_attendance.cli.")]:
        del sys.modules[module]
    from lj_attendance.cli.app import app
    from lj_attendance.cli.commands import add_commands
    add_commands(name)
    command = typer.main.get_command(app).commands.get(name)
    found[name] = sorted(getattr(command, "commands", {}))
print(json.dumps(found))
"""


def test_the_list_names_every_command() -> None:
    assert sorted(COMMANDS) == sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_help_names_every_command_as_it_names_itself() -> None:
    whole = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a group
    told = {name: (command.help or "").split("\n\n")[0] for name, command in whole.items()}
    assert {name: " ".join(text.split()) for name, text in told.items()} == {
        name: entry.summary for name, entry in COMMANDS.items()
    }


def test_help_lists_them_without_importing_one() -> None:
    script = (
        "import sys; from lj_attendance.cli.main import main; sys.argv = ['lja', '--help']"
        "\ntry: main()\nexcept SystemExit: pass\n"
        "from lj_attendance.cli.commands import COMMANDS\n"
        "print([e.module for e in COMMANDS.values() if f'lj_attendance.cli.{e.module}' in"
        " sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert run.stdout.splitlines()[-1] == "[]"
    for name, entry in COMMANDS.items():
        assert f"│ {name} " in run.stdout
        assert entry.panel in run.stdout


def test_a_command_asked_for_alone_has_all_its_commands() -> None:
    run = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, encoding="utf-8", check=True
    )
    whole = typer.main.get_command(app).commands  # type: ignore[attr-defined]  # a group
    assert json.loads(run.stdout) == {
        name: sorted(getattr(command, "commands", {})) for name, command in whole.items()
    }


def test_only_the_command_asked_for_is_imported() -> None:
    script = (
        "import sys; from lj_attendance.cli.main import main; sys.argv = ['lja', 'codes', '--help']"
        "\ntry: main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('lj_attendance.cli.a')])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert run.stdout.splitlines()[-1] == "['lj_attendance.cli.app']"
