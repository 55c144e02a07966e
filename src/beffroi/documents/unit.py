"""The smallest text that is replaced and restored by itself: a stretch of slots that read as one.

A *slot* is one place of the file that holds text (a run, a cell, an attribute). A word may be cut by formatting in several
slots: what replaces it goes into the first, the others lose their part. Breaks (tab, line break) end a unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate
from typing import NamedTuple


@dataclass(slots=True)
class Slot:
    """One place of the file. ``write`` puts another text there."""

    text: str
    write: Callable[[str], None]

    def __repr__(self) -> str:
        return f"Slot({len(self.text)} characters)"


class Manner(Enum):
    """How a unit may be written."""

    FREE = 0
    NAME = 1
    """The name of a sheet: no brackets, at most 31 code points, none of the signs that spreadsheets forbid there."""
    CODE = 2
    """A formula or a field code: labels without brackets."""
    ECHO = 3
    """Repeats a text that stands elsewhere in the file (the title of a column): found where that one is found."""
    STYLE = 4
    """As ``ECHO``, for a name that knows no brackets."""


class Change(NamedTuple):
    """``[start, end)`` of a unit (code points, 0-based) becomes ``text``."""

    start: int
    end: int
    text: str


class Unit:
    """A stretch of text. ``forced``: the type of which the whole text is, whatever detection says ("" if none)."""

    __slots__ = ("forced", "manner", "slots", "text")

    def __init__(self, slots: Sequence[Slot], *, forced: str = "", manner: Manner = Manner.FREE) -> None:
        self.slots = tuple(slots)
        self.text = "".join(slot.text for slot in slots)
        self.forced = forced
        self.manner = manner

    def __repr__(self) -> str:
        return f"Unit({len(self.text)} characters, {len(self.slots)} slots)"

    def rewrite(self, changes: Iterable[Change]) -> None:
        """Write the slots that the changes touch. The changes are in order and apart."""
        changes = [self._fitted(change) for change in changes]
        if not changes:
            return
        ends = list(accumulate(len(slot.text) for slot in self.slots))
        for slot, end in zip(self.slots, ends, strict=True):
            new = _part(self.text, end - len(slot.text), end, changes)
            if new != slot.text:
                slot.write(new)

    def _fitted(self, change: Change) -> Change:
        if self.manner in {Manner.NAME, Manner.CODE, Manner.STYLE}:
            return change._replace(text=_LABEL.sub(r"\1", change.text))
        return change


def _part(text: str, start: int, end: int, changes: Sequence[Change]) -> str:
    """What stands in the slot ``[start, end)`` of ``text`` once the changes are made."""
    pieces: list[str] = []
    done = start
    for change in changes:
        if change.end <= start or change.start >= end:
            continue
        pieces.append(text[done : max(change.start, start)])
        if change.start >= start:
            pieces.append(change.text)
        done = min(change.end, end)
    pieces.append(text[done:end])
    return "".join(pieces)


_LABEL = re.compile(r"\[([A-Z][A-Z_]*_\d+[a-z]*)\]")
