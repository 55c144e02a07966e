"""A toy restorer stands in for the real one: it swaps fixed words, and holds back what could still become one of them."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import UpstreamBusy, UpstreamGarbled, UpstreamRefused
from beffroi.gateway.answer import TextRestorer, restore_answer
from beffroi.gateway.answer_stream import AnswerStream

SURROGATE, ORIGINAL = "Nadia Ferhat", 'Aïcha "Ben" Salah'


class ToyStream:
    def __init__(self, original: str) -> None:
        self.original = original
        self.held = ""

    def feed(self, chunk: str) -> str:
        text = (self.held + chunk).replace(SURROGATE, self.original)
        keep = next((size for size in range(len(SURROGATE) - 1, 0, -1) if text.endswith(SURROGATE[:size])), 0)
        self.held = text[len(text) - keep :]
        return text[: len(text) - keep]

    def flush(self) -> str:
        held, self.held = self.held, ""
        return held


class ToyRestorer:
    def restore(self, text: str) -> str:
        return text.replace(SURROGATE, ORIGINAL)

    def restore_json(self, text: str) -> str:
        return text.replace(SURROGATE, json.dumps(ORIGINAL)[1:-1])

    def stream(self) -> ToyStream:
        return ToyStream(ORIGINAL)

    def json_stream(self) -> ToyStream:
        return ToyStream(json.dumps(ORIGINAL)[1:-1])


def chunk(delta: dict[str, Any], index: int = 0, finish: str | None = None, **extra: Any) -> bytes:
    choice = {"index": index, "delta": delta, "finish_reason": finish}
    return orjson.dumps({"id": "c", "object": "chat.completion.chunk", "model": "up", "choices": [choice], **extra})


def play(
    payloads: list[bytes], restorer: TextRestorer | None = None, *, usage: bool = False
) -> tuple[list[Any], list[Any], AnswerStream]:
    """Chunks sent at once, chunks kept for the end, and the stream."""
    stream = AnswerStream(restorer, model="moyen", wants_usage=usage)
    now = [parsed(frame) for payload in payloads for frame in stream.feed(payload)]
    return now, [parsed(frame) for frame in stream.finish()], stream


def parsed(frame: bytes) -> Any:
    assert frame.startswith(b"data: ")
    assert frame.endswith(b"\n\n")
    return json.loads(frame[6:])


def said(chunks: list[Any], index: int = 0, field: str = "content") -> str:
    return "".join(
        choice["delta"].get(field) or ""
        for one in chunks
        for choice in one["choices"]
        if choice["index"] == index and choice["delta"]
    )


def arguments(chunks: list[Any], call: int) -> str:
    return "".join(
        part.get("function", {}).get("arguments", "")
        for one in chunks
        for choice in one["choices"]
        for part in choice["delta"].get("tool_calls", [])
        if part["index"] == call
    )


TEXT = f"Chère {SURROGATE}, Nadia Fer, et {SURROGATE}"
RESTORED = TEXT.replace(SURROGATE, ORIGINAL)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=30))
def test_content_is_restored_whatever_the_cuts(sizes: list[int]) -> None:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(TEXT[at : at + size])
        at += size
    pieces.append(TEXT[at:])
    now, late, stream = play([*(chunk({"content": piece}) for piece in pieces), chunk({}, finish="stop")], ToyRestorer())
    assert said(now + late) == RESTORED
    assert stream.text == RESTORED
    assert stream.received_characters == len(TEXT)


def test_the_first_piece_passes_at_once_and_only_a_possible_surrogate_waits() -> None:
    now, _, _ = play([chunk({"role": "assistant", "content": ""}), chunk({"content": "Chère Na"})], ToyRestorer())
    assert [one["choices"][0]["delta"] for one in now] == [{"role": "assistant", "content": ""}, {"content": "Chère "}]


def test_what_was_held_comes_before_the_finish_and_both_wait_for_the_journal() -> None:
    now, late, _ = play([chunk({"content": "Oui Nadia"}), chunk({}, finish="stop")], ToyRestorer())
    assert said(now) == "Oui "
    assert [(one["choices"][0]["delta"], one["choices"][0]["finish_reason"]) for one in late] == [
        ({"content": "Nadia"}, None),
        ({}, "stop"),
    ]


def test_content_within_the_finish_chunk() -> None:
    now, late, _ = play([chunk({"content": "Oui Nadia"}), chunk({"content": " Ferhat et Na"}, finish="length")], ToyRestorer())
    assert said(now + late) == f"Oui {ORIGINAL} et Na"
    assert late[-1]["choices"][0]["finish_reason"] == "length"


@pytest.mark.parametrize("field", ["content", "refusal", "reasoning_content", "reasoning", "champ_inconnu"])
def test_every_text_of_a_delta_is_restored(field: str) -> None:
    now, late, _ = play([chunk({field: "Nadia Fe"}), chunk({field: "rhat."}), chunk({}, finish="stop")], ToyRestorer())
    assert said(now + late, field=field) == f"{ORIGINAL}."


def test_when_the_text_changes_place_the_former_is_flushed_first() -> None:
    now, late, _ = play(
        [chunk({"reasoning": "Dire Nadia"}), chunk({"content": "Bonjour"}), chunk({}, finish="stop")], ToyRestorer()
    )
    assert [one["choices"][0]["delta"] for one in now] == [
        {"reasoning": "Dire "},
        {"reasoning": "Nadia"},
        {"content": "Bonjour"},
    ]
    assert len(late) == 1


def test_choices_are_apart() -> None:
    payloads = []
    for first, second in zip(["Nad", "ia Fer", "hat"], ["x Nadia", " Ferhat", " y"], strict=True):
        payloads += [chunk({"content": first}, 0), chunk({"content": second}, 1)]
    now, late, stream = play([*payloads, chunk({}, 0, "stop"), chunk({"content": "!"}, 1), chunk({}, 1, "stop")], ToyRestorer())
    assert said(now + late, 0) == ORIGINAL
    assert said(now + late, 1) == f"x {ORIGINAL} y!"
    assert said(now, 1).endswith("!"), "a choice that goes on is not held because another has finished"
    assert stream.text == f"{ORIGINAL}\nx {ORIGINAL} y!"
    assert stream.is_finished


def test_several_choices_in_one_chunk() -> None:
    both = {
        "choices": [{"index": i, "delta": {"content": "Nadia Ferhat"}, "finish_reason": None} for i in (0, 1)],
        "usage": {"a": 1},
    }
    now, _, _ = play([orjson.dumps(both)], ToyRestorer(), usage=True)
    assert said(now, 0) == said(now, 1) == ORIGINAL
    assert [one.get("usage") for one in now] == [None, {"a": 1}]


def test_parallel_tool_calls_even_interleaved() -> None:
    def call(index: int, text: str, **more: Any) -> bytes:
        return chunk({"tool_calls": [{"index": index, **more, "function": {"arguments": text}}]})

    payloads = [
        chunk({"content": "Na"}),
        chunk(
            {
                "tool_calls": [
                    {"index": 0, "id": "call_a", "type": "function", "function": {"name": "Nadia Ferhat", "arguments": ""}}
                ]
            }
        ),
        call(0, '{"nom": "Nadia '),
        call(1, '{"x": "Nad', id="call_b"),
        call(0, 'Ferhat"}'),
        call(1, 'ia Ferhat"}'),
        chunk({}, finish="tool_calls"),
    ]
    now, late, stream = play(payloads, ToyRestorer())
    assert json.loads(arguments(now + late, 0)) == {"nom": ORIGINAL}
    assert json.loads(arguments(now + late, 1)) == {"x": ORIGINAL}
    assert said(now) == "Na", "the text is whole before the calls begin"
    assert "'name': 'Nadia Ferhat'" in str(now), "a program's name stays"
    assert "Salah" in stream.text


def test_usage_is_kept_for_us_and_given_only_if_asked() -> None:
    counted = orjson.dumps({"choices": [], "usage": {"prompt_tokens": 3}})
    payloads = [chunk({"content": "a"}, usage=None), chunk({}, finish="stop", usage=None), counted]
    now, late, stream = play(payloads)
    assert stream.usage == {"prompt_tokens": 3}
    assert all("usage" not in one for one in now + late)
    assert len(late) == 1
    now, late, _ = play(payloads, usage=True)
    assert [one.get("usage") for one in now + late] == [None, None, {"prompt_tokens": 3}]


def test_unknown_fields_are_kept_and_the_model_s_name_is_ours() -> None:
    now, _, _ = play([chunk({"content": "a"}, x_groq={"id": 1}, system_fingerprint="f")])
    assert now[0]["x_groq"] == {"id": 1}
    assert now[0]["system_fingerprint"] == "f"
    assert now[0]["model"] == "moyen"


def test_logprobs_are_dropped_only_when_something_was_masked() -> None:
    payload = orjson.dumps({"choices": [{"index": 0, "delta": {"content": "a"}, "logprobs": {"content": [{"token": "a"}]}}]})
    assert play([payload], ToyRestorer())[0][0]["choices"][0]["logprobs"] is None
    assert play([payload])[0][0]["choices"][0]["logprobs"] == {"content": [{"token": "a"}]}


def test_a_stream_without_finish_reason_is_flushed_at_its_end() -> None:
    now, late, stream = play([chunk({"content": "Oui Nadia"})], ToyRestorer())
    assert said(now + late) == "Oui Nadia"
    assert not stream.is_finished


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"<html>",
        b"[]",
        b"{}",
        b'{"choices":[1]}',
        b'{"choices":[{"index":"x","delta":{}}]}',
        b'{"choices":[{"index":[],"delta":{}}]}',
        b'{"choices":[{"index":0,"delta":3}]}',
    ],
)
def test_what_is_not_a_chunk_is_an_error(payload: bytes) -> None:
    with pytest.raises(UpstreamGarbled):
        play([payload])


def test_error_events() -> None:
    with pytest.raises(UpstreamRefused):
        play([b'{"error":{"message":"boum"}}'])
    with pytest.raises(UpstreamBusy):
        play([b'{"error":{"message":"boum","code":429}}'])


def test_a_whole_answer_is_restored_everywhere() -> None:
    body = {
        "id": "Nadia Ferhat",
        "choices": [
            {
                "index": i,
                "message": {
                    "role": "assistant",
                    "content": f"{i} {SURROGATE}",
                    "refusal": None,
                    "reasoning": SURROGATE,
                    "tool_calls": [{"id": "c", "function": {"name": "f", "arguments": json.dumps({"nom": SURROGATE})}}],
                    "annotations": [{"title": SURROGATE}],
                },
                "logprobs": {"content": []},
                "finish_reason": "stop",
            }
            for i in (0, 1)
        ],
        "extra": [SURROGATE, 3],
    }
    text = restore_answer(body, ToyRestorer())
    dumped = json.dumps({**body, "id": ""}, ensure_ascii=False)
    assert SURROGATE not in dumped
    assert json.loads(body["choices"][1]["message"]["tool_calls"][0]["function"]["arguments"]) == {"nom": ORIGINAL}  # type: ignore[index]
    assert body["id"] == "Nadia Ferhat"
    assert body["choices"][0]["logprobs"] is None  # type: ignore[index]
    assert text.startswith(f"0 {ORIGINAL}\n")


def test_a_name_is_restored_unless_it_is_a_program_s() -> None:
    body: dict[str, Any] = {
        "choices": [
            {"index": 0, "message": {"sources": [{"name": SURROGATE}], "tool_calls": [{"function": {"name": SURROGATE}}]}}
        ]
    }
    restore_answer(body, ToyRestorer())
    message = body["choices"][0]["message"]
    assert message["sources"][0]["name"] == ORIGINAL
    assert message["tool_calls"][0]["function"]["name"] == SURROGATE
    delta = {"sources": [{"name": SURROGATE}], "tool_calls": [{"index": 0, "function": {"name": SURROGATE}}]}
    now, _, _ = play([chunk(delta)], ToyRestorer())
    assert now[0]["choices"][0]["delta"]["sources"][0]["name"] == ORIGINAL
    assert now[0]["choices"][0]["delta"]["tool_calls"][0]["function"]["name"] == SURROGATE


def test_an_answer_too_deep_is_an_error() -> None:
    body: dict[str, Any] = {"choices": [{"message": orjson.loads(b"[" * 500 + b"]" * 500)}]}
    with pytest.raises(UpstreamGarbled):
        restore_answer(body, ToyRestorer())
