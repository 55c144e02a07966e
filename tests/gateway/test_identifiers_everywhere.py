"""The real detector behind the real gateway: identifiers planted in every field of a request, none reaches the model."""

from __future__ import annotations

import json
from typing import Any

from tests.gateway.conftest import Gate, Opener

from beffroi.privacy.detection.default import default_detector
from beffroi.testing.upstream import Kind, Script

IBAN = "FR76 3000 6000 0112 3456 7890 189"
NIR = "2 84 05 62 041 997 14"
PHONE = "06 39 98 12 34"
EMAIL = "aicha.bensalah@example.org"
NAME = "Aïcha Ben Salah"
TEXT = f"Madame {NAME}, NIR {NIR}, IBAN {IBAN}, tél. {PHONE}, courriel {EMAIL}"
PARTS = ("Salah", "2 84 05 62", "284056204199714", "3000 6000", "30006000", "39 98 12 34", "639981234", "bensalah")

BODY: dict[str, Any] = {
    "model": "moyen",
    "messages": [
        {"role": "system", "content": f"Tu réponds à {TEXT}."},
        {"role": "developer", "content": [{"type": "text", "text": TEXT}, {"type": "text", "text": f"Nom : {NAME}"}]},
        {"role": "user", "name": NAME, "content": TEXT},
        {
            "role": "assistant",
            "content": f"Chère Madame {NAME}",
            "refusal": TEXT,
            "reasoning_content": TEXT,
            "tool_calls": [
                {
                    "id": "call_abcd",
                    "type": "function",
                    "function": {"name": "ecrire", "arguments": json.dumps({"nom": NAME, "tel": 639981234, "iban": IBAN})},
                }
            ],
        },
        {
            "role": "tool",
            "tool_call_id": "call_abcd",
            "content": json.dumps({"nom": NAME, "nir": 284056204199714, "mel": EMAIL}),
        },
        {"role": "user", "content": [{"type": "text", "text": TEXT, "titre": TEXT}]},
    ],
    "user": EMAIL,
    "metadata": {"nom": NAME, "telephone": PHONE, "nir": NIR, "objet": TEXT},
    "stop": [TEXT, EMAIL],
    "prediction": {"type": "content", "content": [{"type": "text", "text": TEXT}]},
    "tools": [
        {
            "type": "function",
            "function": {
                "name": "ecrire",
                "description": f"Écrit à {TEXT}",
                "parameters": {
                    "type": "object",
                    "description": TEXT,
                    "properties": {"dest": {"type": "string", "enum": [EMAIL, PHONE], "default": EMAIL, "description": TEXT}},
                    "required": ["dest"],
                },
            },
        }
    ],
    "response_format": {
        "type": "json_schema",
        "json_schema": {"name": "lettre", "description": TEXT, "schema": {"type": "object", "title": TEXT}},
    },
    "seed": 639981234,
    "safety_identifier": EMAIL,
    "champ_inconnu": [[TEXT], {"numero": 284056204199714}],
}


def everything_received(gate: Gate) -> str:
    (request,) = gate.upstream.requests
    raw = request.body.decode()
    # Once more without the escapes of the JSON documents that stand in strings.
    return raw + json.dumps(request.json, ensure_ascii=False).replace("\\", "") + repr(request.headers)


def test_no_identifier_reaches_the_model(open_gate: Opener) -> None:
    gate = open_gate(detector=default_detector())
    gate.upstream.script = Script(kind=Kind.ECHO)
    answer = gate.post(BODY)
    assert answer.status_code == 200, answer.text
    received = everything_received(gate)
    assert [part for part in PARTS if part in received] == []
    assert answer.json()["choices"][0]["message"]["content"] == TEXT
    sent = gate.upstream.requests[0].json
    json.loads(sent["messages"][3]["tool_calls"][0]["function"]["arguments"])
    json.loads(sent["messages"][4]["content"])
    assert sent["tools"][0]["function"]["name"] == "ecrire"


def test_a_letter_comes_back_whole_as_a_stream_of_single_characters(open_gate: Opener) -> None:
    gate = open_gate(detector=default_detector())
    gate.upstream.script = Script(kind=Kind.ECHO, piece_size=1, wire_size=3)
    text = gate.ask(TEXT, stream=True).text
    chunks = [json.loads(frame[6:]) for frame in text.split("\n\n") if frame.startswith("data: {")]
    assert "".join(chunk["choices"][0]["delta"].get("content") or "" for chunk in chunks) == TEXT
    assert [part for part in PARTS if part in everything_received(gate)] == []
