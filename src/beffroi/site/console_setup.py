"""Gives Django its settings from Beffroi's."""

from __future__ import annotations

from collections.abc import Callable

from beffroi.console.wiring import console_ports
from beffroi.governance.key_files import load_signing_key
from beffroi.policy.snapshot import Snapshot
from beffroi.settings import Settings
from beffroi.site.django_settings import ConsoleProfile, configure


def configure_console(settings: Settings, current_snapshot: Callable[[], Snapshot]) -> None:
    """Configure the console of this process; does nothing the second time.

    Raises:
        ConfigurationError: the signing key cannot be read.
    """
    configure(
        ConsoleProfile(data_dir=settings.data_dir, hosts=settings.server.hosts, https=settings.server.https),
        console_ports(
            current_snapshot=current_snapshot,
            signing_key=load_signing_key(settings.keys_dir),
            journal_path=settings.journal_path,
        ),
    )
