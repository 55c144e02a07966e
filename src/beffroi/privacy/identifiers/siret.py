"""SIRET, the number of an establishment: a SIREN (9 digits) and a place number (5, the last a Luhn digit of the whole).

Issued by INSEE. La Poste's many places (SIREN 356 000 000) follow another rule: the sum of the digits is a multiple of
5. All are reported, sole traders' or not: the number does not tell, and recall is preferred. Written in groups or after
a label: proved. Fourteen bare digits with a valid key: reported too (0.7), unless a label says that they are something
else (a PDL has 14 digits as well). Source: code de commerce, art. R. 123-221; key checked against python-stdnum 2.2 on
2026-11-22.

>>> is_valid("732 829 320 00074"), is_valid("356 000 000 49837"), is_valid("732 829 320 00075")
(True, True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import siren, spoken
from beffroi.privacy.identifiers.checksums import is_digits, luhn_digit, luhn_sum
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import OCR, bare, grouped, imitate
from beffroi.privacy.identifiers.scan import LOOSE, IdentifierRecognizer, Scan, mark

TYPE = "siret"
_KINDS = frozenset({"siret", "siren"})
_G = r"[\s.\-/|_·]{0,3}"
_SHAPE = re.compile(rf"[0-9o](?<![0-9a-z].)(?<![0-9][ .\-].)(?:{_G}[0-9oilsb]){{13}}(?![0-9a-z]|[ .\-][0-9])")
_CUED = re.compile(rf"{LOOSE}(?<![0-9])(?P<v>[0-9](?:{_G}[0-9oilsb]){{13}})(?![0-9a-z])")
_GROUPS = frozenset({(3, 3, 3, 5), (9, 5), (3, 3, 3, 2, 3), (3, 3, 3, 3, 2), (3, 3, 3, 1, 4), (3, 3, 3, 3, 1, 1)})


def compact(s: str) -> str:
    """Digits without separators."""
    return bare(s)


def validate(s: str) -> str:
    """The compact number, of 14 digits.

    Raises:
        ValidationError: not digits, wrong length or wrong key.
    """
    value = compact(s)
    if not is_digits(value):
        raise InvalidFormat
    if len(value) != 14:
        raise InvalidLength
    if value.startswith("356000000") and sum(map(int, value)) % 5 == 0:
        return value
    if luhn_sum(value) or luhn_sum(value[:9]):
        raise InvalidChecksum
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """Groups of 3, 3, 3 and 5."""
    return grouped(compact(s), 3, 3, 3)


def generate(rng: random.Random) -> str:
    """An establishment of an enterprise that does not exist, with valid keys."""
    body = siren.compact(siren.generate(rng)) + f"{rng.randrange(1, 10**4):04d}"
    return format(body + luhn_digit(body))


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_SHAPE, 12):
        start, end = found.span()
        if not is_valid(found.group().translate(OCR)):
            continue
        groups = tuple(len(group) for group in re.split(r"[^0-9a-z]+", found.group()))
        if scan.announced(start, end, _KINDS, reach=60) or groups in _GROUPS:
            yield mark(TYPE, start, end, 1.0, "checksum")
        else:
            yield mark(
                TYPE, start, end, 0.7 if scan.kind_before(start, 50) in {None, "case"} and groups == (14,) else 0.4, "checksum"
            )
    for found in scan.labelled(frozenset({"siret"}), _CUED):
        valid = is_valid(found.group("v").translate(OCR))
        yield mark(TYPE, found.start("v"), found.end("v"), 1.0 if valid else 0.75, "checksum" if valid else "context")
    yield from spoken.readings(scan, TYPE, 14, is_valid, _KINDS)


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
