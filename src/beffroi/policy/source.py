"""The port through which the data plane gets its policy, and the adapter for a policy already in memory.

The adapter that watches a signed file lives in the gateway: this package does no I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from beffroi.errors import SnapshotUnavailable
from beffroi.policy.snapshot import Snapshot


class SnapshotSource(Protocol):
    """Gives the policy in force. Called at each request: it must answer from memory."""

    def current(self) -> Snapshot:
        """The valid snapshot.

        Raises:
            SnapshotUnavailable: there is none; the gateway is closed.
        """
        ...


@dataclass(slots=True)
class MemorySnapshotSource:
    """A source whose snapshot is set by hand; None closes the gateway."""

    snapshot: Snapshot | None = None

    def current(self) -> Snapshot:
        """The snapshot that was set.

        Raises:
            SnapshotUnavailable: none was.
        """
        if self.snapshot is None:
            raise SnapshotUnavailable()
        return self.snapshot
