"""Where a date ends, when it is known where it begins."""

from __future__ import annotations

import re

from beffroi.privacy.birth.dates import MONTHS, parse_date, split_words
from beffroi.privacy.birth.numerals import NUMBER_WORDS, read_number
from beffroi.privacy.text_view import TextView

_D = r"[\dlio]"
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_FULL = re.compile(
    r"\d(?:\s?\|\s?\d){7}(?!\d)|"
    rf"\d\s\d\s?[/.-]\s?\d\s\d\s?[/.-]\s?\d\s\d(?:\s\d\s\d)?(?!\d)"  # one digit a box
    rf"|{_D}{{1,2}}(?:\s?er)?[\s./|-]{{0,3}}(?:{_MONTH})\.?[\s./|-]{{0,3}}{_D}{{4}}(?!\w)"
    rf"|{_D}{{1,2}}(?:\s?er)?[\s./|-]{{1,3}}(?:{_MONTH})\.?[\s./|'-]{{1,3}}\d{{2}}(?!\w)"
    rf"|{_D}{{1,2}}\s?[-/. ]\s?(?:i{{1,3}}|iv|vi{{0,3}}|ix|xi{{0,2}})\s?[-/. ]\s?(?:\d{{4}}|\d{{2}})(?!\w)"
    r"|\d{1,2} du \d{1,2}(?: |, | de )(?:19|20)?\d{2}(?!\w)|"
    rf"\d{{4}}[-/.]{_D}{{1,2}}[-/.]{_D}{{1,2}}(?![\d/-])"
    rf"|{_D}{{1,2}}(?:\s?[/.|-]\s?|[ \t]){_D}{{1,2}}(?:\s?[/.|-]\s?|[ \t])(?:{_D}{{4}}|{_D}{{2}})(?![\w/])"
    r"|\d{8}(?!\d)|\d{6}(?!\d)(?! \d)|\d(?: \d){7}(?!\d)(?! \d(?: |$))"
    rf"|(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),? )?{_D}{{1,2}}(?:\s?er)?"
    r"[ \t.-]{1,2}[a-z]{3,9}\.?[ \t,.-]{1,2}(?:\d{4}|\d{2})(?!\d)"
)
_MONTH_AND_YEAR = re.compile(
    r"(?P<month>[a-z]{3,9})\.?[ .-]{1,2}(?:19|20)\d{2}(?!\d)|(?:0?[1-9]|1[0-2])[/.-](?:19|20)\d{2}(?!\d)"
)
_DAY_AND_MONTH = re.compile(rf"{_D}{{1,2}}(?:\s?er)?\s(?P<month>[a-z]{{3,9}})\b|\d{{1,2}}/\d{{1,2}}(?![\d/])")
_YEAR = re.compile(r"(?:19|20)\d{2}(?!\d)")
_MONTH_ALONE = re.compile(
    "(?:" + "|".join(name for name in MONTHS if len(name) > 4 or name in {"mars", "mai", "juin", "aout"}) + r")\b"
)
_SURE_SHAPE = re.compile(rf"[^a-z]+|{_D}{{1,2}}(?:\s?er)?[\s./|-]{{0,3}}(?:{_MONTH}|[ivx]{{1,4}}|du).*")
"""A date whatever the calendar says: no letter but those misread for digits, a month by its name or in Roman digits."""

_MAX_WORDS = 16
_MAX_DAY, _MAX_MONTH = 31, 12


def full_date_end(view: TextView, start: int) -> tuple[int, bool] | None:
    """End of the full date (day, month, year) that begins at ``start``, and whether the calendar has it."""
    found = _FULL.match(view.folded, start)
    if found and sum(char.isdigit() for char in found.group()) >= 3:
        known = parse_date(view.text[start : found.end()]) is not None
        if known or _SURE_SHAPE.fullmatch(found.group()):
            return found.end(), known
    end = _spelled_end(view, start)
    return (end, True) if end > 0 else None


def any_date_end(view: TextView, start: int, *, year_alone: bool) -> tuple[int, bool] | None:
    """As ``full_date_end``, and also "mars 1982", "12 mars" and, if ``year_alone``, "1982" or "janvier"."""
    if full := full_date_end(view, start):
        return full
    folded = view.folded
    for pattern in (_MONTH_AND_YEAR, _DAY_AND_MONTH):
        found = pattern.match(folded, start)
        if found and (found["month"] is None or found["month"] in MONTHS):
            return found.end(), True
    if year_alone and (year := _YEAR.match(folded, start)):
        return year.end(), True
    if year_alone and (month := _MONTH_ALONE.match(folded, start)):
        return month.end(), True
    return None


def _spelled_end(view: TextView, start: int) -> int:
    """End of a date in words ("quatorze mai mille neuf cent …", "2 mai mil neuf cent …"), or -1."""
    words = view.words
    index = words.at_or_after(start)
    texts = words.texts[index : index + _MAX_WORDS]
    if (
        not texts
        or words.starts[index] != start
        or not (texts[0] in NUMBER_WORDS or texts[0] == "premier" or texts[0].isdigit())
    ):
        return -1
    used = _words_used(texts)
    if not used:
        return -1
    return words.end(index + used - 1)


def _words_used(texts: list[str]) -> int:
    """How many words the date in words takes, 0 if there is none; its day, or its year, may be in digits."""
    if texts[0].isdigit():
        year = read_number(texts[2:]) if len(texts) > 2 and texts[1] in MONTHS else None
        return 2 + year[1] if year else 0
    if split := split_words(texts):
        return split[3]
    day = (1, 1) if texts[0] == "premier" else read_number(texts)
    if day is None or not 1 <= day[0] <= _MAX_DAY:
        return 0
    rest = texts[day[1] :]
    if len(rest) > 1 and rest[0] in MONTHS and len(rest[1]) == 4 and rest[1].isdigit():
        return day[1] + 2  # "vingt-deux février 2000"
    used = _numbered_month(rest)
    return day[1] + used if used else 0


def _numbered_month(texts: list[str]) -> int:
    """Words of "du douze soixante-douze", "douze mille neuf cent …": the month by its number, then the year; 0 if not so."""
    lead = 1 if texts[:1] == ["du"] else 0
    for size in (2, 1):
        month = read_number(texts[lead : lead + size])
        if month is None or month[1] != size or not 1 <= month[0] <= _MAX_MONTH:
            continue
        year = read_number(texts[lead + size :])
        if year and (10 <= year[0] <= 99 or 1900 <= year[0] <= 2099):
            return lead + size + year[1]
    return 0
