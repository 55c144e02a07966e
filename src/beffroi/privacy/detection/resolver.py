"""Turns overlapping candidates into final findings that never overlap and never leave a torn identifier in clear.

Two layers do not compete: what a surrogate can replace (names, numbers, addresses) and what it cannot (health and other
mentions). A name inside a mention is still masked; a mention gives way where both claim the same characters.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from beffroi.privacy.finding import Finding
from beffroi.privacy.recognizer import PUBLIC_MENTION
from beffroi.privacy.taxonomy import TYPES

THRESHOLD = 0.5
"""Score from which a candidate is acted upon; below, it is a doubt."""

_START = attrgetter("start")
_ORDER = attrgetter("start", "end", "type", "score", "recognizer")
_LOOK_BACK = 16
"""How many spans to the left may still reach a finding; vetoes are short and hardly overlap one another."""

_EDGE = " \t\r\n\u00a0\u202f,;:.!?\"'«»“”‘’-–—|/\\"
_VETOED = frozenset({"person_name", "commune"})
_KEEPS_EDGES = frozenset({"password", "api_key"})


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in reading order, as ``sorted`` would put them, sooner."""
    return sorted(findings, key=_ORDER)


def resolve(text: str, candidates: Iterable[Finding], threshold: float = THRESHOLD) -> list[Finding]:
    """Final findings of ``text``, in reading order, without overlap.

    Candidates below ``threshold`` and vetoed names are dropped. Where two overlap, the one that contains the other wins;
    else the proved one, else the longer, and what the loser covers outside the winner stays covered.
    """
    kept = [found for found in candidates if found.score >= threshold]
    vetoes = in_order(found for found in kept if found.type == PUBLIC_MENTION)
    names = [found for found in kept if found.type != PUBLIC_MENTION]
    if vetoes:
        names = [found for found in names if not _is_vetoed(found, vetoes)]
    replaceable = _settle(text, [found for found in names if TYPES[found.type].replaceable])
    mentions = _settle(text, [found for found in names if not TYPES[found.type].replaceable])
    if mentions:
        mentions = [rest for mention in mentions for rest in _outside(text, mention, replaceable)]
    return in_order(replaceable + mentions) if mentions else replaceable


def _is_vetoed(found: Finding, vetoes: Sequence[Finding]) -> bool:
    """A name is vetoed by a public mention that covers at least half of it, unless the name is clearly the more certain."""
    if found.type not in _VETOED:
        return False
    for veto in _neighbours(found, vetoes):
        shared = min(found.end, veto.end) - max(found.start, veto.start)
        if 2 * shared >= found.end - found.start and veto.score >= found.score - 0.3:
            return True
    return False


def _neighbours(found: Finding, spans: Sequence[Finding]) -> Iterator[Finding]:
    """Those of ``spans`` (sorted; they may overlap a little) that can overlap ``found``: a bounded walk, not the whole list."""
    index = bisect_left(spans, found.end, key=_START)
    lowest = max(0, index - _LOOK_BACK)
    while index > lowest:
        index -= 1
        if spans[index].end > found.start:
            yield spans[index]


def _rank(found: Finding) -> tuple[bool, int, float]:
    return found.recognizer.endswith(":checksum"), found.end - found.start, found.score


def _settle(text: str, candidates: list[Finding]) -> list[Finding]:
    """Candidates made disjoint, sorted."""
    settled: list[Finding] = []
    cluster: list[Finding] = []
    reach = -1
    for found in in_order(candidates):
        if cluster and found.start >= reach:
            settled += _settle_cluster(text, cluster)
            cluster = []
        cluster.append(found)
        reach = max(reach, found.end)
    return settled + _settle_cluster(text, cluster)


def _settle_cluster(text: str, cluster: list[Finding]) -> list[Finding]:
    """One run of candidates that touch one another, made disjoint, sorted."""
    if len(cluster) < 2:
        return [trimmed for found in cluster if (trimmed := _trim(text, found))]
    outer: list[Finding] = []
    reach = -1
    for found in sorted(cluster, key=lambda f: (f.start, -f.end, not f.recognizer.endswith(":checksum"), -f.score)):
        if found.end > reach:  # not contained in an earlier, wider one
            outer.append(found)
            reach = found.end
    settled: list[Finding] = []
    for found in sorted(outer, key=_rank, reverse=True):
        for part in _outside(text, found, settled):
            if part.end - part.start > 1:
                insort(settled, part)
    return settled


def _outside(text: str, found: Finding, takers: Sequence[Finding]) -> list[Finding]:
    """What remains of ``found`` outside the spans of ``takers`` (disjoint, sorted), trimmed of punctuation."""
    pieces: list[Finding] = []
    start = found.start
    index = max(0, bisect_left(takers, found.start, key=_START) - 1)
    while index < len(takers) and takers[index].start < found.end:
        taker = takers[index]
        if taker.end > found.start:
            if taker.start > start:
                pieces.append(Finding(start, taker.start, found.type, found.score, found.recognizer))
            start = max(start, taker.end)
        index += 1
    if start == found.start:
        pieces = [found]
    elif start < found.end:
        pieces.append(Finding(start, found.end, found.type, found.score, found.recognizer))
    return [trimmed for piece in pieces if (trimmed := _trim(text, piece))]


def _trim(text: str, found: Finding) -> Finding | None:
    """``found`` without the spaces and punctuation at its edges, or nothing if that is all it was."""
    start, end = found.start, found.end
    if found.type in _KEEPS_EDGES:
        return found if start < end else None
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    if start == found.start and end == found.end:
        return found
    return Finding(start, end, found.type, found.score, found.recognizer) if start < end else None
