"""The SQLite file: private, append-only, refused when damaged, back when the disk is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from beffroi.errors import JournalError
from beffroi.journal.audit import verify_store
from beffroi.journal.entry import Record
from beffroi.journal.ports import JournalFilter
from beffroi.journal.sqlite import SqliteJournal
from beffroi.journal.verification import Problem

TOWN = "saint-aubin"


def tamper(path: Path, *statements: str) -> None:
    """What somebody with the file can do: drop the triggers, then anything."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def five(store: SqliteJournal, record: Callable[..., Record]) -> SqliteJournal:
    store.write((), [record(number) for number in range(1, 6)])
    store.close()
    return store


def test_the_files_are_private(five: SqliteJournal, path: Path) -> None:
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_durability_is_asked_for(store: SqliteJournal, record: Callable[..., Record]) -> None:
    store.write((), [record(1)])
    assert store._connection is not None
    assert store._connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert store._connection.execute("PRAGMA synchronous").fetchone() == (2,)
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET record = '{}' WHERE seq = 2",
        "DELETE FROM entries WHERE seq = 5",
        "DELETE FROM heads",
        "UPDATE heads SET seq = 1",
    ],
)
def test_entries_are_never_changed(five: SqliteJournal, path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "problem", "seq"),
    [
        ("UPDATE entries SET record = replace(record, 'secretariat', 'stagiaire') WHERE seq = 3", Problem.ALTERED, 3),
        ("UPDATE entries SET record = record || ' ' WHERE seq = 3", Problem.UNREADABLE, 3),
        ("UPDATE entries SET record = '{}' WHERE seq = 2", Problem.UNREADABLE, 2),
        ("DELETE FROM entries WHERE seq = 2", Problem.MISSING, 3),
        ("DELETE FROM entries WHERE seq >= 4", Problem.TRUNCATED, 4),
        ("DELETE FROM entries", Problem.TRUNCATED, 1),
    ],
)
def test_tampering_is_seen(five: SqliteJournal, path: Path, statement: str, problem: Problem, seq: int) -> None:
    tamper(path, statement)
    report = verify_store(five, TOWN)
    assert (report.problem, report.bad_seq) == (problem, seq)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (b'"request_id":"req-4"', b'"request_id":"req-9"', Problem.ALTERED),
        (b'"req-4"', b'"req-4 ', Problem.UNREADABLE),
    ],
)
def test_a_change_of_the_bytes_on_disk_is_seen(
    five: SqliteJournal, path: Path, old: bytes, new: bytes, problem: Problem
) -> None:
    data = path.read_bytes()
    assert data.count(old) == 1
    path.write_bytes(data.replace(old, new))
    report = verify_store(five, TOWN)
    assert (report.problem, report.bad_seq) == (problem, 4)


def test_swapped_entries_are_seen(five: SqliteJournal, path: Path) -> None:
    tamper(
        path,
        "UPDATE entries SET seq = 99 WHERE seq = 2",
        "UPDATE entries SET seq = 2 WHERE seq = 3",
        "UPDATE entries SET seq = 3 WHERE seq = 99",
    )
    assert verify_store(five, TOWN).bad_seq == 2


def test_nothing_is_added_to_a_chain_that_was_cut(five: SqliteJournal, path: Path, record: Callable[..., Record]) -> None:
    tamper(
        path, "DELETE FROM entries WHERE seq >= 4", "UPDATE heads SET seq = 3, hash = (SELECT hash FROM entries WHERE seq = 3)"
    )
    with pytest.raises(JournalError, match="coupé ou remplacé"):
        five.write((), [record(6)])
    with pytest.raises(JournalError, match="coupé ou remplacé"):
        five.write((), [record(6)])


def test_a_head_that_disagrees_stops_a_new_process_too(five: SqliteJournal, path: Path, record: Callable[..., Record]) -> None:
    tamper(path, "DELETE FROM entries WHERE seq = 5")
    with pytest.raises(JournalError, match="coupé ou remplacé"):
        SqliteJournal(path).write((), [record(6)])


def test_a_journal_that_disappears_is_not_silently_replaced(
    store: SqliteJournal, path: Path, record: Callable[..., Record]
) -> None:
    store.write((), [record(1)])
    kept = path.rename(path.with_suffix(".ailleurs"))
    for _ in range(2):
        with pytest.raises(JournalError):
            store.write((), [record(2)])
    assert not path.exists()
    kept.rename(path)
    assert store.write((), [record(2)])[0].seq == 2
    store.close()


