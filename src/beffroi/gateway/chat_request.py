"""Reads the body of a chat completion: what is asked, and every text in it.

Messages come first and in order, then the rest: a growing conversation never changes what its beginning looked like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from beffroi.errors import InvalidRequest, UnreadableContent
from beffroi.gateway.passages import Leaf, Passages, Reading
from beffroi.gateway.structure import LONG_NUMBER, StructureReader, unreadable
from beffroi.gateway.vocabulary import (
    NUMERIC_OPTIONS,
    OPAQUE_OPTIONS,
    PART_NAMES,
    READABLE_PARTS,
    ROLES,
    ROUTING_OPTIONS,
    SCHEMA_FIELDS,
    is_program_name,
)

_READ_APART = frozenset({"messages", "model", "stream"})
_MESSAGE_FIELDS = frozenset({"role", "content"})
_CONVERSATION = re.compile(r"[\x21-\x7e]{1,128}\Z")


@dataclass(slots=True)
class ChatRequest:
    """A body, parsed. ``body`` is ours to change; ``conversation`` is what the client calls it, or empty."""

    body: dict[str, Any]
    model: str
    stream: bool
    wants_usage: bool
    conversation: str
    passages: Passages = field(default_factory=Passages)

    @property
    def text(self) -> str:
        """The texts of the client's messages as typed, one per line: what the journal commits to."""
        return "\n".join(leaf.text for leaf in self.passages.leaves if leaf.path.startswith("messages["))

    @property
    def characters(self) -> int:
        """Length of everything that is read of the request, in code points."""
        return sum(len(leaf.text) for leaf in self.passages.leaves)


def parse_body(raw: bytes) -> dict[str, Any]:
    """The JSON object of a body.

    Raises:
        InvalidRequest: not UTF-8, not JSON, too deep, or not an object.
    """
    try:
        body = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as failure:
        raise InvalidRequest(_why_unparsed(raw, str(failure)), code="invalid_json") from None
    if not isinstance(body, dict):
        raise InvalidRequest("Le corps de la requête doit être un objet JSON.", code="invalid_json")
    return body


def _why_unparsed(raw: bytes, reason: str) -> str:
    if not raw.strip():
        return "Le corps de la requête est vide."
    if "depth" in reason or "ecursion" in reason:
        return "La demande est trop profondément imbriquée."
    try:
        raw.decode()
    except UnicodeDecodeError:
        return "Le corps de la requête n’est pas en UTF-8."
    return "Le corps de la requête n’est pas du JSON valide."


def read_messages(body: dict[str, Any], *, system_prompt: str = "", conversation: str = "") -> ChatRequest:
    """Everything that is asked and every text of it. ``system_prompt`` is the use's own, put before the client's messages.

    Raises:
        InvalidRequest: the body does not have the shape of a chat completion.
        UnreadableContent: an image, a sound or a file.
    """
    messages = body.get("messages")
    if isinstance(messages, str):
        messages = [{"role": "user", "content": messages}]
    if not isinstance(messages, list) or not messages:
        raise InvalidRequest("« messages » doit être une liste de messages, non vide.", param="messages")
    if forbidden := ROUTING_OPTIONS & body.keys():
        raise InvalidRequest("Cette option n’est pas permise : Beffroi seul décide où va la demande.", param=min(forbidden))
    if isinstance(modalities := body.get("modalities"), list) and modalities != ["text"]:
        raise UnreadableContent("Beffroi ne traite que le texte.", param="modalities")
    model, stream = body.get("model"), body.get("stream")
    if model is not None and not isinstance(model, str):
        raise InvalidRequest("« model » doit être le nom d’un modèle.", param="model")
    if stream is not None and not isinstance(stream, bool):
        raise InvalidRequest("« stream » doit être vrai ou faux.", param="stream")
    body["messages"] = [{"role": "system", "content": system_prompt}, *messages] if system_prompt else messages
    request = ChatRequest(
        body=body,
        model=model or "",
        stream=bool(stream),
        wants_usage=_wants_usage(body),
        conversation=conversation or _conversation(body),
    )
    first = 1 if system_prompt else 0
    for position, message in enumerate(body["messages"]):
        _read_message(request.passages, message, f"messages[{position - first}]" if position >= first else "system_prompt")
    _read_options(request.passages, body)
    return request


