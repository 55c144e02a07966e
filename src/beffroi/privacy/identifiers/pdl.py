"""PDL / PRM, the number of an electricity delivery point.

Issued by Enedis and the local distributors: 14 digits. Its key is not published (à vérifier): a label tells. Source:
Enedis, "point de livraison" and "point référence mesure" are the same number. Checked 2026-11-22.

>>> is_valid("09 1234 5678 9012"), is_valid("123")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.checksums import is_digits
from beffroi.privacy.identifiers.errors import InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import LOOSE, IdentifierRecognizer, Scan, mark

TYPE = "pdl"
_KINDS = frozenset({"pdl"})
_G = r"[\s.\-/|_]{0,3}"
_GROUPS = re.compile(r"(?<![0-9a-z])(?<![0-9][ .])[0-9]{2}([ .])[0-9]{3}(?:\1[0-9]{3}){3}(?![0-9a-z]|[ .][0-9])")
_CUED = re.compile(rf"{LOOSE}(?<![0-9a-z])(?P<v>[0-9o](?:{_G}[0-9oil]){{13}})(?![0-9a-z])")


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number, of 14 digits.

    Raises:
        ValidationError: not 14 digits.
    """
    value = compact(s)
    if not is_digits(value):
        raise InvalidFormat
    if len(value) != 14:
        raise InvalidLength
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
    """A number of the series 00."""
    return f"00{rng.randrange(10**12):012d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED):
        yield mark(TYPE, found.start("v"), found.end("v"), 0.85, "context")
    for group in scan.windows(_GROUPS, 14):  # the grouping that Enedis and GRDF print on their bills
        if len(set(group.group())) > 4 and scan.kind_before(group.start(), 50) in {None, "pce", "meter", "case"}:
            yield mark(TYPE, group.start(), group.end(), 0.6, "layout")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
