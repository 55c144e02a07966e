"""The real text back in a whole answer.

Unknown fields are kept. The text of ``logprobs`` would show surrogates cut in pieces that nothing can restore: it is dropped
(null) when something was masked, and kept as it is otherwise.
"""

from __future__ import annotations

from typing import Any, Protocol

from beffroi.errors import UpstreamError, UpstreamGarbled, UpstreamRefused
from beffroi.gateway.upstream import refusal_of

DEEPEST = 100
FIXED_FIELDS = frozenset(
    [
        "id",
        "object",
        "model",
        "role",
        "type",
        "index",
        "finish_reason",
        "native_finish_reason",
        "system_fingerprint",
        "service_tier",
        "tool_call_id",
        "format",
        "signature",
        "encrypted_content",
    ]
)
"""Fields of an answer that hold no text of the model."""
_PROGRAM_HOLDERS = ("function", "function_call", "custom")


def is_fixed(key: object, holder_key: object) -> bool:
    """Whether a field stays as it is: an id, a role, a function's ``name``. ``holder_key`` is that of its object."""
    return key in FIXED_FIELDS or (key == "name" and holder_key in _PROGRAM_HOLDERS)


class TextStream(Protocol):
    """Restores one text that comes in pieces."""

    def feed(self, chunk: str) -> str:
        """What can be said now."""
        ...

    def flush(self) -> str:
        """The rest."""
        ...


class TextRestorer(Protocol):
    """Restores the texts of one exchange."""

    def restore(self, text: str) -> str:
        """A whole text."""
        ...

    def restore_json(self, text: str) -> str:
        """A whole JSON document held in a string."""
        ...

    def stream(self) -> TextStream:
        """For a text that comes in pieces."""
        ...

    def json_stream(self) -> TextStream:
        """For a JSON document that comes in pieces."""
        ...


def choices_of(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The choices of an answer or of a chunk.

    Raises:
        UpstreamRefused: it is an error object.
        UpstreamGarbled: it is not an answer.
    """
    if body.get("error"):
        raise error_within(body["error"])
    choices = body.get("choices")
    if not isinstance(choices, list) or not all(isinstance(choice, dict) for choice in choices):
        raise UpstreamGarbled
    return choices


def error_within(error: Any) -> UpstreamError:
    """Our error for one that an upstream wrote into an answer of status 200."""
    code = error.get("code") if isinstance(error, dict) else None
    return refusal_of(code, "", b"") if isinstance(code, int) else UpstreamRefused()


def restore_answer(body: dict[str, Any], restorer: TextRestorer | None) -> str:
    """Restore every text of a whole answer, in place. Returns the texts of its messages, one after the other, by choice.

    Raises:
        UpstreamError: see ``choices_of``.
    """
    choices = choices_of(body)
    if restorer is not None:
        _restore(body, "", restorer, 0)
    texts: list[str] = []
    for choice in choices:
        message = choice.get("message")
        if isinstance(message, dict):
            _texts(message, "message", texts, 0)
    return "\n".join(texts)


def _restore(holder: Any, holder_key: object, restorer: TextRestorer, depth: int) -> None:
    if depth > DEEPEST:
        raise UpstreamGarbled
    entries = holder.items() if isinstance(holder, dict) else enumerate(holder)
    for key, value in list(entries):
        if isinstance(value, str):
            if not is_fixed(key, holder_key):
                holder[key] = restorer.restore_json(value) if key == "arguments" else restorer.restore(value)
        elif key == "logprobs":
            holder[key] = None
        elif isinstance(value, dict | list):
            _restore(value, key, restorer, depth + 1)


def _texts(holder: Any, holder_key: object, texts: list[str], depth: int) -> None:
    if depth > DEEPEST:
        raise UpstreamGarbled
    entries = holder.items() if isinstance(holder, dict) else enumerate(holder)
    for key, value in entries:
        if isinstance(value, str):
            if not is_fixed(key, holder_key):
                texts.append(value)
        elif isinstance(value, dict | list):
            _texts(value, key, texts, depth + 1)
