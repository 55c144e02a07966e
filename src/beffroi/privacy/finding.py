"""What detection yields: a span of text recognised as personal data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """A span recognised as personal data.

    ``start`` and ``end`` count Unicode code points of the text as given, 0-based, end exclusive. ``type`` is a code of
    the taxonomy. ``score`` is in [0, 1]: 1.0 is proved (valid key), 0.5 is the threshold of action; what is below is a doubt
    kept for audits. ``recognizer`` is the stable name of what found it; names ending in ``:checksum`` cite a valid key.
    """

    start: int
    end: int
    type: str
    score: float
    recognizer: str

    def overlaps(self, other: Finding) -> bool:
        """Whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Finding) -> bool:
        """Whether ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end
