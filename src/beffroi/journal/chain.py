"""The hash chain, one per organisation. Pure.

``hash = SHA-256(domain ‖ previous (32 bytes) ‖ seq (8 bytes, big-endian) ‖ canonical record)``; the ``previous`` of the first
entry is derived from the organisation's id, so that a chain cannot be passed off as another's. Changing, removing or moving an
entry breaks every later link; cutting the end is only visible against a :class:`Checkpoint` kept elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from beffroi.journal.encoding import encode_record
from beffroi.journal.entry import Entry, Record
from beffroi.journal.hashing import genesis_hash, hash_entry


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain stands: its last ``seq`` (0 when empty) and hash (hexadecimal)."""

    organization: str
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is known from elsewhere: at ``seq`` (≥ 1), the chain of ``organization`` had this ``hash``."""

    organization: str
    seq: int
    hash: str


def genesis(organization: str) -> Head:
    """The head of an empty chain."""
    return Head(organization, 0, genesis_hash(organization))


def link(head: Head, record: Record) -> Entry:
    """The entry of ``record`` after ``head``.

    Raises:
        JournalError: the record has no canonical form.
        ValueError: the record belongs to another organisation.
    """
    return link_encoded(head, record, encode_record(record))


def link_encoded(head: Head, record: Record, encoded: bytes) -> Entry:
    """Like :func:`link`, when the canonical bytes are already at hand."""
    if record.organization != head.organization:
        raise ValueError("a record is chained in its own organisation")
    seq = head.seq + 1
    return Entry(seq, head.hash, hash_entry(head.hash, seq, encoded), record)


def head_of(entry: Entry) -> Head:
    """The head of a chain that ends with ``entry``."""
    return Head(entry.record.organization, entry.seq, entry.hash)
