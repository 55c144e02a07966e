"""One part of an address (a street, a dwelling, a town …), before the parts are put together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a piece is. ``NUMBERED_STREET`` alone makes an address; the others need company or a cue."""

    NUMBERED_STREET = "numbered_street"
    STREET = "street"
    ESTATE = "estate"
    DWELLING = "dwelling"
    COMPLEMENT = "complement"
    BOX = "box"
    TOWN = "town"


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A span of ``view.text`` (code points, 0-based, end exclusive), its kind, and how sure its shape is, in [0, 1]."""

    start: int
    end: int
    kind: Kind
    sure: float
