"""Streets: number, type and name ("12 bis rue des Lilas", "n° 7, av. du Gal. de Gaulle", "douze rue Pasteur")."""

from __future__ import annotations

import re

from beffroi.privacy.birth.numerals import NUMBER_WORDS, read_number
from beffroi.privacy.places.piece import Kind, Piece
from beffroi.privacy.places.street_name import looks_like_name, name_end
from beffroi.privacy.places.vocabulary import ANCHORS, ESTATES, MONTHS, NAMELESS, NOT_STREETS, PARTICLES, STOPS, Anchor
from beffroi.privacy.text_view import TextView

_WINDOW = 48  # code points looked at before a street type
_NUMBER = r"(?:[1-9]\d{0,3}|(?<![a-z])[lio]\d{1,3}|[1-9][lio\d]{1,3})(?:\s?(?:bis|ter|quater|quinquies|[a-f])\b)?"
_BEFORE = re.compile(
    rf"(?<![\d/:+])(?<!\d[-.,a-z])(?:(?:n\s?[°ºo.]{{1,2}}\s?|numeros?\s)(?=\d))?(?P<number>{_NUMBER}(?:\s?(?:-|/|a|et|&)\s?{_NUMBER})?)"
    r"[ \t_]{0,2},?[ \t]{0,3}(?:(?P<of>de la|du|de l')\s?)?"
    r"(?P<first>(?:grande?|petite?|vieille|vieux|ancien(?:ne)?|haute|basse|nouvel(?:le)?|"
    r"nouveau|belle|rue|l[ea]s?)['\s-]\s?)?\Z"
)
_YEAR_BEFORE = re.compile(r"(?:\b(?:en|depuis|fin|debut|annee|an|" + "|".join(sorted(MONTHS)) + r")\s|[/.]\s?)$")
_NUMBER_AFTER = re.compile(r",?\s{0,2}(?:n\s?[°ºo.]{1,2}\s?|numero\s)\d{1,4}(?:\s?(?:bis|ter))?\b")
_DIT = re.compile(r"\sdite?\s(?=\w)")
_GLUED = re.compile(
    r"\d{1,4}(?:bis|ter|quater)?(?:rue|avenue|allees?|chemin|impasse|place|route|boulevard|bd|quai|square)(?:(?:dela|des|du|de|les)(?=[a-z]{3}))?"
)
_COUNTED = re.compile(
    r"\b(?:terrain|lot|parcelle|emplacement|article|art|ligne|arret|chantier|zone|secteur|station|point|borne|cote|page|plan|figure)s?\s$"
)
_FEMININE = frozenset(
    {"rue", "avenue", "allee", "impasse", "place", "route", "residence", "cite", "ruelle", "villa", "venelle"}
)
_BIS = frozenset({"bis", "ter", "quater"})
_ARTICLE = re.compile(r"\b(?:L[ae]s? |L['’])$")
_SPELLED_GAP = re.compile(r"[ \t-]{1,2}")


def read_street(view: TextView, index: int) -> Piece | None:
    """The street whose type is word ``index``, with its number if it has one; None if this is no street."""
    words = view.words
    word, start = words.texts[index], words.starts[index]
    anchor = ANCHORS[word]
    begin, is_ocr, prefix = _number_start(view, index)
    end = name_end(view, index + 1) if index + 1 < len(words.texts) else -1
    if end < 0 and begin >= 0 and (word in NAMELESS or prefix.startswith(("grand", "vieil", "haut", "bas"))):
        end = words.end(index)
    if end < 0 or view.text[start - 1 : start] == "-":
        return None
    numbered = begin >= 0
    if not numbered and anchor is Anchor.PLAIN_STREET and (after := _NUMBER_AFTER.match(view.folded, end)):
        begin, numbered, end = start, True, _called(view, after.end())
    sure = 0.75 if prefix.startswith("grand") else _sure(view, index, anchor, numbered=numbered) - (0.1 if is_ocr else 0.0)
    if sure <= 0:
        return None
    if numbered:
        return Piece(begin, end, Kind.NUMBERED_STREET, sure)
    if word in ESTATES and (article := _ARTICLE.search(view.text[max(0, start - 4) : start])):
        start -= article.end() - article.start()
    return Piece(start, end, Kind.ESTATE if word in ESTATES else Kind.STREET, sure)


