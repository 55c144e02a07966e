"""Birth dates without a word of birth: those of a record, beside an age, a sex, a NIR, a class, or right after a name.

Only shapes where no other date is likely are taken; a date after a name alone needs to be that of somebody grown up.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from beffroi.privacy.birth.date_span import any_date_end, full_date_end
from beffroi.privacy.birth.dates import parse_date
from beffroi.privacy.finding import Finding
from beffroi.privacy.text_view import TextView

_WINDOW = 48  # code points looked at before a date
_OF = re.compile(
    r"\b(?:bebe|enfant|fils|fille|petite?|garcon|ainee?|cadet(?:te)?|jumeaux|jumelles|grande?|ans|qui|il|elle)\b[^.;\n]{0,12}?\s?"
    r"(?:qui\s|il\s|elle\s)?(?:est|sont|etait)\s(?P<link>de|du|d')\s?(?=\w)"
)
_OF_WORDS = frozenset({"est", "sont", "etait"})
_AGED = re.compile(r"\b(?:bebe|enfant|fils|fille|petite?|garcon|ainee?|cadet|cadette|jumeaux|jumelles|mois|ans)\b")
_CLASS_AFTER = re.compile(
    r"[\s,;|–-]{1,4}(?:tps|ps|ms|gs|cp|ce[12]|cm[12]|[3-6](?:e|eme)|petite section|moyenne section|grande section)\b"
)
_NAME_IN_BRACKETS = re.compile(r"[A-ZÀ-Ý][\w'’-]+\s[A-ZÀ-Ý][\w'’-]+\s?\($")
_PLACE_IN_BRACKETS = re.compile(r",\s(?P<place>[^\W\d][^\d()\n,]{2,30})\)")
_LONE_DATE = re.compile(
    r"[0-9](?<![\d/.-]\d)(?:\d?\s?[/.|-]\s?\d{1,2}\s?[/.|-]\s?(?:(?:19|20)\d{2}|\d{2})(?![\d/-])"
    r"|(?<!\d \d)(?: \d){7}(?!\d)(?! \d(?: |$)))"
)
_AGE_AFTER = re.compile(r"\s{0,2}[(,|–-]?\s?(?:soit\s|age\s?:?\s?)?\d{1,3}\s?ans\b")
_CHILD_BEFORE = re.compile(r"[A-ZÀ-Ý][\w'’-]{1,20}\s?\($")
_AGE_BEFORE = re.compile(r"\d{1,3}\s(?:ans|mois)\s?[(,]\s?$")
_SEX_BEFORE = re.compile(r"[|;,\t(]\s?[mfh]\s?[|;,\t)]\s?$")
_SEX_AFTER = re.compile(r"\s?[|;\t]\s?[mfh]\s?(?:[|;\t]|\n|$)")
_NIR_BEFORE = re.compile(r"\d(?:\s?\d){12,14}\s{1,4}$|\bnne\s?:?\s?\d(?:\s?\d){7,8},?\s$")
_NAME_BEFORE = re.compile(r"(?:^|[\s(,;|])(?P<name>[A-ZÀ-Ý][\w'’/-]+[ ,]{1,2}[A-ZÀ-Ý][\w'’-]+)[\s,;|–-]{1,4}$")
_LAST_NIR_YEAR = 2026
_NOT_NAMES = frozenset(tomllib.loads((files(__package__) / "birth.toml").read_text(encoding="utf-8"))["not_names"])
_LAST_YEAR_OF_RECORDS = 2012
"""Dates after a name alone are taken for births only up to this year: later ones are mostly those of letters and visits."""


def record_dates(view: TextView, recognizer: str) -> Iterator[Finding]:
    """``birth_date`` (and ``birth_place`` in brackets after one) of the records of a text, found by ``recognizer``."""
    folded = view.folded
    for date in _LONE_DATE.finditer(folded):
        start, end = date.span()
        if _is_ordinary(view, start, end):
            continue
        found = full_date_end(view, start)
        born = parse_date(date.group()) if found and found[1] else None
        if born is None:
            continue
        score = _score(view, start, end, date.group(), born.year)
        if not score:
            continue
        yield Finding(start, end, "birth_date", score, recognizer)
        place = _PLACE_IN_BRACKETS.match(folded, end) if folded[:start].rstrip().endswith("(") else None
        if place:
            yield Finding(*place.span("place"), "birth_place", 0.6, recognizer)
    for link in () if _OF_WORDS.isdisjoint(view.words.texts) else _OF.finditer(folded):
        found = any_date_end(view, link.end(), year_alone=False)
        if found and any(char.isdigit() for char in folded[link.end() : found[0]]) and _AGED.search(link.group()):
            yield Finding(link.end(), found[0], "birth_date", 0.6, recognizer)


def _is_ordinary(view: TextView, start: int, end: int) -> bool:
    """Whether the date follows a word without capital, and nothing of a record follows it: most dates, put aside early."""
    text = view.text
    if start < 2 or text[start - 1] != " " or not text[start - 2].islower():
        return False
    if text[view.words.starts[view.words.at_or_after(start) - 1]].isupper():
        return False
    after = view.folded[end : end + 24]
    return "ans" not in after and "|" not in after and ";" not in after and "\t" not in after


def _score(view: TextView, start: int, end: int, date: str, year: int) -> float:
    """How sure the date in digits is one of birth, in [0, 1]; 0 if nothing says so."""
    origin = max(0, start - _WINDOW)
    folded, shown = view.folded, view.text[origin:start]
    before = folded[origin:start]
    if not date[-4:].isdigit() and date[1:2] != " ":  # two digits for the year: a name in capitals must stand before
        return 0.5 if year <= _LAST_YEAR_OF_RECORDS and _follows_a_name(shown, before) else 0.0
    if _NIR_BEFORE.search(before) and year <= _LAST_NIR_YEAR:
        return 0.75
    if date[1:2] == " " and date[2:3].isdigit():
        return 0.55 if 1900 <= year <= _LAST_YEAR_OF_RECORDS else 0.0
    if (
        _AGE_AFTER.match(folded, end)
        or _AGE_BEFORE.search(before)
        or _SEX_BEFORE.search(before)
        or _SEX_AFTER.match(folded, end)
    ):
        return 0.75
    if _CHILD_BEFORE.search(shown) and folded[end : end + 1] == ")" and "enfant" in folded:
        return 0.55
    if _NAME_IN_BRACKETS.search(shown) and year <= _LAST_YEAR_OF_RECORDS and _PLACE_IN_BRACKETS.match(folded, end):
        return 0.55
    if _CLASS_AFTER.match(folded, end) and _NAME_BEFORE.search(shown):
        return 0.7
    return 0.5 if year <= _LAST_YEAR_OF_RECORDS and _follows_a_name(shown, before) else 0.0


def _follows_a_name(before: str, folded_before: str) -> bool:
    name = _NAME_BEFORE.search(before)
    if name is None:
        return False
    written = [part.strip(",") for part in name["name"].split()]
    words = [word.strip(",") for word in folded_before[name.start("name") : name.end("name")].split()]
    return any(part.isupper() and len(part) > 2 for part in written) and not any(word in _NOT_NAMES for word in words)
