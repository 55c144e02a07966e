"""Signed checkpoints: what the journal of an organisation was at a given time, in a few lines that fit on a sheet of paper.

::

    beffroi-journal/saint-aubin              the organisation
    1234                                     how many entries
    j9bv…                                    root of their Merkle tree, base64
    head 5f3e…                               hash of the last entry, hexadecimal
    time 2026-11-22T12:00:00Z                the clock of the machine

    — beffroi-journal Cn4e…                  which key, and its signature

This is a checkpoint of transparency logs with two more lines (Source: c2sp.org/tlog-checkpoint, read 2026-11). Pure; standard
library and ``cryptography`` only.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beffroi.errors import JournalError
from beffroi.journal.key_history import KEY_NAME, KeyHistory, read_time, write_time
from beffroi.journal.merkle import HASH_BYTES
from beffroi.journal.note import Note, parse_note, sign_note

_ORIGIN = "beffroi-journal/"
_NUMBER = re.compile(r"[1-9][0-9]{0,17}\Z")
_HEAD = re.compile(r"head [0-9a-f]{64}\Z")


class CheckpointFault(StrEnum):
    """What can be wrong with a checkpoint, in French."""

    FOREIGN = "Le repère de l’écriture n° {size} est celui d’un autre organisme."
    SIGNATURE = "La signature du repère de l’écriture n° {size} n’est pas bonne."
    ORDER = "Le repère de l’écriture n° {size} n’est pas à sa place."


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A checkpoint and the note that states it.

    ``size``: number of entries, at least 1; ``root``: 32 bytes; ``head``: hexadecimal hash of the last entry; ``time``: Unix
    seconds, as the machine knew it.
    """

    origin: str
    size: int
    root: bytes
    head: str
    time: int
    note: Note


def origin_of(organization: str) -> str:
    """The first line of an organisation's checkpoints."""
    return _ORIGIN + quote(organization, safe="", errors="surrogatepass")


def sign_checkpoint(  # noqa: PLR0913  (the fields of a checkpoint, all named)
    organization: str, *, size: int, root: bytes, head: str, time: int, key: Ed25519PrivateKey
) -> SignedCheckpoint:
    """A checkpoint, signed. The fields are those of :class:`SignedCheckpoint`."""
    origin = origin_of(organization)
    note = sign_note(_lines(origin, size, root, head, time), KEY_NAME, [key])
    return SignedCheckpoint(origin, size, root, head, time, note)


def parse_checkpoint(written: str) -> SignedCheckpoint:
    """The checkpoint of a note. Its signature is checked by :func:`fault_of`.

    Raises:
        JournalError: it is not a checkpoint.
    """
    note = parse_note(written)
    try:
        origin, size, root64, head, time = note.lines
        if not _NUMBER.match(size) or not _HEAD.match(head):
            raise ValueError
        root = base64.b64decode(root64, validate=True)
        at = read_time(time.removeprefix("time "))
    except (ValueError, binascii.Error):
        raise _unreadable() from None
    checkpoint = SignedCheckpoint(origin, int(size), root, head.removeprefix("head "), at, note)
    if len(root) != HASH_BYTES or not origin.startswith(_ORIGIN):
        raise _unreadable()
    if note.lines != _lines(origin, checkpoint.size, root, checkpoint.head, at):
        raise _unreadable()
    return checkpoint


def fault_of(
    checkpoint: SignedCheckpoint, organization: str, history: KeyHistory | None, previous: SignedCheckpoint | None
) -> CheckpointFault | None:
    """What is wrong with a checkpoint that follows ``previous``; None when it is this organisation's and properly signed."""
    if checkpoint.origin != origin_of(organization):
        return CheckpointFault.FOREIGN
    signer = history.signer(checkpoint.note) if history else None
    if signer is None or not signer.in_force(checkpoint.time):
        return CheckpointFault.SIGNATURE
    if previous is not None and (checkpoint.size < previous.size or checkpoint.time < previous.time):
        return CheckpointFault.ORDER
    return None


def _lines(origin: str, size: int, root: bytes, head: str, time: int) -> list[str]:
    return [origin, str(size), base64.b64encode(root).decode(), f"head {head}", f"time {write_time(time)}"]


def _unreadable() -> JournalError:
    return JournalError("Un repère est illisible : il a été modifié ou tronqué.")
