"""An unmodified ``openai`` client, over a real socket."""

from __future__ import annotations

import json
from typing import Any

import httpx2 as httpx
import openai
import pytest
from openai import AsyncOpenAI
from tests.gateway.conftest import DISORDER, NAME, PHONE, Gate, with_quota

from beffroi.testing.upstream import Kind, Script

TEXT = f"Madame {NAME} demande une place. Tél. {PHONE}."
MESSAGES: list[Any] = [{"role": "system", "content": "Sois bref."}, {"role": "user", "content": TEXT}]
TOOLS: list[Any] = [
    {
        "type": "function",
        "function": {"name": "envoyer", "parameters": {"type": "object", "properties": {"a": {"type": "string"}}}},
    }
]


def test_plain(gate: Gate) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO)
    with gate.client() as client:
        answer = client.chat.completions.create(model="moyen", messages=MESSAGES, temperature=0)
    assert answer.choices[0].message.content == TEXT
    assert answer.usage
    assert answer.usage.total_tokens == 18
    assert "Salah" not in gate.upstream.requests[0].body.decode()


def test_stream_with_usage(gate: Gate) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO, piece_size=1, choices=2)
    said = ["", ""]
    with gate.client() as client:
        stream = client.chat.completions.create(
            model="moyen", messages=MESSAGES, stream=True, n=2, stream_options={"include_usage": True}
        )
        chunks = list(stream)
    for chunk in chunks:
        for choice in chunk.choices:
            said[choice.index] += choice.delta.content or ""
    assert said == [TEXT, TEXT]
    assert chunks[-1].usage
    assert chunks[-1].usage.completion_tokens == 7


def test_the_stream_helper_and_tool_calls(gate: Gate) -> None:
    gate.upstream.script = Script(
        kind=Kind.ECHO, said_in="arguments", piece_size=3, transform=lambda text: json.dumps({"a": text})
    )
    with gate.client() as client, client.chat.completions.stream(model="moyen", messages=MESSAGES, tools=TOOLS) as stream:
        for _ in stream:
            pass
        final = stream.get_final_completion()
    (call,) = final.choices[0].message.tool_calls or []
    assert json.loads(call.function.arguments) == {"a": TEXT}
    assert final.choices[0].finish_reason == "tool_calls"


async def test_async_stream(gate: Gate) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO, wire_size=5)
    http = httpx.AsyncClient(trust_env=False)
    async with AsyncOpenAI(base_url=f"{gate.url}/v1", api_key=gate.policy.api_key, http_client=http) as client:
        stream = await client.chat.completions.create(model="moyen", messages=MESSAGES, stream=True)
        said = "".join([chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices])
    assert said == TEXT


def test_models(gate: Gate) -> None:
    with gate.client() as client:
        assert [model.id for model in client.models.list()] == ["moyen", "petit"]
        assert client.models.retrieve("petit").owned_by == "Sur place"
        with pytest.raises(openai.NotFoundError) as missing:
            client.models.retrieve("gpt-9")
    assert missing.value.code == "model_not_found"
    assert missing.value.param == "model"


def test_errors_are_the_client_s_own(gate: Gate) -> None:
    with gate.client() as client:
        with pytest.raises(openai.BadRequestError) as unreadable:
            client.chat.completions.create(
                model="moyen",
                messages=[
                    {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}]}
                ],
            )
        assert unreadable.value.code == "unreadable_content"
        assert unreadable.value.request_id
        with pytest.raises(openai.AuthenticationError):
            client.with_options(api_key="bf-x").models.list()
        with pytest.raises(openai.NotFoundError):
            client.chat.completions.create(model="gpt-9", messages=MESSAGES)
        gate.upstream.script = Script(kind=Kind.ERROR_EVENT)
        with pytest.raises(openai.APIError) as broken:
            for _ in client.chat.completions.create(model="moyen", messages=MESSAGES, stream=True):
                pass
        assert broken.value.code == "upstream_refused"
        gate.upstream.script = Script(kind=Kind.ERROR, status=500)
        with pytest.raises(openai.InternalServerError):
            client.chat.completions.create(model="moyen", messages=MESSAGES)
        with_quota(gate.snapshots, requests_per_minute=1)
        with pytest.raises(openai.RateLimitError):
            client.chat.completions.create(model="moyen", messages=MESSAGES)


def test_the_explanation_reaches_who_asks(gate: Gate) -> None:
    with gate.client() as client:
        answer = client.chat.completions.create(
            model="moyen",
            messages=[{"role": "user", "content": f"{NAME}, {DISORDER}"}],
            extra_headers={"x-beffroi-explain": "1"},
        )
    explained = (answer.model_extra or {})["beffroi"]
    assert explained["decision"]["action"] == "reroute"
    assert explained["trust_level"] == "local"
