from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from tests.gateway.conftest import Gate

from beffroi.gateway import app as gateway_app
from beffroi.gateway.app import create_app
from beffroi.gateway.directory import ProviderDirectory
from beffroi.policy.source import MemorySnapshotSource
from beffroi.testing.detector import DictionaryDetector
from beffroi.testing.exchange_journal import RecordingJournal
from beffroi.testing.policy import SmallPolicy
from beffroi.testing.server import LocalServer


def test_watchers_live_and_die_with_the_application(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway_app, "RESTART_AFTER_S", 0.0)
    policy = SmallPolicy()
    runs: list[str] = []
    steady, stopped = threading.Event(), threading.Event()

    async def watch() -> None:
        runs.append("run")
        if len(runs) < 3:
            raise OSError
        steady.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    app = create_app(
        snapshots=MemorySnapshotSource(policy.snapshot("http://127.0.0.1:1/v1")),
        detector=DictionaryDetector({}),
        journal=RecordingJournal(),
        directory=ProviderDirectory(),
        master_secret=b"m" * 32,
        public_key=policy.signing_key.public_key(),
        watchers=(watch,),
    )
    with LocalServer(app, lifespan=True):
        assert steady.wait(5), "a watcher that fails is run again"
    assert stopped.wait(5)


def test_health(gate: Gate) -> None:
    assert gate.get("/healthz").json() == {"status": "ok"}
    assert gate.get("/readyz").json() == {"status": "ready", "policy_version": 1}
    assert gate.get("/healthz").headers["cache-control"] == "no-store"


def test_every_response_has_its_own_id(gate: Gate) -> None:
    answers: list[Any] = [
        gate.get("/healthz"),
        gate.get("/nulle-part"),
        gate.ask("Bonjour"),
        gate.ask("Bonjour", stream=True),
        gate.post(b"{"),
    ]
    identities = {answer.headers["x-request-id"] for answer in answers}
    assert len(identities) == len(answers)


def test_a_client_cannot_choose_the_request_s_id(gate: Gate) -> None:
    answer = gate.ask("Bonjour", headers={"x-request-id": "Claire Dupont"})
    assert answer.headers["x-request-id"].startswith("req_")
    assert gate.journal.records[0].request_id == answer.headers["x-request-id"]


def test_the_models_of_the_use(gate: Gate) -> None:
    rows = gate.get("/v1/models").json()["data"]
    assert [(row["id"], row["object"], row["beffroi"]["trust_level"]) for row in rows] == [
        ("moyen", "model", "eu"),
        ("petit", "model", "local"),
    ]
    assert gate.get("/v1/models/petit").json()["id"] == "petit"
    assert gate.get("/v1/models/gpt%2F9").status_code == 404
