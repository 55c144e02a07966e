"""Group commit: many exchanges share one flush.

One thread drains a bounded queue: while a flush is under way, what arrives waits for the next one. The event loop only ever
waits on futures. When the store refuses, every waiter of that flush gets a ``JournalError`` and nothing else happens: the
thread lives, and the next flush tries again. What a crash left open is written as ``INTERRUPTED`` before anything else.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from beffroi.errors import BeffroiError, JournalError
from beffroi.journal.encoding import encode_opening, encode_record
from beffroi.journal.entry import Entry, Opening, Outcome, Record
from beffroi.journal.ports import JournalStore

log = logging.getLogger(__name__)

CAPACITY = 10_000
"""How many writes may wait; beyond, a new exchange is refused (it has not left yet)."""
MAX_BATCH = 2_000


@dataclass(slots=True, eq=False)
class _Waiter:
    item: Opening | Record
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Entry | None]
    entry: Entry | None = None
    error: JournalError | None = None


class JournalWriter:
    """The gateway's way to the journal. ``start`` and ``stop`` are synchronous; ``begin`` and ``commit`` are for event loops.

    An exchange that leaves must ``begin`` first, and ``commit`` before its answer ends. A refused one may ``commit`` alone.
    """

    def __init__(self, store: JournalStore, *, capacity: int = CAPACITY) -> None:
        self._store = store
        self._capacity = capacity
        self._queue: SimpleQueue[_Waiter | None] = SimpleQueue()  # None: write what came before, then end
        self._accepting = False
        self._accepted = threading.Lock()  # nothing enters the queue after the final None
        self._thread: threading.Thread | None = None
        self._recovered = False

    def start(self) -> None:
        """Start the thread, which first writes what a crash left open. A store that refuses does not prevent the start."""
        if self._thread is not None:
            return
        self._accepting = True
        self._recovered = False
        self._thread = threading.Thread(target=self._run, name="beffroi-journal", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Write what waits, close the store and end the thread."""
        if self._thread is None:
            return
        with self._accepted:
            self._accepting = False
            self._queue.put(None)
        self._thread.join()
        self._thread = None

    async def begin(self, opening: Opening) -> None:
        """Durably keep the intent of an exchange, before anything leaves.

        Raises:
            JournalError: it is not kept; nothing may leave.
        """
        encode_opening(opening)
        await self._submit(opening, self._capacity)

    async def commit(self, record: Record) -> Entry:
        """Durably chain the record of an exchange, before its answer ends; closes its opening.

        A caller that is cancelled while it waits does not cancel the write.

        Raises:
            JournalError: it is not kept.
        """
        encode_record(record)  # what cannot be written is refused here, alone, and never spoils the flush of others
        entry = await self._submit(record, 2 * self._capacity)
        if entry is None:
            raise JournalError()
        return entry

    def _submit(self, item: Opening | Record, capacity: int) -> asyncio.Future[Entry | None]:
        loop = asyncio.get_running_loop()
        waiter = _Waiter(item, loop, loop.create_future())
        with self._accepted:
            if not self._accepting:
                raise JournalError("Le journal est arrêté : rien n’a été envoyé.")
            if self._queue.qsize() >= capacity:
                raise JournalError("Le journal est saturé : rien n’a été envoyé.", hint="Réessayez dans un instant.")
            self._queue.put(waiter)
        return waiter.future

    def _run(self) -> None:
        try:
            self._recover_quietly()
            more = True
            while more:
                batch, more = self._next_batch()
                if batch:
                    self._flush(batch)
                    _answer(batch)
        finally:
            self._store.close()

    def _next_batch(self) -> tuple[list[_Waiter], bool]:
        """What waits, at most ``MAX_BATCH``, and whether more may come."""
        batch: list[_Waiter] = []
        waiter = self._queue.get()
        while waiter is not None:
            batch.append(waiter)
            if len(batch) == MAX_BATCH:
                return batch, True
            try:
                waiter = self._queue.get_nowait()
            except Empty:
                return batch, True
        return batch, False

    def _flush(self, batch: list[_Waiter]) -> None:
        try:
            self._recover()
            openings = [waiter.item for waiter in batch if isinstance(waiter.item, Opening)]
            records = [waiter.item for waiter in batch if isinstance(waiter.item, Record)]
            entries = iter(self._store.write(openings, records))
            for waiter in batch:
                if isinstance(waiter.item, Record):
                    waiter.entry = next(entries)
        except Exception as error:  # noqa: BLE001  (edge of the thread: it must outlive whatever a store raises)
            refusal = error if isinstance(error, JournalError) else JournalError()
            log.error("journal:flush:refused", extra={"waiting": len(batch), "cause": _cause(error)})
            for waiter in batch:
                waiter.error = JournalError(refusal.message, hint=refusal.hint)

    def _recover(self) -> None:
        if self._recovered:
            return
        self._store.write((), ())  # takes the store's lock: from here on, what is open belongs to a process that died
        interrupted = [interrupt(opening) for opening in self._store.open_openings()]
        if interrupted:
            self._store.write((), interrupted)
            log.warning("journal:recovery:interrupted", extra={"exchanges": len(interrupted)})
        self._recovered = True

    def _recover_quietly(self) -> None:
        try:
            self._recover()
        except Exception as error:  # noqa: BLE001  (edge of the thread: each flush will try again)
            log.error("journal:recovery:refused", extra={"cause": _cause(error)})


def interrupt(opening: Opening) -> Record:
    """The record of an exchange whose process died: it may have left, nobody knows how it ended."""
    return Record(
        request_id=opening.request_id,
        at=opening.at,
        organization=opening.organization,
        use=opening.use,
        person=opening.person,
        grant=opening.grant,
        endpoint=opening.endpoint,
        outcome=Outcome.INTERRUPTED,
        status=500,
        error_code="interrupted",
        model=opening.model,
        provider=opening.provider,
    )


def _cause(error: Exception) -> str:
    """A name for the log: the class of what went wrong, and the code of a known error."""
    root = error.__cause__ or error
    return f"{type(root).__name__}:{error.code}" if isinstance(error, BeffroiError) else type(root).__name__


def _answer(batch: list[_Waiter]) -> None:
    """Resolve the futures, with one wake-up per event loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Waiter]] = {}
    for waiter in batch:
        by_loop.setdefault(waiter.loop, []).append(waiter)
    for loop, waiters in by_loop.items():
        if not loop.is_closed():
            try:
                loop.call_soon_threadsafe(_resolve, waiters)
            except RuntimeError:  # the loop closed meanwhile: nobody waits any more, and the write is done
                log.info("journal:answer:unheard", extra={"waiting": len(waiters)})


def _resolve(waiters: list[_Waiter]) -> None:
    for waiter in waiters:
        if waiter.future.done():
            continue
        if waiter.error is not None:
            waiter.future.set_exception(waiter.error)
        else:
            waiter.future.set_result(waiter.entry)
