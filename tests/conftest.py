"""What every test lives under: canary identities that must never surface in a log, and a calm hypothesis."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")

CANARIES = (
    "Zéphyrine Quatrebarbes",
    "quatrebarbes",
    "zephyrine.q@messagerie.example",
    "2 84 05 75 116 001 72",
    "06 39 98 71 42",
    "FR76 9999 9000 0112 3456 7890 189",
)
"""A person who does not exist. Tests put her into requests; the fixture below fails the run if a log shows her."""


class CanaryWatch(logging.Handler):
    """Reads every log record of the run and keeps those that show a canary."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.caught: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps the name of the logger if the formatted record, its arguments or its traceback hold a canary."""
        shown = logging.Formatter("%(message)s").format(record) + repr(record.args)
        if any(canary.casefold() in shown.casefold() for canary in CANARIES):
            self.caught.append(f"{record.name}:{record.lineno}")


@pytest.fixture(autouse=True)
def no_canary_in_logs() -> Iterator[CanaryWatch]:
    watch = CanaryWatch()
    root = logging.getLogger()
    level = root.level
    root.addHandler(watch)
    root.setLevel(logging.DEBUG)
    try:
        yield watch
    finally:
        root.removeHandler(watch)
        root.setLevel(level)
    if watch.caught:
        pytest.fail(f"personal text in the logs of {sorted(set(watch.caught))}")


@pytest.fixture
def canaries() -> tuple[str, ...]:
    return CANARIES
