"""INE, identifiant national of a pupil or student.

Issued by the ministries of education (RNIE, since 2018: 9 digits and 2 letters; BEA, before: 10 digits and 1 letter;
older numbers of universities: 10 letters or digits and 1 digit). The keys are not published in full: the form and a
label tell (à vérifier). Source: arrêté du 16 février 2012 (RNIE). Checked 2026-11-22.

>>> is_valid("123456789AB"), is_valid("1234567890A"), is_valid("12345")
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

TYPE = "ine"
_KINDS = frozenset({"ine"})
_G = r"[ .\-/|]{0,2}"
_FORM = re.compile(r"[0-9]{9}[A-Z]{2}|[0-9]{10}[A-Z]|[0-9][0-9A-Z]{9}[0-9]", re.ASCII)
_FREE = re.compile(r"[0-9](?<![0-9A-Za-z].)(?:[0-9]{8}[A-Z]{2}|[0-9]{9}[A-Z])(?![0-9A-Za-z])")
_CUED = re.compile(
    rf"{LOOSE}(?<![0-9a-z])(?P<v>[0-9](?:{_G}[0-9]){{8}}{_G}[a-z]{_G}[a-z]|[0-9](?:{_G}[0-9]){{9}}{_G}[a-z]|"
    rf"[0-9](?:[0-9a-z]){{9}}[0-9])(?![0-9a-z])"
)


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number, of 11 characters.

    Raises:
        ValidationError: none of the three forms.
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
    """A number of the series 000, with two letters."""
    return f"000{rng.randrange(10**6):06d}" + rng.choice("ABCDEFGHJK") + rng.choice("ABCDEFGHJK")


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``, of its generation."""
    made = generate(rng)
    return imitate(original, made if compact(original)[-2:].isalpha() else made[:9] + str(rng.randrange(10)) + made[9])


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED):
        yield mark(TYPE, found.start("v"), found.end("v"), 0.85, "context")
    for zone in scan.zones:
        if zone.digits >= 9:
            for free in _FREE.finditer(scan.text, zone.lo, zone.hi):
                kind = scan.kind_before(free.start(), 40)
                if not scan.announced(free.start(), free.end(), _KINDS):
                    yield mark(TYPE, free.start(), free.end(), 0.55 if kind is None else 0.4, "layout")
                else:
                    yield mark(TYPE, free.start(), free.end(), 0.85, "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
