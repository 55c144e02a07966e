"""Group commit: shared flushes, refusals to every waiter, recovery, nothing lost."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence

import pytest

from beffroi.errors import JournalError
from beffroi.journal.entry import Entry, Opening, Outcome, Record
from beffroi.journal.sqlite import SqliteJournal
from beffroi.journal.verification import verify
from beffroi.journal.writer import JournalWriter
from beffroi.testing.journal import MemoryJournal

TOWN = "saint-aubin"


class SlowJournal(MemoryJournal):
    """Its flushes wait for ``gate``."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.gate.set()
        self.in_flush = threading.Event()
        self.recovered = threading.Event()

    def write(self, openings: Sequence[Opening], records: Sequence[Record]) -> list[Entry]:
        self.in_flush.set()
        assert self.gate.wait(10)
        self.recovered.set()
        return super().write(openings, records)


def started(slow: SlowJournal, capacity: int = 1000) -> JournalWriter:
    """A writer whose thread is past its recovery."""
    writer = JournalWriter(slow, capacity=capacity)
    writer.start()
    assert slow.recovered.wait(10)
    return writer


@pytest.fixture
def slow() -> SlowJournal:
    return SlowJournal()


@pytest.fixture
def writer(slow: SlowJournal) -> Iterator[JournalWriter]:
    writer = started(slow)
    yield writer
    slow.gate.set()
    writer.stop()


async def test_an_exchange_is_opened_then_chained(
    writer: JournalWriter, slow: SlowJournal, opening: Callable[..., Opening], record: Callable[..., Record]
) -> None:
    await writer.begin(opening(1))
    assert slow.open_openings() == [opening(1)]
    entry = await writer.commit(record(1))
    assert (entry.seq, entry.record) == (1, record(1))
    assert slow.open_openings() == []
    assert slow.entries == [entry]


async def test_many_exchanges_share_a_flush(writer: JournalWriter, slow: SlowJournal, record: Callable[..., Record]) -> None:
    first = hold(writer, slow, record(0))
    await asyncio.to_thread(slow.in_flush.wait, 5)
    waiting = [asyncio.ensure_future(writer.commit(record(number))) for number in range(1, 501)]
    await asyncio.sleep(0)
    before = slow.flushes
    slow.gate.set()
    entries = await asyncio.gather(first, *waiting)
    assert slow.flushes - before <= 3
    assert sorted(entry.seq for entry in entries) == list(range(1, 502))
    assert verify(slow.entries, TOWN).ok


def hold(writer: JournalWriter, slow: SlowJournal, record: Record) -> asyncio.Future[Entry]:
    """Start a flush that waits at the gate."""
    slow.in_flush.clear()
    slow.gate.clear()
    return asyncio.ensure_future(writer.commit(record))


async def test_a_refusal_reaches_every_waiter_and_the_writer_recovers(
    writer: JournalWriter, slow: SlowJournal, opening: Callable[..., Opening], record: Callable[..., Record]
) -> None:
    slow.refusing = True
    writes = [writer.commit(record(number)) for number in range(20)] + [writer.begin(opening(99))]
    outcomes = await asyncio.gather(*writes, return_exceptions=True)
    assert all(isinstance(outcome, JournalError) for outcome in outcomes)
    assert len({id(outcome) for outcome in outcomes}) == 21
    slow.refusing = False
    assert (await writer.commit(record(1))).seq == 1


