"""Proves to a third party that a text was one side of an exchange, from one file and the text, offline.

The file reveals the exchange's entry (who, when, which use: the whole record), and the 32 bytes that open one half of its
commitment: with them, whoever holds the file can check any text against that half, and nothing else. It reveals neither the
text, nor the master key, nor anything of another exchange. The entry is tied to a signed checkpoint by an inclusion proof.

Standard library and ``cryptography`` only. A text that does *not* match proves nothing to a third party by itself: the opening
key could have been made up. It does once the true text, which matches, is shown too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from beffroi.errors import JournalError
from beffroi.journal.checkpoint import SignedCheckpoint, fault_of, parse_checkpoint
from beffroi.journal.commitment import HALF_CHARS, Side, opens
from beffroi.journal.export_format import json_line
from beffroi.journal.hashing import hash_entry
from beffroi.journal.key_history import DatedKey, KeyHistory
from beffroi.journal.merkle import verify_inclusion
from beffroi.journal.note import NoteKey

FORMAT = "beffroi-text-proof/1"
_FIELDS = ["checkpoint", "format", "inclusion", "keys", "opening_key", "organization", "previous", "record", "seq", "side"]
_HEX = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True)
class TextProof:
    """What a proof file holds. ``encoded``: the canonical record of entry ``seq``; ``opening``: 32 bytes."""

    organization: str
    seq: int
    previous: str
    encoded: str
    side: Side
    opening: bytes
    inclusion: tuple[bytes, ...]
    checkpoint: SignedCheckpoint
    history: KeyHistory

    def write(self) -> bytes:
        """The file, in its only spelling."""
        return json_line(
            {
                "format": FORMAT,
                "organization": self.organization,
                "seq": self.seq,
                "previous": self.previous,
                "record": self.encoded,
                "side": self.side.value,
                "opening_key": self.opening.hex(),
                "inclusion": [node.hex() for node in self.inclusion],
                "checkpoint": str(self.checkpoint.note),
                "keys": list(self.history.statements),
            }
        )


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """``spelling``: how the text had to be read to match (French; None: it does not match). ``anchor``: the trusted key."""

    spelling: str | None
    request_id: str
    at: int
    anchor: DatedKey | None


def read_proof(data: bytes) -> TextProof:
    """The proof of a file. Nothing is checked but its form and the key history.

    Raises:
        JournalError: it is not a proof, or it was altered.
    """
    try:
        raw = json.loads(data)
        if not isinstance(raw, dict) or sorted(raw) != _FIELDS or raw["format"] != FORMAT:
            raise ValueError
        if not all(isinstance(raw[name], str) for name in ("organization", "record", "checkpoint")):
            raise ValueError
        hashes = [*raw["inclusion"], raw["opening_key"], raw["previous"]]
        if not all(_HEX.match(item) for item in hashes) or type(raw["seq"]) is not int or raw["seq"] < 1:
            raise ValueError
        proof = TextProof(
            raw["organization"],
            raw["seq"],
            raw["previous"],
            raw["record"],
            Side(raw["side"]),
            bytes.fromhex(raw["opening_key"]),
            tuple(bytes.fromhex(item) for item in raw["inclusion"]),
            parse_checkpoint(raw["checkpoint"]),
            KeyHistory(raw["keys"]),
        )
        if proof.write() != data:
            raise ValueError
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise JournalError("Ce fichier n’est pas une preuve de texte, ou il a été modifié.", hint="") from None
    return proof


def verify_text(proof: TextProof, text: str, anchors: Sequence[NoteKey] = ()) -> TextVerdict:
    """Check that the entry is in the signed journal, and whether ``text`` is what its commitment holds.

    Raises:
        JournalError: the proof itself does not hold, or is not signed by one of the ``anchors``.
    """
    point, anchor = proof.checkpoint, proof.history.knows(anchors)
    if anchors and anchor is None:
        raise JournalError("La preuve n’est signée par aucune des clés publiques que vous avez fournies.", hint="")
    fault = fault_of(point, proof.organization, proof.history, None)
    if fault is not None:
        raise JournalError(fault.format(size=point.size), hint="")
    try:
        digest = hash_entry(proof.previous, proof.seq, proof.encoded.encode())
        record = json.loads(proof.encoded)
        commitment, organization = record.get("commitment", ""), record["organization"]
        verdict = (str(record["request_id"]), int(record["at"]))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise JournalError("L’écriture de cette preuve est illisible.", hint="") from None
    included = verify_inclusion(bytes.fromhex(digest), proof.seq - 1, point.size, point.root, proof.inclusion)
    if not included or organization != proof.organization:
        raise JournalError("L’écriture de cette preuve n’est pas dans le journal que le repère signé décrit.", hint="")
    if not isinstance(commitment, str) or len(commitment) != 2 * HALF_CHARS:
        raise JournalError("Cet échange n’a pas d’engagement : aucun texte n’en a été lu.", hint="")
    return TextVerdict(match_text(commitment, proof.side, proof.opening, text), *verdict, anchor)


def match_text(commitment: str, side: Side, opening: bytes, text: str) -> str | None:
    """How ``text`` must be read to be what a commitment holds (French); None if no reading of it is."""
    return next((name for name, reading in _readings(text) if opens(commitment, side, opening, reading)), None)


def decode_text(data: bytes) -> str:
    """The text of a file: UTF-8, or else what Windows editors write."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """The text as it is, then without what editors add to a file."""
    yield "à l’identique", text
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    yield "aux fins de ligne près", plain
    yield "au saut de ligne final près", plain.removesuffix("\n")
