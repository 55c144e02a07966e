from __future__ import annotations

import json
from typing import Any

import pytest
from tests.gateway.conftest import DISORDER, EMAIL, NAME, PHONE, Gate, Opener

from beffroi.journal.commitment import proves_answer, proves_request
from beffroi.journal.entry import Outcome
from beffroi.policy.keys import Purpose, derive
from beffroi.policy.snapshot import TrustLevel
from beffroi.testing.detector import DictionaryDetector
from beffroi.testing.upstream import Kind, Script

LETTER = f"Madame {NAME}, joignable au {PHONE} ou {EMAIL}, demande une place. Réponds à Mme Ben Salah."


def content(response: Any) -> str:
    return str(response.json()["choices"][0]["message"]["content"])


def events(response: Any) -> list[Any]:
    frames = [frame for frame in response.text.split("\n\n") if frame]
    assert all(frame.startswith("data: ") for frame in frames)
    return [frame[6:] if frame == "data: [DONE]" else json.loads(frame[6:]) for frame in frames]


def spoken(chunks: list[Any], index: int = 0) -> str:
    return "".join(
        choice["delta"].get("content") or ""
        for chunk in chunks
        if isinstance(chunk, dict)
        for choice in chunk.get("choices", [])
        if choice["index"] == index
    )


def leaked(gate: Gate) -> list[str]:
    """What the upstream received of the identities."""
    received = b"".join(
        request.body + json.dumps(dict(request.headers)).encode() for request in gate.upstream.requests
    ).decode()
    return [word for word in (NAME, "Salah", "Aïcha", PHONE, EMAIL) if word in received]


def test_plain(gate: Gate) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO)
    answer = gate.ask(LETTER)
    assert answer.status_code == 200
    assert content(answer) == LETTER
    assert leaked(gate) == []
    assert answer.json()["model"] == "moyen"
    assert "beffroi" not in answer.json()
    (sent,) = gate.upstream.requests
    assert sent.json["model"] == "upstream-medium"
    assert "demande une place" in sent.json["messages"][0]["content"]


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize("wire", [0, 7])
def test_stream(gate: Gate, size: int, wire: int) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO, piece_size=size, wire_size=wire, line_end="\r\n" if wire else "\n")
    answer = gate.ask(LETTER, stream=True)
    chunks = events(answer)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert spoken(chunks) == LETTER
    assert chunks[-1] == "[DONE]"
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"
    assert all("usage" not in chunk for chunk in chunks[:-1])
    assert leaked(gate) == []


def test_only_the_headers_that_are_ours_are_forwarded(open_gate: Opener, tmp_path: Any) -> None:
    (tmp_path / "key").write_text("sk-fournisseur\n")
    gate = open_gate(api_key_file=str(tmp_path / "key"))
    gate.ask("Bonjour", headers={"x-forwarded-for": "203.0.113.7", "cookie": "a=b", "user-agent": "Navigateur de Claire"})
    (sent,) = gate.upstream.requests
    assert sent.headers["authorization"] == "Bearer sk-fournisseur"
    assert set(sent.headers) <= {"host", "accept", "accept-encoding", "content-type", "content-length", "authorization"}


def test_no_authorization_is_sent_to_a_provider_without_key(gate: Gate) -> None:
    gate.ask("Bonjour")
    assert "authorization" not in gate.upstream.requests[0].headers


def test_the_record_says_everything_but_the_content(gate: Gate) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO)
    answer = gate.ask(LETTER, stream=True)
    (opening,) = gate.journal.openings
    (record,) = gate.journal.records
    assert opening.request_id == record.request_id == answer.headers["x-request-id"]
    assert (record.organization, record.use, record.person) == ("arras", "courrier", "claire@example.org")
    assert (record.outcome, record.status, record.stream) == (Outcome.COMPLETED, 200, True)
    assert (record.model_requested, record.model, record.provider, record.trust_level) == ("moyen", "moyen", "dehors", "eu")
    assert record.found == {"person_name": 2, "phone": 1, "email": 1}
    assert record.masked == record.found
    assert (record.prompt_llm_tokens, record.completion_llm_tokens, record.llm_tokens_estimated) == (11, 7, False)
    assert record.energy_wh_low == pytest.approx(0.0018)
    assert record.energy_wh_high == pytest.approx(0.0072)
    assert record.cost_eur == pytest.approx(25e-6)
    key = derive(b"m" * 32, "arras", Purpose.COMMITMENT)
    assert proves_request(record.commitment, key, request_id=record.request_id, request=LETTER)
    assert proves_answer(record.commitment, key, request_id=record.request_id, answer=LETTER)
    assert not any(word in repr(record) for word in ("Salah", "39 98", "arras.example"))


