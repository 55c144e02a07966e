"""Surrogates of birth dates: all shifted by one number of days per scope, within two years, in the spelling of each.

Ages stay close and the order of births is kept. The usual other spellings of the date are lent along, since models rewrite
dates.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from beffroi.privacy.birth.dates import MONTH_NAMES, format_like, parse_date
from beffroi.privacy.surrogates.derivation import Derivation
from beffroi.privacy.surrogates.ledger import Ledger
from beffroi.privacy.surrogates.reading import Reading

_MAX_SHIFT = 365
_SPAN = 2
_ATTEMPTS = 30
_OTHER_DATES = 20_000  # days


def lend_date(ledger: Ledger, type_code: str, mention: str) -> str | None:
    """The shifted date, or None if ``mention`` is no date that can be read."""
    date = parse_date(mention)
    if date is None:
        return None
    entity = ledger.entity("date", date.isoformat())
    has_day = _has_day(mention, date)
    for attempt in range(_ATTEMPTS):
        shifted = _shifted(ledger.derivation, date, attempt)
        surrogate = format_like(mention, shifted)
        if surrogate == mention or (has_day and parse_date(surrogate) != shifted):
            continue
        if len(surrogate) >= 4 and ledger.lend(entity, type_code, Reading.PHRASE, surrogate, mention):
            if has_day:
                for original, other in zip(_spellings(date), _spellings(shifted), strict=True):
                    ledger.lend(entity, type_code, Reading.PHRASE, other, original)
            return surrogate
    return None


def lend_other_date(ledger: Ledger, entity: int, type_code: str, mention: str, salt: str) -> str | None:
    """Some date of the last century for a mention that cannot be read as one."""
    for attempt in range(_ATTEMPTS):
        draw = ledger.derivation.number("other date", mention, salt, str(attempt))
        date = datetime.date(1940, 1, 1) + datetime.timedelta(days=draw % _OTHER_DATES)
        surrogate = f"{date.day:02d}/{date.month:02d}/{date.year:04d}"
        if ledger.lend(entity, type_code, Reading.PHRASE, surrogate, mention):
            return surrogate
    return None


def shift_days(derivation: Derivation) -> int:
    """The number of days, never 0, that separates every date of the scope from its surrogate."""
    draw = derivation.number("date shift") % (2 * _MAX_SHIFT)
    return draw - _MAX_SHIFT if draw < _MAX_SHIFT else draw - _MAX_SHIFT + 1


def _shifted(derivation: Derivation, date: datetime.date, attempt: int) -> datetime.date:
    """Attempts after the first look around the shifted date; a year that the calendar lacks is kept."""
    days = shift_days(derivation) + (attempt + 1) // 2 * (1 if attempt % 2 else -1)
    if abs(date.year - datetime.MINYEAR) < _SPAN or abs(date.year - datetime.MAXYEAR) < _SPAN:
        days = -abs(days) if date.year > _SPAN else abs(days)
    return date + datetime.timedelta(days=days)


def _has_day(mention: str, date: datetime.date) -> bool:
    """Whether the spelling says the day of ``date``: only then can it be written in another way."""
    return format_like(mention, date.replace(day=1)) != format_like(mention, date.replace(day=2))


def _spellings(date: datetime.date) -> Iterator[str]:
    day = "1er" if date.day == 1 else str(date.day)
    yield f"{date.day:02d}/{date.month:02d}/{date.year:04d}"
    yield f"{day} {MONTH_NAMES[date.month - 1]} {date.year:04d}"
    yield f"{date.year:04d}-{date.month:02d}-{date.day:02d}"
    yield f"{date.day:02d} {MONTH_NAMES[date.month - 1]} {date.year:04d}"
    yield f"{date.day}/{date.month}/{date.year:04d}"
