"""Runs the assembled house under uvicorn."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable

import uvicorn

from beffroi.errors import ConfigurationError
from beffroi.settings import Settings
from beffroi.site.assembly import assemble
from beffroi.site.collector import calm_collector, collector_at_rest

logger = logging.getLogger("beffroi.site")

GRACE_S = 20
"""How long running exchanges may take to end once the server is asked to stop, in seconds."""


def run(
    load: Callable[[], Settings], *, host: str | None = None, port: int | None = None, prepare: Callable[[], None] | None = None
) -> None:
    """Serve until interrupted. ``load`` reads the settings; ``prepare`` runs once the house is assembled, before it opens.

    Raises:
        ConfigurationError: the configuration or the keys cannot be used.
    """
    settings = load()
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("beffroi").setLevel(logging.INFO)
    with listening(host or settings.server.host, port or settings.server.port) as listener:
        with collector_at_rest():
            house = assemble(settings, load)
        calm_collector()
        config = uvicorn.Config(
            house.app,
            loop="uvloop",
            http="httptools",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE_S,
        )
        try:
            if prepare is not None:
                prepare()
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            logger.info("site:server:stopped")
        finally:
            house.close()


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there, so that nothing else is done if the place is taken.

    Raises:
        ConfigurationError: the port is taken or forbidden, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        raise ConfigurationError(
            f"Le port {port} est déjà pris." if taken else f"Impossible d’écouter sur {host}:{port}.",
            hint="Choisissez-en un autre : --port." if taken else "Vérifiez l’adresse, et les droits pour un port sous 1024.",
        ) from None
