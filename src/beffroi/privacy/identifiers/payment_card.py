"""Numbers of payment cards (PAN).

Given by card schemes: issuer number (IIN, 6 to 8 digits), account, Luhn digit; 13 to 19 digits, 16 mostly. Surrogates
begin with 9, which ISO/IEC 7812 leaves to national use and no scheme has. Source: ISO/IEC 7812-1:2017. Key checked
against python-stdnum 2.2 on 2026-11-22.

>>> is_valid("4970 1000 0000 0006"), is_valid("4970 1000 0000 0000")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import spoken
from beffroi.privacy.identifiers.checksums import is_digits, luhn_digit, luhn_sum
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import OCR, bare, imitate
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark

TYPE = "payment_card"
_KINDS = frozenset({"card"})
_SCHEME = re.compile(
    r"(?:4\d{12}(?:\d{3}|\d{6})?|(?:5[1-5]|2[2-7]|9\d)\d{14}|3[47]\d{13}|3[068]\d{12}|(?:6[025]|35|50|5[6-9]|"
    r"6\d)\d{14}|(?:50|5[6-9]|6\d)\d{10,17})",
    re.ASCII,
)
_SHAPE = re.compile(r"[2-69o](?<![0-9a-z].)(?<![0-9][ .\-].)(?:[ .\-\n/|]{0,2}[0-9oilsb]){12,18}(?![0-9a-z]|[ .\-][0-9])")
_CLASSIC = re.compile(r"[0-9]{4}([ .\-])[0-9]{4}\1[0-9]{4}\1[0-9]{4}|3[0-9]{3}([ .\-])[0-9]{6}\2[0-9]{4,5}|[0-9]{16}")
_MASKED = re.compile(r"(?<![0-9a-z])(?:[0-9]{4}[ .\-]?)?(?:[x*•]{4}[ .\-]?){2,3}+[0-9]{4}(?![0-9a-z])")


def compact(s: str) -> str:
    """Digits without separators."""
    return bare(s)


def validate(s: str) -> str:
    """The compact number.

    Raises:
        ValidationError: not digits, wrong length, unknown scheme or wrong key.
    """
    value = compact(s)
    if not is_digits(value):
        raise InvalidFormat
    if not 13 <= len(value) <= 19:
        raise InvalidLength
    if not _SCHEME.fullmatch(value):
        raise InvalidComponent
    if luhn_sum(value):
        raise InvalidChecksum
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """Groups of four."""
    value = compact(s)
    return " ".join(value[index : index + 4] for index in range(0, len(value), 4))


def generate(rng: random.Random) -> str:
    """A card of no scheme (9…), with a valid Luhn digit."""
    body = f"9{rng.randrange(10**14):014d}"
    return format(body + luhn_digit(body))


def generate_like(original: str, rng: random.Random) -> str:
    """A card of no scheme in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_SHAPE, 12):
        start, end = found.span()
        cued = scan.announced(start, end, _KINDS, reach=50)
        valid = is_valid(found.group()) or is_valid(found.group().translate(OCR))
        classic = _CLASSIC.fullmatch(found.group())
        if valid and (cued or classic) and (cued or scan.kind_before(start, 40) in {None, "case", "password", "bic"}):
            yield mark(TYPE, start, end, 1.0, "checksum")
        elif cued and len(bare(found.group())) in {13, 15, 16, 19}:
            yield mark(TYPE, start, end, 0.75, "context")
        elif valid:
            yield mark(TYPE, start, end, 0.4, "doubt")
    if "xxxx" in scan.folded or "****" in scan.folded or "••••" in scan.folded:
        for found in _MASKED.finditer(scan.folded):
            yield mark(TYPE, found.start(), found.end(), 0.6, "layout")
    yield from spoken.readings(scan, TYPE, 16, is_valid, _KINDS)


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
