"""Records and openings of a commune that does not exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from beffroi.journal.entry import Opening, Outcome, Record
from beffroi.journal.sqlite import SqliteJournal

AT = 1_790_000_000_000


def make_record(number: int, organization: str = "saint-aubin", **changes: object) -> Record:
    fields: dict[str, object] = {
        "request_id": f"req-{number}",
        "at": AT + number,
        "organization": organization,
        "use": "courrier",
        "person": "secretariat",
        "grant": f"key:{organization}:accueil",
        "endpoint": "/v1/chat/completions",
        "outcome": Outcome.COMPLETED,
        "status": 200,
        "model": "qwen",
        "provider": "principal",
        "rule": "matrix:identity:local:mask",
        "found": {"nir": 1, "person_name": 2},
        "masked": {"nir": 1},
        "duration_ms": 1234,
    }
    return Record(**{**fields, **changes})  # type: ignore[arg-type]  # a dictionary of the named fields


def make_opening(number: int, organization: str = "saint-aubin") -> Opening:
    return Opening(
        request_id=f"req-{number}",
        at=AT + number,
        organization=organization,
        use="courrier",
        person="secretariat",
        grant=f"key:{organization}:accueil",
        endpoint="/v1/chat/completions",
        model="qwen",
        provider="principal",
    )


@pytest.fixture
def record() -> Callable[..., Record]:
    return make_record


@pytest.fixture
def opening() -> Callable[..., Opening]:
    return make_opening


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "journal.sqlite3"


@pytest.fixture
def store(path: Path) -> SqliteJournal:
    return SqliteJournal(path)
