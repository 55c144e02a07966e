"""A keyed commitment to the content of an exchange, so that a text still held can be proved to be (or not to be) its text.

Two HMAC-SHA256, of the request and of the answer, each under a key of its own derived from the organisation's: equal prompts
give different commitments, a short prompt cannot be guessed without a key, and either half can be opened alone, to somebody
who then learns nothing about any other exchange. Standard library only.
"""

from __future__ import annotations

import hmac
from enum import StrEnum

_DOMAIN = b"beffroi commitment v2"
HALF_CHARS = 64
"""Each half of a commitment is this many hexadecimal characters: the request, then the answer."""


class Side(StrEnum):
    """Which text of an exchange."""

    REQUEST = "request"
    ANSWER = "answer"


def commit_content(key: bytes, *, request_id: str, request: str, answer: str) -> str:
    """128 hexadecimal characters: the commitment to the request's text, then to the answer's.

    ``key`` is the organisation's (purpose ``commitment``), at least 32 bytes.

    Raises:
        ValueError: the key is too short.
    """
    return _half(opening_key(key, Side.REQUEST, request_id), request) + _half(opening_key(key, Side.ANSWER, request_id), answer)


def opening_key(key: bytes, side: Side, request_id: str) -> bytes:
    """The 32 bytes that open one half of one commitment, and nothing else.

    Raises:
        ValueError: the organisation's key is too short.
    """
    if len(key) < 32:
        raise ValueError("a commitment key is at least 32 bytes")
    parts = (_DOMAIN, side.value.encode(), request_id.encode("utf-8", "surrogatepass"))
    return hmac.digest(key, b"".join(len(part).to_bytes(8, "big") + part for part in parts), "sha256")


def opens(commitment: str, side: Side, opening: bytes, text: str) -> bool:
    """Whether ``text`` is what the commitment holds on that side; ``opening`` is its :func:`opening_key` (32 bytes)."""
    half = commitment[:HALF_CHARS] if side is Side.REQUEST else commitment[HALF_CHARS:]
    return len(opening) == 32 and hmac.compare_digest(half.encode(), _half(opening, text).encode())


def proves_request(commitment: str, key: bytes, *, request_id: str, request: str) -> bool:
    """Whether ``request`` is the text that was sent."""
    return opens(commitment, Side.REQUEST, opening_key(key, Side.REQUEST, request_id), request)


def proves_answer(commitment: str, key: bytes, *, request_id: str, answer: str) -> bool:
    """Whether ``answer`` is the text that came back."""
    return opens(commitment, Side.ANSWER, opening_key(key, Side.ANSWER, request_id), answer)


def _half(opening: bytes, text: str) -> str:
    return hmac.digest(opening, text.encode("utf-8", "surrogatepass"), "sha256").hex()
