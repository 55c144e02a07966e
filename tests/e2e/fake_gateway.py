"""A gateway of the tests: the wire contract of ``/v1``, with a dictionary instead of a detector and a canned model."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from beffroi.journal.entry import Outcome, Record
from beffroi.journal.sqlite import SqliteJournal
from beffroi.privacy.taxonomy import CATEGORIES, TYPES

KNOWN = {
    "Aïcha Ben Salah": ("person_name", "Nadia Ferhat"),
    "Ben Salah": ("person_name", "Ferhat"),
    "14/05/1984": ("birth_date", "02/03/1981"),
    "2 84 05 62 041 997 14": ("nir", "2 81 03 99 999 001 42"),
    "12 rue des Tisserands, 62000 Arras": ("postal_address", "4 allée des Sorbiers, 59999 Valmont"),
    "06 39 98 45 12": ("phone", "01 99 00 71 80"),
    "dépression": ("disorder", ""),
}
ANSWER = (
    "Bonjour Madame Ben Salah,\n\nVotre dossier est **complet** :\n\n- la commission se réunit le 9 décembre ;\n- vous pouvez "
    "appeler le 06 39 98 45 12.\n\n<img src=x onerror=alert(1)>\n\nBien cordialement"
)
DECISION = {
    "action": "mask",
    "rule": "matrix:identity:local:mask",
    "reason": "Les données reconnues sont remplacées avant l’envoi, puis rétablies dans la réponse.",
    "model": "modele-local",
    "provider": "Serveur de la mairie",
    "trust_level": "local",
    "trust_label": "sur place",
    "country": "FR",
}


def routes(journal: Path) -> list[Route]:
    """Routes of the fake, writing to the journal of the console under test."""
    store = SqliteJournal(journal)

    async def preview(request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("Bearer bfs."):
            error = {"message": "La clé d’accès est absente ou inconnue.", "code": "invalid_api_key"}
            return JSONResponse({"error": error}, 401)
        messages = (await request.json())["messages"]
        findings = [
            finding | {"path": f"messages[{place}].content"}
            for place, message in enumerate(messages)
            for finding in found_in(message["content"])
        ]
        text = "\n".join(message["content"] for message in messages)
        return JSONResponse({"findings": findings, "decision": DECISION, "replacements": replaced_in(text)})

    async def chat(request: Request) -> Response:
        body = await request.json()
        question = body["messages"][-1]["content"]
        if "panne" in question:
            error = {"message": "Le serveur du modèle est injoignable.", "code": "upstream_unreachable"}
            return JSONResponse({"error": error}, 503)
        entry = store.write([], [record_of(question, body["model"])])[0]
        slow = 0.2 if "lentement" in question else 0.005
        facts = explanation(body["messages"], entry.seq, entry.hash)
        return StreamingResponse(stream(facts, slow), media_type="text/event-stream")

    return [
        Route("/v1/beffroi/preview", preview, methods=["POST"]),
        Route("/v1/chat/completions", chat, methods=["POST"]),
    ]


def found_in(text: str) -> list[dict[str, object]]:
    """Findings with code-point offsets, longest first at each place."""
    findings: list[dict[str, object]] = []
    taken: list[range] = []
    for value, (kind, _) in KNOWN.items():
        start = text.find(value)
        while start >= 0:
            span = range(start, start + len(value))
            if not any(span.start < other.stop and other.start < span.stop for other in taken):
                taken.append(span)
                category = TYPES[kind].category
                place = {"start": span.start, "end": span.stop, "type": kind, "score": 1.0, "recognizer": "fake"}
                names = {"category": category.value, "category_label": CATEGORIES[category].label}
                findings.append(place | names | {"label": TYPES[kind].label})
            start = text.find(value, start + 1)
    return sorted(findings, key=lambda one: int(str(one["start"])))


def replaced_in(text: str) -> list[dict[str, str]]:
    """Each value of the text that a surrogate stands in for."""
    return [
        {"type": kind, "label": TYPES[kind].label, "original": value, "surrogate": surrogate}
        for value, (kind, surrogate) in KNOWN.items()
        if value in text and surrogate
    ]


def masked(text: str) -> str:
    """The text as the upstream would get it."""
    for value, (_, surrogate) in KNOWN.items():
        text = text.replace(value, surrogate) if surrogate else text
    return text


def record_of(question: str, model: str) -> Record:
    """What the journal keeps of one exchange."""
    found: dict[str, int] = {}
    for finding in found_in(question):
        found[str(finding["type"])] = found.get(str(finding["type"]), 0) + 1
    return Record(
        request_id="req-e2e", at=int(time.time() * 1000), organization="arras", use="courrier", person="claire@example.org",
        grant="session", endpoint="/v1/chat/completions", outcome=Outcome.COMPLETED, status=200, model_requested=model,
        model="modele-local", provider="interne", trust_level="local", country="FR", stream=True, action="mask",
        rule="matrix:identity:local:mask", policy_version=1, found=found, masked=found,
        prompt_llm_tokens=120, completion_llm_tokens=64,
        energy_wh_low=0.021, energy_wh_high=0.052, duration_ms=840, commitment="ab" * 32,
    )  # fmt: skip


def explanation(messages: list[dict[str, str]], seq: int, digest: str) -> dict[str, object]:
    """The ``beffroi`` object of the last chunk."""
    text = "\n".join(message["content"] for message in messages)
    sent = [{"role": message["role"], "content": masked(message["content"])} for message in messages]
    return {
        "sent": {"messages": sent},
        "replacements": replaced_in(text),
        "decision": DECISION,
        "llm_tokens": {"prompt": 120, "completion": 64, "estimated": False},
        "energy_wh": {"low": 0.021, "high": 0.052},
        "journal": {"seq": seq, "hash": digest},
    }


async def stream(facts: dict[str, object], pause: float) -> AsyncIterator[bytes]:
    """The answer in small pieces, frames cut anywhere, the explanation last."""
    deltas = [{"choices": [{"index": 0, "delta": {"content": ANSWER[at : at + 4]}}]} for at in range(0, len(ANSWER), 4)]
    frames = "".join(f"data: {json.dumps(delta, ensure_ascii=False)}\n\n" for delta in deltas)
    frames += "data: " + json.dumps({"choices": [], "beffroi": facts}) + "\n\ndata: [DONE]\n\n"
    data = frames.encode()
    for at in range(0, len(data), 97):
        await asyncio.sleep(pause)
        yield data[at : at + 97]
