"""A signed policy: one header line (format, Ed25519 signature) followed by the canonical JSON of the snapshot.

The payload stays readable (``tail -n +2 policy.signed``). Whatever is wrong, the outcome is ``SnapshotUnavailable``: the
gateway closes.
"""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from beffroi.errors import SnapshotUnavailable
from beffroi.policy.encoding import decode, encode
from beffroi.policy.snapshot import Snapshot

_MAGIC = b"beffroi-policy/1 "
_DOMAIN = b"beffroi policy snapshot v1\0"
_SIGNATURE_CHARS = 88
"""Length of the base64 of an Ed25519 signature (64 bytes)."""


def sign(snapshot: Snapshot, signing_key: Ed25519PrivateKey) -> bytes:
    """The signed file of a snapshot.

    Raises:
        SnapshotUnavailable: the snapshot cannot be encoded.
    """
    payload = encode(snapshot)
    return _MAGIC + base64.b64encode(signing_key.sign(_DOMAIN + payload)) + b"\n" + payload


def decode_signed(data: bytes, public_key: Ed25519PublicKey, *, at_least: int = 0) -> Snapshot:
    """The snapshot of a signed file, once its signature is proved. ``at_least``: the version already in force.

    Raises:
        SnapshotUnavailable: altered, truncated, signed by somebody else, or older than the version in force.
    """
    header_end = len(_MAGIC) + _SIGNATURE_CHARS
    if data[: len(_MAGIC)] != _MAGIC or data[header_end : header_end + 1] != b"\n":
        raise SnapshotUnavailable("La politique signée est illisible.")
    encoded, payload = data[len(_MAGIC) : header_end], data[header_end + 1 :]
    try:
        signature = base64.b64decode(encoded, validate=True)
        public_key.verify(signature, _DOMAIN + payload)
    except (InvalidSignature, binascii.Error, ValueError):
        raise SnapshotUnavailable("La signature de la politique n’est pas bonne : elle a été modifiée.") from None
    if base64.b64encode(signature) != encoded:
        raise SnapshotUnavailable("La politique signée est illisible.")
    snapshot = decode(payload)
    if snapshot.version < at_least:
        raise SnapshotUnavailable("La politique reçue est plus ancienne que celle en vigueur.")
    return snapshot
