"""Server-sent events, as model servers write them: bytes cut anywhere in, ``data`` payloads out.

Works on bytes: a UTF-8 character cut in two is whole again before anybody decodes it. Event names, ids and retry delays are
ignored: no model server's protocol needs them.

Source: WHATWG HTML Living Standard, §9.2 "Server-sent events" (checked 2026-11-22).
"""

from __future__ import annotations

from beffroi.errors import UpstreamGarbled

DONE = b"[DONE]"
"""Payload that ends a stream in OpenAI's protocol."""
LARGEST_EVENT = 8 * 1024 * 1024
"""Bytes of one event beyond which the upstream is considered to talk nonsense."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def frame(payload: bytes) -> bytes:
    """One event. ``payload`` is JSON as orjson writes it, or ``DONE``: it holds no line break."""
    return b"data: " + payload + b"\n\n"


DONE_FRAME = frame(DONE)


class SseReader:
    """Splits a stream of bytes into the ``data`` payloads of its events. Any chunking gives the same payloads."""

    __slots__ = ("_limit", "_pieces", "_size", "_skip_line_feed", "_started")

    def __init__(self, limit: int = LARGEST_EVENT) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0
        self._skip_line_feed = False
        self._started = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """Payloads of the events that this chunk completes, in order.

        Raises:
            UpstreamGarbled: one event is larger than the limit.
        """
        if not self._started:
            chunk = self._past_mark(chunk)
        if not chunk:
            return []
        if self._skip_line_feed or b"\r" in chunk:
            chunk = self._plain_line_ends(chunk)
        self._pieces.append(chunk)
        self._size += len(chunk)
        if b"\n" not in chunk:
            self._check_size()
            return []
        *blocks, rest = b"".join(self._pieces).split(b"\n\n")
        self._pieces = [rest]
        self._size = len(rest)
        self._check_size()
        return [payload for block in blocks if (payload := _data(block)) is not None]

    def flush(self) -> list[bytes]:
        """The payload of a last event that no blank line ended, if any. The reader is then as new."""
        payload = _data(b"".join(self._pieces))
        self._pieces, self._size, self._skip_line_feed, self._started = [], 0, False, False
        return [] if payload is None else [payload]

    def _past_mark(self, chunk: bytes) -> bytes:
        """The chunk without the byte order mark that may open the stream; held back while it could still be one."""
        head = b"".join((*self._pieces, chunk))
        self._pieces = []
        if len(head) < len(_BYTE_ORDER_MARK) and _BYTE_ORDER_MARK.startswith(head):
            self._pieces = [head]
            return b""
        self._started = True
        return head.removeprefix(_BYTE_ORDER_MARK)

    def _plain_line_ends(self, chunk: bytes) -> bytes:
        if self._skip_line_feed and chunk[:1] == b"\n":
            chunk = chunk[1:]
            self._skip_line_feed = False
        if chunk:
            self._skip_line_feed = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _check_size(self) -> None:
        if self._size > self._limit:
            raise UpstreamGarbled


def _data(block: bytes) -> bytes | None:
    """The ``data`` lines of one event joined, or None if it has none (a comment, a ping)."""
    if block.startswith(b"data: ") and b"\n" not in block:
        return block[6:]
    lines = [line[5:].removeprefix(b" ") for line in block.split(b"\n") if line == b"data" or line.startswith(b"data:")]
    return b"\n".join(lines) if lines else None
