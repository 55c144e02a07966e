"""IMEI, the number of a mobile device.

Given by the makers in blocks of the GSMA (TAC, 8 digits), then a serial number (6) and a Luhn digit. Source: 3GPP TS
23.003 section 6.2. Surrogates: reporting body 00, which the GSMA keeps for tests (à vérifier). Key checked against
python-stdnum 2.2 on 2026-11-22.

>>> is_valid("49-015420-323751-8"), is_valid("490154203237519")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.checksums import is_digits, luhn_digit, luhn_sum
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark

TYPE = "imei"
_KINDS = frozenset({"imei"})
_SHAPE = re.compile(r"[0-9](?<![0-9a-z].)(?<![0-9][ .\-].)(?:[ .\-/]{0,2}[0-9]){14}(?![0-9a-z]|[ .\-][0-9])")
BODIES = frozenset({"01", "35", "45", "49", "52", "86", "91", "99", "00"})  # reporting bodies of the GSMA in use
_CLASSIC = re.compile(r"[0-9]{2}([ \-/])[0-9]{6}\1[0-9]{6}\1[0-9]")


def compact(s: str) -> str:
    """Digits without separators."""
    return bare(s)


def validate(s: str) -> str:
    """The compact number, of 15 digits.

    Raises:
        ValidationError: not digits, wrong length or wrong key.
    """
    value = compact(s)
    if not is_digits(value):
        raise InvalidFormat
    if len(value) != 15:
        raise InvalidLength
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
    """Groups as printed on boxes: 2-6-6-1."""
    value = compact(s)
    return "-".join((value[:2], value[2:8], value[8:14], value[14:]))


def generate(rng: random.Random) -> str:
    """A device that does not exist: test block 00."""
    body = f"001{rng.randrange(10**11):011d}"
    return body + luhn_digit(body)


def generate_like(original: str, rng: random.Random) -> str:
    """A device that does not exist, in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_SHAPE, 15):
        start, end = found.span()
        valid = is_valid(found.group())
        if scan.announced(start, end, _KINDS, reach=50):
            yield mark(TYPE, start, end, 1.0 if valid else 0.75, "checksum" if valid else "context")
        elif valid:
            classic = _CLASSIC.fullmatch(found.group())
            other = scan.kind_before(start, 40) not in {None, "phone", "case", "mac", "ip", "allocataire", "vin"}
            bare_run = found.group().isdigit() and found.group()[:2] in BODIES and not other
            yield mark(TYPE, start, end, 0.8 if classic else 0.7 if bare_run else 0.4, "layout" if classic else "checksum")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
