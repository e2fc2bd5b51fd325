"""`lja letters`: the commands of letters, gathered."""

from __future__ import annotations

from lj_attendance.cli.app import app
from lj_attendance.cli.batches import letters_app
from lj_attendance.cli.letter_record import issue, list_letters, withdraw
from lj_attendance.cli.letters_templates import lint, preview

letters_app.command("issue")(issue)
letters_app.command("list")(list_letters)
letters_app.command("withdraw")(withdraw)
__all__ = ["letters_app"]

letters_app.command("preview")(preview)
letters_app.command("lint")(lint)
app.add_typer(letters_app, name="letters")

__all__ = ["letters_app"]
