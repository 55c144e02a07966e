"""The hashes that chain the entries of an organisation. Standard library only: an auditor's verifier imports this module."""

from __future__ import annotations

from hashlib import sha256

_ENTRY_DOMAIN = b"beffroi journal entry v1\0"
_GENESIS_DOMAIN = b"beffroi journal genesis v1\0"


def hash_entry(previous: str, seq: int, encoded: bytes) -> str:
    """Hexadecimal hash of an entry. ``encoded``: the canonical bytes of its record; ``seq`` from 1.

    Raises:
        ValueError: ``previous`` is not hexadecimal.
    """
    return sha256(_ENTRY_DOMAIN + bytes.fromhex(previous) + seq.to_bytes(8, "big") + encoded).hexdigest()


def genesis_hash(organization: str) -> str:
    """Hexadecimal hash from which the chain of an organisation starts."""
    return sha256(_GENESIS_DOMAIN + organization.encode("utf-8", "surrogatepass")).hexdigest()
