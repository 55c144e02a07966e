"""Whatever fails before the door, nothing leaves: no request upstream, a typed French error, and the process lives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.gateway.conftest import DISORDER, NAME, Gate, Opener, refused, with_quota

from beffroi.errors import ProtectionError
from beffroi.journal.entry import Outcome
from beffroi.policy.authentication import generate_api_key
from beffroi.policy.snapshot import Action, TrustLevel, UseStatus
from beffroi.privacy.finding import Finding
from beffroi.privacy.taxonomy import Category
from beffroi.testing.detector import FailingDetector


def nothing_left(gate: Gate) -> None:
    assert gate.upstream.requests == []
    assert gate.journal.openings == []
    assert gate.get("/healthz").json() == {"status": "ok"}


def journalled(gate: Gate, code: str, outcome: Outcome = Outcome.REFUSED) -> None:
    (record,) = gate.journal.wait_for(1)
    assert (record.outcome, record.error_code, record.organization, record.use) == (outcome, code, "arras", "courrier")
    assert (record.prompt_llm_tokens, record.completion_llm_tokens) == (0, 0)
    assert NAME not in repr(record)


class NonsenseDetector:
    """Gives findings for other texts than those it was asked about."""

    def detect_all(self, texts: Any) -> list[tuple[Finding, ...]]:
        return [()] * (len(texts) + 1)


class UnknownTypeDetector:
    def detect_all(self, texts: Any) -> list[tuple[Finding, ...]]:
        return [(Finding(0, 1, "licorne", 1.0, "x"),) for _ in texts]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    "detector",
    [
        FailingDetector(ProtectionError()),
        FailingDetector(ValueError(NAME)),
        FailingDetector(MemoryError()),
        FailingDetector(RecursionError()),
        NonsenseDetector(),
        UnknownTypeDetector(),
    ],
)
def test_a_detector_that_fails(open_gate: Opener, detector: Any, stream: bool) -> None:
    gate = open_gate(detector=detector)
    refused(gate.ask(NAME, stream=stream), 503, "protection_failed")
    nothing_left(gate)
    journalled(gate, "protection_failed")


def test_a_detector_that_fails_on_a_long_text(open_gate: Opener) -> None:
    gate = open_gate(detector=FailingDetector(ValueError()))
    refused(gate.ask("x y " * 10_000), 503, "protection_failed")
    nothing_left(gate)


@pytest.mark.parametrize("stream", [False, True])
def test_a_journal_that_refuses_the_opening(gate: Gate, stream: bool) -> None:
    gate.journal.refuses_begin = True
    refused(gate.ask(NAME, stream=stream), 503, "journal_unavailable")
    nothing_left(gate)


def test_a_journal_that_refuses_the_record_keeps_the_answer_back(gate: Gate) -> None:
    gate.journal.refuses_commit = True
    answer = gate.ask(NAME)
    error = refused(answer, 503, "journal_unavailable")
    assert "rien n’a été envoyé" not in error["message"], "the request had left: the message must not say otherwise"
    assert "Bonjour" not in answer.text
    assert gate.get("/healthz").status_code == 200


def test_a_journal_that_refuses_a_refusal(gate: Gate) -> None:
    gate.journal.refuses_commit = True
    refused(gate.post(b"{"), 503, "journal_unavailable")
    nothing_left(gate)


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1/beffroi/preview"])
def test_no_valid_policy(gate: Gate, path: str) -> None:
    gate.snapshots.snapshot = None
    refused(gate.post({"messages": [{"role": "user", "content": NAME}]}, path), 503, "snapshot_unavailable")
    refused(gate.get("/v1/models"), 503, "snapshot_unavailable")
    refused(gate.get("/readyz"), 503, "snapshot_unavailable")
    nothing_left(gate)
    assert gate.journal.records == []


def test_an_unknown_key(gate: Gate) -> None:
    for authorization in ("", "Bearer", "Bearer x", "Basic abc", f"Bearer {generate_api_key()}", "Bearer bfs.e30.AAAA", "\xe9"):
        options: dict[str, Any] = {"headers": {"authorization": authorization.encode("latin-1")}}
        for path in ("/v1/chat/completions", "/v1/beffroi/preview"):
            refused(gate.post({"messages": "x"}, path, **options), 401, "invalid_api_key")
        for path in ("/v1/models", "/v1/models/moyen"):
            refused(gate.get(path, headers=options["headers"]), 401, "invalid_api_key")
    nothing_left(gate)
    assert gate.journal.records == []


@pytest.mark.parametrize("status", [status for status in UseStatus if status is not UseStatus.AUTHORIZED])
def test_a_use_that_is_not_open(open_gate: Opener, status: UseStatus) -> None:
    gate = open_gate(status=status)
    refused(gate.ask(NAME), 403, "use_closed")
    refused(gate.get("/v1/models"), 403, "use_closed")
    nothing_left(gate)
    journalled(gate, "use_closed")


def test_suspending_a_use_closes_the_gateway_at_the_next_request(gate: Gate) -> None:
    assert gate.ask("Bonjour").status_code == 200
    gate.upstream.forget()
    gate.journal.openings.clear()
    snapshot = gate.snapshots.current()
    uses = {key: replace(use, status=UseStatus.SUSPENDED) for key, use in snapshot.uses.items()}
    gate.snapshots.snapshot = replace(snapshot, uses=uses)
    refused(gate.ask("Bonjour"), 403, "use_closed")
    nothing_left(gate)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b'{"messages": "\xff"}',
        b'{"a":' * 5000,
        b"[" * 100_000,
        b'{"messages":[{"role":"user","content":"\\ud800"}]}',
    ],
)
def test_invalid_json(gate: Gate, raw: bytes) -> None:
    refused(gate.post(raw), 400, "invalid_json")
    nothing_left(gate)
    journalled(gate, "invalid_json")


def test_a_compressed_body(gate: Gate) -> None:
    refused(gate.post(b"x", headers={"content-encoding": "gzip"}), 400, "unsupported_encoding")
    nothing_left(gate)


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_too_large(open_gate: Opener, announced: bool) -> None:
    gate = open_gate(body_limit=1500)
    raw = b'{"messages":"' + b"x" * 2000 + b'"}'
    error = refused(gate.post(raw if announced else iter([raw[:1000], raw[1000:]])), 413, "request_too_large")
    assert "0,0015 Mo" in error["message"]
    nothing_left(gate)


def test_a_model_that_is_not_allowed(gate: Gate) -> None:
    error = refused(
        gate.post({"model": f"gpt de {NAME}", "messages": [{"role": "user", "content": "x"}]}), 404, "model_not_found"
    )
    assert error["param"] == "model"
    nothing_left(gate)
    journalled(gate, "model_not_found")


def test_unreadable_content(gate: Gate) -> None:
    parts = [{"type": "image_url", "image_url": {"url": "https://example.org/x.png"}}]
    error = refused(gate.post({"messages": [{"role": "user", "content": parts}]}), 400, "unreadable_content")
    assert error["param"] == "messages[0].content[0]"
    nothing_left(gate)
    journalled(gate, "unreadable_content")


def test_personal_data_in_a_name(gate: Gate) -> None:
    refused(gate.ask("x", metadata={NAME: "x"}), 400, "personal_data_in_name")
    nothing_left(gate)


@pytest.mark.parametrize(("action", "code"), [(Action.REFUSE, "refused_by_policy"), (Action.HOLD, "human_validation_required")])
def test_a_matrix_that_says_no(open_gate: Opener, action: Action, code: str) -> None:
    gate = open_gate(use_options={"matrix": {(Category.HEALTH, TrustLevel.EU): action}})
    error = refused(gate.ask(f"{NAME} est en {DISORDER}"), 403, code)
    assert "Rien n’a été envoyé" in error["message"]
    nothing_left(gate)
    (record,) = gate.journal.records
    assert record.found == {"person_name": 1, "disorder": 1}
    assert record.action == action.value
    assert record.masked == {}


def test_quotas(gate: Gate) -> None:
    with_quota(gate.snapshots, requests_per_minute=1)
    assert gate.ask("Bonjour").status_code == 200
    gate.upstream.forget()
    answer = gate.ask("Bonjour")
    refused(answer, 429, "rate_limit_exceeded")
    assert 1 <= int(answer.headers["retry-after"]) <= 61
    assert gate.upstream.requests == []
    assert gate.journal.records[-1].error_code == "rate_limit_exceeded"


def test_a_budget_of_llm_tokens(gate: Gate) -> None:
    with_quota(gate.snapshots, llm_tokens_per_day=19)
    assert gate.ask("Bonjour").status_code == 200
    gate.upstream.forget()
    refused(gate.ask("Bonjour"), 429, "insufficient_quota")
    assert gate.upstream.requests == []


def test_unknown_addresses_and_methods(gate: Gate) -> None:
    for path in ("/", "/v1", "/v1/", "/v1/completions", "/v1/chat/completions/", f"/{NAME}"):
        refused(gate.get(path), 404, "unknown_path")
    answer = gate.get("/v1/chat/completions")
    refused(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"
    refused(gate.post({}, "/v1/models"), 405, "method_not_allowed")
    nothing_left(gate)


def test_an_unexpected_exception_shows_nothing(
    gate: Gate, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError(NAME)

    monkeypatch.setattr("beffroi.gateway.exchange.read_messages", crash)
    refused(gate.ask(NAME), 500, "beffroi_error")
    monkeypatch.setattr("beffroi.gateway.preview.read_messages", crash)
    refused(gate.post({"text": NAME}, "/v1/beffroi/preview"), 500, "beffroi_error")
    nothing_left(gate)
    journalled(gate, "beffroi_error")
    assert NAME not in caplog.text
    assert "RuntimeError" in caplog.text
