"""Reads the annotated corpus of detection (``tests/corpus``): messages of public bodies, personal data marked inline.

Notation of a file: messages are separated by a line ``=== id``; inside, ``[[type|text]]`` marks personal data with a code of
the taxonomy, ``[[!|text]]`` a hard negative (must not be masked), ``[[?|text]]`` an indifferent span (the phone of a town hall:
masking it or not is neither right nor wrong). Marks do not nest, and a marked text holds neither ``[`` nor ``]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from beffroi.privacy.taxonomy import TYPES

NEGATIVE = "!"
INDIFFERENT = "?"
_HEAD = re.compile(r"=== (\S+)")
_MARK = re.compile(r"\[\[([^|\[\]]*)\|([^\[\]]*)\]\]")


class CorpusError(ValueError):
    """A file of the corpus is malformed; the message names the file, the message id and the reason."""


@dataclass(frozen=True, slots=True)
class Span:
    """A marked span: offsets in code points of the message's text, 0-based, end exclusive; ``type`` a code, ``!`` or ``?``."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message: its text without marks, and its marks in reading order. ``domain`` is the name of its file."""

    id: str
    domain: str
    text: str
    spans: tuple[Span, ...]
    negatives: tuple[Span, ...]
    indifferent: tuple[Span, ...] = ()


def load(folder: Path) -> list[Message]:
    """The messages of every ``*.txt`` of ``folder``, by file name then in reading order.

    Raises:
        CorpusError: a file has no message, an id is used twice, or a mark is malformed.
    """
    messages = [message for path in sorted(folder.glob("*.txt")) for message in _read(path)]
    seen: set[str] = set()
    for message in messages:
        if message.id in seen:
            raise CorpusError(f"{message.domain}.txt: the id {message.id} is used twice")
        seen.add(message.id)
    return messages


def parse(message_id: str, domain: str, marked: str) -> Message:
    """The message written ``marked``.

    Raises:
        CorpusError: a mark is malformed.
    """
    where = f"{domain}.txt: {message_id}"
    pieces: list[str] = []
    marks: list[Span] = []
    length = at = 0
    for match in _MARK.finditer(marked):
        kind, inner = match.groups()
        before = _plain(marked[at : match.start()], where)
        if kind not in (NEGATIVE, INDIFFERENT) and kind not in TYPES:
            raise CorpusError(f"{where}: unknown type {kind!r}")
        if not inner or inner != inner.strip():
            raise CorpusError(f"{where}: a mark {kind} is empty or has spaces around its text")
        pieces += before, inner
        length += len(before)
        marks.append(Span(length, length + len(inner), kind))
        length += len(inner)
        at = match.end()
    pieces.append(_plain(marked[at:], where))
    kinds = {NEGATIVE, INDIFFERENT}
    return Message(
        id=message_id,
        domain=domain,
        text="".join(pieces),
        spans=tuple(mark for mark in marks if mark.type not in kinds),
        negatives=tuple(mark for mark in marks if mark.type == NEGATIVE),
        indifferent=tuple(mark for mark in marks if mark.type == INDIFFERENT),
    )


def _plain(text: str, where: str) -> str:
    """``text`` itself, once sure that it holds no broken mark or placeholder left by a draft."""
    for sign in ("[[", "]]", "{{", "}}"):
        if sign in text:
            raise CorpusError(f"{where}: {sign} outside of a well-formed mark")
    return text


def _read(path: Path) -> list[Message]:
    messages: list[Message] = []
    current = ""
    lines: list[str] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), "=== end-of-file"]:
        head = _HEAD.fullmatch(line)
        if head is None:
            lines.append(line)
            continue
        body = "\n".join(lines).strip("\n")
        if current:
            if not body:
                raise CorpusError(f"{path.name}: {current}: empty message")
            messages.append(parse(current, path.stem, body))
        elif body:
            raise CorpusError(f"{path.name}: text before the first « === id » line")
        current, lines = head[1], []
    if not messages:
        raise CorpusError(f"{path.name}: no message")
    return messages