def test_the_commitment_of_a_whole_answer_is_that_of_its_text(gate: Gate) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO)
    gate.ask(LETTER)
    (record,) = gate.journal.records
    key = derive(b"m" * 32, "arras", Purpose.COMMITMENT)
    assert proves_answer(record.commitment, key, request_id=record.request_id, answer=LETTER)


@pytest.mark.parametrize("stream", [False, True])
def test_usage_that_the_upstream_omits_is_estimated_and_marked(gate: Gate, stream: bool) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO, usage=None)
    answer = gate.ask("x" * 35, stream=stream, headers={"x-beffroi-explain": "1"})
    (record,) = gate.journal.records
    assert (record.prompt_llm_tokens, record.completion_llm_tokens, record.llm_tokens_estimated) == (10, 10, True)
    explained = events(answer)[-2]["beffroi"] if stream else answer.json()["beffroi"]
    assert explained["usage"]["estimated"] is True


def test_usage_in_a_stream_on_request(gate: Gate) -> None:
    chunks = events(gate.ask("Bonjour", stream=True, stream_options={"include_usage": True, "x": 1}))
    assert chunks[-2]["usage"]["total_tokens"] == 18
    assert gate.upstream.requests[0].json["stream_options"] == {"include_usage": True, "x": 1}
    gate.upstream.forget()
    events(gate.ask("Bonjour", stream=True))
    assert gate.upstream.requests[0].json["stream_options"] == {"include_usage": True}


@pytest.mark.parametrize("stream", [False, True])
def test_explanation_on_request(gate: Gate, stream: bool) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO)
    answer = gate.ask(LETTER, stream=stream, headers={"x-beffroi-explain": "1"})
    if stream:
        chunks = events(answer)
        assert chunks[-1] == "[DONE]"
        assert chunks[-2]["choices"] == []
        explained = chunks[-2]["beffroi"]
    else:
        explained = answer.json()["beffroi"]
    assert explained["sent"]["messages"] == gate.upstream.requests[0].json["messages"]
    originals = {row["original"]: row for row in explained["replacements"]}
    assert originals[PHONE]["type"] == "phone"
    assert originals[PHONE]["surrogate"] in gate.upstream.requests[0].json["messages"][0]["content"]
    assert explained["decision"]["rule"].startswith("matrix:")
    assert explained["decision"]["reason"]
    assert (explained["model"], explained["provider"], explained["country"], explained["trust_level"]) == (
        "moyen",
        "Fournisseur européen",
        "FR",
        "eu",
    )
    assert explained["energy_wh_high"] > explained["energy_wh_low"] > 0
    assert explained["usage"]["total_tokens"] == 18
    assert explained["journal"] == {"organization": "arras", "seq": 1, "hash": explained["journal"]["hash"]}
    assert len(explained["journal"]["hash"]) == 64


@pytest.mark.parametrize("stream", [False, True])
def test_several_choices(gate: Gate, stream: bool) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO, choices=3, piece_size=2)
    answer = gate.ask(LETTER, stream=stream, n=3)
    for index in range(3):
        said = spoken(events(answer), index) if stream else answer.json()["choices"][index]["message"]["content"]
        assert said == LETTER


@pytest.mark.parametrize("field", ["refusal", "reasoning_content"])
@pytest.mark.parametrize("stream", [False, True])
def test_other_texts_of_the_answer(gate: Gate, stream: bool, field: str) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO, said_in=field, piece_size=1)
    answer = gate.ask(LETTER, stream=stream)
    if stream:
        said = "".join(chunk["choices"][0]["delta"].get(field) or "" for chunk in events(answer)[:-1] if chunk["choices"])
    else:
        said = answer.json()["choices"][0]["message"][field]
    assert said == LETTER


