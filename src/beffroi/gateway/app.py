"""The data plane as one ASGI application. Everything it needs is handed in; it knows no configuration and no database."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from beffroi.errors import SnapshotUnavailable
from beffroi.gateway.attendance import attended
from beffroi.gateway.edge import Door, Edge, nowhere
from beffroi.gateway.exchange import Exchange
from beffroi.gateway.house import DEFAULT_BODY_LIMIT, House, KeyRing
from beffroi.gateway.model_list import ModelList, ModelPage
from beffroi.gateway.ports import Clock, ConversationDetector, ExchangeJournal, UpstreamDirectory
from beffroi.gateway.preview import Preview
from beffroi.gateway.reply import Call, Reply
from beffroi.gateway.upstream import UpstreamClient
from beffroi.policy.quota import QuotaLedger
from beffroi.policy.source import SnapshotSource

logger = logging.getLogger("beffroi.gateway")

RESTART_AFTER_S = 1.0
"""How long a watcher that failed rests (seconds)."""

Watcher = Callable[[], Awaitable[None]]
"""Runs as long as the gateway lives (``SnapshotFile.watch``)."""


def create_app(  # noqa: PLR0913 - the ports of the house, by name, once
    *,
    snapshots: SnapshotSource,
    detector: ConversationDetector,
    journal: ExchangeJournal,
    directory: UpstreamDirectory,
    master_secret: bytes,
    public_key: Ed25519PublicKey,
    watchers: tuple[Watcher, ...] = (),
    clock: Clock = time.time,
    body_limit: int = DEFAULT_BODY_LIMIT,
) -> ASGIApp:
    """The gateway. Its lifespan opens and closes the connections to the upstreams, and runs the ``watchers``.

    ``master_secret``: 32 bytes from which the organisations' keys are derived. ``body_limit``: bytes.
    """
    house = House(
        snapshots=snapshots,
        detector=detector,
        journal=journal,
        directory=directory,
        upstream=UpstreamClient(),
        keys=KeyRing(master_secret),
        public_key=public_key,
        quotas=QuotaLedger(time.monotonic),
        clock=clock,
        body_limit=body_limit,
    )

    return Edge(Router(_routes(house), redirect_slashes=False, default=nowhere, lifespan=_life(house, watchers)))


def _routes(house: House) -> list[Route]:
    doors = {
        "/v1/chat/completions": Door(partial(_chat, house), "POST"),
        "/v1/models": Door(ModelList(house), "GET"),
        "/v1/models/{id:path}": Door(ModelPage(house), "GET"),
        "/v1/beffroi/preview": Door(Preview(house), "POST"),
        "/healthz": Door(_alive, "GET", "HEAD"),
        "/readyz": Door(partial(_ready, house), "GET", "HEAD"),
    }
    return [Route(path, door) for path, door in doors.items()]


def _life(house: House, watchers: tuple[Watcher, ...]) -> Callable[[ASGIApp], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: ASGIApp) -> AsyncIterator[None]:
        async with house.upstream:
            tasks = [asyncio.ensure_future(_kept_alive(watch)) for watch in watchers]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                for task in tasks:
                    with suppress(asyncio.CancelledError):
                        await task

    return lifespan


async def _kept_alive(watch: Watcher) -> None:
    """Run a watcher; one that fails is run again."""
    while True:
        try:
            await watch()
            return
        except Exception as failure:  # noqa: BLE001 - the gateway must not lose its eyes, whatever happened
            logger.error("gateway:watcher:failed cause=%s", type(failure).__name__)
        await asyncio.sleep(RESTART_AFTER_S)


async def _chat(house: House, call: Call, reply: Reply) -> None:
    await attended(call, Exchange(house, call, reply).run())


async def _alive(call: Call, reply: Reply) -> None:
    """The process answers."""
    await reply.json(b'{"status":"ok"}')


async def _ready(house: House, call: Call, reply: Reply) -> None:
    """The process can serve: it has a valid policy.

    Raises:
        SnapshotUnavailable: it has none.
    """
    snapshot = house.snapshots.current()
    if not snapshot.models:
        raise SnapshotUnavailable
    await reply.json(b'{"status":"ready","policy_version":%d}' % snapshot.version)
