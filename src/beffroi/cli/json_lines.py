"""Documents as JSON lines: ``{"id", "text", …}`` in, one object a line out, in the same order.

A line that cannot be read yields ``{"id", "error"}`` in its place, so that the output always has as many lines as the input.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO

import orjson

from beffroi.errors import BeffroiError, InvalidRequest


def each_line(
    work: Callable[[Mapping[str, Any]], dict[str, Any]], source: BinaryIO | None = None, target: BinaryIO | None = None
) -> int:
    """Applies ``work`` to every JSON line of ``source`` and writes what it returns. Returns the number of lines in error."""
    failures = 0
    out = target or sys.stdout.buffer
    for number, line in enumerate(_lines(source or sys.stdin.buffer), start=1):
        identity: Any = None
        try:
            document = _document(line, number)
            identity = document.get("id")
            answer = {"id": identity, **work(document)}
        except BeffroiError as error:
            failures += 1
            answer = {"id": identity, "line": number, "error": {"code": error.code, "message": error.message}}
        out.write(orjson.dumps(answer) + b"\n")
        out.flush()
    return failures


def text_of(document: Mapping[str, Any], field: str = "text") -> str:
    """The string field of a document.

    Raises:
        InvalidRequest: the field is absent or is not a string.
    """
    value = document.get(field)
    if not isinstance(value, str):
        raise InvalidRequest(f"Le champ « {field} » manque ou n’est pas un texte.", param=field)
    return value


def _lines(source: BinaryIO) -> Iterable[bytes]:
    return (line for line in source if line.strip())


def _document(line: bytes, number: int) -> Mapping[str, Any]:
    try:
        document = orjson.loads(line)
    except orjson.JSONDecodeError:
        raise InvalidRequest(f"Ligne {number} : ce n’est pas du JSON valide (UTF-8).") from None
    if not isinstance(document, dict):
        raise InvalidRequest(f"Ligne {number} : un objet JSON est attendu.")
    return document