def test_another_file_in_its_place_is_refused(store: SqliteJournal, path: Path, record: Callable[..., Record]) -> None:
    store.write((), [record(1)])
    store.close()
    path.rename(path.with_suffix(".ailleurs"))
    other = SqliteJournal(path.with_name("autre.sqlite3"))
    other.write((), [record(9)])
    other.close()
    path.with_name("autre.sqlite3").rename(path)
    for _ in range(2):
        with pytest.raises(JournalError):
            store.write((), [record(2)])
    store.close()


def test_one_process_writes(store: SqliteJournal, path: Path, record: Callable[..., Record]) -> None:
    store.write((), [record(1)])
    second = SqliteJournal(path)
    with pytest.raises(JournalError, match="déjà"):
        second.write((), [record(2)])
    assert len(second.read(TOWN)) == 1
    store.close()
    assert second.write((), [record(2)])[0].seq == 2
    second.close()


def test_a_locked_file_is_refused_then_comes_back(
    monkeypatch: pytest.MonkeyPatch, five: SqliteJournal, path: Path, record: Callable[..., Record]
) -> None:
    monkeypatch.setattr("beffroi.journal.sqlite._BUSY_S", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as intruder:
        intruder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JournalError):
            five.write((), [record(6)])
        intruder.execute("ROLLBACK")
    assert five.write((), [record(6)])[0].seq == 6
    five.close()


def test_a_full_disk_is_refused_then_comes_back(store: SqliteJournal, record: Callable[..., Record]) -> None:
    """``max_page_count`` makes SQLite answer exactly what a full disk makes it answer."""
    store.write((), [record(1)])
    assert store._connection is not None
    store._connection.execute("PRAGMA max_page_count = 1")
    with pytest.raises(JournalError) as caught:
        store.write((), [record(number, rule="x" * 5000) for number in range(2, 30)])
    assert "full" in str(caught.value.__cause__)
    assert store.write((), [record(2)])[0].seq == 2
    store.close()


def test_a_read_only_disk_is_refused_then_comes_back(store: SqliteJournal, record: Callable[..., Record]) -> None:
    """``query_only`` makes SQLite refuse as a disk remounted read-only does; the connection made next no longer has it."""
    store.write((), [record(1)])
    assert store._connection is not None
    store._connection.execute("PRAGMA query_only = 1")
    with pytest.raises(JournalError) as caught:
        store.write((), [record(2)])
    assert "readonly" in str(caught.value.__cause__)
    assert store.write((), [record(2)])[0].seq == 2
    store.close()


def test_a_file_that_is_no_journal_is_refused(store: SqliteJournal, path: Path, record: Callable[..., Record]) -> None:
    path.parent.mkdir()
    path.write_bytes(b"autre chose qu'une base" * 100)
    with pytest.raises(JournalError):
        store.write((), [record(1)])
    with pytest.raises(JournalError):
        store.read(TOWN)
    store.close()


def test_a_newer_schema_is_refused(five: SqliteJournal, path: Path, record: Callable[..., Record]) -> None:
    tamper(path, "PRAGMA user_version = 999")
    with pytest.raises(JournalError, match="plus récente"):
        five.write((), [record(6)])
    five.close()


def test_filters_survive_a_damaged_entry_elsewhere(five: SqliteJournal, path: Path) -> None:
    tamper(path, "UPDATE entries SET hash = replace(hash, 'a', 'b') WHERE seq = 3")
    assert len(five.read(TOWN, where=JournalFilter(use="courrier"))) == 5
    assert not verify_store(five, TOWN).ok


def test_reading_creates_nothing(store: SqliteJournal, path: Path) -> None:
    assert store.read(TOWN) == []
    assert not path.exists()


def test_no_person_s_words_reach_the_command_line_of_sqlite(five: SqliteJournal, path: Path) -> None:
    """The columns that pages filter on are computed from what is proved: they cannot say anything else."""
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute(
            "INSERT INTO entries (organization, seq, previous, hash, record, person) VALUES ('', 1, '', '', '', 'x')"
        )


def test_a_lock_dies_with_its_process(path: Path, record: Callable[..., Record]) -> None:
    script = (
        "import os, sys; from pathlib import Path; from beffroi.journal.sqlite import SqliteJournal\n"
        "SqliteJournal(Path(sys.argv[1])).write((), ()); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert done.returncode == -9
    store = SqliteJournal(path)
    assert store.write((), [record(1)])[0].seq == 1
    store.close()
