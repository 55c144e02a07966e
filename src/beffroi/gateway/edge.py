"""The edge of the data plane: every request gets an id, and nothing that goes wrong inside gets out as it is."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from beffroi.errors import BeffroiError, MethodNotAllowed, UnknownPath
from beffroi.gateway.error_shape import INTERNAL, error_body
from beffroi.gateway.reply import Call, ClientGoneError, Reply

logger = logging.getLogger("beffroi.gateway")

_FIXED = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


class Edge:
    """Pure ASGI middleware: ``x-request-id`` on every response, a typed French error for every exception."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = "req_" + secrets.token_hex(12)
        scope["beffroi.request_id"] = request_id
        identity = (b"x-request-id", request_id.encode("ascii"))
        started = False

        async def stamped(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                present = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], identity, *(pair for pair in _FIXED if pair[0] not in present)]
            await send(message)

        try:
            await self.app(scope, receive, stamped)
        except ClientGoneError:
            return
        except BeffroiError as failure:
            if not started:
                await Reply(stamped).error(failure)
        except Exception as failure:  # noqa: BLE001 - the edge of the process: it must live, and nothing must leak
            logger.error("gateway:request:crashed id=%s cause=%s", request_id, type(failure).__name__)
            if not started:
                await Reply(stamped).error(INTERNAL)


Handler = Callable[[Call, Reply], Awaitable[None]]


class Door:
    """One address: an ASGI application that answers some methods with a handler."""

    def __init__(self, handler: Handler, *methods: str) -> None:
        self.handler = handler
        self.methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["method"] not in self.methods:
            failure = MethodNotAllowed(hint=f"Utilisez {' ou '.join(self.methods)}.")
            await Reply(send).json(error_body(failure), failure.status, [(b"allow", ", ".join(self.methods).encode("ascii"))])
            return
        await self.handler(Call(scope, receive), Reply(send))


async def nowhere(scope: Scope, receive: Receive, send: Send) -> None:
    """What every other address answers.

    Raises:
        UnknownPath: always.
    """
    raise UnknownPath
