"""What would be masked, and what would be decided, without sending anything: the same steps as the exchange, up to the door.

Nothing is journalled and nothing is counted against a quota: no data leaves.
"""

from __future__ import annotations

from typing import Any

import orjson

from beffroi.errors import InvalidRequest
from beffroi.gateway import protection
from beffroi.gateway.chat_request import parse_body, read_messages
from beffroi.gateway.exchange import conversation_of
from beffroi.gateway.explanation import explain_decision, explain_findings, explain_replacements
from beffroi.gateway.house import House
from beffroi.gateway.reply import Call, Reply


class Preview:
    """``POST /v1/beffroi/preview``: ``{"text" | "messages", "model"?}`` → findings, masked text, decision."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def __call__(self, call: Call, reply: Reply) -> None:
        """Answer one preview. A refusal by the matrix is an answer here, not an error.

        Raises:
            BeffroiError: as the exchange would raise before anything leaves.
        """
        house = self.house
        snapshot, grant = protection.authenticate(house, call)
        protection.check_open(grant)
        body = _as_messages(parse_body(await call.body(house.body_limit)))
        request = read_messages(body, system_prompt=grant.use.system_prompt, conversation=conversation_of(call))
        found = await protection.detect(house, request)
        decision = protection.decide_for(snapshot, grant, request, found)
        findings = explain_findings(request.passages, found)
        answer: dict[str, Any] = {
            "findings": findings,
            "decision": explain_decision(decision),
            "masked": None,
            "replacements": [],
        }
        if not decision.refused:
            protected = await protection.pseudonymise(house, grant, request, found, decision)
            messages = request.body["messages"][1 if grant.use.system_prompt else 0 :]
            answer["masked"] = "\n\n".join(_text_of(message) for message in messages)
            answer["messages"] = messages
            answer["replacements"] = explain_replacements(protected)
        await reply.json(orjson.dumps(answer))


def _as_messages(body: dict[str, Any]) -> dict[str, Any]:
    if "text" not in body:
        return body
    text = body.pop("text")
    if not isinstance(text, str):
        raise InvalidRequest("« text » doit être un texte.", param="text")
    body["messages"] = [{"role": "user", "content": text}]
    return body


def _text_of(message: dict[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(part.get("text") or part.get("refusal") or "" for part in content)
    return content or ""
