"""Reading a date as people write it, and writing another one in the same spelling.

Surrogates shift a date and keep its look: "14/05/84" stays in six digits and slashes, "deux mai mil neuf cent" stays in words.
Two-digit years below ``CENTURY_PIVOT`` are of this century, the others of the last one. A date without a day, or without a
month, reads as the first of it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from beffroi.privacy.birth.numerals import NUMBER_WORDS, Hyphens, read_number, spell
from beffroi.privacy.text_view import fold

CENTURY_PIVOT = 30
"""Two-digit years below it are 20xx, from it on 19xx."""

MONTH_NAMES = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_SHORT_MONTHS = ("janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc")
_MORE_SHORT = {"jan": 1, "fev": 2, "fevr": 2, "mar": 3, "juill": 7, "jui": 7, "aou": 8, "sep": 9, "aout": 8, "aoust": 8}
MONTHS: dict[str, int] = {fold(name): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {fold(name): number for number, name in enumerate(_SHORT_MONTHS, 1)} | _MORE_SHORT
"""Folded names and abbreviations of the months, to their number."""

_MISREAD = str.maketrans({"l": "1", "i": "1", "o": "0", "I": "1", "O": "0", "L": "1", "|": "1"})
_D = r"[\dlio]"
_NUMERIC = re.compile(rf"({_D}{{1,2}})(\s?[/.|-]\s?|\s)({_D}{{1,2}})(\s?[/.|-]\s?|\s)({_D}{{4}}|{_D}{{2}})")
_ISO = re.compile(rf"({_D}{{4}})([-/.])({_D}{{1,2}})([-/.])({_D}{{1,2}})(?=$|t|\s)")
_COMPACT = re.compile(r"\d{8}|\d{6}|\d(?: \d){7}")
_NAMED = re.compile(
    r"(?:(?P<weekday>lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?P<comma>,? ))?"
    r"(?:(?P<day>[\dlio]{1,2})(?P<ordinal> ?er)?(?P<gap1>[ .-]{1,2}))?"
    r"(?P<month>[a-z]{3,9})(?P<dot>\.?)(?P<gap2>[ ,.-]{1,2})(?P<year>\d{4}|\d{2})"
)
_MONTH_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{4})")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Reading:
    date: datetime.date
    write: Callable[[datetime.date], str]


def parse_date(text: str) -> datetime.date | None:
    """The date that ``text`` is, day before month; None if it is none, or one that the calendar does not have."""
    reading = _read(text)
    return reading.date if reading else None


def format_like(original_text: str, date: datetime.date) -> str:
    """``date`` written as ``original_text`` is: same order, separators, widths, words, case and accents.

    What the original does not say (the day of "mai 1984") is not said either. Letters misread for digits are written as digits.

    Raises:
        ValueError: ``original_text`` is not a date.
    """
    reading = _read(original_text)
    if reading is None:
        raise ValueError("the original text is not a date")
    return reading.write(date)


def _read(text: str) -> _Reading | None:
    stripped = text.strip()
    if not stripped or len(stripped) > 100:
        return None
    folded = fold(stripped)
    for reader in (_read_iso, _read_numeric, _read_compact, _read_named, _read_words, _read_partial):
        reading = reader(stripped, folded)
        if reading is not None:
            return reading
    return None


def _make(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < CENTURY_PIVOT else 1900 + year


def _digits(group: str) -> str:
    return group.translate(_MISREAD)


def _like(sample: str, number: int) -> str:
    """``number`` with a leading zero where the sample has two digits (or more than it needs)."""
    return f"{number:0{len(sample)}d}" if len(sample) > 1 else str(number)


def _year_like(sample: str, year: int) -> str:
    return f"{year % 100:02d}" if len(sample) == 2 else f"{year:04d}"


def _read_numeric(text: str, folded: str) -> _Reading | None:
    found = _NUMERIC.fullmatch(folded)
    if found is None or sum(char.isdigit() for char in folded) < 4:
        return None
    day, first, month, second, year = (text[found.start(group) : found.end(group)] for group in range(1, 6))
    date = _make(_full_year(_digits(year)), int(_digits(month)), int(_digits(day)))
    if date is None:
        return None

    def write(new: datetime.date) -> str:
        return f"{_like(day, new.day)}{first}{_like(month, new.month)}{second}{_year_like(year, new.year)}"

    return _Reading(date, write)


def _read_iso(text: str, folded: str) -> _Reading | None:
    found = _ISO.fullmatch(folded)
    if found is None:
        return None
    year, first, month, second, day = (text[found.start(group) : found.end(group)] for group in range(1, 6))
    if not year[:2].isdigit():
        return None
    date = _make(int(_digits(year)), int(_digits(month)), int(_digits(day)))
    if date is None:
        return None

    def write(new: datetime.date) -> str:
        return f"{new.year:04d}{first}{_like(month, new.month)}{second}{_like(day, new.day)}"

    return _Reading(date, write)


def _read_compact(text: str, folded: str) -> _Reading | None:
    if not _COMPACT.fullmatch(folded):
        return None
    if len(folded) == 6:
        short = _make(_full_year(folded[4:]), int(folded[2:4]), int(folded[:2]))
        return _Reading(short, lambda new: f"{new.day:02d}{new.month:02d}{new.year % 100:02d}") if short else None
    glue = " " if " " in folded else ""
    digits = folded.replace(" ", "")
    date = _make(int(digits[4:]), int(digits[2:4]), int(digits[:2])) if 1800 <= int(digits[4:]) <= 2200 else None
    if date:
        return _Reading(date, lambda new: glue.join(f"{new.day:02d}{new.month:02d}{new.year:04d}"))
    date = _make(int(digits[:4]), int(digits[4:6]), int(digits[6:])) if 1800 <= int(digits[:4]) <= 2200 else None
    return _Reading(date, lambda new: glue.join(f"{new.year:04d}{new.month:02d}{new.day:02d}")) if date else None


def _read_named(text: str, folded: str) -> _Reading | None:
    found = _NAMED.fullmatch(folded)
    if found is None or found["month"] not in MONTHS:
        return None

    def part(group: str) -> str:
        return text[found.start(group) : found.end(group)] if found[group] is not None else ""

    day, year, month = part("day"), part("year"), part("month")
    date = _make(_full_year(year), MONTHS[found["month"]], int(_digits(day)) if day else 1)
    if date is None:
        return None

    def write(new: datetime.date) -> str:
        weekday = _cased(_WEEKDAYS[new.weekday()], part("weekday")) + part("comma") if found["weekday"] else ""
        ordinal = ("ER" if part("ordinal").isupper() else "er") if found["ordinal"] and new.day == 1 else ""
        shown = _like(day, new.day) + ordinal + part("gap1") if day else ""
        return f"{weekday}{shown}{_month_like(month, new.month)}{part('dot')}{part('gap2')}{_year_like(year, new.year)}"

    return _Reading(date, write)


def _month_like(sample: str, month: int) -> str:
    """The month, abbreviated and cased as the sample is."""
    names = MONTH_NAMES if fold(sample) in {fold(name) for name in MONTH_NAMES} else _SHORT_MONTHS
    return _cased(names[month - 1], sample)


def _cased(word: str, sample: str) -> str:
    """``word`` in the case of the sample, and without accents where the sample has dropped its own."""
    is_plain = sample.isascii() and any(
        fold(name) == fold(sample) and not name.isascii() for name in (*MONTH_NAMES, *_SHORT_MONTHS)
    )
    if is_plain or (sample.isupper() and sample.isascii()):
        word = fold(word)
    if sample.isupper():
        return word.upper()
    return word.capitalize() if sample[:1].isupper() else word


def split_words(words: Sequence[str]) -> tuple[int, int, tuple[int, int], int] | None:
    """Day, month, year (with its number of words) and words used, of the date in words that begins ``words`` (folded).

    "sept" is a number as well as a month: every place for the month is tried.
    """
    for month_at in range(1, min(len(words) - 1, 6)):
        if words[month_at] not in MONTHS:
            continue
        day = (1, 1) if list(words[:month_at]) == ["premier"] else read_number(words[:month_at])
        year = read_number(words[month_at + 1 :])
        if day and year and day[1] == month_at:
            return day[0], MONTHS[words[month_at]], year, month_at + 1 + year[1]
    return None


def _read_words(text: str, folded: str) -> _Reading | None:
    """ "le premier janvier mil neuf cent …": day and year in words; the day may be in digits."""
    split = None if any(char.isdigit() for char in folded) else split_words(_WORD.findall(folded))
    if split is None:
        return _read_half_words(text, folded)
    day, month, year, used = split
    year_words = _WORD.findall(folded)[used - year[1] :]
    if used != len(_WORD.findall(folded)):
        return None
    date = _make(year[0] if year[0] > 99 else _full_year(f"{year[0]:02d}"), month, day)
    if date is None:
        return None
    hyphens = _hyphens(folded)
    thousand = "mil" if "mil" in year_words else "mille"
    sample = text.split(maxsplit=1)[0]
    plain = [word for word in _WORD.findall(text.lower()) if word.isascii()]

    def write(new: datetime.date) -> str:
        shown = "premier" if new.day == 1 else spell(new.day, hyphens)
        number = new.year if year[0] > 99 else new.year % 100
        written = f"{shown} {MONTH_NAMES[new.month - 1]} {spell(number, hyphens, thousand)}"
        if text.isupper() or any(
            word in MONTHS and fold(MONTH_NAMES[MONTHS[word] - 1]) != MONTH_NAMES[MONTHS[word] - 1] for word in plain
        ):
            written = fold(written)
        if text.isupper():
            return written.upper()
        return written.capitalize() if sample[:1].isupper() else written

    return _Reading(date, write)


def _read_half_words(text: str, folded: str) -> _Reading | None:
    """ "2 février mille neuf cent cinquante-deux": the year alone is in words."""
    found = re.fullmatch(r"(\d{1,2})( ?er)? ([a-z]+) ([a-z -]+)", folded)
    if found is None or found[3] not in MONTHS:
        return None
    year_words = _WORD.findall(found[4])
    year = read_number(year_words)
    if year is None or year[1] != len(year_words):
        return None
    date = _make(year[0], MONTHS[found[3]], int(found[1]))
    if date is None:
        return None
    hyphens, thousand = _hyphens(found[4]), "mil" if "mil" in year_words else "mille"
    month = text[found.start(3) : found.end(3)]

    def write(new: datetime.date) -> str:
        ordinal = "er" if found[2] and new.day == 1 else ""
        year_text = spell(new.year, hyphens, thousand)
        shown = f"{_like(found[1], new.day)}{ordinal} {_month_like(month, new.month)} "
        return shown + (year_text.upper() if text.isupper() else year_text)

    return _Reading(date, write)


def _hyphens(folded: str) -> Hyphens:
    if "-" not in folded:
        words = _WORD.findall(folded)
        compound = any(first in NUMBER_WORDS and second in NUMBER_WORDS for first, second in pairwise(words))
        return Hyphens.NONE if compound else Hyphens.USUAL
    return Hyphens.ALL if "mille-" in folded or "-cent-" in folded else Hyphens.USUAL


def _read_partial(_text: str, folded: str) -> _Reading | None:
    if found := _MONTH_YEAR.fullmatch(folded):
        month, gap, _ = found.groups()
        date = _make(int(found[3]), int(month), 1)
        return _Reading(date, lambda new: f"{_like(month, new.month)}{gap}{new.year:04d}") if date else None
    if _YEAR.fullmatch(folded):
        return _Reading(datetime.date(int(folded), 1, 1), lambda new: f"{new.year:04d}")
    return None
