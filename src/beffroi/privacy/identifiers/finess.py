"""FINESS, the number of a health or social establishment.

Issued by the DREES: 9 digits (département, rank, Luhn digit); Corsica's begin with 2A or 2B, whose letters count 0 in
the key (à vérifier: only the form is checked for them). Source: arrêté du 13 novembre 2013 (FINESS). Checked
2026-11-22.

>>> is_valid("620000018"), is_valid("620000019"), is_valid("2A0000123")
(True, False, True)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.checksums import is_digits, luhn_digit, luhn_sum
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import bare, grouped, imitate
from beffroi.privacy.identifiers.scan import LOOSE, IdentifierRecognizer, Scan, mark

TYPE = "finess"
_KINDS = frozenset({"finess"})
_G = r"[\s.\-/|_]{0,3}"
_CUED = re.compile(rf"{LOOSE}(?<![0-9a-z])(?P<v>[0-9]{_G}[0-9ab](?:{_G}[0-9]){{7}})(?![0-9a-z])")


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number, of 9 characters.

    Raises:
        ValidationError: wrong length, form or key.
    """
    value = compact(s)
    if len(value) != 9:
        raise InvalidLength
    if value[:2] in {"2A", "2B"} and is_digits(value[2:]):
        return value
    if not is_digits(value):
        raise InvalidFormat
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
    """Groups of 2, 6 and 1."""
    return grouped(compact(s), 2, 6)


def generate(rng: random.Random) -> str:
    """An establishment of département 00, with a valid key."""
    body = f"00{rng.randrange(10**6):06d}"
    return body + luhn_digit(body)


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED):
        valid = is_valid(found.group("v"))
        yield mark(TYPE, found.start("v"), found.end("v"), 1.0 if valid else 0.75, "checksum" if valid else "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
