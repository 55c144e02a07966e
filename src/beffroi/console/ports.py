"""What the console needs from the rest of the house, as small ports.

They are handed over once, in the Django setting ``BEFFROI_PORTS``; ``site`` builds the real ones, tests build fakes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from beffroi.journal.entry import Entry
from beffroi.journal.verification import VerificationReport
from beffroi.policy.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class SessionGrant:
    """A short-lived key for the page that is open. ``expires_in`` in seconds."""

    api_key: str
    expires_in: int


@dataclass(frozen=True, slots=True)
class JournalQuery:
    """Which entries to read. ``since`` and ``before`` are Unix milliseconds, start included, end excluded; 0: no bound.

    ``organization`` is always set. Empty ``person``, ``use`` or ``outcome`` means any.
    """

    organization: str
    person: str = ""
    use: str = ""
    outcome: str = ""
    since: int = 0
    before: int = 0


class JournalReader(Protocol):
    """Reads the journal; cannot write it."""

    def page(self, query: JournalQuery, *, offset: int, limit: int) -> Sequence[Entry]:
        """Entries, latest first. Raises JournalError when the journal cannot be read."""
        ...

    def count(self, query: JournalQuery) -> int:
        """How many entries the query has. Raises JournalError."""
        ...

    def entry(self, organization: str, seq: int) -> Entry | None:
        """One entry, or None. Raises JournalError."""
        ...

    def verify(self, organization: str) -> VerificationReport:
        """Recompute the whole chain of the organisation. Raises JournalError."""
        ...


@dataclass(frozen=True, slots=True)
class ConsolePorts:
    """The console's doors to the policy, the gateway's keys and the journal.

    ``current_snapshot`` raises SnapshotUnavailable when no valid policy is in force.
    ``issue_grant`` takes person, organisation and use ids. ``clock`` is Unix time in seconds.
    """

    current_snapshot: Callable[[], Snapshot]
    issue_grant: Callable[[str, str, str], SessionGrant]
    journal: JournalReader
    clock: Callable[[], float]


def ports() -> ConsolePorts:
    """The ports of this process."""
    wired = settings.BEFFROI_PORTS
    assert isinstance(wired, ConsolePorts)
    return wired
