from __future__ import annotations

from typing import Any

import pytest
from tests.gateway.conftest import DISORDER, NAME, PHONE, Gate, Opener

from beffroi.policy.snapshot import Action, TrustLevel
from beffroi.privacy.taxonomy import Category
from beffroi.testing.upstream import Kind, Script

PATH = "/v1/beffroi/preview"


def preview(gate: Gate, **body: Any) -> Any:
    answer = gate.post(body, PATH)
    assert answer.status_code == 200, answer.text
    return answer.json()


def nothing_happened(gate: Gate) -> None:
    assert gate.upstream.requests == []
    assert gate.journal.openings == []
    assert gate.journal.records == []


def test_a_text(gate: Gate) -> None:
    text = f"👩‍💻 Écris à {NAME}, {PHONE}."
    seen = preview(gate, text=text, model="moyen")
    assert [(text[row["start"] : row["end"]], row["type"], row["category"]) for row in seen["findings"]] == [
        (NAME, "person_name", "identity"),
        (PHONE, "phone", "contact"),
    ]
    first = seen["findings"][0]
    assert first["label"]
    assert first["category_label"] == "Identité"
    assert (first["score"], first["recognizer"]) == (1.0, "dictionary")
    assert seen["masked"].startswith("👩‍💻 Écris à ")
    assert NAME not in seen["masked"]
    decision = seen["decision"]
    assert (decision["action"], decision["refused"], decision["model"], decision["provider"]) == (
        "mask",
        False,
        "moyen",
        "Fournisseur européen",
    )
    assert (decision["trust_level"], decision["country"]) == ("eu", "FR")
    assert decision["rule"].startswith("matrix:")
    nothing_happened(gate)


def test_messages(gate: Gate) -> None:
    messages = [{"role": "user", "content": f"À {NAME}"}, {"role": "user", "content": [{"type": "text", "text": PHONE}]}]
    seen = preview(gate, messages=messages)
    assert [row["path"] for row in seen["findings"]] == ["messages[0].content", "messages[1].content[0]"]
    assert "Salah" not in seen["masked"]


def test_it_is_what_the_exchange_sends(gate: Gate) -> None:
    gate.upstream.script = Script(kind=Kind.ECHO)
    text = f"Écris à {NAME}, puis à Mme Ben Salah."
    seen = preview(gate, text=text)
    gate.ask(text)
    assert gate.upstream.requests[0].json["messages"][0]["content"] == seen["masked"]


def test_the_use_s_prompt_is_not_the_client_s_text(open_gate: Opener) -> None:
    gate = open_gate(system_prompt=f"Tu écris pour {NAME}.")
    seen = preview(gate, text=f"Réponds à {PHONE}")
    assert [row["type"] for row in seen["findings"]] == ["phone"]
    assert "Tu écris" not in seen["masked"]


def test_a_reroute_and_a_refusal_are_answers(open_gate: Opener) -> None:
    gate = open_gate()
    seen = preview(gate, text=f"{NAME} est en {DISORDER}")
    assert (seen["decision"]["action"], seen["decision"]["model"]) == ("reroute", "petit")
    assert DISORDER in seen["masked"]
    gate = open_gate(use_options={"matrix": {(Category.HEALTH, TrustLevel.EU): Action.REFUSE}})
    seen = preview(gate, text=f"{NAME} est en {DISORDER}")
    assert seen["decision"]["refused"] is True
    assert seen["decision"]["reason"]
    assert seen["masked"] is None
    assert len(seen["findings"]) == 2


def test_an_empty_text(gate: Gate) -> None:
    seen = preview(gate, text="")
    assert (seen["findings"], seen["masked"], seen["decision"]["action"]) == ([], "", "pass")


@pytest.mark.parametrize(("body", "param"), [({"text": 3}, "text"), ({}, "messages")])
def test_malformed(gate: Gate, body: Any, param: str) -> None:
    answer = gate.post(body, PATH)
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == param
    nothing_happened(gate)
