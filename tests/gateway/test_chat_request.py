from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.errors import InvalidRequest, UnreadableContent
from beffroi.gateway.chat_request import ChatRequest, parse_body, read_messages
from beffroi.testing.detector import DictionaryDetector

NAME = "Aïcha Ben Salah"
PHONE = "06 39 98 12 34"
MARK = "█"


def read(body: dict[str, Any], **options: str) -> ChatRequest:
    return read_messages(parse_body(orjson.dumps(body)), **options)


def masked(body: dict[str, Any], words: dict[str, str] | None = None) -> dict[str, Any]:
    """The body with every word replaced by a mark of the same length."""
    request = read(body)
    passages = request.passages
    found = DictionaryDetector(words or {NAME: "person_name", PHONE: "phone", "0639981234": "phone"}).detect_all(
        passages.texts()
    )
    texts = []
    for leaf, findings in zip(passages.leaves, passages.place(found), strict=True):
        text = leaf.text
        for finding in sorted(findings, reverse=True):
            text = text[: finding.start] + MARK * (finding.end - finding.start) + text[finding.end :]
        texts.append(text)
    passages.replace(texts)
    return request.body


def user(content: Any) -> dict[str, Any]:
    return {"role": "user", "content": content}


EVERYWHERE: dict[str, dict[str, Any]] = {
    "string content": {"messages": [user(f"Bonjour {NAME}")]},
    "an earlier message": {
        "messages": [user(f"Je suis {NAME}"), {"role": "assistant", "content": f"Oui {NAME}"}, user("Et ?")]
    },
    "system": {"messages": [{"role": "system", "content": f"Réponds à {NAME}"}, user("x")]},
    "developer": {"messages": [{"role": "developer", "content": f"Réponds à {NAME}"}, user("x")]},
    "parts": {"messages": [user([{"type": "text", "text": "a"}, {"type": "text", "text": f"b {NAME}"}])]},
    "a part's other field": {"messages": [user([{"type": "text", "text": "a", "title": NAME}])]},
    "refusal": {"messages": [{"role": "assistant", "content": [{"type": "refusal", "refusal": f"Non {NAME}"}]}, user("x")]},
    "name": {"messages": [{"role": "user", "name": NAME, "content": "x"}]},
    "tool-call arguments": {
        "messages": [
            user("x"),
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {
                        "id": "call_1",
                        "type": "function",
                        "function": {"name": "f", "arguments": json.dumps({"nom": NAME, "n": [1, NAME]})},
                    }
                ],
            },
        ]
    },
    "arguments that are not JSON": {
        "messages": [
            user("x"),
            {"role": "assistant", "content": "", "function_call": {"name": "f", "arguments": f"nom={NAME}"}},
        ]
    },
    "tool result": {"messages": [user("x"), {"role": "tool", "tool_call_id": "call_1", "content": f"Dossier de {NAME}"}]},
    "escaped tool result": {
        "messages": [user("x"), {"role": "tool", "tool_call_id": "call_1", "content": json.dumps([{NAME: NAME}])}]
    },
    "escaped content": {"messages": [user(json.dumps({"nom": NAME}))]},
    "reasoning of an earlier answer": {
        "messages": [{"role": "assistant", "content": "a", "reasoning_content": NAME}, user("x")]
    },
    "tool description": {"tools": [{"type": "function", "function": {"name": "f", "description": f"Écrit à {NAME}"}}]},
    "parameter description": {
        "tools": [
            tool({"type": "string", "description": NAME})
            for tool in [
                lambda p: {
                    "type": "function",
                    "function": {"name": "f", "parameters": {"type": "object", "properties": {"nom": p}}},
                }
            ]
        ]
    },
    "parameter enum and default": {
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "f",
                    "parameters": {
                        "type": "object",
                        "properties": {"nom": {"type": "string", "enum": ["x", NAME], "default": NAME}},
                    },
                },
            }
        ]
    },
    "functions": {"functions": [{"name": "f", "description": NAME}]},
    "response_format": {
        "response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {"description": NAME}}}
    },
    "metadata": {"metadata": {"dossier": f"de {NAME}"}},
    "stop": {"stop": [NAME]},
    "stop as a string": {"stop": NAME},
    "prediction": {"prediction": {"type": "content", "content": f"Chère {NAME}"}},
    "unknown option": {"contexte": {"x": [{"y": NAME}]}},
    "a number as an option": {"temperature": NAME},
    "an unexpected type": {"response_format": {"type": NAME}},
    "a call id": {"messages": [user("x"), {"role": "tool", "tool_call_id": NAME, "content": "x"}]},
    "user as an object": {"user": {"name": NAME, "email": "x"}},
    "tool choice": {"tool_choice": {"type": "function", "note": NAME}},
    "messages as a string": {"messages": f"Bonjour {NAME}"},
}