def _wants_usage(body: dict[str, Any]) -> bool:
    options = body.get("stream_options")
    if options is not None and not isinstance(options, dict):
        raise InvalidRequest("« stream_options » doit être un objet.", param="stream_options")
    return bool(options and options.get("include_usage"))


def _conversation(body: dict[str, Any]) -> str:
    """The conversation's name in ``metadata``, as chat fronts give it."""
    metadata = body.get("metadata")
    if isinstance(metadata, dict):
        for key in ("conversation_id", "chat_id"):
            name = metadata.get(key)
            if isinstance(name, str) and _CONVERSATION.match(name):
                return name
    return ""


def _read_message(into: Passages, message: Any, path: str) -> None:
    if not isinstance(message, dict):
        raise InvalidRequest("Chaque message doit être un objet.", param=path)
    role = message.get("role")
    if not isinstance(role, str) or role not in ROLES:
        raise InvalidRequest("Le rôle d’un message doit être system, developer, user, assistant ou tool.", param=f"{path}.role")
    if message.get("audio"):
        raise unreadable("audio", path)
    content = message.get("content")
    if isinstance(content, str):
        _read_content(into, message, content, role, f"{path}.content")
    elif isinstance(content, list):
        _read_parts(into, content, f"{path}.content")
    elif content is not None:
        raise InvalidRequest("Le contenu d’un message doit être un texte ou une liste de parties.", param=f"{path}.content")
    if not message.keys() <= _MESSAGE_FIELDS:
        _read_fields(into, message, _MESSAGE_FIELDS, "messages", path)


def _read_content(into: Passages, message: dict[str, Any], content: str, role: str, path: str) -> None:
    if not content:
        return
    if role in ("tool", "function") or "\\u" in content:
        structure = StructureReader(into)
        if structure.read_json_text(message, "content", content, path):
            structure.close()
            return
    reading = Reading(into)
    reading.leaf(Leaf(message, "content", content, path))
    reading.close()


def _read_parts(into: Passages, parts: list[Any], path: str) -> None:
    reading = Reading(into)
    for position, part in enumerate(parts):
        here = f"{path}[{position}]"
        kind = part.get("type") if isinstance(part, dict) else None
        if not isinstance(kind, str):
            raise InvalidRequest("Chaque partie d’un message doit être un objet avec son type.", param=here)
        if kind not in READABLE_PARTS:
            raise unreadable(kind if kind in PART_NAMES else "", here)
        text = part.get(READABLE_PARTS[kind])
        if not isinstance(text, str):
            raise InvalidRequest("Une partie de message n’a pas de texte.", param=here)
        if text:
            reading.leaf(Leaf(part, READABLE_PARTS[kind], text, here))
            reading.context("\n")
    reading.close()
    for position, part in enumerate(parts):
        done = frozenset({"type", READABLE_PARTS[part["type"]]})
        if not part.keys() <= done:
            _read_fields(into, part, done, "content", f"{path}[{position}]")


def _read_options(into: Passages, body: dict[str, Any]) -> None:
    if body.get("audio"):
        raise unreadable("audio", "audio")
    for key, value in body.items():
        if _passes(key, value):
            continue
        structure = StructureReader(into, in_schema=key in SCHEMA_FIELDS)
        structure.read_entry(body, key, parent="", path="")
        structure.close()


def _passes(key: str, value: Any) -> bool:
    """Whether an option of the root holds no text, or is taken care of elsewhere (``protection.hide_options``)."""
    if key in _READ_APART:
        return True
    if key in OPAQUE_OPTIONS and isinstance(value, str):
        return True
    if key in NUMERIC_OPTIONS or key == "seed":
        # A longer number could be an identifier: it is read like any other. A seed is hidden afterwards.
        return value is None or (isinstance(value, int | float) and (key == "seed" or abs(value) < LONG_NUMBER))
    return (value is None or isinstance(value, bool)) and is_program_name(key)


def _read_fields(into: Passages, holder: dict[str, Any], done: frozenset[str], parent: str, path: str) -> None:
    structure = StructureReader(into)
    for key in holder:
        if key not in done:
            structure.read_entry(holder, key, parent=parent, path=path)
    structure.close()
