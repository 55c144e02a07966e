"""Dwellings and complements: "appt 4B", "logement 17", "bât. C", "3e étage gauche", "BP 40012"."""

from __future__ import annotations

import re

from beffroi.privacy.birth.numerals import NUMBER_WORDS, read_number
from beffroi.privacy.places.piece import Kind, Piece
from beffroi.privacy.places.street_name import name_end
from beffroi.privacy.places.vocabulary import ANCHORS, Anchor
from beffroi.privacy.text_view import TextView

_VALUE = re.compile(
    r"\.?\s?:?\s?(?:n\s?[°ºo]\.?\s?|numero\s|no\s)?(?P<value>(?!(?:le|la|du|au|en|de|un|et|je|il|on|ce"
    r"|a) )[a-z]{1,2}[ -]?\d{1,4}|\d{1,4}[a-z]?|[a-z])(?![\w°'²]|,\d)"
)
_NOT_A_NUMBER = re.compile(
    r"\s?(?:eme|er|e)?\s?(?:pieces?|p|personnes?|pers|chambres?|m2|m²|m|euros?|€|ans|mois|jours|semaines|places"
    r"|logements?|appartements?|lits|adultes|enfants|voix|abords)\b|\s?[€%²]"
)
_FLOOR_BEFORE = re.compile(
    r"\b(?:\d{1,2}\s?(?:er|ere|e|eme|ieme|nd|de)?|premier|deuxieme|second|troisieme|quatrieme|cinquieme|sixieme"
    r"|septieme|huitieme|neuvieme|dixieme|dernier)\s{1,2}$"
)
_SPELLED = re.compile(r"[a-z -]+")
_MAX_SPELLED = 999
_SIDE = re.compile(r"[\s,]{1,2}(?:(?:porte|a|cote)\s)?(?:gauche|droite|face)\b")
_TAIL = re.compile(
    r"[ \t]?[,;(–-][ \t]?(?:(?:\d{1,2}\s?(?:er|ere|e|eme|nd)|premier|deuxieme|dernier|rez)\s(?:et\.?|etage|g|d|gauche"
    r"|droite|dte|gche|face|de chaussee)\b\.?"
    r"(?:,?\s(?:porte\s)?(?:gauche|droite|face|[gd]\b))?\.?|(?:boite|bte|bal|esc|escalier|porte|code|interphone|hall|bat"
    r"|batiment|appt?|lgt|logement)\.?\s"
    r"(?:n\s?°\s?)?(?:[a-z]{0,2}\d{1,4}[a-z]?|[a-h])(?![\w°])|rdc\b(?:\s(?:gauche|droite))?)\)?"
)
_BOX_NUMBER = re.compile(r"\.?\s?(?:n\s?[°ºo]\.?\s?)?\d{1,5}(?:\s\d{2,3})?\b")
_KILOMETRE = re.compile(r"\.?\s?\d{1,3}(?:[.,]\d{1,3})?(?:,?\s?(?:cote|c/)\s(?:mer|montagne))?(?![\w%])")
"""Kilometre mark of an overseas road ("PK 18,5 côté montagne"), a place to live by itself."""

_TYPE_OF_FLAT = re.compile(r"[tf]\s?\d")
_WEAK_DWELLINGS = frozenset({"log", "app", "studio", "pavillon", "appart"})
_LETTERED = frozenset({"batiment", "bat", "bt", "escalier", "esc", "entree", "hall", "tour", "ilot", "villa", "porte"})


