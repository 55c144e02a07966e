"""What belongs to an address before its street: the building or institution somebody lives in, the name of a house or hamlet.

"EHPAD Sainte-Thérèse, ch. 204, 9 rue …", "hôtel Première Étape, chambre 214, …", "Chalet Edelweiss / Les Praz / 114, route …".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from beffroi.privacy.lexicons import names
from beffroi.privacy.places.vocabulary import HOME, INSTITUTIONS, PERSON, PUBLIC, ROLES, RURAL, WEAK_HOME
from beffroi.privacy.text_view import TextView

_REACH = 80  # code points looked at before an address
_MAX_NAMES = 3
_SPLIT = re.compile(r"[\n\t,;:()|/]|(?:^|\s)[–—-]\s|\.\s(?=[A-ZÀ-Ý«])")
_TAIL = re.compile(r"[ ,\n–-]{1,4}(?:(?:[dn]|rd|rn)\s?\d{1,4}[\s,–-]{1,3})?$")
_TYPE_BEFORE = re.compile(
    r"\b(?:res|resid|residence|lot|lotissement|imm|immeuble|ham|hameau|cite|quartier)\.?\s(?:l[ae]s?\s|l')?$"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_ARTICLE_BEFORE = re.compile(r"\b(?:L[AEae][Ss]?\s|L['’])$")
_MAX_HOUSE_WORDS = 5
_RARE_NAME = 300  # bearers
_NOT_HOUSES = PERSON | PUBLIC | ROLES | WEAK_HOME | HOME
_QUOTED = re.compile(r"[«\"“]\s?[^«»\"“”\n]{2,35}?\s?[»\"”]$")
_OFFICIAL = r"(?!hotel d(?:e (?:ville|police|region|la )|u |es ))"
_INSTITUTION = re.compile(rf"\b{_OFFICIAL}(?:" + "|".join(sorted(map(re.escape, INSTITUTIONS), key=len, reverse=True)) + r")\b")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the address really begins (code point, 0-based), and whether it begins with an institution that houses people."""

    start: int
    institution: bool = False


def setting_of(view: TextView, start: int) -> Setting:
    """The setting of the address whose first piece begins at ``start``; ``Setting(start)`` if nothing before belongs to it."""
    if kind := _TYPE_BEFORE.search(view.folded, max(0, start - 24), start):
        start = kind.start()
    elif article := _ARTICLE_BEFORE.search(view.text, max(0, start - 5), start):
        start = article.start()
    found = Setting(start)
    for _ in range(_MAX_NAMES):
        before = _name_before(view, found.start)
        if before is None:
            break
        found = Setting(before.start, before.institution or found.institution)
        if before.institution:
            break
    return found


def _name_before(view: TextView, start: int) -> Setting | None:
    """The house, hamlet or institution named right before ``start``, up to the nearest separator."""
    origin = max(0, start - _REACH)
    window = view.folded[origin:start]
    tail = _TAIL.search(window)
    if tail is None or "\n\n" in tail.group():
        return None
    segment_end = tail.start()
    cuts = [cut.end() for cut in _SPLIT.finditer(view.text[origin : origin + segment_end])]
    at = cuts[-1] if cuts else 0
    segment = window[at:segment_end]
    lead = len(segment) - len(segment.lstrip(" \t•*"))
    at, segment = at + lead, segment[lead:].rstrip()
    if not segment or (not cuts and origin > 0):
        return None
    institution = _INSTITUTION.search(segment)
    if institution:
        return Setting(origin + at + institution.start(), True)
    if _QUOTED.fullmatch(view.text[origin + at : origin + segment_end].rstrip()):
        return Setting(origin + at) if "\n" in view.text[origin + at - 1 : origin + at] or origin + at == 0 else None
    return Setting(origin + at) if _is_house(view.text[origin + at : origin + at + len(segment)], segment) else None


def _is_house(shown: str, folded: str) -> bool:
    """Whether a segment names a house or a hamlet: "La Source", "Les Praz", "Chalet Edelweiss", "« Les Quatre Vents »"."""
    if any(char.isdigit() for char in folded) or not shown[:1].isupper():
        return False
    words = _LETTERS.findall(folded)
    if not 2 <= len(words) <= _MAX_HOUSE_WORDS or words[0] not in RURAL:
        return False
    return not set(words) & _NOT_HOUSES and not _is_somebody(words)


def begins_like_a_house(view: TextView, start: int) -> bool:
    """Whether the word at ``start`` is one that names of houses and hamlets begin with, written with a capital."""
    index = view.words.at_or_after(start)
    return index < len(view.words.texts) and view.words.texts[index] in RURAL and view.text[start : start + 1].isupper()


def _is_somebody(words: list[str]) -> bool:
    """Whether the words are those of a person: "Le Goff", "LE BIHAN Marie"."""
    if any(len(word) > 2 and names.given_name(word) and not names.is_word(word) for word in words[1:]):
        return True
    if words[0] not in {"le", "la", "l", "les"}:
        return False
    bound = (" ".join(words[:2]), "-".join(words[:2]), "".join(words[:2]))
    return len(words) <= 3 and not names.is_word(words[1]) and max(map(names.surname_count, bound)) > _RARE_NAME
