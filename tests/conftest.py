"""How the tests run: with every command of `lja`, without a stopwatch, and in CI always alike."""

from __future__ import annotations

import os

from hypothesis import settings

from lj_attendance.cli.commands import add_commands

settings.register_profile("anywhere", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")

add_commands()  # `lja` itself adds only the one that it is asked for
