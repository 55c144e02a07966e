"""Keeps a local model served: starts the child process, waits until it is well, starts it again when it dies.

Asynchronous, on the loop of its owner; start it from a thread that lives as long as the server (Linux kills the child with that
thread). Its address and key do not change when it is started again.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from beffroi.errors import CatalogError, UpstreamUnreachable
from beffroi.local_model.launch import LaunchOrder, LaunchPlan, LaunchReport

logger = logging.getLogger(__name__)

KEPT_VARIABLES = (
    "PATH",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "VIRTUAL_ENV",
    "TMPDIR",
    "SYSTEMROOT",
)
"""What the child inherits of the environment: no secret of the parent, no option of llama.cpp."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Delays, in seconds. ``start``: to load and be well; ``stop``: to leave when asked; ``backoff``: before each new start in
    a row, the last one repeated; after ``give_up`` starts in a row it is abandoned; a life longer than ``stable`` resets it."""

    start: float = 180.0
    stop: float = 5.0
    backoff: tuple[float, ...] = (0.2, 1.0, 3.0, 10.0)
    give_up: int = 6
    stable: float = 60.0


class LocalModelServer:
    """One local model, served by a child process under an OpenAI-compatible API on 127.0.0.1."""

    def __init__(self, plan: LaunchPlan, *, patience: Patience | None = None) -> None:
        self.plan = plan
        self._patience = patience or Patience()
        self._api_key = secrets.token_urlsafe(32)
        self._url = ""
        self._process: asyncio.subprocess.Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._well = False
        self.restarts = 0
        """Times the child was started again since ``start``."""

    async def start(self) -> None:
        """Start the child and wait until it answers. Idempotent.

        Raises:
            CatalogError: it cannot serve these weights.
        """
        if self._watch is not None:
            return
        await self._launch()
        self._watch = asyncio.create_task(self._supervise(), name="local-model-supervisor")

    async def stop(self) -> None:
        """Stop supervising, and the child with it. Idempotent."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
            await asyncio.wait([watch])
        await self._end_child()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def is_well(self) -> bool:
        """Whether the child is there and has answered."""
        return self._well

    @property
    def pid(self) -> int | None:
        """Process id of the child, if there is one."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    def endpoint(self) -> tuple[str, str]:
        """``(base_url, api_key)``: the address, ending in ``/v1``, and its bearer key. Constant from the first start on.

        Raises:
            UpstreamUnreachable: it was never started.
        """
        if not self._url:
            raise UpstreamUnreachable("Le modèle local n’est pas démarré.")
        return f"{self._url}/v1", self._api_key

    async def _launch(self) -> None:
        began = time.monotonic()
        try:
            async with asyncio.timeout(self._patience.start):
                report = await self._start_child()
                if report.failure:
                    raise CatalogError(
                        f"Le modèle local {self.plan.alias} ne démarre pas ({report.failure}).",
                        hint="Lancez « beffroi models verify », et vérifiez la mémoire libre.",
                    )
                while not await _answers(report.url):  # noqa: ASYNC110 - another process: there is no event to wait for
                    await asyncio.sleep(0.05)
        except TimeoutError:
            await self._end_child()
            raise CatalogError(f"Le modèle local {self.plan.alias} met trop de temps à démarrer.") from None
        except BaseException:
            await self._end_child()
            raise
        self._url = report.url
        self._well = True
        logger.info("local_model:server:ready model=%s seconds=%.2f", self.plan.alias, time.monotonic() - began)

    async def _start_child(self) -> LaunchReport:
        order = LaunchOrder(self.plan, self._api_key, urlsplit(self._url).port or 0)
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # nothing is imported from the folder the operator happens to be in
            "-m",
            "beffroi.local_model.child",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=child_environment(os.environ, self.plan.threads),
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(order.to_line())
        return LaunchReport.from_line(await process.stdout.readline())

    async def _supervise(self) -> None:
        failures = 0
        while True:
            began = time.monotonic()
            if self._process is not None:
                code = await self._process.wait()
                logger.warning("local_model:server:died model=%s code=%s", self.plan.alias, code)
            self._well = False
            failures = 0 if time.monotonic() - began > self._patience.stable else failures
            if failures >= self._patience.give_up:
                logger.error("local_model:server:abandoned model=%s starts=%d", self.plan.alias, failures)
                return
            await asyncio.sleep(self._patience.backoff[min(failures, len(self._patience.backoff) - 1)])
            failures += 1
            self.restarts += 1
            try:
                await self._launch()
            except (CatalogError, OSError) as error:
                logger.warning("local_model:server:restart_failed model=%s error=%s", self.plan.alias, type(error).__name__)

    async def _end_child(self) -> None:
        self._well = False
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()  # the child leaves at the end of its input
        try:
            async with asyncio.timeout(self._patience.stop):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


def child_environment(environ: Mapping[str, str], threads: int) -> dict[str, str]:
    """The environment of the child: what it needs of ``environ``, and threads that sleep when they have nothing to do."""
    kept = {name: environ[name] for name in KEPT_VARIABLES if name in environ}
    return {**kept, "OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": str(threads)}


async def _answers(url: str) -> bool:
    """Whether the server says that it is well (``/health`` is open, and says nothing of what is served)."""
    place = urlsplit(url)
    try:
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
    except OSError:
        return False
    try:
        writer.write(f"GET /health HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n\r\n".encode())
        return (await reader.readline()).split()[1:2] == [b"200"]
    except OSError:
        return False
    finally:
        writer.close()
