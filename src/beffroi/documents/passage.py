"""What the detector reads of a document, and how its findings come back to the units.

A *line* is a paragraph or a row of a table; lines are gathered into passages of some thousand characters, so that an address
over three paragraphs or a title row keep their meaning. A unit may be read several times, in several ways.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from beffroi.documents.unit import Unit
from beffroi.privacy.finding import Finding

PASSAGE_LENGTH = 20_000
"""Code points from which a passage is closed at the next line."""
_IN_LINE = str.maketrans("\n\r\t\x0b\x0c", "     ")


class Extract(NamedTuple):
    """``[start, start + length)`` of a unit (code points, 0-based), as read in a line."""

    unit: Unit
    start: int
    length: int


Line = list[str | Extract]
"""Pieces read one after the other: context that stands nowhere in the file, and extracts of units."""


class _Segment(NamedTuple):
    offset: int
    extract: Extract


@dataclass(slots=True)
class Passage:
    """A text for the detector, and where its pieces come from (in order of offset)."""

    text: str
    segments: list[_Segment]


@dataclass(slots=True)
class Script:
    """The passages of a document, put together line by line."""

    passages: list[Passage] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _segments: list[_Segment] = field(default_factory=list)
    _length: int = 0

    def line(self, line: Line, *, one_line: bool = False, title: str = "") -> None:
        """Read one more line. ``one_line``: breaks inside are shown as spaces. ``title`` is repeated where a passage begins."""
        if self._length >= PASSAGE_LENGTH:
            self.close()
            if title:
                self._add(title + "\n")
        for piece in line:
            if isinstance(piece, str):
                self._add(piece)
                continue
            self._segments.append(_Segment(self._length, piece))
            text = piece.unit.text[piece.start : piece.start + piece.length]
            self._add(text.translate(_IN_LINE) if one_line else text)
        self._add("\n")

    def close(self) -> None:
        """End the passage: what follows does not read on from it."""
        if self._segments:
            self.passages.append(Passage("".join(self._pieces), self._segments))
        self._pieces, self._segments, self._length = [], [], 0

    def _add(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)


def whole(unit: Unit) -> Extract:
    """The unit, from end to end."""
    return Extract(unit, 0, len(unit.text))


def text_of(line: Iterable[str | Extract]) -> str:
    """A line as the detector reads it, breaks shown as spaces."""
    pieces = [piece if isinstance(piece, str) else piece.unit.text[piece.start : piece.start + piece.length] for piece in line]
    return "".join(pieces).translate(_IN_LINE)


def place(passage: Passage, findings: Sequence[Finding], placed: dict[Unit, list[Finding]]) -> None:
    """Add to ``placed`` the findings of a passage, cut back to the units that they cover."""
    offsets = [segment.offset for segment in passage.segments]
    for finding in findings:
        spans: dict[Unit, tuple[int, int]] = {}
        index = max(0, bisect_right(offsets, finding.start) - 1)
        while index < len(offsets) and offsets[index] < finding.end:
            offset, (unit, first, length) = passage.segments[index]
            start, end = max(finding.start - offset, 0), min(finding.end - offset, length)
            if start < end:
                known = spans.get(unit, (first + start, first + end))
                spans[unit] = min(known[0], first + start), max(known[1], first + end)
            index += 1
        for unit, (start, end) in spans.items():
            if any(char.isalnum() for char in unit.text[start:end]):
                placed.setdefault(unit, []).append(Finding(start, end, finding.type, finding.score, finding.recognizer))
