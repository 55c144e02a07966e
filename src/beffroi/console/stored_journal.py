"""Reads the journal for the pages, through the journal's own port: any store will do. Nothing here writes.

What is shown is decoded from the canonical record, the very bytes that the chain proves.
"""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.console.ports import JournalQuery
from beffroi.journal.audit import verify_store
from beffroi.journal.entry import Entry, Outcome
from beffroi.journal.ports import JournalFilter, JournalStore, Page
from beffroi.journal.verification import VerificationReport


class StoredJournal:
    """A ``JournalReader`` over a store. A store in which nothing was ever written is an empty journal."""

    def __init__(self, store: JournalStore) -> None:
        self._store = store

    def page(self, query: JournalQuery, *, offset: int, limit: int) -> Sequence[Entry]:
        """See the port.

        Raises:
            JournalError: the store cannot be read, or an entry is damaged.
        """
        return self._store.read(query.organization, Page(limit=limit, offset=offset), _filter(query), newest_first=True)

    def count(self, query: JournalQuery) -> int:
        """See the port.

        Raises:
            JournalError: the store cannot be read.
        """
        return self._store.count(query.organization, _filter(query))

    def entry(self, organization: str, seq: int) -> Entry | None:
        """See the port.

        Raises:
            JournalError: the store cannot be read, or the entry is damaged.
        """
        found = self._store.read(organization, Page(after=seq - 1, limit=1))
        return found[0] if found and found[0].seq == seq else None

    def verify(self, organization: str) -> VerificationReport:
        """See the port.

        Raises:
            JournalError: the store cannot be read at all.
        """
        return verify_store(self._store, organization)


def _filter(query: JournalQuery) -> JournalFilter:
    outcome = Outcome(query.outcome) if query.outcome else None
    return JournalFilter(use=query.use, person=query.person, outcome=outcome, since=query.since, until=query.before)
