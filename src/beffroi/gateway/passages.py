"""What detection reads of a request, and how what it finds comes back to the places where the text stands.

A *leaf* is one place of the request that holds text. A *passage* is what the detector is given: a message, or a structure
read aloud line by line ("nom : Dupont"), so that a bare value keeps the context that its key gives. A finding of a passage
is cut back to the leaves that it covers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from beffroi.errors import InvalidRequest, UnreadableContent
from beffroi.gateway.vocabulary import holds_encoded_file
from beffroi.privacy.finding import Finding

MOST_LEAVES = 200_000
"""Texts in one request beyond which it is refused."""
_ESCAPE = re.compile(r"\\u([0-9a-ce-fA-CE-F][0-9a-fA-F]{3}|[dD][0-7][0-9a-fA-F]{2})")


class LeafKind(Enum):
    """``TEXT`` is replaced in part, ``NUMBER`` whole (it becomes a string), ``RIGID`` never (a key, a tool's name): refused."""

    TEXT = 0
    NUMBER = 1
    RIGID = 2


@dataclass(slots=True)
class Leaf:
    """One text of the request: ``container[key]`` holds it. ``path`` is for people ("messages[0].content").

    ``offsets``: where the text holds escapes (``\\u00ef``), the detector reads it without them, and this gives the offset in
    ``text`` of each code point that it reads, plus one past the end.
    """

    container: Any
    key: Any
    text: str
    path: str
    kind: LeafKind = LeafKind.TEXT
    offsets: list[int] | None = None


@dataclass(slots=True)
class Passage:
    """A text for the detector. ``spans``: (leaf number, offset of its first code point in ``text``), in reading order."""

    text: str
    spans: list[tuple[int, int]]


@dataclass(slots=True)
class Passages:
    """Everything to be read of one request."""

    leaves: list[Leaf] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    rebuilders: list[Callable[[], None]] = field(default_factory=list)
    """Called in order once the leaves changed, to write back the JSON documents that stood in strings, innermost first."""

    def texts(self) -> list[str]:
        """What the detector reads, in order."""
        return [passage.text for passage in self.passages]

    def place(self, found: Sequence[Sequence[Finding]]) -> list[list[Finding]]:
        """Findings per leaf, from findings per passage."""
        placed: list[list[Finding]] = [[] for _ in self.leaves]
        for passage, findings in zip(self.passages, found, strict=True):
            if findings:
                self._place(passage, findings, placed)
        return placed

    def _place(self, passage: Passage, findings: Sequence[Finding], placed: list[list[Finding]]) -> None:
        for number, offset in passage.spans:
            leaf = self.leaves[number]
            length = len(leaf.text) if leaf.offsets is None else len(leaf.offsets) - 1
            for finding in findings:
                start, end = max(finding.start - offset, 0), min(finding.end - offset, length)
                if start >= end:
                    continue
                if leaf.offsets is not None:
                    start, end = leaf.offsets[start], leaf.offsets[end]
                if not leaf.text[start:end].strip(" \n\t:;,.-"):
                    continue
                if leaf.kind is LeafKind.NUMBER:
                    if placed[number]:
                        continue
                    start, end = 0, len(leaf.text)
                placed[number].append(Finding(start, end, finding.type, finding.score, finding.recognizer))

    def replace(self, texts: Sequence[str]) -> None:
        """Write one text per leaf back into the request.

        Raises:
            UnreadableContent: a key or a tool's name would have to change, which would break the client's program.
        """
        for leaf, text in zip(self.leaves, texts, strict=True):
            if text == leaf.text:
                continue
            if leaf.kind is LeafKind.RIGID:
                raise UnreadableContent(
                    "Un nom de champ ou d’outil contient une donnée personnelle : rien n’a été envoyé.",
                    hint="Placez cette donnée dans une valeur plutôt que dans un nom.",
                    code="personal_data_in_name",
                )
            leaf.container[leaf.key] = text
        for rebuild in self.rebuilders:
            rebuild()


class Reading:
    """A passage being put together, piece by piece."""

    __slots__ = ("_into", "_length", "_parts", "_spans")

    def __init__(self, into: Passages) -> None:
        self._into = into
        self._parts: list[str] = []
        self._spans: list[tuple[int, int]] = []
        self._length = 0

    def context(self, text: str) -> None:
        """Text that helps detection but stands nowhere in the request."""
        self._parts.append(text)
        self._length += len(text)

    def leaf(self, leaf: Leaf) -> None:
        """A text of the request.

        Raises:
            UnreadableContent: it carries an encoded file.
            InvalidRequest: there are too many texts.
        """
        if holds_encoded_file(leaf.text):
            raise UnreadableContent("Un fichier encodé se trouve dans le texte : il n’a pas été envoyé.", param=leaf.path)
        if len(self._into.leaves) >= MOST_LEAVES:
            raise InvalidRequest("La demande contient trop de champs.")
        self._spans.append((len(self._into.leaves), self._length))
        self._into.leaves.append(leaf)
        text = leaf.text
        if "\\u" in text:
            text, leaf.offsets = _without_escapes(text)
        self._parts.append(text)
        self._length += len(text)

    def close(self) -> None:
        """Hand the passage over, if it holds any text of the request."""
        if self._spans:
            self._into.passages.append(Passage("".join(self._parts), self._spans))


def _without_escapes(text: str) -> tuple[str, list[int]]:
    """``text`` as who wrote its JSON escapes meant it, and the offsets of its code points in ``text``."""
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _ESCAPE.finditer(text):
        pieces += (text[done : match.start()], chr(int(match[1], 16)))
        offsets += range(done, match.start() + 1)
        done = match.end()
    pieces.append(text[done:])
    offsets += range(done, len(text) + 1)
    return "".join(pieces), offsets
