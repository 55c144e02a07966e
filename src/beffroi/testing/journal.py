"""A journal in memory, for tests and demonstrations. It refuses to write on request."""

from __future__ import annotations

from collections.abc import Sequence

from beffroi.errors import JournalError
from beffroi.journal.chain import Head, genesis, head_of, link
from beffroi.journal.encoding import encode_record
from beffroi.journal.entry import Entry, Opening, Record
from beffroi.journal.ports import EVERYTHING, FIRST_PAGE, JournalFilter, Page


class MemoryJournal:
    """A :class:`~beffroi.journal.ports.JournalStore`. Set ``refusing`` to make every call fail, as a full disk would."""

    def __init__(self, *, refusing: bool = False) -> None:
        self.refusing = refusing
        self.flushes = 0
        self._chains: dict[str, list[Entry]] = {}
        self._openings: list[Opening] = []

    @property
    def entries(self) -> list[Entry]:
        """Every entry of every chain, chain by chain."""
        return [entry for chain in self._chains.values() for entry in chain]

    def write(self, openings: Sequence[Opening], records: Sequence[Record]) -> list[Entry]:
        """See the port.

        Raises:
            JournalError: ``refusing`` is set.
        """
        self._check()
        for record in records:
            encode_record(record)
        self.flushes += 1
        self._openings.extend(openings)
        entries = []
        for record in records:
            chain = self._chains.setdefault(record.organization, [])
            entry = link(head_of(chain[-1]) if chain else genesis(record.organization), record)
            chain.append(entry)
            entries.append(entry)
            self._close_opening(record)
        return entries

    def _close_opening(self, record: Record) -> None:
        for index, opening in enumerate(self._openings):
            if (opening.organization, opening.request_id) == (record.organization, record.request_id):
                del self._openings[index]
                return

    def open_openings(self) -> list[Opening]:
        """See the port.

        Raises:
            JournalError: ``refusing`` is set.
        """
        self._check()
        return list(self._openings)

    def head(self, organization: str) -> Head:
        """See the port."""
        chain = self._chains.get(organization)
        return head_of(chain[-1]) if chain else genesis(organization)

    def organizations(self) -> list[str]:
        """See the port."""
        return sorted(self._chains)

    def read(
        self, organization: str, page: Page = FIRST_PAGE, where: JournalFilter = EVERYTHING, *, newest_first: bool = False
    ) -> list[Entry]:
        """See the port.

        Raises:
            JournalError: ``refusing`` is set.
        """
        self._check()
        kept = [e for e in self._chains.get(organization, []) if e.seq > page.after and _matches(where, e.record)]
        return (kept[::-1] if newest_first else kept)[page.offset : page.offset + page.limit]

    def count(self, organization: str, where: JournalFilter = EVERYTHING) -> int:
        """See the port.

        Raises:
            JournalError: ``refusing`` is set.
        """
        self._check()
        return sum(_matches(where, entry.record) for entry in self._chains.get(organization, []))

    def close(self) -> None:
        """Nothing to give back."""

    def _check(self) -> None:
        if self.refusing:
            raise JournalError()


def _matches(where: JournalFilter, record: Record) -> bool:
    named = ("use", "person", "model", "request_id", "action")
    return (
        all(getattr(where, name) in ("", getattr(record, name)) for name in named)
        and where.outcome in (None, record.outcome)
        and record.at >= where.since
        and (where.until == 0 or record.at < where.until)
    )
