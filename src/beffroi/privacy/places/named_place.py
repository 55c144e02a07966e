"""Addresses without a street: the name of a house, hamlet or quarter before a postcode and its commune.

"Penn ar Roz / 29590 Lopérec", "Elizaldia, quartier Garaibie, 64130 Ordiarp". Such a phrase is somebody's address where a word
of residence leads to it, or where it begins a line or a cell of its own beside or under somebody's name. Also the addresses
of neighbouring countries, whose postcodes have a shape of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from beffroi.privacy.lexicons import names
from beffroi.privacy.places.vocabulary import ANCHORS, HOME, PERSON, PUBLIC, ROLES, RURAL
from beffroi.privacy.text_view import TextView

_REACH = 110  # code points looked at before the postcode
_ROW_REACH = 160  # code points of the row or line before the phrase, where somebody is looked for
_MAX_SEGMENT_WORDS = 6
_HOME_LEAD = re.compile(
    r"\b(?:demeurant|domicilie(?:e?s?)|domicile|habit(?:e|es|ent|ant|ait|ez|er)|resid(?:e|ent|ant|ait|er)|logee?s?|vit|vivant"
    r"|adresse|hameau de|ferme de|dem\.|dmt)(?!\w)[ \t]{0,3}(?:(?:actuelle|postale|actuellement|est|au|aux|a|en|dans|ensemble"
    r"|toujours|tous deux|depuis \d{4})[ \t]|:[ \t]?|«[ \t]?|,[ \t])*"
)
_EDGE = re.compile(r"[\n\t|;:(«]|\s/\s|\s[–—]\s")
_SEGMENT = re.compile(r"[^\W\d](?!.*\d{4})[\w'’. -]{1,44}")
_LETTERS = re.compile(r"[^\W\d_]+")
_BEFORE_TOWN = re.compile(r"[ ,–-]{1,6}$")
_LINE_ABOVE = re.compile(r"(?:^|\n)[ \t>]*(?P<above>[^\n]{3,60}?)[ \t,]*\n[ \t>]*$")
_TOWN_FARM = re.compile(r"\s?la ville(?:-| (?!de |d'))")
"""Breton hamlets are "La Ville Gautier", "La Ville-Ger"."""
_ARTICLES = frozenset({"la", "le", "les", "l", "au", "aux"})
_ANCIENT = ("ancien ", "ancienne ", "vieille ", "vieux ")
_TALK = frozenset({
    "je", "il", "elle", "on", "nous", "vous", "est", "sont", "ont", "que", "qui", "pour", "avec", "dans", "depuis", "sans",
    "mais", "merci", "bonjour", "objet", "ref", "tel",
})  # fmt: skip
_FOREIGN = re.compile(
    r"(?<![\w.])[A-ZÀ-Ý][\w'’.ßäöü-]+(?: [\w'’.-]+){0,4} \d{1,4} ?[a-z]?,?[ \n]"
    r"(?:(?:D|A|B|CH|L|NL|I|E|P|LU|BE|DE|AT|IT|ES)-\d{4,5}|\d{4} ?[A-Z]{2}) [A-ZÀ-Ý][\w'’-]+(?:[ -][A-ZÀ-Ý][\w'’-]+){0,2}"
)
_FOREIGN_CODE = re.compile(
    r"[0-9]{4}(?:[0-9]?(?<=[A-Z]-[0-9]{4})|[0-9](?<=[A-Z]-[0-9]{5})| ?[A-Z]{2}(?<![0-9]{5}[A-Z]{2})) [A-ZÀ-Ý]"
)
_FOREIGN_SIGNS = (
    *(f" {country}-" for country in ["d", "a", "b", "ch", "l", "nl", "i", "e", "p", "lu", "be", "de", "at", "it", "es"]),
    *(
        "straat",
        "gracht",
        "weg ",
        "laan ",
        "plein ",
        "dijk ",
        "singel",
        "kade ",
        "pays-bas",
        "hollande",
        "amsterdam",
        "rotterdam",
    ),
)
"""One of these stands in every address looked for: a quick test before the patterns."""
_BEFORE_CODE = 70  # code points between the beginning of a foreign address and its postcode
_AFTER_CODE = 60


def foreign_addresses(view: TextView) -> Iterator[tuple[int, int]]:
    """Spans of "Am Kirchplatz 5, D-77694 Kehl", "Prinsengracht 218, 1016 HD Amsterdam"."""
    folded = view.folded
    if not any(sign in folded for sign in _FOREIGN_SIGNS):
        return
    for code in _FOREIGN_CODE.finditer(view.text):
        for found in _FOREIGN.finditer(view.text, max(0, code.start() - _BEFORE_CODE), code.end() + _AFTER_CODE):
            if found.start() < code.start() < found.end():
                yield found.span()


def phrase_start(view: TextView, start: int) -> int:
    """Where the phrase that leads to the address part at ``start`` begins (code points, 0-based); ``start`` if none does."""
    origin = max(0, start - _REACH)
    line = max(origin, view.folded.rfind("\n", origin, start) + 1)
    if not view.folded[line:start].strip(" \t>"):
        return _line_above(view, start)
    return _same_line(view, line, start)


def _same_line(view: TextView, line: int, start: int) -> int:
    window = view.folded[line:start]
    tail = _BEFORE_TOWN.search(window)
    if tail is None:
        return start
    leads = [line + lead.end() for lead in _HOME_LEAD.finditer(window) if lead.end() < tail.start()]
    if leads and _begins_a_place(view, leads[-1]) and _is_phrase(view, leads[-1], line + tail.start(), shown=False):
        return leads[-1]
    edges = [edge.end() for edge in _EDGE.finditer(window, 0, tail.start())]
    if not edges and line > 0 and view.folded[line - 1] != "\n":
        return start
    begin = line + (edges[-1] if edges else 0)
    begin += len(view.folded[begin:start]) - len(view.folded[begin:start].lstrip(" \t>•*-"))
    if _is_phrase(view, begin, line + tail.start(), shown=True):
        return begin if _somebody_in(view, begin) else start
    comma = view.folded.find(", ", begin, line + tail.start())  # "Mme Roy, quartier Elizaldea, 64250 …"
    if comma < 0 or not _begins_a_place(view, comma + 2) or not _names_somebody(view, begin, comma):
        comma = view.folded.rfind(", ", begin, line + tail.start())  # "vit seule, section Dubédou, près de la citerne, 97118 …"
        if comma < 0 or not _is_rural(view, comma + 2):
            return start
    return comma + 2 if _is_phrase(view, comma + 2, line + tail.start(), shown=False) else start


def _begins_a_place(view: TextView, begin: int) -> bool:
    """Whether a capital, or a word that places begin with ("maison", "quartier"), stands at ``begin``."""
    index = view.words.at_or_after(begin)
    return view.text[begin].isupper() or _is_rural(view, begin) or view.words.texts[index] in ANCHORS


def _is_rural(view: TextView, begin: int) -> bool:
    """Whether a word that names of houses and hamlets begin with stands at ``begin``, articles left out."""
    word = view.words.texts[view.words.at_or_after(begin)]
    return word in RURAL and word not in _ARTICLES


def _line_above(view: TextView, start: int) -> int:
    """ "Penn ar Roz" in the line between somebody's name and the postcode."""
    above = _LINE_ABOVE.search(view.text, max(0, start - _REACH), start)
    if above is None or "\n" not in view.text[max(0, start - _REACH) : start]:
        return start
    begin, end = above.span("above")
    if not _is_phrase(view, begin, end, shown=True):
        return start
    name = _LINE_ABOVE.search(view.text, max(0, begin - _REACH), begin)
    return begin if name and _names_somebody(view, *name.span("above")) else start


