"""Where a person is, comes from or went, told without a word of residence: "parti à Vannes", "ma mère est à Lens".

Yields where a commune may begin; the caller reads it. Public bodies ("la mairie de Lens", "le bus va à Lens") never match.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from beffroi.privacy.lexicons import names
from beffroi.privacy.places.vocabulary import ANCHORS, PUBLIC, RURAL
from beffroi.privacy.text_view import TextView, fold

_KIN = (
    r"meres?|peres?|fils|filles?|soeurs?|sœurs?|freres?|maman|papa|famille|enfants?|parents|mari|femme|epou(?:x|se)"
    r"|conjointe?|compagn(?:on|e)|"
    r"ex-(?:mari|femme|conjointe?)|tante|oncle|neveu|niece|cousine?s?|beau-pere|belle-mere|grand-mere|grand-pere"
    r"|tutrice|tuteur|curateur|curatrice"
)
_SUBJECT = rf"(?:je|il|elle|ils|elles|nous|on|{_KIN})"
_WENT = (
    r"(?:re)?parti(?:e?s?)|retournee?s?|rentree?s?|installee?s?|demenagee?s?|relogee?s?|refugiee?s?|exilee?s?"
    r"|mariee?s?|decedee?s?|inhumee?s?|"
    r"incarceree?s?|detenue?s?|ecrouee?s?|accueillie?s?|hebergee?s?|grandi|retraitee?s?|electeurs?|electrices?"
    r"|contribuables?|eleveu(?:r|se)|"
    r"agricult(?:eur|rice)|viticult(?:eur|rice)|assistante? (?:familiale?|maternelle?)|nounou|nourrice|orpheline?"
    r"|emmenagee?s?|mutee?s?"
)
_LEADS = re.compile(
    rf"\b{_SUBJECT}\s(?:est|suis|sont|etait|sommes|reste|vient|viens|arrive)\s"
    r"(?:(?:actuellement|encore|toujours|maintenant|desormais|aussi|partie?s?|seule?|retraitee?|,)\s){0,3}(?:a|de|d'|au|sur)\s?"
    rf"|\b(?:le|la|les|sa|son|ma|mon|leur|mes|ses|votre)\s(?:{_KIN})\sa\s"
    rf"|\b(?:{_WENT})\s(?:(?:vivre|habiter|ensemble|definitivement|depuis \d{{4}})\s)?(?:a la|a|au|aux|sur|vers|pres de)\s"
    r"|\b(?:parti|partie|partis|parties)\s(?:vivre |habiter )?(?:pour|de)\s"
    r"|\b(?:originaires?|natifs?|natives?)\s(?:de|d'|du)\s?"
    r"|\b(?:j'|vous |t')ecris\s(?:de|depuis)\s"
    r"|\bresidence\s(?:secondaire|principale)\s(?:de|a|sur)\s"
)
_LAST_WORD_OF_LEAD = frozenset(["a", "de", "d", "au", "sur", "la", "aux", "vers", "pour", "depuis"])
_WORD_OF_LEAD = re.compile(
    rf"{_KIN}|{_WENT}|est|suis|sont|etait|sommes|reste|vient|viens|arrive|actuellement|encore|toujours|maintenant|desormais"
    r"|aussi|partie?s?|seule?|retraitee?|vivre|habiter|ensemble|definitivement|\d{4}|originaires?|natifs?|natives?|ecris"
    r"|secondaire|principale|familiale?|maternelle?|a|pres"
)
"""The word before the last one of a lead ("parti *vivre* à", "à la", "près de")."""
_LEAD_REACH = 100  # code points of the longest lead
_NAME_REACH = 120  # code points of the longest name before a comma
_DEPARTEMENT = re.compile(r"\s\((?:\d{2,3}|2[ab])\)")
_COMMA_CAPITAL = re.compile(r"[,;] (?=[A-ZÀ-Ý])")
_IN_DEPARTEMENT = re.compile(
    r"(?:,|\b(?:mme|mlle|m|monsieur|madame)\b\.?[^.,;\n]{2,40}?)\sd(?:e\s|')(?=[^()\n]{2,30}\s\((?:\d{2,3}|2[ab])\))"
)
_AFTER_NAME = re.compile(r"(?P<name>[A-ZÀ-Ý][\w'’.-]*(?: [A-ZÀ-Ýd][\w'’.-]*){0,3}) ?[,;] (?=[A-ZÀ-Ý])")
_TITLE = re.compile(r"(?:^|\W)(?:m|mr|mme|mlle|monsieur|madame|fam|famille|vve|mamie|papi)\.?\s$")
_SEGMENT = re.compile(r"(?:^|[\n:;–(•\t])\s{0,3}$")
_NOT_FIRST_NAMES = RURAL | PUBLIC | ANCHORS.keys()
_CLOSED = re.compile(r"\s?(?:[,;.)\n–]|$)")


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place where a commune may begin (code point, 0-based). ``sure``: score; ``known_only``: only a commune of the list."""

    start: int
    sure: float
    known_only: bool
    closed: bool = False


