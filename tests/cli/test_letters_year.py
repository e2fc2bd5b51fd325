"""A year of letters, played week by week through the commands."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.cli.schools import school_in
from tests.cli.test_commands import lja

FIRST_FRIDAY, LAST_FRIDAY = date(2026, 9, 11), date(2027, 7, 16)


class Year:
    """What happened: the stages told on each Friday, and the letters issued on each Monday."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.told: dict[date, list[dict[str, Any]]] = {}
        self.issued: dict[str, list[tuple[int, date]]] = defaultdict(list)

    def stages(self, friday: date) -> list[dict[str, Any]]:
        done = lja(
            *("stages", "--as-of", friday, "--format", "json", "--workspace", self.workspace)
        )
        assert done.exit_code == 0, done.err
        answer: list[dict[str, Any]] = json.loads(done.out)
        return answer

    def send(self, stage: int, friday: date) -> None:
        """The batch of a stage, written on Friday and issued on Monday."""
        done = lja(
            *("letters", "--stage", stage, "--as-of", friday, "--format", "csv", "--quiet"),
            *("--workspace", self.workspace),
        )
        if done.exit_code == 3:  # the summer: the next terms are not in lja.toml
            assert "Add the next terms" in done.err
            assert friday >= LAST_FRIDAY - timedelta(weeks=4)
            return
        assert done.exit_code == 0, done.err
        drafts = [row for row in csv.DictReader(StringIO(done.out)) if row["status"] == "draft"]
        if not drafts:
            return
        [folder] = (self.workspace / "letters").glob(f"{friday}-stage-{stage}-batch-*")
        assert {row["file"] for row in drafts} <= {file.name for file in folder.iterdir()}
        monday = friday + timedelta(days=3)
        done = lja("letters", "issue", folder, "--on", monday, "--workspace", self.workspace)
        assert done.exit_code == 0, done.err
        for pupil_id in {row["pupil_id"] for row in drafts}:
            self.issued[pupil_id].append((stage, monday))


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    workspace = school_in(tmp_path_factory.mktemp("year"), pupils=30, until=LAST_FRIDAY)
    played = Year(workspace)
    friday = FIRST_FRIDAY
    while friday <= LAST_FRIDAY:
        played.told[friday] = played.stages(friday)
        for stage in (1, 2, 3, 4):
            if any(p["stage_due"] == stage and p["status"] == "due" for p in played.told[friday]):
                played.send(stage, friday)
        friday += timedelta(weeks=1)
    return played


def test_no_pupil_ever_skips_or_repeats_a_stage(year: Year) -> None:
    assert len(year.issued) > 5
    assert max(stage for letters in year.issued.values() for stage, _ in letters) >= 3
    for letters in year.issued.values():
        assert [stage for stage, _ in letters] == list(range(1, len(letters) + 1))
        days = [day for _, day in letters]
        assert days == sorted(set(days))


def test_the_whole_year_replays_to_the_same_decisions(year: Year) -> None:
    for friday, told in list(year.told.items())[::4]:
        assert year.stages(friday) == told


def test_the_ledger_holds_every_letter_once_and_verifies(year: Year) -> None:
    assert lja("ledger", "verify", "--workspace", year.workspace).exit_code == 0
    done = lja("letters", "list", "--format", "json", "--workspace", year.workspace)
    listed = [(entry["pupil_id"], entry["stage"]) for entry in json.loads(done.out)]
    sent = [(pupil_id, stage) for pupil_id, all_of in year.issued.items() for stage, _ in all_of]
    assert sorted(listed) == sorted(sent)
    assert len(set(listed)) == len(listed)
