"""Towns: "59000 LILLE CEDEX 9", "94 403 Quoicoubey", "à Paris dans le 75001", "cinquante-neuf mille Lille"."""

from __future__ import annotations

import re

from beffroi.privacy.birth.numerals import read_number
from beffroi.privacy.places.communes import Communes
from beffroi.privacy.places.vocabulary import PARTICLES, STOPS
from beffroi.privacy.text_view import TextView

_MAX_WORDS = 7
_GAP = re.compile(r"[ \t]{0,2}(?:\n[ \t]{0,2})?|[ \t]?['-][ \t]?(?:\n[ \t]?)?|\s?/\s?")
_CEDEX = re.compile(
    r"[ \t,]{1,3}cedex(?:[ \t]{1,2}\d{1,2}\b)?|[ \t]{1,2}\d{1,2}(?:e|eme|er)?\b(?![ \t]?[/.:h\d])|[ \t]{1,2}s/\s?\w{2,20}"
)
_COUNTRY = re.compile(r"[\s,(-]{1,4}france\b")
_LINKS = frozenset(
    {
        "sur",
        "sous",
        "en",
        "les",
        "lez",
        "la",
        "le",
        "de",
        "du",
        "des",
        "d",
        "l",
        "aux",
        "au",
        "saint",
        "sainte",
        "st",
        "ste",
        "pres",
        "et",
        "s",
    }
)
_AFTER_STREET = re.compile(
    r"(?P<lead>[\s,.;–-]{0,4})(?:\b(?P<at>a|au|aux|sur|dans la ville de|ville de|commune de)\s)?(?=[a-z(])",
)
_POSTCODE_AFTER = re.compile(r"[\s,(–-]{1,4}(?:dans le\s|cp\s?:?\s?)?(?P<code>\d{2}\s?\d{3})\b\)?")
_POSTCODE = re.compile(r"(?:\bf\s?-\s?)?\b(?P<code>\d{2}\s?\d{3})\b")
_MISREAD_POSTCODE = re.compile(r"(?=[\dolisb]{0,4}\d)(?=[\dolisb]{0,4}[\dob]{3}\b)[\dolisb]{5}\b[ \t]{0,6}")
_DIGITS = frozenset({"zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"})
_SPELLED_GAP = re.compile(r"[ ,–-]{1,3}")
_SEPARATOR = re.compile(r"[\s,;:–|/(-]{1,6}")


def commune_end(view: TextView, index: int, communes: Communes, *, known_only: bool) -> int:
    """Offset just past the commune named from word ``index`` on, or -1.

    The longest name that the lexicon knows wins; else, unless ``known_only``, the run of capitalised words.
    """
    words, folded, text = view.words, view.folded, view.text
    last = index
    while last + 1 < len(words.texts) and last + 1 < index + _MAX_WORDS:
        if not _GAP.fullmatch(folded[words.end(last) : words.starts[last + 1]]):
            break
        last += 1
    start = words.starts[index]
    for position in range(last, index - 1, -1):
        name = folded[start : words.end(position)].replace("\n", " ")
        if position == index and words.texts[index] in STOPS and not text[start].isupper():
            return -1
        if not name[-1].isdigit() and communes.is_commune(name):
            return words.end(position)
    return -1 if known_only or not text[start].isupper() else _capital_end(view, index, last)


def _capital_end(view: TextView, index: int, last: int) -> int:
    words, text = view.words, view.text
    end, line = -1, text.find("\n", words.starts[index])
    for position in range(index, last + 1):
        start, word = words.starts[position], words.texts[position]
        open_ended = position > index and (words.texts[position - 1] in _LINKS or text[words.end(position - 1)] == "-")
        if 0 <= line < start and not open_ended:
            break
        if text[start].isdigit() or (word in STOPS and word not in _LINKS):
            break
        if text[start].isupper() or (position > index and text[start - 1] == "-"):
            end = words.end(position)
        elif word not in _LINKS and word not in PARTICLES:
            break
    return end


def _with_tail(folded: str, end: int) -> int:
    """``end``, past CEDEX or an arrondissement, and France."""
    if tail := _CEDEX.match(folded, end):
        end = tail.end()
    if country := _COUNTRY.match(folded, end):
        end = country.end()
    return end


def read_postcode(view: TextView, start: int, communes: Communes) -> tuple[int, bool] | None:
    """The town whose postcode begins at ``start``: offset past it, and whether a commune follows. None without a postcode."""
    folded = view.folded
    found = _POSTCODE.match(folded, start)
    if found is None:
        return _read_misread(view, start, communes)
    if not communes.is_postcode(found["code"].replace(" ", "").replace("\n", "")):
        return None
    gap = _SEPARATOR.match(folded, found.end())
    if gap is None or gap.group().count("\n") > 1:
        return found.end(), False
    end = _named(view, gap.end(), communes, known_only="\n" in gap.group())
    return (found.end(), False) if end < 0 else (_with_tail(folded, end), True)


