"""Signed notes: a short text and Ed25519 signatures under it, readable by people and by existing tools.

The format is the one of transparency logs: the text ends with a line break, then an empty line, then one line a signature,
``— name base64(key hash (4 bytes) ‖ signature (64 bytes))``; what is signed is the text alone. A public key is written
``name+hexadecimal key hash+base64(0x01 ‖ key)``. Imports the standard library and ``cryptography`` only.

Source: C2SP signed-note.md (c2sp.org/signed-note, read 2026-11).
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from beffroi.errors import JournalError

_ED25519 = b"\x01"
_PUBLIC_BYTES = 32
_SIGNED = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)\Z")
_KEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})\Z")


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key and the name it signs under. ``public``: 32 bytes."""

    name: str
    public: bytes

    @property
    def key_hash(self) -> bytes:
        """Four bytes that say which key signed. An index, not a proof."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    @property
    def id(self) -> str:
        """The key hash in hexadecimal."""
        return self.key_hash.hex()

    @property
    def fingerprint(self) -> str:
        """What two people compare over the phone: SHA-256 of the key, hexadecimal, in groups of 8."""
        digest = sha256(self.public).hexdigest()
        return " ".join(digest[start : start + 8] for start in range(0, 64, 8))

    def __str__(self) -> str:
        return f"{self.name}+{self.id}+{base64.b64encode(_ED25519 + self.public).decode()}"

    def verifies(self, note: Note, position: int = 0) -> bool:
        """Whether signature ``position`` (0-based) of a note was made with this key."""
        signature = note.signatures[position]
        if (signature.name, signature.key_hash) != (self.name, self.key_hash):
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature.signature, note.text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line. ``key_hash``: 4 bytes; ``signature``: 64 bytes."""

    name: str
    key_hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends with a line break, and its signatures, none of which was checked."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __str__(self) -> str:
        lines = "".join(f"— {s.name} {base64.b64encode(s.key_hash + s.signature).decode()}\n" for s in self.signatures)
        return f"{self.text}\n{lines}"

    @property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return self.text.split("\n")[:-1]


def public_half(name: str, private: Ed25519PrivateKey) -> NoteKey:
    """The public key of a private one."""
    return NoteKey(name, private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def sign_note(lines: Sequence[str], name: str, keys: Sequence[Ed25519PrivateKey]) -> Note:
    """A note of ``lines`` (none empty), signed with each of the keys, in order.

    Raises:
        ValueError: a line is empty or holds a line break.
    """
    if not all(line.isprintable() and line for line in lines):
        raise ValueError("a line of a note is printable, and not empty")
    text = "".join(f"{line}\n" for line in lines)
    publics = [public_half(name, key) for key in keys]
    return Note(
        text,
        tuple(NoteSignature(name, public.key_hash, key.sign(text.encode())) for key, public in zip(keys, publics, strict=True)),
    )


def parse_note(written: str) -> Note:
    """The note that ``str(note)`` wrote; no other spelling is accepted.

    Raises:
        JournalError: it is not a signed note.
    """
    text, separator, rest = written.partition("\n\n")
    signatures = []
    for line in rest.split("\n")[:-1]:
        match = _SIGNED.match(line)
        blob = _decoded(match[2]) if match else b""
        if match is None or len(blob) != 68:
            raise _unreadable()
        signatures.append(NoteSignature(match[1], blob[:4], blob[4:]))
    note = Note(text + "\n", tuple(signatures))
    if not separator or not signatures or str(note) != written:
        raise _unreadable()
    return note


def parse_key(written: str) -> NoteKey:
    """The public key that ``str(key)`` wrote.

    Raises:
        JournalError: it is not one, or its key hash is not its own.
    """
    match = _KEY.match(written)
    blob = _decoded(match[3]) if match else b""
    if match is not None and len(blob) == 1 + _PUBLIC_BYTES and blob[:1] == _ED25519:
        key = NoteKey(match[1], blob[1:])
        if str(key) == written:
            return key
    raise JournalError("Une clé publique du journal est illisible.", hint="Elle s’écrit « nom+empreinte+clé », sur une ligne.")


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _unreadable() -> JournalError:
    return JournalError("Une note signée est illisible : elle a été modifiée ou tronquée.")
