"""The real ports of the console, from what ``site`` holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beffroi.console.ports import ConsolePorts, SessionGrant
from beffroi.console.stored_journal import StoredJournal
from beffroi.journal.sqlite import SqliteJournal
from beffroi.policy.authentication import DEFAULT_SESSION_S, issue_session_grant
from beffroi.policy.snapshot import Snapshot


def console_ports(
    *,
    current_snapshot: Callable[[], Snapshot],
    signing_key: Ed25519PrivateKey,
    journal_path: Path,
    clock: Callable[[], float] = time.time,
) -> ConsolePorts:
    """Ports over a snapshot source (it raises SnapshotUnavailable), the control plane's key and the journal's file."""

    def issue(person: str, organization: str, use: str) -> SessionGrant:
        api_key = issue_session_grant(signing_key, organization=organization, use=use, person=person, now=clock())
        return SessionGrant(api_key=api_key, expires_in=DEFAULT_SESSION_S)

    return ConsolePorts(
        current_snapshot=current_snapshot, issue_grant=issue, journal=StoredJournal(SqliteJournal(journal_path)), clock=clock
    )
