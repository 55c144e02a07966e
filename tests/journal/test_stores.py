"""What every store owes the journal: the same tests for SQLite and for memory."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beffroi.errors import JournalError
from beffroi.journal.audit import verify_store
from beffroi.journal.chain import genesis, head_of
from beffroi.journal.entry import Opening, Outcome, Record
from beffroi.journal.ports import FIRST_PAGE, JournalFilter, JournalStore, Page
from beffroi.journal.sqlite import SqliteJournal
from beffroi.testing.journal import MemoryJournal

TOWN = "saint-aubin"


@pytest.fixture(params=["sqlite", "memory"])
def any_store(request: pytest.FixtureRequest, store: SqliteJournal) -> JournalStore:
    return store if request.param == "sqlite" else MemoryJournal()


def test_an_empty_store_reads_as_empty(any_store: JournalStore) -> None:
    assert any_store.head(TOWN) == genesis(TOWN)
    assert any_store.read(TOWN) == any_store.open_openings() == any_store.organizations() == []
    assert any_store.count(TOWN) == 0
    assert verify_store(any_store, TOWN).ok


def test_what_is_written_is_chained_and_comes_back(any_store: JournalStore, record: Callable[..., Record]) -> None:
    first = any_store.write((), [record(1), record(2)])
    second = any_store.write((), [record(3)])
    entries = first + second
    assert [entry.seq for entry in entries] == [1, 2, 3]
    assert any_store.read(TOWN) == entries
    assert any_store.head(TOWN) == head_of(entries[-1])
    report = verify_store(any_store, TOWN)
    assert (report.ok, report.verified) == (True, 3)
    any_store.close()
    assert any_store.write((), [record(4)])[0].seq == 4


def test_each_organization_has_its_chain(any_store: JournalStore, record: Callable[..., Record]) -> None:
    written = any_store.write((), [record(1), record(2, "voisine"), record(3)])
    assert [(entry.record.organization, entry.seq) for entry in written] == [(TOWN, 1), ("voisine", 1), (TOWN, 2)]
    assert any_store.organizations() == [TOWN, "voisine"]
    assert [entry.record.request_id for entry in any_store.read("voisine")] == ["req-2"]
    assert verify_store(any_store, "voisine").verified == 1


def test_a_record_closes_its_opening_and_no_other(
    any_store: JournalStore, record: Callable[..., Record], opening: Callable[..., Opening]
) -> None:
    any_store.write([opening(1), opening(2), opening(1, "voisine")], ())
    any_store.write([opening(3)], [record(1)])
    left = {(kept.organization, kept.request_id) for kept in any_store.open_openings()}
    assert left == {(TOWN, "req-2"), ("voisine", "req-1"), (TOWN, "req-3")}


def test_the_same_request_twice_is_closed_once_each(
    any_store: JournalStore, record: Callable[..., Record], opening: Callable[..., Opening]
) -> None:
    any_store.write([opening(1), opening(1)], ())
    any_store.write((), [record(1)])
    assert any_store.open_openings() == [opening(1)]


def test_reading_by_page_and_by_filter(any_store: JournalStore, record: Callable[..., Record]) -> None:
    any_store.write((), [record(n, use="resume" if n % 2 else "courrier", outcome=Outcome.REFUSED) for n in range(1, 10)])
    any_store.write((), [record(10, action="reroute", model="autre", person="dpd")])

    def seqs(page: Page = FIRST_PAGE, newest_first: bool = False, **where: object) -> list[int]:
        filters = JournalFilter(**where)  # type: ignore[arg-type]  # a dictionary of the named fields
        found = [entry.seq for entry in any_store.read(TOWN, page, filters, newest_first=newest_first)]
        if page is FIRST_PAGE:
            assert any_store.count(TOWN, filters) == len(found)
        return found

    assert seqs(Page(after=7)) == [8, 9, 10]
    assert seqs(Page(limit=2, offset=3)) == [4, 5]
    assert seqs(Page(limit=2), newest_first=True) == [10, 9]
    assert seqs(use="resume") == [1, 3, 5, 7, 9]
    assert seqs(outcome=Outcome.COMPLETED) == seqs(action="reroute") == seqs(model="autre") == seqs(person="dpd") == [10]
    assert seqs(request_id="req-4") == [4]
    at = record(0).at
    assert seqs(since=at + 3, until=at + 6) == [3, 4, 5]


def test_all_or_nothing(any_store: JournalStore, record: Callable[..., Record], opening: Callable[..., Opening]) -> None:
    with pytest.raises(JournalError):
        any_store.write([opening(1)], [record(1), record(2, cost_eur=float("nan"))])
    assert any_store.read(TOWN) == any_store.open_openings() == []
    assert any_store.write((), [record(3)])[0].seq == 1


def test_a_memory_store_refuses_on_request(record: Callable[..., Record]) -> None:
    store = MemoryJournal(refusing=True)
    with pytest.raises(JournalError):
        store.write((), [record(1)])
    store.refusing = False
    store.write((), [record(1)])
    assert (store.flushes, len(store.entries)) == (1, 1)