@pytest.mark.parametrize("where", EVERYWHERE)
def test_every_textual_field_is_read_and_masked(where: str) -> None:
    body = {"messages": [user("Bonjour")], **EVERYWHERE[where]}
    left = orjson.dumps(masked(body)).decode()
    assert MARK in left
    assert "Salah" not in left
    assert "Salah" not in json.loads(json.dumps(left))


def test_arguments_stay_valid_json_and_keep_their_shape() -> None:
    call = {
        "id": "call_abcd",
        "type": "function",
        "function": {"name": "envoyer_courrier", "arguments": '{ "nom": "A\\u00efcha Ben Salah" }'},
    }
    sent = masked({"messages": [user("x"), {"role": "assistant", "content": None, "tool_calls": [call]}]})
    function = sent["messages"][1]["tool_calls"][0]["function"]
    assert function == {"name": "envoyer_courrier", "arguments": '{ "nom": "' + MARK * len(NAME) + '" }'}


def test_nothing_personal_nothing_changed() -> None:
    body = {
        "model": "moyen",
        "messages": [
            {"role": "system", "content": "Sois bref."},
            user([{"type": "text", "text": "Bonjour", "cache_control": {"type": "ephemeral"}}]),
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [
                    {"id": "call_9", "type": "function", "function": {"name": "lire", "arguments": '{"a": 1,  "b":"\\u00e9"}'}}
                ],
            },
            {"role": "tool", "tool_call_id": "call_9", "content": '{"ok":  true, "n": 12345678}'},
        ],
        "temperature": 0.2,
        "n": 2,
        "seed": 7,
        "stop": ["\n\n"],
        "logit_bias": {"50256": -100},
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "lire",
                    "description": "Lit un dossier",
                    "strict": True,
                    "parameters": {
                        "type": "object",
                        "properties": {"a": {"type": "integer", "minimum": 1}, "image_url": {"type": "string"}},
                        "required": ["a"],
                        "$ref": "#/$defs/a",
                        "additionalProperties": False,
                    },
                },
            }
        ],
        "tool_choice": "auto",
        "champ_inconnu": [1, 2.5, None, True, {"x": "y", "grand": 123456789012}],
    }
    assert masked(body) == body


@pytest.mark.parametrize("number", [639981234, 1850578006048, 185057800604822])
def test_a_number_that_identifies_becomes_a_masked_string(number: int) -> None:
    written = f"0{number}" if number < 10**9 else str(number)
    body = {"messages": [user("x")], "metadata": {"tel": number, "âge": 42}}
    assert masked(body, {written: "phone"})["metadata"] == {"tel": MARK * len(written), "âge": 42}


def test_a_number_in_arguments_too() -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": '{"tel":639981234,"n":3}'}}
    sent = masked({"messages": [user("x"), {"role": "assistant", "tool_calls": [call]}]}, {"0639981234": "phone"})
    assert json.loads(sent["messages"][1]["tool_calls"][0]["function"]["arguments"]) == {"tel": MARK * 10, "n": 3}


def test_a_number_that_json_cannot_carry_is_refused() -> None:
    with pytest.raises(InvalidRequest):
        read({"messages": [user("x")], "metadata": {"iban": 7630006000011234567890189.0}})


