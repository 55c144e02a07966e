"""A span of words that may name a person, with how sure the rules are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``first`` to ``last`` included; ``score`` in [0, 1]; ``cue`` names the rule ("title", "chain", "label" …).

    ``veto`` marks a name that is nobody's in this text: a street, a law, a public figure.
    """

    first: int
    last: int
    score: float
    cue: str
    veto: bool = False
