"""The hot path reads no database, and holds no connection to one while it waits for a model."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from beffroi.gateway.app import create_app
from beffroi.gateway.directory import ProviderDirectory
from beffroi.journal.sqlite import SqliteJournal
from beffroi.journal.writer import JournalWriter
from beffroi.policy.source import MemorySnapshotSource
from beffroi.testing.detector import DictionaryDetector
from beffroi.testing.policy import SmallPolicy
from beffroi.testing.server import LocalServer
from beffroi.testing.upstream import Kind, Script, UpstreamSimulator

WAITING = 20


def test_the_gateway_imports_neither_django_nor_a_database() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, beffroi.gateway.app; print(' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "beffroi.gateway.exchange" in loaded
    assert [name for name in loaded if name.split(".")[0] in ("django", "sqlite3")] == []
    assert [name for name in loaded if name.startswith(("beffroi.governance", "beffroi.console", "beffroi.site"))] == []


@pytest.fixture
def journal_file(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite3"


@pytest.fixture
def writer(journal_file: Path) -> Iterator[JournalWriter]:
    writer = JournalWriter(SqliteJournal(journal_file))
    writer.start()
    yield writer
    writer.stop()


def can_write(path: Path) -> bool:
    """Whether another connection gets the database for itself at once."""
    with closing(sqlite3.connect(path, timeout=0.2)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return False
        connection.rollback()
        return True


async def test_nothing_is_held_while_models_think(
    writer: JournalWriter, journal_file: Path, upstream: UpstreamSimulator
) -> None:
    policy = SmallPolicy(read_timeout_s=30)
    upstream.script = Script(kind=Kind.HANG)
    app = create_app(
        snapshots=MemorySnapshotSource(policy.snapshot(upstream.base_url)),
        detector=DictionaryDetector({}),
        journal=writer,
        directory=ProviderDirectory(),
        master_secret=b"m" * 32,
        public_key=policy.signing_key.public_key(),
    )
    with LocalServer(app, lifespan=True) as server:
        async with aiohttp.ClientSession(headers={"authorization": f"Bearer {policy.api_key}"}) as session:
            body = {"messages": [{"role": "user", "content": "Bonjour"}], "stream": True}
            calls = [
                asyncio.ensure_future(session.post(f"{server.url}/v1/chat/completions", json=body)) for _ in range(WAITING)
            ]
            for _ in range(500):
                if len(upstream.requests) == WAITING:
                    break
                await asyncio.sleep(0.01)
            assert len(upstream.requests) == WAITING, "all of them wait for the model"
            assert await asyncio.to_thread(can_write, journal_file)
            for call in calls:
                call.cancel()
            await asyncio.gather(*calls, return_exceptions=True)


def test_the_control_sees_a_connection_that_is_held(writer: JournalWriter, journal_file: Path) -> None:
    with closing(sqlite3.connect(journal_file)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert not can_write(journal_file)
        holder.rollback()