def whereabouts(view: TextView) -> Iterator[Whereabouts]:
    """Every place where the commune of a person may begin, written with a capital."""
    yield from _after_leads(view)
    if "(" in view.folded and _DEPARTEMENT.search(view.folded):
        for lead in _IN_DEPARTEMENT.finditer(view.folded):
            yield Whereabouts(lead.end(), 0.6, True)
    for comma in _COMMA_CAPITAL.finditer(view.text):
        last = view.text[view.text.rfind(" ", 0, comma.start() - 1) + 1 : comma.start()].rstrip()
        if last.islower() and not last.startswith("d"):
            continue
        name = _AFTER_NAME.search(view.text, max(0, comma.start() - _NAME_REACH), comma.end() + 1)
        while name is not None and name.end() < comma.end():
            name = _AFTER_NAME.search(view.text, name.end(), comma.end() + 1)
        if name is not None and _names_somebody(view, *name.span("name")):
            yield Whereabouts(name.end(), 0.55, True, closed=True)


def _after_leads(view: TextView) -> Iterator[Whereabouts]:
    """Capitalised words after a lead; most words are put aside by the two words before them."""
    texts, starts, text = view.words.texts, view.words.starts, view.text
    links = [index for index, word in enumerate(texts) if word in _LAST_WORD_OF_LEAD]
    for index in links:
        if index + 1 >= len(starts) or not index or not text[starts[index + 1]].isupper():
            continue
        if not _WORD_OF_LEAD.fullmatch(texts[index - 1]):
            continue
        end = starts[index + 1]
        for lead in _LEADS.finditer(view.folded, max(0, end - _LEAD_REACH), end):
            if lead.end() == end:
                yield Whereabouts(end, 0.6, not lead.group().endswith(" a "))


def is_closed(view: TextView, end: int) -> bool:
    """Whether a segment ends at ``end``: what stands there is said of the name before, and begins nothing."""
    return _CLOSED.match(view.folded, end) is not None


def follows_a_person(view: TextView, start: int) -> bool:
    """Whether a person's first name and surname, then a comma, stand right before ``start``: "Anna Roy, rue Foch à Lens"."""
    before = re.search(r"([A-ZÀ-Ý][\w'’-]+)\s([A-ZÀ-Ý][\w'’-]+)\s?,\s$", view.text[max(0, start - 60) : start])
    return before is not None and any(map(_is_first_name, before.groups()))


def _names_somebody(view: TextView, start: int, end: int) -> bool:
    before = view.folded[max(0, start - 12) : start]
    if view.words.texts[view.words.at_or_after(start)] in _NOT_FIRST_NAMES:
        return False
    if _TITLE.search(before) or _TITLE.search(view.folded[start:end].partition(" ")[0] + " "):
        return True
    return bool(_SEGMENT.search(before)) and _is_first_name(view.text[start:end].partition(" ")[0])


def _is_first_name(shown: str) -> bool:
    folded = fold(shown)
    return len(folded) > 2 and names.given_name(folded) is not None and not names.is_common_word(folded)