@pytest.mark.parametrize(
    "body",
    [
        {"metadata": {NAME: "x"}},
        {"metadata": {"x": {PHONE: {"y": "z"}}}},
        {NAME: True},
        {"tools": [{"type": "function", "function": {"name": NAME}}]},
        {
            "tools": [
                {"type": "function", "function": {"name": "f", "parameters": {"properties": {NAME: {}}, "required": [NAME]}}}
            ]
        },
    ],
)
def test_a_name_that_cannot_change_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(UnreadableContent) as refusal:
        masked({"messages": [user("x")], **body})
    assert refusal.value.code == "personal_data_in_name"


@pytest.mark.parametrize(
    "content",
    [
        [{"type": "image_url", "image_url": {"url": "https://example.org/a.png"}}],
        [{"type": "text", "text": "a"}, {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav"}}],
        [{"type": "file", "file": {"file_data": "AAAA"}}],
        [{"type": "hologramme", "data": "x"}],
        "Voici ![photo](data:image/png;base64,iVBORw0KGgo=)",
        "A" * 5000,
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content: Any) -> None:
    with pytest.raises(UnreadableContent) as refusal:
        read({"messages": [user(content)]})
    assert "envoyé" in refusal.value.message


@pytest.mark.parametrize(
    "options",
    [
        {"audio": {"voice": "x", "format": "wav"}},
        {"modalities": ["text", "audio"]},
        {"pieces": [{"type": "input_file", "id": "f"}]},
    ],
)
def test_unreadable_options(options: dict[str, Any]) -> None:
    with pytest.raises(UnreadableContent):
        read({"messages": [user("x")], **options})


@pytest.mark.parametrize(
    ("body", "param"),
    [
        ({}, "messages"),
        ({"messages": []}, "messages"),
        ({"messages": {}}, "messages"),
        ({"messages": ["x"]}, "messages[0]"),
        ({"messages": [{"content": "x"}]}, "messages[0].role"),
        ({"messages": [{"role": "Aïcha", "content": "x"}]}, "messages[0].role"),
        ({"messages": [user(12)]}, "messages[0].content"),
        ({"messages": [user(["x"])]}, "messages[0].content[0]"),
        ({"messages": [user([{"type": "text"}])]}, "messages[0].content[0]"),
        ({"messages": [user("x")], "model": 3}, "model"),
        ({"messages": [user("x")], "stream": "oui"}, "stream"),
        ({"messages": [user("x")], "stream_options": 1}, "stream_options"),
        ({"messages": [user("x")], "api_base": "https://example.org"}, "api_base"),
    ],
)
def test_malformed_requests(body: dict[str, Any], param: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        read(body)
    assert refusal.value.param == param


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "vide"),
        (b"{", "JSON valide"),
        (b"[1]", "objet JSON"),
        (b'{"a":"\xff"}', "UTF-8"),
        (b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}", "imbriquée"),
        (b'{"a":"\\ud800"}', "JSON valide"),
    ],
)
def test_bodies_that_cannot_be_parsed(raw: bytes, words: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        parse_body(raw)
    assert words in refusal.value.message
    assert refusal.value.code == "invalid_json"


@pytest.mark.parametrize("shape", ["list", "object"])
@pytest.mark.parametrize("depth", [60, 200, 900])
def test_deep_structures_are_read_or_refused(depth: int, shape: str) -> None:
    opening, closing = (b"[", b"]") if shape == "list" else (b'{"a":', b"}")
    raw = b'{"messages":[{"role":"user","content":"x"}],"x":' + opening * depth + b'"y"' + closing * depth + b"}"
    body = parse_body(raw)
    if depth < 64:
        assert read_messages(body).passages.leaves[-1].text == "y"
    else:
        with pytest.raises(InvalidRequest):
            read_messages(body)


def test_messages_come_first_and_in_order() -> None:
    request = read({"metadata": {"a": "dernier"}, "stop": "fin", "messages": [user("un"), user("deux")]}, system_prompt="zéro")
    assert [leaf.text for leaf in request.passages.leaves] == ["zéro", "un", "deux", "dernier", "fin"]
    assert [leaf.path for leaf in request.passages.leaves][:3] == [
        "system_prompt.content",
        "messages[0].content",
        "messages[1].content",
    ]
    assert request.text == "un\ndeux"
    assert [message["role"] for message in request.body["messages"]] == ["system", "user", "user"]


def test_a_bare_value_keeps_the_context_of_its_key() -> None:
    request = read({"messages": [user("x")], "metadata": {"name": "Dupont", "n": 3}})
    assert "nom : Dupont" in request.passages.texts()[1]


@pytest.mark.parametrize(
    ("metadata", "conversation"),
    [
        ({"conversation_id": "c-1"}, "c-1"),
        ({"chat_id": "c-2"}, "c-2"),
        ({"chat_id": "a b"}, ""),
        ({"chat_id": 3}, ""),
        ("x", ""),
        (None, ""),
    ],
)
def test_the_conversation_s_name(metadata: Any, conversation: str) -> None:
    assert read({"messages": [user("x")], "metadata": metadata}).conversation == conversation


def test_many_messages_are_read() -> None:
    assert len(read({"messages": [user("x")] * 20_000}).passages.leaves) == 20_000


def test_too_many_fields_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("beffroi.gateway.passages.MOST_LEAVES", 10)
    assert read({"messages": [user("x")], "x": ["y"] * 9})
    with pytest.raises(InvalidRequest):
        read({"messages": [user("x")], "x": ["y"] * 10})


ESCAPED = NAME.replace("ï", "\\u00ef")


@pytest.mark.parametrize(
    "content",
    [
        f"Voici : {{'nom': '{ESCAPED}'}} \\ud83d\\ude00",
        json.dumps({"texte": json.dumps({"nom": json.dumps([NAME])})}),
        f"{ESCAPED} et {NAME}, {ESCAPED}",
    ],
)
def test_escapes_hide_nothing(content: str) -> None:
    left = masked({"messages": [user(content)]})["messages"][0]["content"]
    assert "Salah" not in left
    assert left.startswith(content[:3]) or content.startswith(ESCAPED)
    assert left.endswith("\\ude00") == content.endswith("\\ude00")


TEXTS = st.text(max_size=8) | st.sampled_from(
    [NAME, f"à {NAME} !", json.dumps({"nom": NAME}), f'["{NAME}", {{"a": "{NAME}"}}]', f"{{{NAME}"]
)
FIELDS: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "name", "id", "role", "function", "arguments", "text", "Nom", "x"]) | TEXTS,
            below,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=60)
@given(st.sampled_from(["x", "tools", "metadata", "response_format", "stop", "tool_choice", "prediction"]), FIELDS)
def test_wherever_a_name_stands_it_does_not_leave(field: str, value: Any) -> None:
    try:
        left = masked({"messages": [user("Bonjour")], field: value})
    except UnreadableContent as refusal:
        code = refusal.code
        assert code in ("personal_data_in_name", "unreadable_content")
        return
    assert "Salah" not in json.dumps(left)


@settings(max_examples=60)
@given(FIELDS)
def test_wherever_a_name_stands_in_a_message(value: Any) -> None:
    try:
        left = masked({"messages": [{"role": "assistant", "content": NAME, "tool_calls": value, "name": "x", "y": value}]})
    except UnreadableContent as refusal:
        code = refusal.code
        assert code in ("personal_data_in_name", "unreadable_content")
        return
    assert "Salah" not in json.dumps(left)


@pytest.mark.parametrize("option", ["max_tokens", "temperature", "n", "top_k", "champ"])
def test_a_number_that_identifies_hides_in_no_option(option: str) -> None:
    body = {"messages": [user("x")], option: 639981234}
    assert masked(body, {"0639981234": "phone"})[option] == MARK * 10
