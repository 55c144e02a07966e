"""Whose place is it? What stands just before an address tells a home from a public place."""

from __future__ import annotations

import re
from enum import Enum

from beffroi.privacy.places.vocabulary import HOME, LABELS, PERSON, PROFESSIONS, PUBLIC, ROLES, WEAK_HOME
from beffroi.privacy.text_view import TextView

_MAX_WORDS = 16
_NEAR = 4  # words between a practitioner and the address of the office
_KIN = frozenset({"patient", "patiente", "epoux", "epouse", "mari", "femme", "fils", "fille", "suis"})
_BESIDE = frozenset({"dessus", "cote", "derriere", "face", "pres", "proche", "devant", "voisin", "voisine", "dessous"})
_MAX_REACH = 400  # code points
_CUES = HOME | PROFESSIONS | LABELS | PUBLIC | PERSON | WEAK_HOME | {"commune"}
_SENTENCE_END = re.compile(r"[!?]|\.(?=\s)|\n[ \t]*\n")
_ROLE_LINKS = frozenset({"de", "la", "du", "a", "l", "au", "aux", "des", "en"})


class Standing(Enum):
    """What the words before a place say."""

    HOME = "home"
    PERSON = "person"
    PUBLIC = "public"
    UNKNOWN = "unknown"


def standing_before(view: TextView, start: int) -> Standing:
    """The standing of the place that begins at ``start``: the nearest cue before it, in its line or else in the line above."""
    words, folded = view.words, view.folded
    index = words.at_or_after(start) - 1
    reach = max(0, start - _MAX_REACH)
    line_start = max(reach, folded.rfind("\n", reach, start) + 1)
    floor = (
        line_start
        if folded[line_start:start].strip(" \t-–•*:")
        else max(reach, folded.rfind("\n", reach, max(reach, line_start - 1)) + 1)
    )
    weak, following = Standing.UNKNOWN, start
    for position in range(index, max(-1, index - _MAX_WORDS), -1):
        begin = words.starts[position]
        if begin < floor:
            break
        word = words.texts[position]
        gap = folded[begin + len(word) : following]
        if gap != " " and _SENTENCE_END.search(gap) and not (gap.startswith(".") and len(word) <= 4):
            break
        following = begin
        if word not in _CUES:
            continue
        if word in HOME or (word == "commune" and position and words.texts[position - 1] == "residence"):
            return Standing.HOME
        if word in PROFESSIONS and index - position < _NEAR and _is_office(view, position, start):
            return Standing.PUBLIC
        if word in LABELS and gap.lstrip().startswith(":"):
            return Standing.PUBLIC
        if word in PUBLIC and not (word == "maison" and gap.isspace() and view.text[begin + len(word) + 1].isdigit()):
            beside = not _BESIDE.isdisjoint(words.texts[max(0, position - 4) : position])
            if not beside and not gap.lstrip().startswith(":") and not _is_role(words.texts, position):
                return Standing.PUBLIC
        elif word in PERSON and not (word in {"ne", "m"} and gap.startswith("'")):
            return Standing.PERSON
        elif word in WEAK_HOME:
            weak = Standing.HOME
    return weak


_LABEL = re.compile(
    r"\b(?:adresse|adr|domicile|demeurant|habite|heberge|hebergee|vit|logee?|reside|correspondance"
    r"|residente?s?)[^\w\n]{0,4}(?:a l'|au|a la|a|en|dans l'|dans le|dans la)?\s?$"
)
_OPEN = re.compile(
    r"[\s,;:.(–-]{1,4}(?:\d{5}\s[a-z' -]{2,30}[\s,;:.(–-]{1,3})?(?:est\s|sont\s)?(?:ouvert|ferme|horaires|permanence"
    r"|accueil du|du lundi|lundi au|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi)"
    r"|de \d{1,2}\s?(?:h|:)|\d{1,2}\s?h(?:\d{2})?\s?(?:a|-|–|/))"
)


def follows_address_label(view: TextView, start: int) -> bool:
    """Whether "Adresse :", "habite à l'" or the like stands right before ``start``."""
    return _LABEL.search(view.folded, max(0, start - 40), start) is not None


def is_open_to_all(view: TextView, end: int) -> bool:
    """Whether opening hours follow the address that ends at ``end``: "2 rue Thiers, 8 h-20 h"."""
    return _OPEN.match(view.folded, end) is not None


def _is_role(texts: list[str], index: int) -> bool:
    """Whether the public place is only somebody's employer: "secrétaire de la mairie"."""
    position = index - 1
    while position >= 0 and index - position <= 3 and texts[position] in _ROLE_LINKS:
        position -= 1
    return position >= 0 and (texts[position] in ROLES or texts[position] == "agent")


def _is_office(view: TextView, index: int, start: int) -> bool:
    """Whether a practitioner, named at word ``index`` just before the address, receives there: "Dr Roy, 3 place Foch"."""
    words = view.words
    if any(sign in view.folded[words.end(index) : start] for sign in "|)\n;\t:"):
        return False
    return _KIN.isdisjoint(words.texts[max(0, index - 3) : index])
