"""One port for both planes: ``/v1`` and the probes are the gateway's, ``/static`` packaged files, the rest the console's."""

from __future__ import annotations

from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GATEWAY_PATHS = ("/v1/", "/healthz", "/readyz")


class Reception:
    """Sends each request to the plane that owns its path; the lifespan is the gateway's."""

    def __init__(self, *, gateway: ASGIApp, console: ASGIApp, static_packages: tuple[tuple[str, str], ...]) -> None:
        self._gateway = gateway
        self._console = console
        self._static = StaticFiles(packages=list(static_packages))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One ASGI call."""
        await self._owner(scope)(scope, receive, send)

    def _owner(self, scope: Scope) -> ASGIApp:
        if scope["type"] != "http":
            return self._gateway
        path = scope["path"]
        if path.startswith(GATEWAY_PATHS) or path == "/v1":
            return self._gateway
        if path.startswith("/static/"):
            return self._serve_static
        return self._console

    async def _serve_static(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_revalidated(message: Message) -> None:
            """Files keep their names from one version to the next: a browser asks each time (ETag), and hears 304."""
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"cache-control", b"no-cache")]
            await send(message)

        await self._static({**scope, "root_path": scope.get("root_path", "") + "/static"}, receive, send_revalidated)
