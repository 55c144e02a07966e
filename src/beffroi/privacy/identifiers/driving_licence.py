"""Number of a driving licence, or NEPH of a candidate.

Issued by prefectures, then by the ANTS: 12 digits (year, month, département, rank) before 2013 and for the NEPH; then 2
digits, 2 letters, 5 digits. Only a label tells. Source: code de la route, art. R. 221-1; arrêté du 20 avril 2012 (à
vérifier). Checked 2026-11-22.

>>> is_valid("911059200134"), is_valid("13AA00002"), is_valid("12")
(True, True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import LOOSE, IdentifierRecognizer, Scan, mark

TYPE = "driving_licence"
_KINDS = frozenset({"driving_licence"})
_G = r"[ .\-/|]{0,2}"
_FORM = re.compile(r"[0-9]{12}|[0-9]{2}[A-Z]{2}[0-9]{5}", re.ASCII)
_FRENCH = rf"(?<![0-9a-z])(?P<v>[0-9](?:{_G}[0-9oab]){{11}}|[0-9]{_G}[0-9]{_G}[a-z]{_G}[a-z](?:{_G}[0-9]){{5}})(?![0-9a-z])"
_CUED = re.compile(LOOSE + _FRENCH)
_FOREIGN = re.compile(
    r"(?:[ ](?:de conduire|as id|as proof|licen[cs]e|rose|europeen|international|"
    r"[a-z]{4,12}(?:ais|ain|ien|ois|ol|and|and|ge|que)e?"
    r"))?(?:[\s:,.(=\-]|n[°ºo]|number|numero|num){0,8}(?<![0-9a-z])"
    r"(?P<v>(?=(?:[a-z]{0,8}[0-9]){4})(?=[0-9]{0,12}[a-z])[0-9a-z]{8,18})(?![0-9a-z])"
)
_ABROAD = re.compile(
    r"[ ](?:[a-z]{3,10}(?:ais|ain|ien|ois|ol|and|ge|que|ique)e?|etranger|international)(?:[\s:,(]|n[°ºo]|numero){1,6}"
    r"(?P<v>[0-9][0-9 ]{6,12}[0-9])(?![0-9a-z])"
)
_PLANNING = re.compile(
    r"construire|amenager|demolir|urbanisme|louer|chasse|diviser|stationn|vegetal|(?<![a-z])(?:pc|dp|pa)(?![a-z])"
)


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
    """A number of the old form, of département 00."""
    return f"{rng.randrange(100):02d}{rng.randrange(1, 13):02d}00{rng.randrange(10**6):06d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``, of its generation."""
    made = generate(rng) if len(compact(original)) != 9 else f"00ZZ{rng.randrange(10**5):05d}"
    return imitate(original, made)


def _search(scan: Scan) -> Iterator[Finding]:
    for pattern, score in ((_CUED, 0.85), (_FOREIGN, 0.75), (_ABROAD, 0.7)):
        for found in scan.labelled(_KINDS, pattern):
            if not _PLANNING.search(scan.folded, found.start(), found.start("v")):
                yield mark(TYPE, found.start("v"), found.end("v"), score, "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
