"""SPI, numéro fiscal de référence of a taxpayer.

Issued by the DGFiP: 13 digits, the first from 0 to 3, the last three a key: the ten first digits modulo 511. Source:
DGFiP, cahier des charges PASRAU (à vérifier); key checked against python-stdnum 2.2 on 2026-11-22.

>>> is_valid("30 23 217 600 053"), is_valid("3023217600054")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import spoken
from beffroi.privacy.identifiers.checksums import is_digits
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import OCR, bare, grouped, imitate
from beffroi.privacy.identifiers.scan import LOOSE, IdentifierRecognizer, Scan, mark

TYPE = "spi"
_KINDS = frozenset({"spi"})
_G = r"[\s.\-/|_·]{0,3}"
_SHAPE = re.compile(rf"[0-3o](?<![0-9a-z].)(?=(?P<v>(?:{_G}[0-9oilsb]){{12}})(?![0-9a-z]|[ .\-][0-9]))")
_CUED = re.compile(rf"{LOOSE}(?<![0-9])(?P<v>[0-3oil](?:{_G}[0-9oilsb]){{12}})(?![0-9a-z])")


def compact(s: str) -> str:
    """Digits without separators."""
    return bare(s)


def validate(s: str) -> str:
    """The compact number, of 13 digits.

    Raises:
        ValidationError: not digits, wrong length, first digit or key.
    """
    value = compact(s)
    if not is_digits(value):
        raise InvalidFormat
    if len(value) != 13:
        raise InvalidLength
    if value[0] not in "0123":
        raise InvalidComponent
    if int(value[:10]) % 511 != int(value[10:]):
        raise InvalidChecksum
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """Groups as on tax notices: 2, 2, 3, 3, 3."""
    return grouped(compact(s), 2, 2, 3, 3)


def generate(rng: random.Random) -> str:
    """A number of the series 00 0, which is not issued (à vérifier), with a valid key."""
    body = f"000{rng.randrange(10**7):07d}"
    return format(f"{body}{int(body) % 511:03d}")


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_SHAPE, 10):
        start, end = found.start(), found.end("v")
        raw = scan.folded[start:end]
        if is_valid(raw) or is_valid(raw.translate(OCR)):
            before = re.search(r"[0-9][ .\-]$", scan.folded[max(start - 2, 0) : start])
            cued = scan.announced(start, end, _KINDS)
            if raw.isdigit() or cued or not before:
                yield mark(TYPE, start, end, 1.0, "checksum")
    for found in scan.labelled(_KINDS, _CUED):
        if not is_valid(found.group("v").translate(OCR)):
            yield mark(TYPE, found.start("v"), found.end("v"), 0.8, "context")
    yield from spoken.readings(scan, TYPE, 13, is_valid, _KINDS)


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