def _is_phrase(view: TextView, begin: int, end: int, *, shown: bool) -> bool:
    """Whether ``[begin, end)`` is made of short names between commas. ``shown``: with a capital first, and no word of home."""
    if end - begin < 3 or (shown and not view.text[begin].isupper()):
        return False
    for at, segment in enumerate(view.folded[begin:end].split(",")):
        words = _LETTERS.findall(segment)
        if not _SEGMENT.fullmatch(segment.strip()) or not 1 <= len(words) <= _MAX_SEGMENT_WORDS:
            return False
        ancient = segment.strip().startswith(_ANCIENT)
        if shown and HOME.intersection(words):
            return False
        private = {"maison", "ville"} if _TOWN_FARM.match(segment) else {"maison"}
        if _TALK.intersection(words) or (PUBLIC.intersection(words) - private and not ancient) or PERSON.intersection(words):
            return False
        if at == 0 and words[0] not in RURAL and _is_person(words):
            return False
    return True


def _is_person(words: list[str]) -> bool:
    """Whether these look like a person's names rather than a place's."""
    if ROLES.intersection(words):
        return True
    entries = [names.entry(word) for word in words if len(word) > 2]
    return 2 <= len(words) <= 4 and any(
        entry.given is not None and (not entry.word or (at == 0 and entry.word < 2)) for at, entry in enumerate(entries)
    )


def _somebody_in(view: TextView, begin: int) -> bool:
    """Whether the row before the phrase, or the line above, names somebody."""
    row = view.folded.rfind("\n", 0, begin) + 1
    if view.folded[row:begin].strip(" \t>•*-"):
        return _names_somebody(view, max(row, begin - _ROW_REACH), begin)
    above = view.folded.rfind("\n", 0, max(0, row - 1)) + 1
    return row > 0 and row - above < 60 and _names_somebody(view, above, row)


def _names_somebody(view: TextView, begin: int, end: int) -> bool:
    words = view.words
    texts = words.texts[words.at_or_after(begin) : words.at_or_after(end)]
    if not texts or (PUBLIC.intersection(texts) and not {"m", "mme", "mlle", "monsieur", "madame"}.intersection(texts)):
        return False
    return not PERSON.isdisjoint(texts) or _is_person(texts[:4])
