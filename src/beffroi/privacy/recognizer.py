"""The two small ports of detection: a recogniser of spans, and a tagger of names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from beffroi.privacy.finding import Finding
from beffroi.privacy.text_view import TextView

PUBLIC_MENTION = "public_mention"
"""Type of a *veto*: a span that names somebody without being personal data ("rue Victor Hugo", "loi Evin"). The resolver
drops the person names that overlap a veto, then the vetoes themselves: none is ever reported."""


class Recognizer(Protocol):
    """Finds spans in a view of a text."""

    name: str

    def find(self, view: TextView) -> Iterable[Finding]:
        """Findings in the coordinates of ``view.text``; they may overlap, and may be below the threshold of action."""
        ...


@dataclass(frozen=True, slots=True)
class Tag:
    """A span labelled by a tagger: ``label`` is one of ``PER``, ``LOC``, ``ORG``, ``ADDRESS``; ``score`` in [0, 1].

    Offsets are code points of the text given, 0-based, end exclusive.
    """

    start: int
    end: int
    label: str
    score: float


class NameTagger(Protocol):
    """A statistical tagger of names, run only where rules leave a doubt."""

    name: str

    def tag(self, texts: Sequence[str]) -> list[list[Tag]]:
        """One list of tags per text, in reading order, without overlap."""
        ...
