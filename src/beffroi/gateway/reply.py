"""One HTTP request and its response, over raw ASGI: the body in, whole and bounded; JSON or a stream of events out."""

from __future__ import annotations

import asyncio

from starlette.types import Receive, Scope, Send

from beffroi.errors import BeffroiError, InvalidRequest, RequestTooLarge
from beffroi.gateway.error_shape import error_body, error_headers

JSON_TYPE = (b"content-type", b"application/json; charset=utf-8")
EVENTS_TYPE = (b"content-type", b"text/event-stream; charset=utf-8")
BODY_TIMEOUT_S = 60.0
"""How long a client may take to send its body (seconds)."""


class ClientGoneError(Exception):
    """The client closed the connection; nobody is there to read an answer."""


class Call:
    """The request of a client."""

    __slots__ = ("_receive", "body_read", "headers", "request_id", "scope")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self._receive = receive
        self.headers: dict[bytes, bytes] = dict(scope["headers"])
        self.request_id: str = scope.get("beffroi.request_id", "")
        self.body_read = asyncio.Event()

    def header(self, name: bytes) -> str:
        """A header's value, or empty. ``name`` in lower case."""
        return self.headers.get(name, b"").decode("latin-1").strip()

    @property
    def credential(self) -> str:
        """What follows ``Bearer``, or empty."""
        scheme, _, credential = self.header(b"authorization").partition(" ")
        return credential.strip() if scheme.lower() == "bearer" else ""

    async def body(self, limit: int) -> bytes:
        """The whole body.

        Raises:
            RequestTooLarge: more than ``limit`` bytes.
            InvalidRequest: compressed, or sent too slowly.
            ClientGoneError: the client left before the end.
        """
        if self.header(b"content-encoding").lower() not in ("", "identity"):
            raise InvalidRequest("Le corps de la requête ne doit pas être compressé.", code="unsupported_encoding")
        declared = self.header(b"content-length")
        if declared.isdigit() and int(declared) > limit:
            raise too_large(limit)
        try:
            async with asyncio.timeout(BODY_TIMEOUT_S):
                body = await self._read(limit)
        except TimeoutError:
            raise InvalidRequest("Le corps de la requête a mis trop longtemps à arriver.", code="request_timeout") from None
        self.body_read.set()
        return body

    async def _read(self, limit: int) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while True:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            piece: bytes = message.get("body", b"")
            size += len(piece)
            if size > limit:
                raise too_large(limit)
            pieces.append(piece)
            if not message.get("more_body", False):
                return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    async def gone(self) -> None:
        """Returns when the client closes the connection. To be awaited only once the body is read."""
        while (await self._receive())["type"] != "http.disconnect":
            pass


def too_large(limit: int) -> RequestTooLarge:
    """The refusal of a body, with the limit in words. ``limit`` in bytes."""
    megabytes = f"{limit / 1_000_000:g}".replace(".", ",")
    return RequestTooLarge(f"La demande dépasse {megabytes} Mo.")


class Reply:
    """The response to a client. ``started`` once its status has left."""

    __slots__ = ("_send", "started")

    def __init__(self, send: Send) -> None:
        self._send = send
        self.started = False

    async def json(self, body: bytes, status: int = 200, headers: list[tuple[bytes, bytes]] | None = None) -> None:
        """A whole JSON answer."""
        self.started = True
        head = [JSON_TYPE, (b"content-length", str(len(body)).encode("ascii")), *(headers or [])]
        await self._send({"type": "http.response.start", "status": status, "headers": head})
        await self._send({"type": "http.response.body", "body": body})

    async def error(self, failure: BeffroiError) -> None:
        """A whole answer that is an error."""
        await self.json(error_body(failure), failure.status, error_headers(failure))

    async def start_events(self) -> None:
        """Begin a stream of events."""
        self.started = True
        head = [EVENTS_TYPE, (b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
        await self._send({"type": "http.response.start", "status": 200, "headers": head})

    async def write(self, data: bytes) -> None:
        """Events already framed."""
        await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def end(self, data: bytes = b"") -> None:
        """The last bytes of a stream."""
        await self._send({"type": "http.response.body", "body": data})
