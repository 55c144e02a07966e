"""RPPS, the number of a health professional.

Issued by the Agence du numérique en santé and the professional orders: 11 digits, the last a Luhn digit. Eleven bare
digits with a valid key are reported too, more surely after the name of a
health professional. Source: arrêté du 6 février 2009 (RPPS); key is Luhn's, checked 2026-11-22 (à vérifier).

>>> is_valid("10000000009"), is_valid("10000000008")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.checksums import is_digits, luhn_digit, luhn_sum
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import OCR, bare, grouped, imitate
from beffroi.privacy.identifiers.scan import LOOSE, IdentifierRecognizer, Scan, mark

TYPE = "rpps"
_KINDS = frozenset({"rpps"})
_G = r"[\s.\-/|_]{0,3}"
_FREE = re.compile(
    r"(?<![0-9a-z])(?<![0-9][ .\-])(?:1[0-9]{10}|8[0-9]{10}|10[ .]?[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3})(?![0-9a-z]|[ .\-][0-9])"
)
_CARER = re.compile(
    r"(?<![a-z])(?:drs?|docteure?|doctoresse|medecins?|infirmi[a-z]+|ide|sage[s ]?-?femmes?|kine[a-z]*"
    r"|pharmacien[a-z]*|dentiste|prat"
    r"icien[a-z]*|psychiatre|pediatre|generaliste|chirurgien[a-z]*|prescripteur|prof(?:esseur)?|pr|interne|psychologue|signe)(?![a-z])"
)
_CUED = re.compile(rf"{LOOSE}(?<![0-9a-z])(?P<v>[0-9oil](?:{_G}[0-9oilsb]){{10}})(?![0-9a-z])")


def compact(s: str) -> str:
    """Digits without separators."""
    return bare(s)


def validate(s: str) -> str:
    """The compact number, of 11 digits.

    Raises:
        ValidationError: not digits, wrong length or wrong key.
    """
    value = compact(s)
    if not is_digits(value):
        raise InvalidFormat
    if len(value) != 11:
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
    """Groups of 2, 3, 3 and 3."""
    return grouped(compact(s), 2, 3, 3)


def generate(rng: random.Random) -> str:
    """A number of the series 00, which is not issued (à vérifier), with a valid key."""
    body = f"00{rng.randrange(10**8):08d}"
    return format(body + luhn_digit(body))


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED):
        if sum(char.isdigit() for char in found.group("v")) >= 9:
            valid = is_valid(found.group("v").translate(OCR))
            yield mark(TYPE, found.start("v"), found.end("v"), 1.0 if valid else 0.75, "checksum" if valid else "context")
    for free in scan.windows(_FREE, 11):
        if is_valid(free.group()) and scan.kind_before(free.start(), 30) in {None, "case", "adeli"}:
            carer = _CARER.search(scan.folded, max(free.start() - 90, 0), free.start())
            yield mark(TYPE, free.start(), free.end(), 1.0 if carer else 0.55, "checksum")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
