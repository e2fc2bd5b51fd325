"""A saved mapping: what it names in vain, what it may say, and what is offered to start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lj_attendance.ingest.mapping import read_mapping
from lj_attendance.workflows.explain import explain
from tests.ingest import SETTINGS, TODAY, found, long, marks, read, read_as, refusal, save

if TYPE_CHECKING:
    from pathlib import Path

    from lj_attendance.workflows.explain import Explanation

OWN = "Number,Day,Half,Sign"
MAPPING = '[columns]\npupil_id = "Number"\ndate = "Day"\nsession = "Half"\nmark = "Sign"\n'
ROWS = ("77,2025-09-01,AM,/", "77,2025-09-01,PM,N")
READ = {"77 2025-09-01 AM": "/", "77 2025-09-01 PM": "N"}


def own(folder: Path, *rows: str, heading: str = OWN) -> Path:
    """A file of another system."""
    return save(folder, "a.csv", long(*rows, heading=heading))


def explained(folder: Path, mapping: str, *rows: str, heading: str = OWN) -> Explanation:
    """How such a file is understood with a mapping."""
    path, saved = own(folder, *rows, heading=heading), save(folder, "m.toml", mapping)
    (explanation,) = explain(path, SETTINGS, TODAY, saved)
    return explanation


# ---- headers that no file has


def test_a_misspelt_header_is_told_with_the_field_and_the_nearest_header(tmp_path: Path) -> None:
    mapping = save(tmp_path, "m.toml", MAPPING + 'note = "Coment"\n')
    path = own(tmp_path, *(f"{row},bus" for row in ROWS), heading=f"{OWN},Remark")
    reading = read(path, mapping=mapping)
    assert marks(reading) == READ
    (finding,) = found(reading, "mapping_header_absent")
    assert finding[:4] == ("warning", "mapping_header_absent", "m.toml", None)
    assert "note is 'Coment'" in finding.message
    assert "did you mean" not in finding.message  # no header is like it
    nearer = own(tmp_path, *(f"{row},bus" for row in ROWS), heading=f"{OWN},Comment")
    (finding,) = found(read(nearer, mapping=mapping), "mapping_header_absent")
    assert finding.message.endswith("did you mean 'Comment'?")


def test_a_header_that_any_file_has_is_not_told(tmp_path: Path) -> None:
    mapping = save(tmp_path, "m.toml", MAPPING + 'year_group = "Stufe"\n')
    exports = tmp_path / "exports"
    save(exports, "a.csv", long(*ROWS, heading=OWN))
    save(exports, "roll.csv", "NUMBER ,Stufe\n77,8\n")
    reading = read(exports, mapping=mapping)
    assert found(reading, "mapping_header_absent") == []


def test_a_header_of_the_lower_of_two_header_rows_is_there(tmp_path: Path) -> None:
    mapping = save(tmp_path, "m.toml", '[columns]\npupil_id = "Number"\n')
    path = own(tmp_path, "77,/,N", heading=",01 Sep 2025,\nNumber,AM,PM")
    reading = read(path, mapping=mapping)
    assert marks(reading) == READ
    assert found(reading, "mapping_header_absent") == []


def test_a_misspelt_header_is_told_where_nothing_can_be_read_for_it(tmp_path: Path) -> None:
    mapping = save(tmp_path, "m.toml", MAPPING.replace('"Day"', '"Dayy"'))
    error = refusal(own(tmp_path, *ROWS), mapping=mapping)
    assert "date is 'Dayy'" in error.remedy
    assert "did you mean 'Day'?" in error.remedy
    assert str(mapping) in error.remedy


def test_import_tells_a_misspelt_header(tmp_path: Path) -> None:
    explanation = explained(tmp_path, MAPPING.replace('"Half"', '"Halb"'), *ROWS)
    (told,) = explanation.absent
    assert "session is 'Halb'" in told
    assert "'Half'" in told
    assert '# session = "Halb"' in explanation.mapping


# ---- dates


@pytest.mark.parametrize(
    "date_format",
    ["%Q", "%d/%m", "%d/%m/%", "dd/mm/yyyy", "%H:%M", "%m/%Y", "%d%d%m%Y", "%-d/%m/%Y", "%Y"],
)
def test_a_date_format_that_reads_no_day_is_refused(tmp_path: Path, date_format: str) -> None:
    mapping = save(tmp_path, "m.toml", MAPPING + f'[values]\ndate_format = "{date_format}"\n')
    error = refusal(own(tmp_path, *ROWS), mapping=mapping)
    assert (error.exit_code, error.where) == (3, str(mapping))
    assert "cannot use" in error.problem
    assert f'values.date_format = "{date_format}"' in error.remedy
    assert "%d.%m.%Y" in error.remedy


@pytest.mark.parametrize(
    "date_format",
    ["%d/%m/%Y", "%d.%m.%y", "%Y%m%d", "%a %d %b %Y", "%Y-%m-%dT%H:%M:%S%z", "%G-W%V-%u", "%j %Y"],
)
def test_a_date_format_that_reads_whole_days_is_taken(tmp_path: Path, date_format: str) -> None:
    text = f'[values]\ndate_format = "{date_format}"\n'
    assert read_mapping(save(tmp_path, "m.toml", text)).date_format == date_format


# ---- words for sessions

HALVES = '[sessions]\n"Vormittag" = "AM"\n"Nachmittag" = "pm"\n'


@pytest.mark.parametrize("words", [("Vormittag", "Nachmittag"), (" VORMITTAG ", "nachmittag")])
def test_a_mapping_may_say_what_words_mean_for_sessions(
    tmp_path: Path, words: tuple[str, str]
) -> None:
    rows = (f"77,2025-09-01,{words[0]},/", f"77,2025-09-01,{words[1]},N")
    path = own(tmp_path, *rows)
    mapping = save(tmp_path, "m.toml", MAPPING + HALVES)
    assert marks(read(path, mapping=mapping)) == READ
    without = refusal(path, mapping=save(tmp_path, "plain.toml", MAPPING))
    assert "neither AM nor PM" in without.problem


@pytest.mark.parametrize(
    "heading",
    [
        "Number,{0} Vormittag,{0} Nachmittag",
        "Number,Vormittag {0},Nachmittag {0}",
        "Number,{0} (Vormittag),{0} (Nachmittag)",
        "Number,Vormittag: {0},Nachmittag: {0}",
        ",{0},\nNumber,Vormittag,Nachmittag",
    ],
)
@pytest.mark.parametrize("day", ["01 Sep 2025", "01.09.2025"])
def test_words_for_sessions_hold_for_the_headers_of_a_wide_file(
    tmp_path: Path, heading: str, day: str
) -> None:
    mapping = save(tmp_path, "m.toml", '[columns]\npupil_id = "Number"\n' + HALVES)
    path = own(tmp_path, "77,/,N", heading=heading.format(day))
    assert marks(read(path, mapping=mapping)) == READ


def test_a_mapping_may_say_which_numbers_are_sessions(tmp_path: Path) -> None:
    rows = ("77,2025-09-01,3,/", "77,2025-09-01,4,N")
    mapping = save(tmp_path, "m.toml", MAPPING + '[sessions]\n"3" = "AM"\n"4" = "PM"\n')
    assert marks(read(own(tmp_path, *rows), mapping=mapping)) == READ


def test_a_wrong_session_of_a_mapping_is_named(tmp_path: Path) -> None:
    mapping = save(tmp_path, "m.toml", MAPPING + '[sessions]\n"Abend" = "evening"\n"X" = 1\n')
    error = refusal(own(tmp_path, *ROWS), mapping=mapping)
    assert (error.exit_code, error.where) == (3, str(mapping))
    assert 'sessions.Abend has to be "AM" or "PM"' in error.remedy
    assert "sessions.X" in error.remedy


# ---- the mapping offered


def test_the_mapping_offered_keeps_what_the_mapping_in_use_says(tmp_path: Path) -> None:
    said = '[values]\ndate_format = "%d|%m|%Y"\none_character_codes = true\n[marks]\n"ill" = "I"\n'
    rows = ("77,01|09|2025,Vormittag,ill", "77,01|09|2025,Abend,odd")
    explanation = explained(tmp_path, MAPPING + said + HALVES, *rows)
    offered = read_mapping(save(tmp_path, "offered.toml", explanation.mapping))
    assert offered.date_format == "%d|%m|%Y"
    assert offered.one_character_codes
    assert offered.marks == {"ill": "I"}
    assert offered.sessions == {"Vormittag": "AM", "Nachmittag": "PM"}
    assert offered.fields == read_mapping(tmp_path / "m.toml").fields


def test_the_mapping_offered_asks_for_what_is_unread(tmp_path: Path) -> None:
    rows = ("77,2025-09-01,Abend,odd", "77,2025-09-01,AM,/")
    explanation = explained(tmp_path, MAPPING, *rows)
    assert '# "Abend" = ""' in explanation.mapping
    assert '# "odd" = ""' in explanation.mapping
    assert '# "AM" = ""' not in explanation.mapping


def test_the_mapping_offered_for_lessons_asks_which_are_sessions(tmp_path: Path) -> None:
    rows = [f"77,2025-09-01,{period},/" for period in range(1, 7)]
    explanation = explained(tmp_path, MAPPING, *rows)
    assert explanation.kind == "lesson marks"
    asked = explanation.mapping
    for period, session in (("1", "AM"), ("5", "PM")):
        asked = asked.replace(f'# "{period}" = ""', f'"{period}" = "{session}"')
    reading = read(tmp_path / "a.csv", mapping=save(tmp_path, "m.toml", asked))
    assert marks(reading) == {"77 2025-09-01 AM": "/", "77 2025-09-01 PM": "/"}
    assert read_as(reading) == {"a.csv": "marks, long"}
    assert [finding.row for finding in found(reading, "no_session")] == [3, 4, 5, 7]
