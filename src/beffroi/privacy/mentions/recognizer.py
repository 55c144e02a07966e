"""Mentions of health, of other article 9 data and of convictions, tied to a person.

A term has a strength; the words around it add or take away. What stays under 0.5 is a doubt kept for audits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.lexicons import names
from beffroi.privacy.mentions.cues import Surroundings, look_around, names_a_person
from beffroi.privacy.mentions.fields import health_fields
from beffroi.privacy.mentions.lexicon import Strength, Term, Tree, read_data, word_list
from beffroi.privacy.mentions.reach import reach_after, reach_before, sick_leaves
from beffroi.privacy.text_view import TextView

BASE = {Strength.PERSONAL: 0.62, Strength.SPECIFIC: 0.4, Strength.WEAK: 0.15}
"""Score of a term before its surroundings are looked at."""

_JOINTS = frozenset({" ", "'", "-", "  ", "\n", " - ", "' ", "- ", "-\n", "\t", " '", "n° ", " n° ", "° "})
_QUALIFIERS = word_list(read_data("cues.toml")["qualifiers"])
_BODY = word_list(read_data("cues.toml")["body"])
_LINKS = frozenset({"du", "de", "la", "l", "des", "au", "aux", "a", "et", "d", "les"})
_MEASURE = re.compile(
    r"\s?(?:(?:a|de|:|=|superieur a|taux de|reconnu a)\s?)?\d{1,3}(?:[.,]\d{1,2})?\s?(?:%|pour cent)|\s?%"
    r"|\s(?:de\s)?(?:type|stade|grade|categorie)\s(?:\d|i{1,3}v?)\b"
)
_NUMBER = re.compile(r"\s?(?:(?:a|de|:|=)\s?)?\d{1,3}(?:[.,]\d{1,2})?")
_ALLERGY = frozenset({"allergique", "allergiques", "allergie", "allergies"})
_ALLERGEN = re.compile(r"\s(?:a la|a l'|au|aux|a|d'|de)\s?(?:[a-zœ]{3,20}(?:\s(?:a|de)\s[a-z]{3,15})?)")
_BRIDGE = re.compile(r"\s(?:(?:a|de|du|d'|pour|avec|par)\s?)?")
_REASON = re.compile(r",?\s(?:ferme\s)?(?:(?:a|de)\s[\w\s']{1,24}\s)?pour\s(?:des\s(?:faits\sde\s)?)?|,\s(?:une\s)?")
_ACTION = 0.5
_MAX_EXTENSION = 6


def is_given_name(folded: str) -> bool:
    """Whether a word is a first name and no ordinary word, in the shipped lexicon."""
    known = names.entry(folded)
    return known.given is not None and not known.word and len(folded) > 2


class MentionRecognizer:
    """Finds the types of the categories health, art9 and art10."""

    name = "mentions"

    def __init__(self, lexicon: Tree, given_name: Callable[[str], bool] = is_given_name) -> None:
        self._lexicon = lexicon
        self._given_name = given_name

    def find(self, view: TextView) -> Iterable[Finding]:
        """Mentions, longest term first; each scored by its strength and its surroundings."""
        for start, end in sick_leaves(view):
            yield Finding(start, end, "aptitude", 0.8, self.name)
        for start, end, kind in health_fields(view):
            yield Finding(start, end, kind, 0.7, f"{self.name}:field")
        hits = list(self._hits(view))
        if not hits:
            return
        about_someone = names_a_person(view, self._given_name)
        pending: Finding | None = None
        for first, last, term in hits:
            around = look_around(view, first, last, term.strength, self._given_name)
            score = _score(term, around, about_someone=about_someone)
            found = Finding(*_span(view, first, last, term.type), term.type, score, self.name)
            if pending is not None and _goes_on(view, pending, found):
                found = Finding(pending.start, max(found.end, pending.end), found.type, max(pending.score, score), self.name)
            elif pending is not None:
                yield pending
            pending = found
        if pending is not None:
            yield pending

    def _hits(self, view: TextView) -> Iterator[tuple[int, int, Term]]:
        """Terms in reading order, without overlap: indexes of the first and last word, both included."""
        texts, lexicon = view.words.texts, self._lexicon
        done, last_word = 0, len(texts) - 1
        for index in [at for at, word in enumerate(texts) if word in lexicon]:
            following = lexicon[texts[index]]
            if index < done or not isinstance(following, dict):
                continue
            if not ("" in following or (index < last_word and texts[index + 1] in following)):
                continue
            found = _longest(view, index, lexicon)
            if found is not None:
                last, term = found
                done = last + 1
                if term.type:
                    yield index, last, term


def _goes_on(view: TextView, before: Finding, after: Finding) -> bool:
    """Whether two mentions make one: "mis en examen pour trafic de stupéfiants"."""
    if before.type != after.type or before.score < _ACTION:
        return False
    if after.start < before.end:
        return True
    if after.score < _ACTION:
        return False
    if before.type == "conviction" and _REASON.fullmatch(view.folded, before.end, after.start):
        return True
    return after.start <= before.end or _BRIDGE.fullmatch(view.folded, before.end, after.start) is not None


def _longest(view: TextView, index: int, lexicon: Tree) -> tuple[int, Term] | None:
    words = view.words
    texts = words.texts
    node = lexicon
    best: tuple[int, Term] | None = None
    position = index
    while position < len(texts):
        following = node.get(texts[position])
        if not isinstance(following, dict):
            break
        if position > index and not _joined(view, position):
            break
        node = following
        term = node.get("")
        if isinstance(term, Term) and _is_written(view.text[words.starts[index] : words.end(position)], term):
            best = (position, term)
        position += 1
    return best


def _is_written(shown: str, term: Term) -> bool:
    """Whether the text has the capitals or the accents that the term needs."""
    if term.capitals:
        return shown.isupper()
    return not term.written or shown.lower() == term.written


def _joined(view: TextView, position: int) -> bool:
    """Whether two words belong to one term: a space, a hyphen, an apostrophe, one line break, or the dots of an acronym."""
    words = view.words
    gap = view.folded[words.end(position - 1) : words.starts[position]]
    if gap in _JOINTS:
        return True
    return gap == "." and len(words.texts[position - 1]) == 1 and len(words.texts[position]) == 1


def _span(view: TextView, first: int, last: int, kind: str) -> tuple[int, int]:
    """The mention made of words ``first`` to ``last``, with what qualifies it on both sides."""
    end = reach_after(view, _extended(view, last), kind, view.words.texts[last])
    start = view.words.starts[first]
    return reach_before(view, start, view.words.end(last), kind), end


def _extended(view: TextView, last: int) -> int:
    """End of the mention with what qualifies it: "chronique", "du genou droit", "de type 2", "à 80 %"."""
    words = view.words
    end, position = words.end(last), last + 1
    stop = min(len(words.texts), last + 1 + _MAX_EXTENSION)
    while position < stop and _joined(view, position):
        word = words.texts[position]
        if word in _QUALIFIERS or word in _BODY:
            end = words.end(position)
        elif word not in _LINKS:
            break
        position += 1
    if words.texts[last] in _ALLERGY and (allergen := _ALLERGEN.match(view.folded, end)):
        end = allergen.end()
    measure = _MEASURE.match(view.folded, end)
    if measure is None and words.texts[last] in {"imc", "gir", "saturation", "glycemie"}:
        measure = _NUMBER.match(view.folded, end)
    return measure.end() if measure else end


def _score(term: Term, around: Surroundings, *, about_someone: bool) -> float:
    strength = term.strength
    score = BASE[strength]
    if term.type == "conviction" and strength is Strength.SPECIFIC and not around.person and not around.direct:
        score -= 0.1  # an offence named where nobody stands is a subject, not a record
    if around.direct:
        score += 0.4 if strength is Strength.WEAK else 0.3
    if around.since and strength is not Strength.SPECIFIC:
        score += 0.25
    score += (0.15 if around.person else 0.0) + (0.1 if about_someone else 0.0)
    if around.hard_before:
        score -= 0.4
    elif around.hard and not around.direct:
        score -= 0.15 if about_someone else 0.3
    elif around.soft and not around.direct:
        score -= 0.05
    return round(min(0.95, max(0.05, score)), 2)
