"""Values of cells that are not text: numbers and dates, shown as a person reads them and written back as they were kept.

A phone, a NIR or a file number is often kept as a number, a birth date as a count of days.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets (right from 1 March 1900 on)."""
_EPOCH_1904 = date(1904, 1, 1)
_LAST_DAY = 2_958_465  # 31/12/9999
_SHOWN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(T00:00:00(?:\.0+)?)?")
_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_BUILT_IN_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
_NOT_CODE = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.|_.|\*.")
_MOST_DIGITS = 15  # what a spreadsheet keeps of a number


def number_shown(raw: str, width: int = 0) -> str:
    """A number as written in full: ``2.84E+14`` is ``284000000000000``; filled with zeros to ``width`` digits.

    >>> number_shown("2.84057511600172E14"), number_shown("612345678", 10), number_shown("12.50")
    ('284057511600172', '0612345678', '12.50')
    """
    if not re.fullmatch(r"[-+\d.eE]{1,40}", raw):
        return raw
    try:
        value = Decimal(raw)
        if value != value.to_integral_value() or abs(value) >= Decimal(10) ** 25:
            return raw
        return format(value.to_integral_value(), "f").zfill(width)
    except InvalidOperation:
        return raw


def number_kept(shown: str, width: int = 0) -> str | None:
    """How a spreadsheet keeps the number shown; None if it cannot."""
    if width and shown.isdigit() and shown.isascii() and len(shown) == width:
        shown = shown.lstrip("0") or "0"
    if not _PLAIN.fullmatch(shown) or sum(map(str.isdigit, shown)) > _MOST_DIGITS:
        return None
    return shown


def day_shown(raw: str, *, since_1904: bool = False) -> str:
    """A count of days as ``dd/mm/yyyy``; ``raw`` itself if it is no whole day.

    >>> day_shown("30816"), day_shown("30816.5")
    ('14/05/1984', '30816.5')
    """
    whole = raw.removesuffix(".0")
    if not whole.isascii() or not whole.isdigit() or len(whole) > 7 or not 0 < int(whole) <= _LAST_DAY:
        return raw
    day = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=int(whole))
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def day_kept(shown: str, *, since_1904: bool = False) -> str | None:
    """The count of days of ``dd/mm/yyyy``; None if it is no such date."""
    day = _day(shown)
    if day is None:
        return None
    count = (day - (_EPOCH_1904 if since_1904 else _EPOCH)).days
    return str(count) if count > 0 else None


def iso_shown(raw: str) -> str:
    """``1984-05-14`` as ``14/05/1984``; ``raw`` itself if it is no whole day."""
    match = _ISO.fullmatch(raw)
    return f"{match[3]}/{match[2]}/{match[1]}" if match else raw


def iso_kept(shown: str, model: str) -> str | None:
    """``14/05/1984`` as ``1984-05-14``, with the time that ``model`` has; None if it is no date."""
    day = _day(shown)
    match = _ISO.fullmatch(model)
    return None if day is None else day.isoformat() + ((match[4] or "") if match else "")


def is_date_format(number: int, code: str) -> bool:
    """Whether a number format shows days (and not only hours).

    >>> is_date_format(14, ""), is_date_format(164, 'dd/mm/yyyy'), is_date_format(165, '0.00'), is_date_format(166, '[Red]0')
    (True, True, False, False)
    """
    if number in _BUILT_IN_DATES:
        return True
    letters = _NOT_CODE.sub("", code).lower()
    return bool(code) and ("d" in letters or "j" in letters or "y" in letters)


def zero_width(code: str) -> int:
    """Digits that a format of zeros always shows; 0 if it is not one.

    >>> zero_width('0#" "##" "##" "##" "##'), zero_width("0000000000"), zero_width("0.00")
    (10, 10, 0)
    """
    bare = re.sub(r"\"[^\"]*\"|\\.|[ .]|_.", "", code.partition(";")[0])
    return len(bare) if re.fullmatch(r"0[0#]{4,19}", bare) else 0


def _day(shown: str) -> date | None:
    match = _SHOWN.fullmatch(shown.strip())
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        return None