def _read_misread(view: TextView, start: int, communes: Communes) -> tuple[int, bool] | None:
    """The town whose postcode has letters for digits ("2963O PLOUGASNOU"): only before a commune of the list."""
    found = _MISREAD_POSTCODE.match(view.folded, start)
    if found is None or sum(map(str.isdigit, found.group())) < 3:
        return None
    end = _named(view, found.end(), communes, known_only=True)
    return (_with_tail(view.folded, end), True) if end > 0 else None


def _named(view: TextView, offset: int, communes: Communes, *, known_only: bool) -> int:
    index = view.words.at_or_after(offset)
    if index >= len(view.words.texts) or view.words.starts[index] != offset:
        return -1
    return commune_end(view, index, communes, known_only=known_only)


def town_after_street(view: TextView, end: int, communes: Communes) -> tuple[int, bool]:
    """Where an address goes on after its street: ", 59000 Lille", " à Lille (59)". ``(end, False)`` if it does not."""
    folded = view.folded
    if (gap := _SEPARATOR.match(folded, end)) and gap.group().count("\n") <= 2:
        if town := read_postcode(view, gap.end(), communes):
            return town
        if misread := _MISREAD_POSTCODE.match(folded, gap.end()):
            name = _named(view, misread.end(), communes, known_only=False)
            if name > 0:
                return _with_tail(folded, name), True
            if sum(map(str.isdigit, misread.group())) > 1:
                return len(misread.group().rstrip()) + misread.start(), False
        if (spelled := _spelled(view, gap.end(), communes)) > 0:
            return spelled, True
    lead = _AFTER_STREET.match(folded, end)
    if lead is None or lead["lead"].count("\n") > 1 or not (lead["lead"] or lead["at"]):
        return end, False
    capital = view.text[lead.end() : lead.end() + 1].isupper()
    if not capital and not (lead["at"] or "," in lead["lead"]):
        return end, False
    name = _named(view, lead.end(), communes, known_only=not (lead["at"] in {"a", "ville de", "dans la ville de"} and capital))
    if name < 0:
        return end, False
    if (spelled := _spelled_code_after(view, name)) > 0:
        return spelled, True
    code = _POSTCODE_AFTER.match(folded, name)
    if code and communes.is_postcode(code["code"].replace(" ", "")):
        town = read_postcode(view, code.start("code"), communes)
        return (town[0], True) if town and town[1] else (code.end(), True)
    return _with_tail(folded, name), True


def _spelled(view: TextView, offset: int, communes: Communes) -> int:
    """A dictated postcode and its commune; -1 if there is none."""
    used = _spelled_code(view, view.words.at_or_after(offset))
    index = view.words.at_or_after(offset) + used
    if not used or index >= len(view.words.texts):
        return -1
    if view.words.texts[index] == "a" and index + 1 < len(view.words.texts):
        index += 1
    return commune_end(view, index, communes, known_only=False)


def _spelled_code(view: TextView, index: int) -> int:
    """Number of words of the dictated postcode that begins at word ``index`` ("trente-quatre trois cents"), 0 if none."""
    texts = view.words.texts
    if sum(1 for word in texts[index : index + 5] if word in _DIGITS) == 5:  # "neuf sept quatre zéro zéro"
        return 5
    whole = read_number(texts[index : index + 9])
    if whole is None:
        return 0
    if 1000 <= whole[0] <= 98999:
        return whole[1]
    lead = 0
    first: tuple[int, int] | None = whole
    if whole[0] == 0:  # "zéro six trois cent quatre-vingt-dix"
        lead, first = whole[1], read_number(texts[index + whole[1] : index + 3])
    if first is None or not 1 <= first[0] <= 98:
        return 0
    at = index + lead + first[1]
    rest = read_number(texts[at : at + 6])
    if rest is None or not (100 <= rest[0] <= 999 or (rest[0] == 0 and texts[at : at + 3] == ["zero"] * 3)):
        return 0
    return lead + first[1] + (3 if rest[0] == 0 else rest[1])


def _spelled_code_after(view: TextView, end: int) -> int:
    """Offset past the dictated postcode that follows a commune, or -1."""
    index = view.words.at_or_after(end)
    if index >= len(view.words.texts) or not _SPELLED_GAP.fullmatch(view.folded, end, view.words.starts[index]):
        return -1
    used = _spelled_code(view, index)
    return view.words.end(index + used - 1) if used else -1
