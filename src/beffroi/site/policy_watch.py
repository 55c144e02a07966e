"""Publishes the policy again whenever ``beffroi.toml`` changes, while Beffroi runs.

A file that does not compile changes nothing: the policy in force stays, and the reason is logged once.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from beffroi.errors import BeffroiError
from beffroi.governance.publication import publish_settings
from beffroi.settings import Settings

logger = logging.getLogger("beffroi.site")

CHECK_EVERY_S = 0.4


class PolicyWatch:
    """Looks at one configuration file; ``reload`` reads it again. Give ``run`` to the gateway as a watcher."""

    def __init__(self, settings: Settings, reload: Callable[[], Settings]) -> None:
        self._file = settings.file
        self._reload = reload
        self._seen = self._facts()

    async def run(self) -> None:
        """Check for ever."""
        while True:
            await asyncio.sleep(CHECK_EVERY_S)
            await asyncio.to_thread(self.check)

    def check(self) -> None:
        """Publish if the file changed since the last look."""
        facts = self._facts()
        if facts == self._seen or facts is None:
            return
        self._seen = facts
        try:
            snapshot = publish_settings(self._reload(), now=int(time.time()))
        except BeffroiError as error:
            logger.warning("site:policy:rejected reason=%s", error.sentence)
        else:
            logger.info("site:policy:published version=%d", snapshot.version)

    def _facts(self) -> tuple[int, int, int] | None:
        try:
            facts = self._file.stat()
        except OSError:
            return None
        return facts.st_mtime_ns, facts.st_size, facts.st_ino
