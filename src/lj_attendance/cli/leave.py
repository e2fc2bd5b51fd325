"""`lja leave`: the commands of leave of absence, gathered."""

from __future__ import annotations

import typer

from lj_attendance.cli.app import app
from lj_attendance.cli.leave_check import check
from lj_attendance.cli.leave_form import form
from lj_attendance.cli.leave_letter import letter
from lj_attendance.cli.leave_record import decide, list_requests

leave_app = typer.Typer(
    name="leave",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)


@leave_app.callback()
def leave() -> None:
    """Requests for leave of absence (§7): judged, decided, answered, kept.

    Its commands take --quiet and --verbose. Example: lja leave list --status open
    """


leave_app.command("check")(check)
leave_app.command("decide")(decide)
leave_app.command("letter")(letter)
leave_app.command("list")(list_requests)
leave_app.command("form")(form)
app.add_typer(leave_app)

__all__ = ["leave_app"]
