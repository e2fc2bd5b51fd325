"""`lja report`: documents and pages, gathered."""

from __future__ import annotations

import typer

from lj_attendance.cli.app import app
from lj_attendance.cli.report_evidence import evidence
from lj_attendance.cli.report_fairness import fairness
from lj_attendance.cli.report_governors import governors
from lj_attendance.cli.report_half_term import half_term
from lj_attendance.cli.report_rewards import rewards
from lj_attendance.cli.report_tutor import tutor
from lj_attendance.cli.report_weekly import weekly

report_app = typer.Typer(
    name="report", no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_enable=False
)


@report_app.callback()
def report() -> None:
    """Documents and pages: the week, tutors, families, governors, rewards, evidence.

    Its commands take --quiet and --verbose. Example: lja report weekly
    """


report_app.command("weekly")(weekly)
report_app.command("tutor")(tutor)
report_app.command("half-term")(half_term)
report_app.command("governors")(governors)
report_app.command("rewards")(rewards)
report_app.command("fairness")(fairness)
report_app.command("evidence")(evidence)
app.add_typer(report_app)
