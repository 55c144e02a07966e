"""PCE, the number of a gas metering point.

Issued by GRDF and the local distributors: 14 digits, or GI and 6 digits for big users. There is no public key: a label
tells. Source: GRDF, from knowledge (à vérifier). Checked 2026-11-22.

>>> is_valid("21 412 345 678 901"), is_valid("GI123456"), is_valid("GI")
(True, True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import LOOSE, NEXT, IdentifierRecognizer, Scan, mark

TYPE = "pce"
_KINDS = frozenset({"pce"})
_G = r"[\s.\-/|_]{0,3}"
_FORM = re.compile(r"[0-9]{14}|GI[0-9]{6}", re.ASCII)
_V = rf"(?<![0-9a-z])(?P<v>[0-9o](?:{_G}[0-9oil]){{13}}|gi ?[0-9]{{6}})(?![0-9a-z])"
_CUED = re.compile(LOOSE + _V)
_MORE = re.compile(NEXT + _V)
_GAS = re.compile(r"(?<![a-z])gaz(?![a-z])[^0-9\n]{0,40}?(?<![0-9a-z])(?P<v>21[ .]?(?:[0-9][ .]?){11}[0-9])(?![0-9a-z])")


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number.

    Raises:
        ValidationError: neither of the two forms.
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
    """A number of the series 00."""
    return f"00{rng.randrange(10**12):012d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``, of its form."""
    return imitate(original, generate(rng) if len(compact(original)) == 14 else f"GI00{rng.randrange(10**4):04d}")


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED, more=_MORE):
        yield mark(TYPE, found.start("v"), found.end("v"), 0.85, "context")
    if "gaz" in scan.folded:
        for found in _GAS.finditer(scan.folded):
            yield mark(TYPE, found.start("v"), found.end("v"), 0.7, "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
