"""`lja letters`: the commands of letters, gathered."""

from __future__ import annotations

from lj_attendance.cli.app import app
from lj_attendance.cli.batches import letters_app
from lj_attendance.cli.letters_templates import lint, preview

letters_app.command("preview")(preview)
letters_app.command("lint")(lint)
app.add_typer(letters_app, name="letters")
