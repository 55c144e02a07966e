"""SIREN, the number of an enterprise, of an association or of a public body.

Issued by INSEE: 9 digits, the last a Luhn digit. A sole trader's is personal data; nothing in the number tells it from
a company's, so all are reported. Source: code de commerce, art. R. 123-221; surrogates begin with 0, which INSEE does
not issue (à vérifier). Key checked against python-stdnum 2.2 on 2026-11-22.

>>> is_valid("732 829 320"), is_valid("732 829 321")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.checksums import is_digits, luhn_digit, luhn_sum
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import bare, grouped, imitate
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark

TYPE = "siren"
_KINDS = frozenset({"siren"})
_G = r"[ .\-\n|]{0,2}"
_SHAPE = re.compile(
    rf"[0-9](?<![0-9a-z].)(?<![0-9][ .,\-].)[0-9]{{2}}{_G}[0-9]{{3}}{_G}[0-9]{{3}}(?![0-9a-z]|[ .\-,]{{1,2}}[0-9])"
)
_CUED = re.compile(rf"[^0-9\n]{{0,40}}?(?<![0-9])(?P<v>[0-9](?:{_G}[0-9]){{8}})(?![0-9a-z]|[ .\-][0-9])")
_MONEY = re.compile(r"\s?(?:€|euros?(?![a-z])|eur(?![a-z])|habitants|m[23²³](?![a-z])|k€|kwh)")


def compact(s: str) -> str:
    """Digits without separators."""
    return bare(s)


def validate(s: str) -> str:
    """The compact number, of 9 digits.

    Raises:
        ValidationError: not digits, wrong length or wrong key.
    """
    value = compact(s)
    if not is_digits(value):
        raise InvalidFormat
    if len(value) != 9:
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
    """Groups of three."""
    return grouped(compact(s), 3, 3)


def generate(rng: random.Random) -> str:
    """A number that INSEE does not issue, with a valid key."""
    body = f"000{rng.randrange(10**5):05d}"
    return format(body + luhn_digit(body))


def generate_like(original: str, rng: random.Random) -> str:
    """A fictitious number in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_SHAPE, 9):
        raw, (start, end) = found.group(), found.span()
        if not is_valid(raw) or raw.startswith("000") or _MONEY.match(scan.folded, end):
            continue
        if scan.announced(start, end, _KINDS, reach=60):
            yield mark(TYPE, start, end, 1.0, "checksum")
        elif raw.isdigit() or "." in raw or raw.endswith("000") or scan.kind_before(start) is not None:
            yield mark(TYPE, start, end, 0.4, "doubt")
        else:
            yield mark(TYPE, start, end, 0.6, "layout")
    for found in scan.labelled(_KINDS, _CUED):
        if not _MONEY.match(scan.folded, found.end("v")):
            valid = is_valid(found.group("v"))
            yield mark(TYPE, found.start("v"), found.end("v"), 1.0 if valid else 0.75, "checksum" if valid else "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
