"""The whole house on one port, as ``beffroi serve`` wires it, over a model server that repeats what it is told.

Run: ``python real_site.py FOLDER PORT``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from beffroi.console.wiring import console_ports
from beffroi.gateway.app import create_app
from beffroi.gateway.directory import ProviderDirectory
from beffroi.journal.sqlite import SqliteJournal
from beffroi.journal.writer import JournalWriter
from beffroi.policy.snapshot import Snapshot
from beffroi.privacy.detection.default import default_detector
from beffroi.site.asgi import Reception
from beffroi.site.django_settings import STATIC_PACKAGES, ConsoleProfile, configure, django_application, prepare_database
from beffroi.testing.policy import SmallPolicy
from beffroi.testing.upstream import Kind, Script, UpstreamSimulator

PASSWORD = "beffroi-de-bruges-1"


@dataclass(frozen=True)
class Fixed:
    """A snapshot source that never changes."""

    snapshot: Snapshot

    def current(self) -> Snapshot:
        """The snapshot."""
        return self.snapshot


def serve(folder: Path, port: int) -> None:
    """Serve until told to stop."""
    with UpstreamSimulator(Script(kind=Kind.ECHO)) as upstream:
        policy = SmallPolicy()
        snapshots = Fixed(policy.snapshot(upstream.base_url))
        directory = ProviderDirectory()
        directory.load(snapshots.current())
        path = folder / "journal.sqlite3"
        ports = console_ports(current_snapshot=snapshots.current, signing_key=policy.signing_key, journal_path=path)
        hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
        configure(ConsoleProfile(data_dir=folder, password_hasher=hasher), ports)
        prepare_database()
        from beffroi.console.accounts import ensure_account  # noqa: PLC0415  # needs Django ready

        ensure_account("claire@example.org", PASSWORD, "arras", "dpd", display_name="Claire Morel")
        journal = JournalWriter(SqliteJournal(path))
        gateway = create_app(
            snapshots=snapshots,
            detector=default_detector(),
            journal=journal,
            directory=directory,
            master_secret=bytes(range(32)),
            public_key=policy.signing_key.public_key(),
        )
        app = Reception(gateway=gateway, console=django_application(), static_packages=STATIC_PACKAGES)
        journal.start()
        try:
            uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")
        finally:
            journal.stop()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
