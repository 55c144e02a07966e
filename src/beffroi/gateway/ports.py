"""What the data plane needs from the rest of the house, as small ports. Nothing here is Django's, nothing is a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from beffroi.journal.entry import Entry, Opening, Record
from beffroi.policy.snapshot import Provider
from beffroi.privacy.finding import Finding


class ConversationDetector(Protocol):
    """Finds personal data in the texts of one conversation, taken as one document. May raise anything: nothing leaves then."""

    def detect_all(self, texts: Sequence[str]) -> Sequence[Sequence[Finding]]:
        """Final findings per text: offsets in code points of that text, in reading order, without overlap."""
        ...


class ExchangeJournal(Protocol):
    """Where exchanges are recorded; both calls return once the fact is on disk."""

    async def begin(self, opening: Opening) -> None:
        """Record that something is about to leave. Raises JournalError."""
        ...

    async def commit(self, record: Record) -> Entry:
        """Chain what happened. Raises JournalError."""
        ...


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a provider answers: ``base_url`` up to and including ``/v1``, and its key (empty: none is sent)."""

    base_url: str
    api_key: str = field(default="", repr=False)


class UpstreamDirectory(Protocol):
    """Knows where each provider answers at this moment, from memory."""

    def resolve(self, provider: Provider) -> Endpoint:
        """The endpoint of a provider. Raises UpstreamUnreachable when it has none yet."""
        ...


class Clock(Protocol):
    """Unix time in seconds."""

    def __call__(self) -> float:
        """Now."""
        ...
