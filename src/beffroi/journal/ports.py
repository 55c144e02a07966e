"""What the journal asks of a store. Stores are small adapters: SQLite here, PostgreSQL later, memory in ``beffroi.testing``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from beffroi.journal.chain import Head
from beffroi.journal.entry import Entry, Opening, Outcome, Record


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which entries to read: empty fields mean "any". ``since`` (included) and ``until`` (excluded): Unix milliseconds."""

    use: str = ""
    person: str = ""
    model: str = ""
    request_id: str = ""
    action: str = ""
    outcome: Outcome | None = None
    since: int = 0
    until: int = 0


EVERYTHING = JournalFilter()


@dataclass(frozen=True, slots=True)
class Page:
    """Entries whose ``seq`` is > ``after``, without the first ``offset`` ones, at most ``limit``."""

    after: int = 0
    limit: int = 100
    offset: int = 0


FIRST_PAGE = Page()


class JournalStore(Protocol):
    """Keeps the chains. ``write`` is called from one thread only; reads may come from any."""

    def write(self, openings: Sequence[Opening], records: Sequence[Record]) -> list[Entry]:
        """Durably keep openings and chained records, all or nothing, in one flush; a record closes its opening.

        Returns the entries, in the order of ``records``.

        Raises:
            JournalError: nothing was written.
        """
        ...

    def open_openings(self) -> list[Opening]:
        """Openings that no record has closed.

        Raises:
            JournalError: the store cannot be read.
        """
        ...

    def head(self, organization: str) -> Head:
        """Where the chain of an organisation stands."""
        ...

    def read(
        self, organization: str, page: Page = FIRST_PAGE, where: JournalFilter = EVERYTHING, *, newest_first: bool = False
    ) -> list[Entry]:
        """A page of the entries that ``where`` keeps, by ``seq``.

        Raises:
            JournalError: the store cannot be read, or an entry cannot be decoded.
        """
        ...

    def count(self, organization: str, where: JournalFilter = EVERYTHING) -> int:
        """How many entries ``where`` keeps.

        Raises:
            JournalError: the store cannot be read.
        """
        ...

    def organizations(self) -> list[str]:
        """The organisations that have a chain, sorted."""
        ...

    def close(self) -> None:
        """Give back files and connections. A later call opens them again."""
        ...
