"""Names said letter by letter: "K E R O U A N T O N", "H-O-V-H-A-N-N-I-S-Y-A-N", "q u e deux n e s s o n"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from beffroi.privacy.lexicons.names import UNKNOWN
from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.words import Words

_LETTERS = re.compile(r"(?:deux )?[^\W\d_](?:[ -](?:deux )?[^\W\d_](?![^\W_])){3,}(?![^\W_])")
_TWICE = re.compile(r"deux (.)")
_CUE = re.compile(r"(?:\bepel\w{0,6}|\b(?:s'|s |ca )ecrit|\b(?:pre)?nom\b[^\n:]{0,20}:|\blettres?)[ ,:]{1,4}$")
_REACH = 40
_SAID = 0.7
"""Score of the spelled name where the text says it in full; the letters themselves are surer."""


def spelled(words: Words) -> Iterator[Candidate]:
    """Runs of four letters or more that spell a name (known, said elsewhere or announced), then that name where it is said."""
    forms, folded, end = words.forms, words.folded, 0
    names: set[str] = set()
    for at, form in enumerate(forms):
        if not (len(form) == 1 or form[1:2] == "-" == form[3:4]) or words.starts[at] < end or not _goes_on(forms, at):
            continue
        match = _LETTERS.match(folded, words.starts[at])
        if match is None:
            continue
        end = match.end()
        name = _TWICE.sub(r"\1\1", match[0]).replace(" ", "").replace("-", "")
        known = words.compounds.get(name, UNKNOWN)
        is_name = known.word < 2 and (known.surname >= 30 or known.given is not None) and words.caps[at]
        cued = _CUE.search(folded, max(0, match.start() - _REACH), match.start()) is not None
        if known.word < 2 and (is_name or cued or name in words.vocabulary):
            yield Candidate(at, bisect_left(words.starts, end) - 1, 0.9, "spelled")
            names.add(name)
    if names:
        yield from (Candidate(at, at, _SAID, "spelled") for at, form in enumerate(forms) if form in names)


def _goes_on(forms: Sequence[str], at: int) -> bool:
    """Whether the word is itself spelled with hyphens, or other letters follow."""
    if len(forms[at]) > 1:
        return True
    return all(len(form) == 1 or form == "deux" for form in forms[at + 1 : at + 3]) and at + 2 < len(forms)


def with_spelled(candidates: list[Candidate], words: Words) -> list[Candidate]:
    """The candidates with the spelled names, to which the others leave their letters."""
    found = list(spelled(words))
    if not found:
        return candidates
    letters = {at for one in found if one.score > _SAID for at in range(one.first, one.last + 1)}
    kept = [_without(one, letters) for one in candidates if one.first not in letters]
    taken = {at for one in kept for at in range(one.first, one.last + 1) if one.score >= _SAID}
    return kept + [one for one in found if one.score > _SAID or one.first not in taken]


def _without(one: Candidate, letters: set[int]) -> Candidate:
    last = next((at - 1 for at in range(one.first, one.last + 1) if at in letters), one.last)
    return one if last == one.last else replace(one, last=last)
