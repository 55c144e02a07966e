"""Any ASGI application over a real socket on 127.0.0.1, in a thread with its own event loop."""

from __future__ import annotations

import asyncio
import socket
import threading
from types import TracebackType

import uvicorn
from starlette.types import ASGIApp


class _PromptServer(uvicorn.Server):
    """Stops when it is told, instead of looking ten times a second whether it should."""

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._told = asyncio.Event()
        if not self.should_exit:
            await self._told.wait()

    def stop(self) -> None:
        self.should_exit = True
        if hasattr(self, "_told"):
            self._loop.call_soon_threadsafe(self._told.set)


class LocalServer:
    """Starts with ``with`` on a free port, stops at the end of the block. ``lifespan``: run the application's own."""

    def __init__(self, app: ASGIApp, *, lifespan: bool = False) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        config = uvicorn.Config(
            app,
            interface="asgi3",
            log_config=None,
            access_log=False,
            lifespan="on" if lifespan else "off",
            timeout_graceful_shutdown=1,
        )
        self._server = _PromptServer(config)
        self._thread = threading.Thread(target=self._serve, name="local-server", daemon=True)

    @property
    def url(self) -> str:
        """Scheme, host and port, once started."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def __enter__(self) -> LocalServer:
        self._socket.bind(("127.0.0.1", 0))
        self._thread.start()
        pause = threading.Event()
        while not hasattr(self._server, "_told"):
            if not self._thread.is_alive():
                raise RuntimeError("the server did not start")
            pause.wait(0.002)
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._server.stop()
        self._thread.join(timeout=10)
        self._socket.close()

    def _serve(self) -> None:
        self._server.run(sockets=[self._socket])
