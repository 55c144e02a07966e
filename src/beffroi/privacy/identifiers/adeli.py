"""ADELI, the number of a health or social professional, being replaced by the RPPS.

Issued by the ARS: département (2), profession (1), rank (5), key (1). The key is not published for all professions: a
label tells (à vérifier). Source: code de la santé publique, art. D. 4113-115 and following. Checked 2026-11-22.

>>> is_valid("629300017"), is_valid("2A9300017"), is_valid("abc")
(True, True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.layout import bare, grouped, imitate
from beffroi.privacy.identifiers.scan import LOOSE, IdentifierRecognizer, Scan, mark

TYPE = "adeli"
_KINDS = frozenset({"adeli"})
_G = r"[\s.\-/|_]{0,3}"
_FORM = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{7}", re.ASCII)
_CUED = re.compile(rf"{LOOSE}(?<![0-9a-z])(?P<v>[0-9]{_G}[0-9ab](?:{_G}[0-9]){{7}})(?![0-9a-z])")


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number, of 9 characters.

    Raises:
        ValidationError: another form.
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
    """Groups of 2, 1, 5 and 1."""
    return grouped(compact(s), 2, 1, 5)


def generate(rng: random.Random) -> str:
    """A number of département 00."""
    return f"00{rng.randrange(10**7):07d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED):
        yield mark(TYPE, found.start("v"), found.end("v"), 0.85, "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