async def test_a_store_that_breaks_in_an_unknown_way_is_a_refusal(
    writer: JournalWriter, slow: SlowJournal, record: Callable[..., Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(slow, "write", lambda *_: 1 / 0)
        with pytest.raises(JournalError):
            await writer.commit(record(1))
    assert (await writer.commit(record(2))).seq == 1


async def test_what_cannot_be_written_spoils_nobody_else(
    writer: JournalWriter, record: Callable[..., Record], opening: Callable[..., Opening]
) -> None:
    wrong = asyncio.ensure_future(writer.commit(record(1, cost_eur=float("nan"))))
    right = asyncio.ensure_future(writer.commit(record(2)))
    outcomes = await asyncio.gather(wrong, right, return_exceptions=True)
    assert isinstance(outcomes[0], JournalError)
    assert isinstance(outcomes[1], Entry)
    with pytest.raises(JournalError):
        await writer.begin(opening(3, "\ud800"))


async def test_the_queue_is_bounded_and_commits_keep_their_place(
    slow: SlowJournal, opening: Callable[..., Opening], record: Callable[..., Record]
) -> None:
    writer = started(slow, capacity=5)
    held = hold(writer, slow, record(0))
    await asyncio.to_thread(slow.in_flush.wait, 5)
    begun = [asyncio.ensure_future(writer.begin(opening(number))) for number in range(5)]
    await asyncio.sleep(0)
    with pytest.raises(JournalError, match="saturé"):
        await writer.begin(opening(6))
    commits = [asyncio.ensure_future(writer.commit(record(number))) for number in range(1, 6)]
    await asyncio.sleep(0)
    with pytest.raises(JournalError, match="saturé"):
        await writer.commit(record(7))
    slow.gate.set()
    await asyncio.gather(held, *begun, *commits)
    writer.stop()
    assert len(slow.entries) == 6


async def test_a_cancelled_caller_does_not_cancel_the_write(
    writer: JournalWriter, slow: SlowJournal, record: Callable[..., Record]
) -> None:
    task = hold(writer, slow, record(1))
    await asyncio.to_thread(slow.in_flush.wait, 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    slow.gate.set()
    assert (await writer.commit(record(2))).seq == 2
    assert [entry.record.request_id for entry in slow.entries] == ["req-1", "req-2"]


async def test_stop_writes_what_waits_then_refuses(slow: SlowJournal, record: Callable[..., Record]) -> None:
    writer = JournalWriter(slow)
    with pytest.raises(JournalError, match="arrêté"):
        await writer.commit(record(0))
    writer.start()
    writer.start()
    waiting = [asyncio.ensure_future(writer.commit(record(number))) for number in range(1, 50)]
    await asyncio.sleep(0)
    await asyncio.to_thread(writer.stop)
    assert len(await asyncio.gather(*waiting)) == 49
    with pytest.raises(JournalError, match="arrêté"):
        await writer.commit(record(50))
    writer.start()
    assert (await writer.commit(record(50))).seq == 50
    writer.stop()
    writer.stop()


async def test_what_a_crash_left_open_becomes_interrupted(
    opening: Callable[..., Opening], record: Callable[..., Record]
) -> None:
    store = MemoryJournal()
    store.write([opening(1), opening(2, "voisine")], ())
    writer = JournalWriter(store)
    writer.start()
    assert (await writer.commit(record(3))).seq == 2
    writer.stop()
    assert [(e.record.request_id, e.record.outcome) for e in store.entries] == [
        ("req-1", Outcome.INTERRUPTED),
        ("req-3", Outcome.COMPLETED),
        ("req-2", Outcome.INTERRUPTED),
    ]
    assert store.entries[0].record.at == opening(1).at
    assert store.open_openings() == []


async def test_recovery_waits_for_the_store(opening: Callable[..., Opening], record: Callable[..., Record]) -> None:
    """An exchange under way is never taken for one that a crash left open."""
    store = MemoryJournal()
    store.write([opening(1)], ())
    store.refusing = True
    writer = JournalWriter(store)
    writer.start()
    with pytest.raises(JournalError):
        await writer.begin(opening(2))
    store.refusing = False
    await writer.begin(opening(2))
    assert store.open_openings() == [opening(2)]
    await writer.commit(record(2))
    writer.stop()
    assert [entry.record.outcome for entry in store.entries] == [Outcome.INTERRUPTED, Outcome.COMPLETED]


async def test_the_event_loop_never_waits_for_the_disk(
    writer: JournalWriter, slow: SlowJournal, record: Callable[..., Record]
) -> None:
    held = hold(writer, slow, record(1))
    await asyncio.to_thread(slow.in_flush.wait, 5)
    for _ in range(100):
        await asyncio.sleep(0)
    assert not held.done()
    slow.gate.set()
    await held


def test_two_event_loops_may_share_a_writer(writer: JournalWriter, record: Callable[..., Record]) -> None:
    first = asyncio.run(writer.commit(record(1)))
    second = asyncio.run(writer.commit(record(2)))
    assert (first.seq, second.seq) == (1, 2)


async def test_with_sqlite(
    store: SqliteJournal, opening: Callable[..., Opening], record: Callable[..., Record], canaries: tuple[str, ...]
) -> None:
    writer = JournalWriter(store)
    writer.start()

    async def exchange(number: int) -> Entry:
        await writer.begin(opening(number))
        return await writer.commit(record(number))

    entries = await asyncio.gather(*(exchange(number) for number in range(200)))
    writer.stop()
    assert sorted(entry.seq for entry in entries) == list(range(1, 201))
    assert store.count(TOWN) == 200
    assert store.open_openings() == []
