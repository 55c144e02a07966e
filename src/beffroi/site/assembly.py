"""Puts the house together from its settings: policy, journal, detector, local model, gateway, console; one ASGI application."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from beffroi.gateway.app import create_app
from beffroi.gateway.directory import ProviderDirectory
from beffroi.gateway.snapshot_file import SnapshotFile
from beffroi.governance.key_files import load_master_secret, load_public_key
from beffroi.governance.publication import publish_settings
from beffroi.journal.sqlite import SqliteJournal
from beffroi.journal.writer import JournalWriter
from beffroi.privacy.detection.default import default_detector
from beffroi.settings import Settings
from beffroi.site.asgi import Reception
from beffroi.site.console_setup import configure_console
from beffroi.site.django_settings import STATIC_PACKAGES, django_application, prepare_database
from beffroi.site.embedded import EmbeddedModels
from beffroi.site.policy_watch import PolicyWatch
from beffroi.site.warm_up import warm_up


@dataclass(frozen=True, slots=True)
class Assembly:
    """A house ready to serve. ``app`` is for an ASGI server; ``close`` is for a server that never ran its lifespan."""

    app: ASGIApp
    journal: JournalWriter
    snapshots: SnapshotFile
    models: EmbeddedModels

    def close(self) -> None:
        """Flush and close the journal. Harmless once it is closed."""
        self.journal.stop()


def assemble(settings: Settings, reload: Callable[[], Settings]) -> Assembly:
    """The whole house on one application. ``reload`` reads the settings again, when their file changes.

    Raises:
        ConfigurationError: the configuration or the keys cannot be used.
    """
    publish_settings(settings, now=int(time.time()))
    public_key = load_public_key(settings.keys_dir)
    models = EmbeddedModels(settings.models_dir)
    directory = ProviderDirectory(models)
    snapshots = SnapshotFile(settings.snapshot_path, public_key, directory.load)
    snapshots.check()
    configure_console(settings, snapshots.current)
    prepare_database()
    journal = JournalWriter(SqliteJournal(settings.journal_path))
    detector = default_detector(tagger=settings.privacy.tagger).remembering()
    gateway = create_app(
        snapshots=snapshots,
        detector=detector,
        journal=journal,
        directory=directory,
        master_secret=load_master_secret(settings.keys_dir),
        public_key=public_key,
        watchers=(snapshots.watch, PolicyWatch(settings, reload).run),
    )
    reception = Reception(gateway=gateway, console=django_application(), static_packages=STATIC_PACKAGES)
    journal.start()
    household = _Household(reception, models, snapshots, journal, warm=partial(warm_up, detector))
    return Assembly(household, journal, snapshots, models)


class _Household:
    """Starts the embedded models and the warm-up when the application starts, without making it wait for them; stops the models
    and the journal."""

    def __init__(
        self, app: ASGIApp, models: EmbeddedModels, snapshots: SnapshotFile, journal: JournalWriter, *, warm: Callable[[], None]
    ) -> None:
        self._app = app
        self._models = models
        self._snapshots = snapshots
        self._journal = journal
        self._warm = warm

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._app(scope, receive, send)
            return
        starting = asyncio.ensure_future(self._models.start(self._snapshots.current()))

        warming = asyncio.ensure_future(asyncio.to_thread(self._warm))

        async def send_once_stopped(message: Message) -> None:
            """A server that hears "shutdown complete" waits for nothing more (it may die of the signal that stopped it): the
            children end, and the journal is flushed and closed, before it is said."""
            if message["type"].startswith("lifespan.shutdown."):
                starting.cancel()
                with suppress(asyncio.CancelledError):
                    await starting
                await warming
                await self._models.stop()
                await asyncio.to_thread(self._journal.stop)
            await send(message)

        await self._app(scope, receive, send_once_stopped)