def _called(view: TextView, end: int) -> int:
    """Offset past the name that follows a number: "chemin rural n° 7 dit de la Croix-Blanche"; ``end`` if none does."""
    called = _DIT.match(view.folded, end)
    name = name_end(view, view.words.at_or_after(called.end())) if called else -1
    return max(end, name)


def read_glued(view: TextView, index: int) -> Piece | None:
    """The street glued to its number, as scans and hurried people write it: "3ruedesLilas", "12rue Victor Hugo"."""
    start = view.words.starts[index]
    glued = _GLUED.match(view.folded, start)
    if glued is None:
        return None
    named = glued.end() < view.words.end(index)
    end = view.words.end(index) if named else (name_end(view, index + 1) if index + 1 < len(view.words.texts) else -1)
    return Piece(start, end, Kind.NUMBERED_STREET, 0.7) if end > 0 else None


def _sure(view: TextView, index: int, anchor: Anchor, *, numbered: bool) -> float:
    """How sure the shape is: 0 is no street, 0.4 needs a cue of residence or a town."""
    if anchor is Anchor.SHORT_STREET:
        following = view.words.texts[index + 1]
        if not numbered or following in NOT_STREETS or following in STOPS or following in {"jc", "c"}:
            return 0.0
        return 0.8 if following in PARTICLES or view.text[view.words.starts[index + 1]].isupper() else 0.55
    if view.words.texts[index] in {"residence", "foyer"} and view.words.texts[index + 1] in NOT_STREETS:
        return 0.0
    if anchor is Anchor.AMBIGUOUS_STREET:
        following = view.words.texts[index + 1] if index + 1 < len(view.words.texts) else ""
        after = view.words.texts[index + 2] if index + 2 < len(view.words.texts) else ""
        if following in NOT_STREETS or (following in {"de", "d"} and after in NOT_STREETS):
            return 0.0
        if looks_like_name(view, index + 1) or view.words.texts[index] in NAMELESS:
            return 0.75 if numbered else 0.45
        if following in PARTICLES and after in NOT_STREETS:
            return 0.0
        return 0.4 if following not in {"de", "d"} else 0.35
    return 0.85


def _number_start(view: TextView, index: int) -> tuple[int, bool, str]:
    """Where the house number begins (-1: none), whether it was misread by OCR, and the word between it and the type."""
    start = view.words.starts[index]
    origin = max(0, start - _WINDOW)
    window = view.folded[origin:start]
    found = _BEFORE.search(window)
    if found is None:
        return _spelled_start(view, index), False, ""
    number, before = found["number"], window[: found.start()]
    if found["of"] and not before.endswith("au "):
        return -1, False, ""
    if window[found.start() :].startswith("n") and _COUNTED.search(before):
        return -1, False, ""
    if len(number) == 4 and number[:2] in {"19", "20"} and _YEAR_BEFORE.search(before):
        return -1, False, ""
    return origin + found.start(), not number[0].isdigit() or any(char in "lio" for char in number[:4]), found["first"] or ""


def _spelled_start(view: TextView, index: int) -> int:
    """Where a house number in words begins ("quatre-vingt-deux bis, rue …"), or -1."""
    words, first = view.words, index
    low = max(0, index - 7)
    while first > low and (words.texts[first - 1] in NUMBER_WORDS or (first == index and words.texts[first - 1] in _BIS)):
        gap = view.folded[words.end(first - 1) : words.starts[first]]
        if not (_SPELLED_GAP.fullmatch(gap) or (first == index and gap.strip() == "," and len(gap) <= 2)):
            break
        first -= 1
    if first == index:
        return -1
    spelled = [word for word in words.texts[first:index] if word not in _BIS]
    if not spelled or spelled == ["une"] or (spelled == ["un"] and words.texts[index] not in _FEMININE):
        return -1
    read = read_number(spelled)
    return words.starts[first] if read and read[1] == len(spelled) else -1
