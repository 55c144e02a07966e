"""One secret per organisation and per purpose, derived from a single master secret.

HKDF-SHA256 (RFC 5869). Two organisations, or two purposes, never share a key; the master secret is never used directly.
"""

from __future__ import annotations

from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MASTER_BYTES = 32
KEY_BYTES = 32
_DOMAIN = b"beffroi key v1"


class Purpose(StrEnum):
    """What a derived key is for."""

    SURROGATES = "surrogates"
    COMMITMENT = "commitment"


def derive(master: bytes, organization_id: str, purpose: str) -> bytes:
    """The 32-byte key of an organisation for a purpose (``"surrogates"`` or ``"commitment"``).

    Raises:
        ValueError: unknown purpose, empty organisation, or a master secret that is not 32 bytes.
    """
    if len(master) != MASTER_BYTES:
        raise ValueError("the master secret must be 32 bytes")
    if not organization_id:
        raise ValueError("a key belongs to an organisation")
    parts = (_DOMAIN, Purpose(purpose).value.encode(), organization_id.encode())
    info = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(master)
