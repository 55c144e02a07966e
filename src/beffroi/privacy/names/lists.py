"""Names in a row: what stands beside a sure name in a list is a name too."""

from __future__ import annotations

from dataclasses import replace

from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.grading import is_place
from beffroi.privacy.names.words import Words

_LIST_GAPS = frozenset({", ", " et ", " & ", "; ", " / ", "/", ", et ", " ou ", " ; ", " - "})


def lists_go_on(candidates: list[Candidate], words: Words) -> list[Candidate]:
    """Raise what stands in a list beside a sure name: in "Paul Martin, Julie Durand et Zyra", "Zyra" is a person too."""
    raised = list(candidates)
    for at in range(1, len(raised)):
        if _in_list(raised[at - 1], raised[at], words):
            before, one = raised[at - 1], raised[at]
            if before.score >= 0.6 and _may_rise(one, words):
                raised[at] = replace(one, score=min(0.9, one.score + 0.3))
    for at in range(len(raised) - 2, -1, -1):
        one, after = raised[at], raised[at + 1]
        if after.score >= 0.6 and _in_list(one, after, words) and _may_rise(one, words):
            raised[at] = replace(one, score=min(0.9, one.score + 0.2))
    return _rows(raised, words)


def _rows(found: list[Candidate], words: Words) -> list[Candidate]:
    """Three names or more in a row hold one another: "(Demir, Le Dantec, Ouattara-Blin)"."""
    start = 0
    for at in range(1, len(found) + 1):
        if at < len(found) and _in_list(found[at - 1], found[at], words):
            continue
        row = found[start:at]
        if len(row) > 2 and all(_is_name(one, words) for one in row):
            found[start:at] = [replace(one, score=max(one.score, 0.6)) for one in row]
        start = at
    return found


def _is_name(one: Candidate, words: Words) -> bool:
    """Whether the lexicons know the last word as somebody's name, and not as a town's or an acronym."""
    entry = words.entries[one.last]
    known = entry.surname >= 100 or (entry.given is not None and entry.given.count >= 100)
    return (
        entry.word < 2
        and known
        and not words.uppers[one.first]
        and not (is_place(words, one.first, one.last) and one.score < 0.5)
    )


def _may_rise(one: Candidate, words: Words) -> bool:
    """Whether a neighbour may make a doubtful name sure: not an acronym, not a plain word."""
    if one.score >= 0.7 or one.score < 0.2:
        return False
    entry = words.entries[one.first]
    return one.last > one.first or not words.uppers[one.first] or entry.surname > 0 or entry.given is not None


def _in_list(left: Candidate, right: Candidate, words: Words) -> bool:
    if left.veto or right.veto:
        return False
    return words.folded[words.ends[left.last] : words.starts[right.first]] in _LIST_GAPS
