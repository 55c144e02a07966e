"""A JSON document held in a string (tool-call arguments, a tool's result), read and rewritten literal by literal.

Only the literals that change are rewritten: spacing, order of keys and number formats stay as they were, and the result is
still valid JSON. Decoding the literals also lifts the escapes ("\\u00ef") that would hide a name from detection.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

_LITERAL = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)')


@dataclass(frozen=True, slots=True)
class Literal:
    """A string or a number of the document. ``start`` and ``end``: code points of the raw text, quotes included."""

    start: int
    end: int
    value: str
    is_key: bool
    is_number: bool


class JsonText:
    """A JSON object or array in a string."""

    __slots__ = ("literals", "raw")

    def __init__(self, raw: str) -> None:
        """Raises ``ValueError`` if ``raw`` is not a JSON object or array."""
        if raw.lstrip()[:1] not in ("{", "["):
            raise ValueError("not a JSON object or array")
        orjson.loads(raw)
        self.raw = raw
        self.literals = [_literal(match) for match in _LITERAL.finditer(raw)]

    def with_values(self, values: Sequence[str]) -> str:
        """The document with one value per literal; a number that changed becomes a string."""
        parts: list[str] = []
        position = 0
        for literal, value in zip(self.literals, values, strict=True):
            if value != literal.value:
                parts += (self.raw[position : literal.start], orjson.dumps(value).decode())
                position = literal.end
        parts.append(self.raw[position:])
        return "".join(parts)


def _literal(match: re.Match[str]) -> Literal:
    if match[3] is not None:
        return Literal(match.start(3), match.end(3), match[3], is_key=False, is_number=True)
    quoted = match[1]
    value: str = orjson.loads(quoted) if "\\" in quoted else quoted[1:-1]
    return Literal(match.start(1), match.end(1), value, is_key=match[2] is not None, is_number=False)
