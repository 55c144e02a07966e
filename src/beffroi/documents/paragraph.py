"""One paragraph: its runs, breaks, tracked insertions and deletions, as units and as the lines that the detector reads.

The text with its insertions and the text before them are both read: a name half deleted is still a name. But each insertion
and each deletion is a unit by itself: accepting or rejecting a change gives what it would have given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from beffroi.documents.passage import Extract, Line
from beffroi.documents.unit import Manner, Slot, Unit


class Kind(Enum):
    """What a piece of a paragraph is."""

    KEPT = 0
    INSERTED = 1
    DELETED = 2
    CODE = 3
    BREAK = 4


@dataclass(slots=True)
class Piece:
    """A run of text, or a break (``slot`` is None, ``text`` its sign)."""

    kind: Kind
    slot: Slot | None
    text: str = ""


@dataclass(slots=True)
class Paragraph:
    """A paragraph being read."""

    pieces: list[Piece] = field(default_factory=list)

    def add(self, kind: Kind, slot: Slot) -> None:
        """One more run."""
        self.pieces.append(Piece(kind, slot))

    def add_break(self, sign: str) -> None:
        """A tab, a line break, a hyphen that is an element: ends the unit, is read as ``sign``."""
        self.pieces.append(Piece(Kind.BREAK, None, sign))

    def close(self, keep: Callable[[Unit], None]) -> list[Line]:
        """The lines to read; each unit is handed to ``keep``, in reading order."""
        extracts = self._units(keep)
        lines = [_line([piece for piece in enumerate(self.pieces) if piece[1].kind in _NOW], extracts)]
        if any(piece.kind is Kind.DELETED for piece in self.pieces):
            lines.append(_line([piece for piece in enumerate(self.pieces) if piece[1].kind in _BEFORE], extracts))
        lines += [[extract] for index, extract in extracts.items() if self.pieces[index].kind is Kind.CODE]
        return [line for line in lines if any(isinstance(piece, Extract) for piece in line)]

    def _units(self, keep: Callable[[Unit], None]) -> dict[int, Extract]:
        """Where each run (by its number) stands in its unit."""
        groups: list[tuple[Manner, list[int]]] = []
        last = Kind.BREAK
        for index, piece in enumerate(self.pieces):
            if piece.kind is not Kind.BREAK:
                if piece.kind is not last:
                    groups.append((Manner.CODE if piece.kind is Kind.CODE else Manner.FREE, []))
                groups[-1][1].append(index)
            last = piece.kind
        extracts: dict[int, Extract] = {}
        for manner, group in groups:
            slots = [slot for index in group if (slot := self.pieces[index].slot) is not None]
            unit = Unit(slots, manner=manner)
            if not unit.text.strip():
                continue
            keep(unit)
            start = 0
            for index, slot in zip(group, slots, strict=True):
                extracts[index] = Extract(unit, start, len(slot.text))
                start += len(slot.text)
        return extracts


_NOW = frozenset({Kind.KEPT, Kind.INSERTED, Kind.BREAK})
_BEFORE = frozenset({Kind.KEPT, Kind.DELETED, Kind.BREAK})


def _line(pieces: list[tuple[int, Piece]], extracts: dict[int, Extract]) -> Line:
    line: Line = []
    for index, piece in pieces:
        if piece.slot is None:
            line.append(piece.text)
        elif index in extracts:
            extract = extracts[index]
            last = line[-1] if line else None
            if isinstance(last, Extract) and last.unit is extract.unit and last.start + last.length == extract.start:
                line[-1] = Extract(last.unit, last.start, last.length + extract.length)
            else:
                line.append(extract)
        elif piece.slot.text:
            line.append(piece.slot.text)
    return line
