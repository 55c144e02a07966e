"""What model servers do wrong, and what the client and the journal get then."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import httpx2 as httpx
import pytest
from tests.gateway.conftest import NAME, Gate, Opener, refused

from beffroi.journal.entry import Outcome
from beffroi.testing.upstream import Kind, Script


def frames(text: str) -> list[str]:
    return [frame.removeprefix("data: ") for frame in text.split("\n\n") if frame]


def failed(gate: Gate, code: str, *, left: bool = True) -> None:
    (record,) = gate.journal.wait_for(1)
    assert (record.outcome, record.error_code) == (Outcome.FAILED, code)
    assert len(gate.journal.openings) == int(left)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("status", "headers", "ours", "code"),
    [
        (429, {"retry-after": "7"}, 429, "upstream_busy"),
        (429, {"retry-after": "demain"}, 429, "upstream_busy"),
        (400, {}, 400, "upstream_rejected"),
        (413, {}, 400, "context_length_exceeded"),
        (401, {}, 502, "upstream_refused"),
        (404, {}, 502, "upstream_refused"),
        (500, {}, 502, "upstream_refused"),
        (503, {}, 502, "upstream_refused"),
    ],
)
def test_error_statuses(gate: Gate, stream: bool, status: int, headers: dict[str, str], ours: int, code: str) -> None:
    gate.upstream.script = Script(kind=Kind.ERROR, status=status, headers=headers)
    answer = gate.ask(NAME, stream=stream)
    error = refused(answer, ours, code)
    assert "upstream says no" not in error["message"]
    if status == 429:
        assert answer.headers["retry-after"] == ("7" if headers["retry-after"] == "7" else "1")
    failed(gate, code)
    assert len(gate.upstream.requests) == 1, "no hidden retry"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("kind", "code"),
    [(Kind.HTML, "upstream_garbled"), (Kind.MALFORMED, "upstream_garbled"), (Kind.REDIRECT, "upstream_refused")],
)
def test_what_is_not_the_protocol(gate: Gate, kind: Kind, code: str, stream: bool) -> None:
    gate.upstream.script = Script(kind=kind)
    refused(gate.ask(NAME, stream=stream), 502, code)
    failed(gate, code)


def test_a_plain_answer_cut(gate: Gate) -> None:
    gate.upstream.script = Script(kind=Kind.CUT)
    refused(gate.ask(NAME), 502, "upstream_cut")
    failed(gate, "upstream_cut")


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.CUT, "upstream_cut"),
        (Kind.UNFINISHED, "upstream_cut"),
        (Kind.ERROR_EVENT, "upstream_refused"),
        (Kind.HANG_IN_STREAM, "upstream_timeout"),
    ],
)
def test_a_stream_that_fails_in_the_middle(open_gate: Opener, kind: Kind, code: str) -> None:
    gate = open_gate(read_timeout_s=0.3)
    gate.upstream.script = Script(kind=kind, pieces=("Bon", "jour"), delay_s=0.02)
    answer = gate.ask(NAME, stream=True)
    assert answer.status_code == 200
    *chunks, last = frames(answer.text)
    assert "".join(json.loads(chunk)["choices"][0]["delta"].get("content", "") for chunk in chunks) == "Bonjour"
    assert json.loads(last)["error"]["code"] == code
    assert "[DONE]" not in answer.text
    assert "CUDA" not in answer.text
    failed(gate, code)
    (record,) = gate.journal.records
    assert record.completion_llm_tokens == 2
    assert record.llm_tokens_estimated


@pytest.mark.parametrize("stream", [False, True])
def test_a_server_that_hangs(open_gate: Opener, stream: bool) -> None:
    gate = open_gate(read_timeout_s=0.3)
    gate.upstream.script = Script(kind=Kind.HANG)
    refused(gate.ask(NAME, stream=stream), 504, "upstream_timeout")
    failed(gate, "upstream_timeout")
    assert gate.journal.records[0].prompt_llm_tokens > 0, "it may have computed"


@pytest.mark.parametrize("stream", [False, True])
def test_nobody_listens(open_gate: Opener, stream: bool) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    gate = open_gate(base_url=f"http://127.0.0.1:{port}/v1")
    refused(gate.ask(NAME, stream=stream), 503, "upstream_unreachable")
    failed(gate, "upstream_unreachable")
    assert gate.journal.records[0].prompt_llm_tokens == 0


@pytest.mark.parametrize("base_url", ["", "pas une adresse", "ftp://x/v1"])
def test_an_address_that_is_none(open_gate: Opener, base_url: str) -> None:
    gate = open_gate(base_url=base_url or "http://")
    refused(gate.ask(NAME), 503, "upstream_unreachable")


def test_a_key_that_cannot_be_read(open_gate: Opener) -> None:
    gate = open_gate(api_key_file="/nulle/part/cle")
    refused(gate.ask(NAME), 503, "upstream_unreachable")
    assert gate.upstream.requests == []
    failed(gate, "upstream_unreachable", left=False)


def test_the_journal_refuses_at_the_end_of_a_stream(gate: Gate) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO)
    gate.journal.refuses_commit = True
    text = gate.ask(f"Écris à {NAME}", stream=True).text
    *_, last = frames(text)
    assert json.loads(last)["error"]["code"] == "journal_unavailable"
    assert "[DONE]" not in text
    assert '"stop"' not in text, "the end of the answer waits for the journal"


def test_the_end_of_a_stream_waits_for_the_journal(gate: Gate) -> None:
    gate.journal.delay_s = 0.5
    gate.upstream.script = Script(pieces=("Bon", "jour"))
    seen: list[tuple[float, str]] = []
    start = time.monotonic()
    body = {"messages": [{"role": "user", "content": "x"}], "stream": True}
    with (
        httpx.Client(trust_env=False, verify=False) as client,
        client.stream("POST", f"{gate.url}/v1/chat/completions", json=body, headers=gate.headers) as answer,
    ):
        for line in answer.iter_lines():
            if line:
                seen.append((time.monotonic() - start, line))
    said = max(at for at, line in seen if '"content":"' in line)
    ended = min(at for at, line in seen if '"stop"' in line or "[DONE]" in line)
    assert ended - said > 0.3, "what is sure passes at once, the end waits"


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves(gate: Gate, stream: bool) -> None:
    gate.upstream.script = Script(kind=Kind.HANG_IN_STREAM if stream else Kind.HANG, pieces=("Bonjour",))
    body = {"messages": [{"role": "user", "content": NAME}], "stream": stream}
    with httpx.Client(trust_env=False, verify=False, timeout=5 if stream else 0.3) as client:
        if stream:
            with client.stream("POST", f"{gate.url}/v1/chat/completions", json=body, headers=gate.headers) as answer:
                assert next(answer.iter_lines())
        else:
            with pytest.raises(httpx.ReadTimeout):
                client.post(f"{gate.url}/v1/chat/completions", json=body, headers=gate.headers)
    assert gate.upstream.cancelled.wait(5), "the call to the model is cancelled"
    (record,) = gate.journal.wait_for(1)
    assert (record.outcome, record.error_code, record.status) == (Outcome.CANCELLED, "client_gone", 499)
    assert record.prompt_llm_tokens > 0, "what was spent is counted"
    assert (record.completion_llm_tokens > 0) == stream
    gate.upstream.script = Script()
    assert gate.ask("Bonjour").status_code == 200


def test_a_client_that_leaves_before_the_end_of_its_body(gate: Gate) -> None:
    host, port = gate.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as connection:
        lines = (
            "POST /v1/chat/completions HTTP/1.1",
            "Host: x",
            f"Authorization: Bearer {gate.policy.api_key}",
            "Content-Length: 100",
        )
        connection.sendall("\r\n".join((*lines, "", "{")).encode())
        time.sleep(0.05)
    (record,) = gate.journal.wait_for(1)
    assert record.outcome is Outcome.CANCELLED
    assert gate.upstream.requests == []


def test_the_first_words_pass_at_once(gate: Gate) -> None:
    gate.upstream.script = Script(pieces=tuple("Bonjour"), delay_s=0.1)
    body: dict[str, Any] = {"messages": [{"role": "user", "content": f"À {NAME}"}], "stream": True}
    start = time.monotonic()
    with (
        httpx.Client(trust_env=False, verify=False) as client,
        client.stream("POST", f"{gate.url}/v1/chat/completions", json=body, headers=gate.headers) as answer,
    ):
        arrivals = [
            time.monotonic() - start for line in answer.iter_lines() if '"content":"' in line and '"content":""' not in line
        ]
    assert arrivals[-1] - arrivals[0] > 0.3
