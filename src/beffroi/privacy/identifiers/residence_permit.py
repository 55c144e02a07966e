"""Number of a residence permit, or of a foreign national (AGDREF).

Issued by prefectures: 10 digits for the person (AGDREF), 9 or 10 letters and digits for the document. Only a label
tells. Source: CESEDA, art. R. 142-11; form from knowledge (à vérifier). Checked 2026-11-22.

>>> is_valid("9903123456"), is_valid("bonjour")
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

TYPE = "residence_permit"
_KINDS = frozenset({"residence_permit"})
_G = r"[ .\-/|]{0,2}"
_FORM = re.compile(r"[0-9]{10}|(?=[A-Z]{0,9}[0-9])[0-9A-Z]{9,12}", re.ASCII)
_V = (
    rf"(?<![0-9a-z/])(?P<v>[0-9](?:{_G}[0-9oil]){{9}}|(?=[a-z]{{0,8}}[0-9])(?=[0-9]{{0,9}}[a-z])[0-9a-z]{{9,"
    rf"12}}|[a-z]{{2,3}} ?[0-9]{{6,10}}|[0-9]{{9}})(?![0-9a-z]|[ .\-][0-9]{{2}}(?![0-9]))"
)
_CUED = re.compile(LOOSE + _V)
_MORE = re.compile(
    r"[ ,;/(]{1,3}(?:(?:et|ou|puis|carte|titre|recepisse|visa|document|nouveau|ancien|n[°ºo]|numero)[ .:]{0,3}){1,4}" + _V
)


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number.

    Raises:
        ValidationError: neither of the forms.
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
    """A number of ten digits of the series 00."""
    return f"00{rng.randrange(10**8):08d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``; letters stay letters."""
    value = compact(original)
    made = "".join(rng.choice("0123456789") if char.isdigit() else rng.choice("XZ") for char in value)
    return imitate(original, "00" + made[2:] if value[:2].isdigit() else made) if value else generate(rng)


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED, more=_MORE):
        yield mark(TYPE, found.start("v"), found.end("v"), 0.85, "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
