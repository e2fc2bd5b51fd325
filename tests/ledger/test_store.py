"""The ledger's file: what goes in comes out, all of a run or none, and nothing is ever changed."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lj_attendance.errors import LjaError, UnusableInput
from lj_attendance.ledger import database
from lj_attendance.ledger.chain import verify
from lj_attendance.ledger.events import HOLD, Event, NewEvent
from lj_attendance.ledger.store import AlreadyEntered, Ledger
from tests.ledger.entries import NOW, enter, hold, letter, nov, raw, tamper, withdrawal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


# ---- what goes in comes out


def test_an_absent_ledger_has_no_entries_and_is_not_made_by_reading(path: Path) -> None:
    assert Ledger(path).events() == ()
    assert Ledger(path).unsound() == []
    assert list(path.parent.iterdir()) == []


def test_an_entry_stands_as_it_was_entered(path: Path) -> None:
    (first,) = enter(path, hold("1001", nov(20), nov(27), "Zoë’s reason, “quoted” & <b>"))
    assert first == Event(
        number=1,
        recorded_at="2026-11-23T09:30:15Z",
        kind="hold",
        on=nov(20),
        pupil_id="1001",
        detail={"reason": "Zoë’s reason, “quoted” & <b>", "until": "2026-11-27"},
        by="A. Officer",
        corrects=None,
        key=None,
        previous_hash="0" * 64,
        hash=first.hash,
    )
    assert Ledger(path).events() == (first,)


def test_entries_are_numbered_from_1_and_each_bears_the_hash_before(path: Path) -> None:
    enter(path, letter("1001", 1, nov(2), key="one"))
    enter(path, hold("1002", nov(3)), withdrawal("1001", 1, nov(4)))
    events = Ledger(path).events()
    assert [event.number for event in events] == [1, 2, 3]
    assert [event.previous_hash for event in events] == ["0" * 64, events[0].hash, events[1].hash]
    assert events[2].corrects == 1
    assert verify(events) == []


def test_the_moment_is_kept_in_utc(path: Path) -> None:
    summer = timezone(timedelta(hours=1))
    with Ledger(path).writing(datetime(2026, 6, 1, 0, 30, tzinfo=summer)) as writing:
        assert writing.add(hold("1001", nov(2))).recorded_at == "2026-05-31T23:30:00Z"


def test_a_moment_without_a_zone_is_a_fault(path: Path) -> None:
    moment = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"), Ledger(path).writing(moment):
        pass
    assert not path.exists()


def test_an_event_s_own_name_wins_over_the_run_s(path: Path) -> None:
    with Ledger(path).writing(NOW, "the officer") as writing:
        assert writing.add(NewEvent(HOLD, nov(2), "1", {"reason": "x"}, by="the head")).by == (
            "the head"
        )
        assert writing.add(hold("2", nov(2))).by == "the officer"


def test_what_was_just_added_is_seen_within_and_not_yet_elsewhere(path: Path) -> None:
    enter(path, hold("1001", nov(2)))
    with Ledger(path).writing(NOW) as writing:
        writing.add(hold("1002", nov(3)))
        assert [event.pupil_id for event in writing.events()] == ["1001", "1002"]
        assert [event.pupil_id for event in Ledger(path).events()] == ["1001"]
    assert [event.pupil_id for event in Ledger(path).events()] == ["1001", "1002"]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(detail=st.dictionaries(st.text("abcÄ\0\"\\'", max_size=3), json_values, max_size=4))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_json_can_hold_is_kept_to_the_last_digit(
    tmp_path: Path, detail: dict[str, Any]
) -> None:
    path = tmp_path / "ledger.db"
    path.unlink(missing_ok=True)
    (event,) = enter(path, NewEvent(HOLD, nov(2), "1001", detail))
    (stored,) = Ledger(path).events()
    assert stored == event
    assert repr(stored.detail) == repr({key: detail[key] for key in sorted(detail)}) or (
        stored.detail == detail
    )
    assert verify([stored]) == []


def test_mappings_and_tuples_come_back_as_json_has_them(path: Path) -> None:
    detail = MappingProxyType({"sessions": (("2026-11-02", "AM", "N"),)})
    (event,) = enter(path, NewEvent(HOLD, nov(2), "1001", detail))
    assert event.detail == {"sessions": [["2026-11-02", "AM", "N"]]}
    assert Ledger(path).events() == (event,)


@pytest.mark.parametrize(
    "value",
    [
        float("nan"), float("inf"), date(2026, 11, 2), {1: "one"}, {"deep": [{None: 1}]},
        {"a", "b"}, b"bytes", "\ud800", object(), [{"x": float("-inf")}],
    ],
)  # fmt: skip
def test_what_json_cannot_hold_is_refused_and_nothing_kept(path: Path, value: object) -> None:
    with pytest.raises(UnusableInput, match="cannot be entered") as told:
        enter(path, hold("1001", nov(2)), NewEvent(HOLD, nov(3), "1002", {"x": value}))
    assert (told.value.where, bool(told.value.remedy)) == (str(path), True)
    assert Ledger(path).events() == ()


@pytest.mark.parametrize("field", ["pupil_id", "by", "key"])
def test_text_that_is_no_unicode_is_refused(path: Path, field: str) -> None:
    said: dict[str, Any] = {"pupil_id": "1001", field: "\udcff"}
    with pytest.raises(UnusableInput, match="cannot be entered"):
        enter(path, NewEvent(HOLD, nov(2), **said))


def test_a_kind_that_is_none_or_a_time_for_a_day_is_a_fault(path: Path) -> None:
    with pytest.raises(ValueError, match="mistake"):
        enter(path, NewEvent("mistake", nov(2), "1001"))
    with pytest.raises(ValueError, match="hold"):
        enter(path, NewEvent(HOLD, datetime(2026, 11, 2, tzinfo=UTC), "1001"))
    assert Ledger(path).events() == ()


# ---- all of it or none


def test_an_exception_leaves_nothing_of_the_run(path: Path) -> None:
    enter(path, hold("1001", nov(2)))

    def interrupted() -> None:
        with Ledger(path).writing(NOW) as writing:
            writing.add(hold("1002", nov(2)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [event.pupil_id for event in Ledger(path).events()] == ["1001"]


def test_an_error_of_the_caller_s_own_is_not_taken_for_the_ledger_s(path: Path) -> None:
    with pytest.raises(FileNotFoundError), Ledger(path).writing(NOW):
        (path.parent / "letter.docx").read_bytes()


def test_a_key_can_be_entered_once(path: Path) -> None:
    enter(path, letter("1001", 1, nov(2), key="letter 1"))
    with pytest.raises(AlreadyEntered) as told:
        enter(path, hold("1002", nov(3)), letter("1001", 1, nov(4), key="letter 1"))
    assert isinstance(told.value, LjaError)
    assert (told.value.key, told.value.number, told.value.exit_code) == ("letter 1", 1, 3)
    assert told.value.where == f"{path}, entry 1"
    assert [event.number for event in Ledger(path).events()] == [1]


def test_a_key_can_be_entered_once_within_a_run_too(path: Path) -> None:
    with pytest.raises(AlreadyEntered):
        enter(path, letter("1", 1, nov(2), key="k"), letter("1", 1, nov(2), key="k"))
    assert Ledger(path).events() == ()


def test_entries_without_a_key_never_clash(path: Path) -> None:
    enter(path, hold("1001", nov(2)), hold("1001", nov(2)))
    assert len(Ledger(path).events()) == 2


def test_an_error_that_is_caught_within_still_undoes_the_run(path: Path) -> None:
    enter(path, letter("1001", 1, nov(2), key="k"))

    def headstrong() -> None:
        with Ledger(path).writing(NOW) as writing:
            writing.add(hold("1002", nov(3)))
            with suppress(AlreadyEntered):
                writing.add(letter("1001", 1, nov(4), key="k"))
            with pytest.raises(AlreadyEntered):
                writing.add(hold("1003", nov(3)))

    with pytest.raises(AlreadyEntered):
        headstrong()
    assert len(Ledger(path).events()) == 1


@pytest.mark.parametrize("number", [-1, 0, 2, 3])
def test_a_correction_names_an_entry_that_is_there(path: Path, number: int) -> None:
    enter(path, letter("1001", 1, nov(2)))
    with pytest.raises(UnusableInput, match=f"no entry {number} to correct"):
        enter(path, withdrawal("1001", number, nov(3)))
    assert len(Ledger(path).events()) == 1


def test_a_correction_may_name_an_entry_of_its_own_run(path: Path) -> None:
    enter(path, letter("1001", 1, nov(2)), withdrawal("1001", 1, nov(2)))
    assert [event.corrects for event in Ledger(path).events()] == [None, 1]


# ---- never changed


def inserted(number: int, key: str, previous: str, corrects: str = "NULL") -> str:
    """An entry like the second, with values of SQL in place of some of its own."""
    return (
        f"INTO entry SELECT {number}, recorded_at, kind, happened_on, pupil_id, detail, "
        f"entered_by, {corrects}, {key}, {previous}, 'h' FROM entry WHERE number = 2"
    )


@pytest.mark.parametrize("recursive", ["OFF", "ON"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET detail = '{}' WHERE number = 1",
        "UPDATE entry SET number = 9 WHERE number = 2",
        "UPDATE OR REPLACE entry SET number = 1 WHERE number = 2",
        "UPDATE OR IGNORE entry SET detail = '{}'",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE number = 2",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE number = 1",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE number = 2",
        "INSERT OR IGNORE INTO entry SELECT * FROM entry WHERE number = 2",
        "REPLACE " + inserted(1, "NULL", "previous_hash"),
        "REPLACE " + inserted(2, "NULL", "previous_hash"),
        "REPLACE " + inserted(3, "'one'", "hash"),  # the first entry's key
        "INSERT " + inserted(3, "'one'", "hash"),
        "INSERT " + inserted(2, "NULL", "hash") + " ON CONFLICT (number) DO UPDATE SET hash = 'h'",
        "INSERT " + inserted(5, "NULL", "hash"),  # leaves a gap
        "INSERT " + inserted(0, "NULL", "hash"),
        "INSERT " + inserted(3, "NULL", "'another'"),
        "INSERT " + inserted(3, "NULL", "hash", corrects="7"),
    ],
)
def test_another_program_cannot_change_or_replace_an_entry(
    path: Path, statement: str, recursive: str
) -> None:
    before = enter(path, letter("1001", 1, nov(2), key="one"), hold("1002", nov(3)))
    with raw(path) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    assert Ledger(path).events() == before
    assert Ledger(path).unsound() == []


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER entry_is_never_changed",
        "CREATE TRIGGER forget AFTER INSERT ON entry BEGIN SELECT RAISE(IGNORE); END",
        "ALTER TABLE entry ADD COLUMN remark TEXT",
    ],
)
def test_protections_taken_off_are_told(path: Path, statement: str) -> None:
    enter(path, hold("1001", nov(2)))
    with raw(path) as connection:
        connection.execute(statement)
    (told,) = Ledger(path).unsound()
    assert "protects it" in told


# ---- the file


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in lists, not in modes")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_ledger_is_readable_by_its_owner_only(path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        enter(path, hold("1001", nov(2)))
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["ledger.db"]


def test_no_write_ahead_log_and_full_sync(path: Path) -> None:
    with Ledger(path).writing(NOW) as writing:
        writing.add(hold("1001", nov(2)))
        connection = writing._connection
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_write_ahead_log_that_another_program_set_is_taken_off(path: Path) -> None:
    enter(path, hold("1001", nov(2)))
    with raw(path) as connection:
        assert connection.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    enter(path, hold("1002", nov(2)))
    with raw(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert len(Ledger(path).events()) == 2


def test_one_that_is_there_is_not_made_anew(path: Path) -> None:
    before = enter(path, hold("1001", nov(2)))
    database.create(path)
    assert Ledger(path).events() == before
    assert [file.name for file in path.parent.iterdir()] == ["ledger.db"]


def test_a_share_without_links_will_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", no_links)
    before = enter(path, hold("1001", nov(2)))
    database.create(path)
    assert Ledger(path).events() == before
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def refused(path: Path) -> str:
    """What both reading and writing tell; the file stays as it is, and nothing beside it."""
    content = path.read_bytes()
    told = set()
    for act in (Ledger(path).events, lambda: enter(path, hold("1001", nov(2)))):
        with pytest.raises(UnusableInput) as error:
            act()
        assert error.value.where == str(path)
        assert error.value.remedy
        told.add(error.value.problem)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    (problem,) = told
    return problem


def test_an_empty_file_is_no_new_ledger(path: Path) -> None:
    path.write_bytes(b"")
    assert "empty" in refused(path)


@pytest.mark.parametrize("content", [b"x", b"no ledger " * 900, b"PK\x03\x04" + bytes(5000)])
def test_a_file_of_another_kind_is_told(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert refused(path) == "This file is no ledger of lja."


def test_a_database_of_another_program_is_told(path: Path) -> None:
    with raw(path) as connection:
        connection.execute("CREATE TABLE entry (number INTEGER)")
    assert "no ledger of lja" in refused(path)


def test_a_ledger_of_a_newer_lja_is_left_alone(path: Path) -> None:
    enter(path, hold("1001", nov(2)))
    with raw(path) as connection:
        connection.execute(f"PRAGMA user_version = {database.VERSION + 1}")
    assert "newer lja" in refused(path)


def test_a_ledger_without_its_table_is_damaged(path: Path) -> None:
    enter(path, hold("1001", nov(2)))
    with raw(path) as connection:
        connection.execute("DROP TABLE entry")
    assert "damaged" in refused(path)


def test_a_ledger_cut_short_is_damaged(path: Path) -> None:
    enter(path, *(hold("1001", nov(2), reason="x" * 2000) for _ in range(20)))
    path.write_bytes(path.read_bytes()[: 3 * 4096])
    assert "damaged" in refused(path)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("detail", "'no json'"), ("detail", "'[1]'"), ("detail", "x'ff'"),
        ("happened_on", "'2 Nov'"), ("happened_on", "7"), ("detail", "7"),
    ],
)  # fmt: skip
def test_an_entry_that_cannot_be_read_is_told_by_number(
    path: Path, column: str, value: str
) -> None:
    enter(path, hold("1001", nov(2)), hold("1002", nov(3)))
    tamper(path, f"UPDATE entry SET {column} = {value} WHERE number = 2")
    with pytest.raises(UnusableInput, match="damaged: entry 2"):
        Ledger(path).events()


def test_text_that_is_no_utf_8_is_damage(path: Path) -> None:
    enter(path, hold("1001", nov(2)))
    tamper(path, "UPDATE entry SET entered_by = CAST(x'ff' AS TEXT)")
    with pytest.raises(UnusableInput, match="damaged"):
        Ledger(path).events()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "ledger.db"
    assert Ledger(path).events() == ()
    with pytest.raises(UnusableInput, match="cannot be opened or written"):
        enter(path, hold("1001", nov(2)))


def test_a_folder_in_the_ledger_s_place_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(UnusableInput):
        Ledger(path).events()
    with pytest.raises(UnusableInput):
        enter(path, hold("1001", nov(2)))


def test_a_ledger_that_another_program_keeps_locked_is_told(path: Path) -> None:
    enter(path, hold("1001", nov(2)))
    impatient = Ledger(path, patience=0)
    with raw(path) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        for act in (impatient.events, lambda: impatient.writing(NOW).__enter__()):
            with pytest.raises(UnusableInput, match="in use") as told:
                act()
            assert told.value.remedy
    assert len(impatient.events()) == 1


def test_a_reader_in_the_middle_keeps_a_run_from_being_entered_by_halves(path: Path) -> None:
    enter(path, hold("1001", nov(2)))
    with raw(path) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM entry").fetchone()
        with (
            pytest.raises(UnusableInput, match="in use"),
            Ledger(path, patience=0).writing(NOW) as writing,
        ):
            writing.add(hold("1002", nov(2)))
    assert len(Ledger(path).events()) == 1


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_byte_of_an_entry_can_change_unseen(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "ledger.db"
    path.unlink(missing_ok=True)
    before = enter(
        path,
        letter("1001", 1, nov(2), key="one", note="é" * 40),
        hold("1002", nov(3), nov(9)),
        withdrawal("1001", 1, nov(4)),
    )
    content = bytearray(path.read_bytes())
    place = data.draw(st.sampled_from([at for at, byte in enumerate(content) if byte]))
    content[place] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    try:
        after = Ledger(path).events()
        faults = [*verify(after, head=before[-1].hash), *Ledger(path).unsound()]
    except UnusableInput:
        return
    assert after == before or faults
