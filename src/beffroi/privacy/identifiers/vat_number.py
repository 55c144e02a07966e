"""Intra-community VAT number.

Issued by the DGFiP: FR, a key of two characters, the SIREN. Digits of key: (12 + 3 × (SIREN modulo 97)) modulo 97; keys
with letters follow another rule, which is not checked here. Numbers of other States are found by their label only.
Source: CGI, art. 286 ter; key checked against python-stdnum 2.2 on 2026-11-22.

>>> is_valid("FR 44 732 829 320"), is_valid("FR 45 732 829 320")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import siren
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import STRICT, IdentifierRecognizer, Scan, mark

TYPE = "vat_number"
_KINDS = frozenset({"vat"})
_G = r"[ .\-]{0,2}"
_SHAPE = re.compile(rf"(?<![a-z0-9])fr{_G}[0-9a-z]{{2}}(?:{_G}[0-9]){{9}}(?![0-9a-z]|[ .\-][0-9])")
_CUED = re.compile(
    STRICT
    + r"(?:intra(?:communautaire|com)?)?"
    + STRICT
    + rf"(?P<v>[a-z]{{2}}{_G}[0-9a-z]{{2}}(?:{_G}[0-9]){{6,10}}[a-z]?[0-9]{{0,2}})(?![0-9a-z]|[ .\-][0-9])"
)


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number, of 13 characters.

    Raises:
        ValidationError: wrong form, or wrong key.
    """
    value = compact(s)
    if len(value) != 13:
        raise InvalidLength
    if not re.fullmatch(r"FR[0-9A-HJ-NP-Z]{2}[0-9]{9}", value):
        raise InvalidFormat
    if not siren.is_valid(value[4:]) or (value[2:4].isdigit() and int(value[2:4]) != key(value[4:])):
        raise InvalidChecksum
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """Country, key and SIREN in groups."""
    value = compact(s)
    return " ".join((value[:2], value[2:4], value[4:7], value[7:10], value[10:]))


def generate(rng: random.Random) -> str:
    """A number of an enterprise that does not exist, with valid keys."""
    number = siren.compact(siren.generate(rng))
    return format(f"FR{key(number):02d}{number}")


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``."""
    return imitate(original, generate(rng))


def key(number: str) -> int:
    """Key of a SIREN (9 digits), in 0..96."""
    return (12 + 3 * (int(number) % 97)) % 97


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_SHAPE, 9):
        if is_valid(found.group()):
            yield mark(TYPE, found.start(), found.end(), 1.0, "checksum")
    for found in scan.labelled(_KINDS, _CUED):
        if not is_valid(found.group("v")):
            yield mark(TYPE, found.start("v"), found.end("v"), 0.75, "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
