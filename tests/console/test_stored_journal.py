"""The journal that the gateway writes, read for the pages."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from beffroi.console.ports import JournalQuery
from beffroi.console.stored_journal import StoredJournal
from beffroi.errors import JournalError
from beffroi.journal.entry import Outcome
from beffroi.journal.sqlite import SqliteJournal

ARRAS = JournalQuery(organization="arras")


@pytest.fixture
def path(tmp_path: Path, record) -> Path:
    """A journal with five lines of Arras and one of Béthune."""
    file = tmp_path / "journal.sqlite3"
    store = SqliteJournal(file)
    lines = [record(request_id=f"req-{n}", at=1000 * n, outcome=list(Outcome)[n % 2]) for n in range(1, 6)]
    store.write([], [*lines, record(organization="bethune", request_id="req-b")])
    store.close()
    return file


def test_no_file_is_an_empty_journal(tmp_path: Path) -> None:
    reader = StoredJournal(SqliteJournal(tmp_path / "journal.sqlite3"))
    assert reader.count(ARRAS) == 0
    assert list(reader.page(ARRAS, offset=0, limit=10)) == []
    assert reader.entry("arras", 1) is None
    assert reader.verify("arras").ok
    assert not (tmp_path / "journal.sqlite3").exists()


def test_pages_latest_first(path: Path) -> None:
    reader = StoredJournal(SqliteJournal(path))
    assert reader.count(ARRAS) == 5
    assert [entry.seq for entry in reader.page(ARRAS, offset=0, limit=3)] == [5, 4, 3]
    assert [entry.seq for entry in reader.page(ARRAS, offset=3, limit=3)] == [2, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (JournalQuery("arras", outcome="refused"), [5, 3, 1]),
        (JournalQuery("arras", since=2000, before=4000), [3, 2]),
        (JournalQuery("arras", person="luc@example.org"), []),
        (JournalQuery("arras", use="' OR 1=1 --"), []),
        (JournalQuery("bethune"), [1]),
    ],
)
def test_filters(path: Path, query: JournalQuery, expected: list[int]) -> None:
    reader = StoredJournal(SqliteJournal(path))
    assert [entry.seq for entry in reader.page(query, offset=0, limit=10)] == expected
    assert reader.count(query) == len(expected)


def test_one_entry_and_its_chain(path: Path) -> None:
    reader = StoredJournal(SqliteJournal(path))
    entry = reader.entry("arras", 2)
    assert entry is not None
    assert entry.record.request_id == "req-2"
    assert reader.entry("bethune", 2) is None
    report = reader.verify("arras")
    assert (report.ok, report.verified) == (True, 5)


def test_a_damaged_file_is_an_error_in_words(tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite3"
    file.write_bytes(b"ceci n'est pas une base" * 100)
    with pytest.raises(JournalError):
        StoredJournal(SqliteJournal(file)).page(ARRAS, offset=0, limit=1)


def test_the_reader_writes_nothing(path: Path) -> None:
    reader = StoredJournal(SqliteJournal(path))
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
        before = connection.execute("PRAGMA data_version").fetchone()
        reader.page(ARRAS, offset=0, limit=10)
        reader.verify("arras")
        assert connection.execute("PRAGMA data_version").fetchone() == before
    connection.close()