def read_dwelling(view: TextView, index: int) -> Piece | None:
    """The dwelling, complement or box that begins (or, for floors, ends) at word ``index``."""
    words, folded = view.words, view.folded
    word, start, end = words.texts[index], words.starts[index], words.end(index)
    anchor = ANCHORS[word]
    if anchor in {Anchor.BOX, Anchor.POSTAL_BOX}:
        return _read_box(view, index, anchor)
    if word == "rdc":
        return Piece(start, _with_side(folded, end), Kind.COMPLEMENT, 0.5)
    if word == "etage" and (floor := _FLOOR_BEFORE.search(folded[max(0, start - 14) : start])):
        return Piece(start - (floor.end() - floor.start()), _with_side(folded, end), Kind.COMPLEMENT, 0.5)
    if word == "et" and folded[end : end + 1] == "." and (floor := _FLOOR_BEFORE.search(folded[max(0, start - 14) : start])):
        return Piece(start - (floor.end() - floor.start()), _with_side(folded, end + 1), Kind.COMPLEMENT, 0.5)
    if word == "pk":
        mark = _KILOMETRE.match(folded, end)
        return Piece(start, mark.end(), Kind.ESTATE, 0.8) if mark else None
    if len(word) > 3 and (spelled := _spelled_value_end(view, index)) > 0:
        kind = Kind.DWELLING if anchor is Anchor.DWELLING else Kind.COMPLEMENT
        return Piece(start, _with_side(folded, spelled), kind, 0.4)
    value = _VALUE.match(folded, end)
    if value is None or not _is_number(view, value, anchor, word):
        return _read_named(view, index, anchor, word)
    kind = Kind.DWELLING if anchor is Anchor.DWELLING else Kind.COMPLEMENT
    sure = 0.55 if kind is Kind.DWELLING and word not in _WEAK_DWELLINGS else 0.4
    return Piece(start, _with_side(folded, value.end()), kind, sure)


def _spelled_value_end(view: TextView, index: int) -> int:
    """Offset past a dictated number, with or without a letter ("logement B douze", "bâtiment trois"), or -1."""
    texts = view.words.texts
    at = index + 1
    if at < len(texts) and len(texts[at]) == 1 and texts[at].isalpha():
        at += 1
    if at >= len(texts) or texts[at] not in NUMBER_WORDS or texts[at] in {"un", "une", "et", "mille", "cent", "cents"}:
        return -1
    number = read_number(texts[at : at + 5])
    if number is None or number[0] > _MAX_SPELLED:
        return -1
    end = view.words.end(at + number[1] - 1)
    if not _SPELLED.fullmatch(view.folded, view.words.end(index), end) or _NOT_A_NUMBER.match(view.folded, end):
        return -1
    return end


def tail_end(view: TextView, end: int) -> int:
    """Offset past the complements that close an address: ", 3e ét. gauche", ", boîte 12", ", esc. B"."""
    for _ in range(3):
        tail = _TAIL.match(view.folded, end)
        if tail is None:
            break
        end = tail.end()
    return end


def _with_side(folded: str, end: int) -> int:
    side = _SIDE.match(folded, end)
    return side.end() if side else end


def _read_box(view: TextView, index: int, anchor: Anchor) -> Piece | None:
    words = view.words
    number = _BOX_NUMBER.match(view.folded, words.end(index))
    if number is None:
        return None
    start = words.starts[index]
    if anchor is Anchor.POSTAL_BOX:
        if index == 0 or words.texts[index - 1] != "boite":
            return None
        start = words.starts[index - 1]
    return Piece(start, number.end(), Kind.BOX, 0.4)


def _is_number(view: TextView, match: re.Match[str], anchor: Anchor, word: str) -> bool:
    """Whether the value after the word numbers a place, rather than counting rooms or beginning a sentence."""
    value, start = match["value"], match.start("value")
    if _NOT_A_NUMBER.match(view.folded, match.end()):
        return False
    if word == "et":
        return False
    if anchor is Anchor.DWELLING and _TYPE_OF_FLAT.fullmatch(value):
        return False
    if value.isalpha():
        if len(value) > 1:
            return False
        shown = view.text[start]
        if anchor is Anchor.DWELLING:
            return "B" <= shown <= "Z"
        return word in _LETTERED and ("A" <= shown <= "Z" or value in "bcdefgh")
    return True


def _read_named(view: TextView, index: int, anchor: Anchor, word: str) -> Piece | None:
    """ "bâtiment Les Acacias": a complement with a name instead of a number."""
    words = view.words
    if anchor is not Anchor.COMPLEMENT or word not in {"batiment", "bat", "tour", "villa"} or index + 1 >= len(words.texts):
        return None
    if not view.text[words.starts[index + 1]].isupper():
        return None
    end = name_end(view, index + 1)
    return Piece(words.starts[index], end, Kind.COMPLEMENT, 0.4) if end > 0 else None
