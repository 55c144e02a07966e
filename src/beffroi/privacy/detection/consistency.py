"""Document-level consistency: a person named once in full is recognised everywhere, however they are called later.

Once "Mme Aïcha Ben Salah" is known, "ben salah", "A. Ben Salah", "Aïcha" and "AÏCHA BEN SALAH" are hers in every text of the
document. Works on words: each word of a known name is looked up in every text, and neighbouring ones are joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from beffroi.privacy.finding import Finding
from beffroi.privacy.lexicons.names import commune, entry, given_name, is_common_word, surname_count
from beffroi.privacy.text_view import TextView

SCORE = 0.7
NAME = "consistency"

_WORD = re.compile(r"[^\W\d_]+")
_JOINTS = frozenset({" ", "-", "'", "  "})
_PARTICLE_BEFORE = re.compile(r"\b(?:ben|bin|el|al|ait|van der|van den|van|von|de la)[ -]$")
_INITIAL_BEFORE = re.compile(r"(?:\b[a-z]\.[ -]?){1,2}$")
_PARTICLES = frozenset(
    {
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "el",
        "al",
        "ben",
        "bin",
        "ibn",
        "bel",
        "ait",
        "di",
        "da",
        "dos",
        "das",
        "do",
        "del",
        "della",
        "mac",
        "mc",
        "o",
        "st",
        "saint",
        "et",
        "ou",
    }
)
_RARE_ENOUGH = 200
"""A surname borne by fewer people than this does not outweigh a commune of the same name."""


class KnownNames:
    """The words of the person names found so far, folded; ``firm`` ones are recognised in any case, others only capitalised."""

    __slots__ = ("firm", "guarded")

    def __init__(self, firm: frozenset[str], guarded: frozenset[str]) -> None:
        self.firm = firm
        self.guarded = guarded

    def __bool__(self) -> bool:
        return bool(self.firm or self.guarded)

    @classmethod
    def of(cls, views: Sequence[TextView], findings: Sequence[Sequence[Finding]]) -> KnownNames:
        """The words of every person name among ``findings`` (one sequence per view, in the view's coordinates)."""
        firm: set[str] = set()
        guarded: set[str] = set()
        for view, found in zip(views, findings, strict=True):
            for finding in found:
                if finding.type == "person_name":
                    _sort_words(view.folded[finding.start : finding.end], firm, guarded)
        return cls(frozenset(firm), frozenset(guarded - firm))


def _sort_words(name: str, firm: set[str], guarded: set[str]) -> None:
    for match in _WORD.finditer(name):
        word = match[0]
        if len(word) < 2 or word in _PARTICLES or word in firm or word in guarded:
            continue
        if len(word) == 2 or is_common_word(word):
            guarded.add(word)
        elif commune(word) is None or given_name(word) is not None or surname_count(word) >= _RARE_ENOUGH:
            firm.add(word)


def repeated_mentions(view: TextView, covers: Sequence[Finding], known: KnownNames) -> list[Finding]:
    """New mentions of known names in ``view`` outside ``covers`` (what is found already, and vetoes; sorted by start)."""
    runs: list[tuple[int, int]] = []
    folded = view.folded
    index, reach = 0, 0
    for start, end in _occurrences(view, known):
        while index < len(covers) and covers[index].start < end:
            reach = max(reach, covers[index].end)
            index += 1
        if reach > start:
            continue
        if runs and folded[runs[-1][1] : start] in _JOINTS:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [Finding(_with_what_precedes(view, start), end, "person_name", SCORE, NAME) for start, end in runs]


def _occurrences(view: TextView, known: KnownNames) -> Iterator[tuple[int, int]]:
    """Spans of the known words, in reading order; also of those glued to digits ("dupont75")."""
    firm, guarded = known.firm, known.guarded
    words, text = view.words, view.text
    hits = [number for number, word in enumerate(words.texts) if word in firm or word in guarded or not word.isalpha()]
    for number in hits:
        for match in _WORD.finditer(words.texts[number]):
            word, start = match[0], words.starts[number] + match.start()
            if not (word in firm or (word in guarded and _is_capitalised(text, start))):
                continue
            if text[start + len(word) - 1] != "é" or not entry(word).word:  # "marié" is not "Marie"
                yield start, start + len(word)


def _with_what_precedes(view: TextView, start: int) -> int:
    """Start of the name once a particle that belongs to it ("Ben Salah") and an initial ("A. Ben Salah") are taken in."""
    if particle := _PARTICLE_BEFORE.search(view.folded, max(0, start - 9), start):
        start = particle.start()
    if (initial := _INITIAL_BEFORE.search(view.folded, max(0, start - 6), start)) and view.text[initial.start()].isupper():
        start = initial.start()
    return start


def _is_capitalised(text: str, start: int) -> bool:
    """Whether the word at ``start`` has a capital that the start of a sentence does not explain."""
    if not text[start].isupper():
        return False
    before = text[max(0, start - 3) : start].rstrip(" ")
    return bool(before) and before[-1] not in ".!?\n:;-•*"
