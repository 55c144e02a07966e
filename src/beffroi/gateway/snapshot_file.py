"""The policy in force, read from a signed file and watched: at most one second old.

A file whose signature is wrong, or that is older than the one in force, closes the gateway until a good one takes its place
(docs/adr/0005-gateway.md says why). A request never touches the disk: it gets what the last check left in memory.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from beffroi.errors import SnapshotUnavailable
from beffroi.policy.signature import decode_signed
from beffroi.policy.snapshot import Snapshot

logger = logging.getLogger("beffroi.gateway")

CHECK_EVERY_S = 0.5
"""Half of the second that a snapshot may be late."""


class SnapshotFile:
    """A ``SnapshotSource`` over a file. ``on_load`` is called with each snapshot that comes into force."""

    def __init__(self, path: Path, public_key: Ed25519PublicKey, on_load: Callable[[Snapshot], None] | None = None) -> None:
        self._path = path
        self._public_key = public_key
        self._on_load = on_load
        self._seen: tuple[int, int, int] | None = None
        self._version = 0
        self._closed_because = ""
        self._snapshot: Snapshot | None = None

    def current(self) -> Snapshot:
        """The valid snapshot.

        Raises:
            SnapshotUnavailable: none is.
        """
        if self._snapshot is None:
            raise SnapshotUnavailable
        return self._snapshot

    def check(self) -> None:
        """Read the file again if it changed (disk). Never raises for a bad file: the gateway is then closed."""
        try:
            facts = self._path.stat()
            seen = (facts.st_mtime_ns, facts.st_size, facts.st_ino)
            if seen == self._seen:
                return
            data = self._path.read_bytes()
            snapshot = decode_signed(data, self._public_key, at_least=self._version)
        except OSError:
            self._close("missing")
            self._seen = None
            return
        except SnapshotUnavailable:
            self._close("invalid")
            self._seen = seen
            return
        if self._on_load is not None:
            self._on_load(snapshot)
        self._seen, self._version, self._snapshot, self._closed_because = seen, snapshot.version, snapshot, ""
        logger.info("gateway:snapshot:loaded version=%d", snapshot.version)

    async def watch(self) -> None:
        """Check for ever; to be run as a task of the gateway's life, and cancelled at its end."""
        while True:
            try:
                await asyncio.to_thread(self.check)
            except Exception as failure:  # noqa: BLE001 - whatever it is, the gateway must be closed and the watch go on
                self._close(type(failure).__name__)
            await asyncio.sleep(CHECK_EVERY_S)

    def _close(self, reason: str) -> None:
        if reason != self._closed_because:
            logger.error("gateway:snapshot:closed reason=%s", reason)
        self._snapshot, self._closed_because = None, reason
