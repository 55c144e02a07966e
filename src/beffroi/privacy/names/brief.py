"""Persons named in brief: "C.-A. S.-J.", "Q. de K.", "L. est fatigué", "bourdin s.", "j-p", a nickname that signs a message."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.cues import STOP
from beffroi.privacy.names.grading import is_place
from beffroi.privacy.names.words import Words

_INITIALS = re.compile(
    r"[A-ZÉ]\.(?:-?[A-ZÉ]\.)?-?(?:[ ]?(?:de |d')?[A-ZÉ]\.(?:-[A-ZÉ]\.)?){1,2}(?=[,;)\n]| [:(]| ?$|, ?\d| -| –| âgé| né)"
)
_BEFORE_INITIALS = re.compile(r"(?:^|\n|: ?|- |\(|, |par |pour |de |avec )$")
_ONE_INITIAL = re.compile(
    r"[A-LN-Z]\. (?:a|est|n'|n’|ne|s'est|s’est|se|avait|était|dit|souhaite|habite|refuse|vit|présente|demande|veut|va|peut|doit"
    r"|pleure|mange|dort|reste|arrive|accepte|déclare|explique|indique|reçoit|travaille|m'a|m’a|nous|lui)\b"
)
_BEFORE_ONE = re.compile(
    r"(?:^|[\n(\[]|[.!?:;] |\b(?:fils|fille|jeune|petite?|enfant|eleve|residente?|patiente?|usager|usagere"
    r"|que|mais|et|car|quand|si) )$"
)
# Sigles et abréviations qui ont la forme d'initiales.
_ABBREVIATIONS = frozenset(
    [
        "ps",
        "nb",
        "sa",
        "cv",
        "jo",
        "rf",
        "bp",
        "ce",
        "ta",
        "ue",
        "eu",
        "am",
        "pm",
        "ca",
        "vo",
        "rd",
        "rn",
        "dc",
        "si",
        "ac",
        "aj",
        "id",
        "lr",
        "us",
        "uk",
        "pj",
        "cr",
        "pv",
        "sg",
        "dg",
        "rh",
        "cc",
        "cf",
        "ch",
        "td",
        "tp",
        "qf",
        "ag",
        "av",
        "mr",
        "sm",
        "nd",
    ]
)
_LETTER = re.compile(r" ([b-xz])\.(?=[ ,\n]|$)")
_OPENS = ("\n", ": ", "- ", ", ")
_PAIR = re.compile(r"[jmp]-[pcmlfbyaej] (?:a|est|boit|dit|veut|va|m'a|s'est|travaille|habite|arrive|ne|n'|et)\b")
_AT_END = re.compile(r"(?:\d\d|[\w-]\.[a-z]{2,12}),?[ \n]+([^\W\d_]{4,12})\s*$")
_LAST_WORD = re.compile(r"[.!?)] +([^\W\d_]{3,12})\s*$")
_TAIL = 60


def brief_names(words: Words) -> Iterator[Candidate]:
    """All the names in brief of a text."""
    dotted = _dotted_letters(words)
    if dotted:
        yield from _initials(words, dotted)
        yield from _single_initials(words, dotted)
    yield from _lower_forms(words, dotted)
    yield from _closing_word(words)


def _dotted_letters(words: Words) -> list[int]:
    """Indexes of the words of one letter that a dot follows."""
    folded, ends = words.folded, words.ends
    return [at for at, form in enumerate(words.forms) if len(form) == 1 and folded[ends[at] : ends[at] + 1] == "."]


def _at(words: Words, offset: int) -> int:
    """Index of the word that begins at ``offset``, or -1."""
    index = bisect_left(words.starts, offset)
    return index if index < len(words) and words.starts[index] == offset else -1


def _last(words: Words, first: int, end: int) -> int:
    """The last word that begins before ``end``."""
    return max(first, bisect_left(words.starts, end) - 1)


def _initials(words: Words, dotted: list[int]) -> Iterator[Candidate]:
    """Two initials or more, where a person may stand: "T. M., 19 ans", "@44 - A. K.-V. :"."""
    text, folded = words.text, words.folded
    end = 0
    for first in dotted:
        start = words.starts[first]
        match = _INITIALS.match(text, start) if start >= end else None
        if match is None:
            continue
        end = match.end()
        letters = "".join(char for char in folded[start:end] if char.isalpha())
        if "-" not in match[0] and (letters in _ABBREVIATIONS or end - start < 4):
            continue
        if not _BEFORE_INITIALS.search(folded, max(0, start - 6), start):
            continue
        if words.forms[first] in {"m", "l", "r"} or (words.forms[first] == "d" and text[end : end + 1].isdigit()):
            continue
        yield Candidate(first, _last(words, first, end), 0.7, "initials")


def _single_initials(words: Words, dotted: list[int]) -> Iterator[Candidate]:
    """One initial that acts: "L. est arrivé en retard"."""
    for first in dotted:
        start = words.starts[first]
        if _ONE_INITIAL.match(words.text, start) and _BEFORE_ONE.search(words.folded, max(0, start - 12), start):
            yield Candidate(first, first, 0.62, "initials")


def _lower_forms(words: Words, dotted: list[int]) -> Iterator[Candidate]:
    """In text without capitals: "bourdin s.", "j-p boit"."""
    folded, text = words.folded, words.text
    for letter in dotted:
        first = letter - 1
        match = _LETTER.match(folded, words.starts[letter] - 1) if first >= 0 else None
        if match is None or not text[words.starts[first]].islower() or words.ends[first] != match.start():
            continue
        start, entry = words.starts[first], words.entries[first]
        known = not entry.word and (entry.surname >= 400 or entry.given is not None)
        if known and (start == 0 or folded[max(0, start - 2) : start].endswith(_OPENS)):
            yield Candidate(first, first + 1, 0.62, "brief")
    for match in _PAIR.finditer(folded) if "j-" in folded or "m-" in folded or "p-" in folded else ():
        first = _at(words, match.start())
        if first >= 0 and text[match.start()].islower():
            yield Candidate(first, first, 0.62, "brief")


def _closing_word(words: Words) -> Iterator[Candidate]:
    """The word that signs at the very end: a nickname after a phone number, a first name after the last sentence."""
    start = max(0, len(words.folded) - _TAIL)
    for pattern in (_AT_END, _LAST_WORD):
        match = pattern.search(words.folded, start)
        first = _at(words, match.start(1)) if match else -1
        if first < 0 or words.forms[first] in STOP or words.entries[first].word == 2:
            continue
        given = words.entries[first].given
        if pattern is _AT_END and not words.caps[first]:
            if not words.entries[first].word and not is_place(words, first, first):
                yield Candidate(first, first, 0.62, "signature")
        elif pattern is _LAST_WORD and given is not None and given.count >= 100:
            yield Candidate(first, first, 0.65, "signature")