@pytest.mark.parametrize("piece_size", [1, 5, 500])
@pytest.mark.parametrize("stream", [False, True])
def test_tool_call_arguments_stay_valid_json(open_gate: Opener, stream: bool, piece_size: int) -> None:
    odd = 'Aïcha "Ben"\\Salah'
    gate = open_gate(detector=DictionaryDetector({odd: "person_name", PHONE: "phone"}))
    gate.upstream.script = Script(
        kind=Kind.ECHO,
        said_in="arguments",
        piece_size=piece_size,
        transform=lambda text: json.dumps({"à": text, "n": 1}, indent=1),
    )
    answer = gate.ask(f"{odd}, {PHONE}", stream=stream)
    if stream:
        said = "".join(
            call["function"]["arguments"]
            for chunk in events(answer)[:-1]
            for choice in chunk["choices"]
            for call in choice["delta"].get("tool_calls", [])
        )
    else:
        said = answer.json()["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]
    assert json.loads(said) == {"à": f"{odd}, {PHONE}", "n": 1}
    assert "Salah" not in gate.upstream.requests[0].body.decode()


def test_unknown_fields_are_kept_both_ways(gate: Gate) -> None:
    gate.upstream.script = Script(extra={"carbon": {"kWh": 0.1}})
    answer = gate.ask("Bonjour", reasoning_effort="low", top_k=40, albert={"search": True})
    sent = gate.upstream.requests[0].json
    assert (sent["reasoning_effort"], sent["top_k"], sent["albert"]) == ("low", 40, {"search": True})
    assert answer.json()["carbon"] == {"kWh": 0.1}


@pytest.mark.parametrize("stream", [False, True])
def test_logprobs(gate: Gate, stream: bool) -> None:
    gate.upstream.script = Script(logprobs=True)

    def logprobs(text: str) -> Any:
        answer = gate.ask(text, stream=stream, logprobs=True)
        return (events(answer)[0] if stream else answer.json())["choices"][0]["logprobs"]

    assert logprobs(LETTER) is None
    assert logprobs("Bonjour")["content"]


def test_the_use_s_prompt_comes_first(open_gate: Opener) -> None:
    gate = open_gate(system_prompt=f"Tu écris pour {NAME}.")
    gate.ask("Bonjour")
    first, second = gate.upstream.requests[0].json["messages"]
    assert first["role"] == "system"
    assert first["content"].startswith("Tu écris pour")
    assert second == {"role": "user", "content": "Bonjour"}
    assert leaked(gate) == []


def test_the_user_and_the_seed_are_replaced_by_stable_codes(gate: Gate) -> None:
    for _ in range(2):
        gate.ask("Bonjour", user="claire.dupont@arras.example", seed=639981234, prompt_cache_key="c-1")
    first, second = (request.json for request in gate.upstream.requests)
    assert first == second
    assert first["user"].startswith("bf-")
    assert "claire" not in json.dumps(first)
    assert first["seed"] < 10**6
    gate.ask("Bonjour", seed=42)
    assert gate.upstream.requests[-1].json["seed"] == 42


def surrogates_of(gate: Gate, **options: Any) -> str:
    gate.ask(f"Écris à {NAME}", **options)
    return str(gate.upstream.requests[-1].json["messages"][-1]["content"])


def test_the_scope_is_the_conversation_or_the_key_and_the_day(open_gate: Opener) -> None:
    now = [1_790_000_000.0]
    gate = open_gate(clock=lambda: now[0])
    by_day = surrogates_of(gate)
    named = surrogates_of(gate, headers={"x-beffroi-conversation": "c-1"})
    assert surrogates_of(gate) == by_day, "a title asked the same day keeps the same names"
    assert surrogates_of(gate, metadata={"chat_id": "c-1"}) == named
    assert surrogates_of(gate, headers={"x-openwebui-chat-id": "c-1"}) == named
    others = {surrogates_of(gate, metadata={"chat_id": f"c-{n}"}) for n in range(2, 8)}
    now[0] += 86_400
    assert len({by_day, named, *others, surrogates_of(gate)}) > 5
    assert surrogates_of(gate, headers={"x-beffroi-conversation": "c-1"}) == named


def test_a_category_that_cannot_leave_reroutes(gate: Gate) -> None:
    answer = gate.ask(f"{NAME} est en {DISORDER}.")
    assert answer.status_code == 200
    assert gate.upstream.requests[0].json["model"] == "upstream-small"
    assert answer.json()["model"] == "petit"
    (record,) = gate.journal.records
    assert (record.action, record.model_requested, record.model, record.trust_level) == (
        "reroute",
        "moyen",
        "petit",
        TrustLevel.LOCAL,
    )
    assert leaked(gate) == []


def test_no_model_named_is_the_use_s_first(gate: Gate) -> None:
    assert gate.post({"messages": [{"role": "user", "content": "Bonjour"}]}).json()["model"] == "moyen"


def test_an_answer_that_looks_like_a_surrogate_of_nobody_stays(gate: Gate) -> None:
    gate.upstream.script = Script(pieces=("Appelez le 06 39 98 00 00 ou [PERSONNE_1].",))
    assert content(gate.ask("Bonjour")) == "Appelez le 06 39 98 00 00 ou [PERSONNE_1]."
