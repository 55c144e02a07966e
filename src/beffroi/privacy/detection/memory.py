"""What was found in texts already read: a conversation sends its whole history again at every turn.

Keeps spans and types, never a word: a text is known by a keyed hash whose key is drawn at start and lives in this process
alone. Bounded; the least recently used leaves first. Safe to share between threads.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

from beffroi.privacy.finding import Finding

MOST_FINDINGS = 50_000
"""Findings kept in all (about 10 MB)."""
_WEIGHT_OF_A_TEXT = 1
_LARGEST_SHARE = 10  # a text that would take more than a tenth of the room is not kept


@dataclass(frozen=True, slots=True)
class Read:
    """What one text holds by itself, in the coordinates of its view: resolved findings, and vetoes (public mentions)."""

    findings: tuple[Finding, ...]
    vetoes: tuple[Finding, ...]

    @property
    def weight(self) -> int:
        """Room that it takes, in findings."""
        return _WEIGHT_OF_A_TEXT + len(self.findings) + len(self.vetoes)


class FindingsMemory:
    """The last texts read, at most ``room`` findings in all."""

    def __init__(self, room: int = MOST_FINDINGS) -> None:
        self._room = room
        self._taken = 0
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, Read] = OrderedDict()
        self._lock = Lock()

    def mark(self, text: str) -> bytes:
        """What stands for ``text`` here."""
        return blake2b(text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=32).digest()

    def recall(self, mark: bytes) -> Read | None:
        """What was found in the text of that mark, if it is remembered."""
        with self._lock:
            known = self._known.get(mark)
            if known is not None:
                self._known.move_to_end(mark)
            return known

    def keep(self, mark: bytes, read: Read) -> None:
        """Remember what was found; forgets the oldest ones where room lacks."""
        if read.weight * _LARGEST_SHARE > self._room:
            return
        with self._lock:
            if mark in self._known:
                return
            self._known[mark] = read
            self._taken += read.weight
            while self._taken > self._room:
                _, forgotten = self._known.popitem(last=False)
                self._taken -= forgotten.weight

    def __len__(self) -> int:
        return len(self._known)
