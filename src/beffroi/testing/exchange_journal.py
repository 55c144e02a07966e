"""The gateway's journal in memory: it keeps what it is told, and refuses on request."""

from __future__ import annotations

import asyncio
import threading
from hashlib import sha256

from beffroi.errors import JournalError
from beffroi.journal.entry import Entry, Opening, Record


class RecordingJournal:
    """An ``ExchangeJournal``. Set ``refuses_begin`` or ``refuses_commit`` to make it fail; ``delay_s`` to make it slow."""

    def __init__(self) -> None:
        self.openings: list[Opening] = []
        self.records: list[Record] = []
        self.refuses_begin = False
        self.refuses_commit = False
        self.delay_s = 0.0
        self._written = threading.Condition()

    async def begin(self, opening: Opening) -> None:
        """Keep the opening."""
        if self.refuses_begin:
            raise JournalError
        self.openings.append(opening)

    async def commit(self, record: Record) -> Entry:
        """Keep the record; the hash is a plausible one, not a chain's."""
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if self.refuses_commit:
            raise JournalError
        with self._written:
            self.records.append(record)
            self._written.notify_all()
        seq = len(self.records)
        return Entry(seq, "0" * 64, sha256(record.request_id.encode()).hexdigest(), record)

    def wait_for(self, count: int, timeout_s: float = 5.0) -> list[Record]:
        """The records, once there are ``count`` of them (from another thread)."""
        with self._written:
            self._written.wait_for(lambda: len(self.records) >= count, timeout_s)
            return list(self.records)
