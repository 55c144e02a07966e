"""Number of a passport.

Issued in France by the ANTS: 2 digits, 2 letters, 5 digits; other States mostly use 1 or 2 letters and 6 to 8 digits. A
label tells; the French form in capitals without one is a doubt. Source: norme ICAO 9303; form from knowledge (à
vérifier). Checked 2026-11-22.

>>> is_valid("12 AB 34567"), is_valid("ABCDEFGHI")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import LOOSE, IdentifierRecognizer, Scan, mark

TYPE = "passport"
_KINDS = frozenset({"passport"})
_G = r"[ .\-/|]{0,2}"
_FORM = re.compile(r"[0-9]{2}[A-Z]{2}[0-9]{5}|[A-Z]{1,2}[0-9]{6,8}|[0-9]{8,9}", re.ASCII)
_FREE = re.compile(r"[0-9](?<![0-9A-Za-z].)[0-9] ?[A-Z]{2} ?[0-9]{5}(?![0-9A-Za-z])")
_CUED = re.compile(
    rf"{LOOSE}(?<![0-9a-z])(?P<v>[0-9o]{_G}[0-9o]{_G}[a-z]{_G}[a-z](?:{_G}[0-9o]){{5}}|[a-z]{{1,3}} ?[0-9]{{6,"
    rf"8}}|(?=(?:[a-z]{{0,4}}[0-9]){{3}})(?=[0-9]{{0,8}}[a-z])[0-9a-z]{{8,9}}|[0-9]{{8,9}})(?![0-9a-z])"
)


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number.

    Raises:
        ValidationError: none of the known forms.
    """
    value = compact(s)
    if not _FORM.fullmatch(value):
        raise InvalidFormat
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """The compact form."""
    return compact(s)


def generate(rng: random.Random) -> str:
    """A number of the French form, of the series 00 ZZ."""
    return f"00ZZ{rng.randrange(10**5):05d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original`` when it is of the French form."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED):
        yield mark(TYPE, found.start("v"), found.end("v"), 0.85, "context")
    for zone in scan.zones:
        if zone.digits >= 7:
            for free in _FREE.finditer(scan.text, zone.lo, zone.hi):
                yield mark(TYPE, free.start(), free.end(), 0.4, "doubt")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
