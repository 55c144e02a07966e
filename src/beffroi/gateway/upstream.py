"""The model server, called over HTTP. Whatever it does wrong comes back as one of our errors, in French.

The client's headers are never forwarded. Redirects are refused: where a request goes is decided here, not by an upstream.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from types import TracebackType
from typing import Any

import aiohttp
import orjson

from beffroi.errors import (
    UpstreamBusy,
    UpstreamError,
    UpstreamGarbled,
    UpstreamRefused,
    UpstreamRejected,
    UpstreamUnreachable,
)
from beffroi.gateway.ports import Endpoint
from beffroi.policy.snapshot import Provider

LARGEST_ANSWER = 32 * 1024 * 1024
"""Bytes of a whole answer beyond which the upstream is considered to talk nonsense."""
TOO_SLOW = "upstream_timeout"
"""Code of the error of an upstream that said nothing for too long; it may still have computed."""
_ERROR_EXCERPT = 64 * 1024
_LONGEST_WAIT_S = 3600


class Answer:
    """What the upstream is answering: headers have come, with a status of success."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    @property
    def is_event_stream(self) -> bool:
        """Whether it streams events."""
        return self._response.content_type == "text/event-stream"

    async def chunks(self) -> AsyncIterator[bytes]:
        """Bytes as they come.

        Raises:
            UpstreamUnreachable: nothing came for too long.
            UpstreamGarbled: the connection was cut.
        """
        try:
            async for chunk in self._response.content.iter_any():
                yield chunk
        except TimeoutError:
            raise too_slow() from None
        except (aiohttp.ClientError, OSError):
            raise cut() from None

    async def json(self) -> dict[str, Any]:
        """The whole answer, a JSON object.

        Raises:
            UpstreamUnreachable: nothing came for too long.
            UpstreamGarbled: cut, too large, not JSON, not an object.
        """
        pieces, size = [], 0
        async for chunk in self.chunks():
            size += len(chunk)
            if size > LARGEST_ANSWER:
                raise UpstreamGarbled
            pieces.append(chunk)
        try:
            body = orjson.loads(b"".join(pieces))
        except orjson.JSONDecodeError:
            raise UpstreamGarbled from None
        if not isinstance(body, dict):
            raise UpstreamGarbled
        return body


class UpstreamClient:
    """One pool of connections for all providers. Open it within the event loop that serves (``async with``)."""

    def __init__(self, *, connections: int = 1000) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> UpstreamClient:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=4.0, ttl_dns_cache=60),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("User-Agent",),
            headers={"accept-encoding": "identity"},
            trust_env=False,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    @asynccontextmanager
    async def post(self, endpoint: Endpoint, path: str, body: bytes, provider: Provider) -> AsyncIterator[Answer]:
        """Send ``body`` to ``base_url`` + ``path``. Leaving the block before the end of the answer closes the connection.

        Raises:
            UpstreamError: no connection, a time-out, an error status (see ``refusal_of``).
        """
        assert self._session is not None, "the client is not open"
        headers = {"content-type": "application/json"}
        if endpoint.api_key:
            headers["authorization"] = f"Bearer {endpoint.api_key}"
        try:
            response = await self._session.post(
                endpoint.base_url.rstrip("/") + path,
                data=body,
                headers=headers,
                timeout=_limits(provider.connect_timeout_s, provider.read_timeout_s),
                allow_redirects=False,
            )
        except aiohttp.ServerTimeoutError as failure:
            raise (UpstreamUnreachable() if isinstance(failure, aiohttp.ConnectionTimeoutError) else too_slow()) from None
        except TimeoutError:
            raise too_slow() from None
        except (aiohttp.InvalidURL, ValueError):
            raise UpstreamUnreachable(hint="L’adresse du fournisseur est à corriger dans la configuration.") from None
        except (aiohttp.ClientError, OSError):
            raise UpstreamUnreachable from None
        finished = False
        try:
            if response.status != 200:
                raise refusal_of(response.status, response.headers.get("retry-after", ""), await _excerpt(response))
            yield Answer(response)
            finished = True
        finally:
            if finished and response.content.at_eof():
                response.release()
            else:
                response.close()


@lru_cache(maxsize=64)
def _limits(connect_s: float, read_s: float) -> aiohttp.ClientTimeout:
    """Between two bytes, not in all: an answer may be long."""
    return aiohttp.ClientTimeout(total=None, sock_connect=connect_s, sock_read=read_s)


async def _excerpt(response: aiohttp.ClientResponse) -> bytes:
    """The beginning of an error's body, to know its kind; it is never shown."""
    try:
        return await response.content.read(_ERROR_EXCERPT)
    except (aiohttp.ClientError, TimeoutError, OSError):
        return b""


def refusal_of(status: int, retry_after: str, excerpt: bytes) -> UpstreamError:
    """Our error for an upstream's error status. Its own text is never passed on: it may quote the request."""
    if status == 429:
        seconds = int(retry_after) if retry_after.isascii() and retry_after.isdigit() else 1
        seconds = min(max(1, seconds), _LONGEST_WAIT_S)
        return UpstreamBusy(retry_after=seconds, hint=f"Réessayez dans {seconds} s.")
    if status in (400, 413, 422):
        if status == 413 or b"context_length" in excerpt or b"context length" in excerpt or b"context size" in excerpt:
            return UpstreamRejected(
                "Le texte est trop long pour ce modèle.", hint="Raccourcissez-le.", code="context_length_exceeded"
            )
        return UpstreamRejected()
    if status in (401, 403):
        return UpstreamRefused(hint="La clé du fournisseur n’est pas acceptée : prévenez votre administrateur.")
    if status == 404:
        return UpstreamRefused(hint="Ce fournisseur ne connaît pas ce modèle ou cette adresse : prévenez votre administrateur.")
    if status == 503:
        return UpstreamRefused("Le serveur du modèle est indisponible pour le moment.")
    return UpstreamRefused()


def too_slow() -> UpstreamUnreachable:
    """The upstream said nothing for too long."""
    failure = UpstreamUnreachable("Le serveur du modèle n’a pas répondu à temps.", code=TOO_SLOW)
    failure.status = 504
    return failure


def cut() -> UpstreamGarbled:
    """The connection broke before the end of the answer."""
    return UpstreamGarbled("Le serveur du modèle a coupé sa réponse avant la fin.", code="upstream_cut")
