"""From findings to the spans that are really replaced: apart from one another, and ending at the edges of words.

A surrogate glued to a letter or a digit could not be told from its neighbour when it comes back; a finding that cuts a word is
therefore widened to the whole word, and findings that touch become one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from beffroi.privacy.finding import Finding
from beffroi.privacy.surrogates.wording import ESCAPES


class Span(NamedTuple):
    """What one surrogate replaces: code points of the text, 0-based, end exclusive.

    ``whole`` spans are replaced in one piece, without reading their parts (they were widened, merged or found ambiguous);
    ``salt`` counts the surrogates that were already refused for this span.
    """

    start: int
    end: int
    type: str
    whole: bool = False
    salt: int = 0


def settled(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans to replace, in order, apart, at the edges of words; empty and out-of-range parts are dropped."""
    result: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        start, end = max(0, span.start), min(len(text), span.end)
        if start >= end:
            continue
        start, end = _widened(text, start, end)
        moved = start != span.start or end != span.end
        whole = span.whole or moved
        last = result[-1] if result else None
        if last is not None and start <= last.end:
            inside = end <= last.end and start < last.end
            result[-1] = Span(last.start, max(end, last.end), last.type, last.whole or not inside, max(last.salt, span.salt))
        else:
            result.append(Span(start, end, span.type, whole, span.salt) if moved else span)
    return result


def of_findings(findings: Iterable[Finding]) -> list[Span]:
    """One span per finding."""
    return [Span(finding.start, finding.end, finding.type) for finding in findings]


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and text[start - 1].isalnum() and text[max(0, start - 2) : start] not in ESCAPES:
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
