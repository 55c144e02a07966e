"""BIC, the code of a bank (SWIFT).

Given by SWIFT: institution (4 letters), country (2), place (2), branch (3, optional). There is no key: only a label, or
an IBAN right before, tells it from a word. Source: ISO 9362:2022; surrogates use the test country code ZZ. Checked
2026-11-22.

>>> is_valid("ZZZZFRPPXXX"), is_valid("SOUFFRIRAIT")
(True, True)
>>> is_valid("BONJOUR1")
False
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import iban
from beffroi.privacy.identifiers.errors import InvalidComponent, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import STRICT, IdentifierRecognizer, Scan, mark

TYPE = "bic"
_KINDS = frozenset({"bic"})
_VALUE = r"(?P<v>[a-z]{4}[ ]?[a-z]{2}[ ]?[a-z0-9]{2}(?:[ ]?(?:xxx|[a-z0-9]{3}))?)(?![a-z0-9])"
_AFTER = re.compile(STRICT + r"(?:/ ?swift|swift|code)?" + STRICT + _VALUE)
_TWO_LABELS = re.compile(r"[ /:(\-]{0,4}(?:iban|rib)?[^\n]{0,60}?(?<![a-z0-9])" + _VALUE)
_NEXT = re.compile(r"[\s,;/|)\-]{1,4}(?:bic|swift)?[ :/]{0,4}" + _VALUE)
_COUNTRIES = frozenset(iban.LENGTHS) | {"US", "CA", "JP", "CN", "AU", "ZZ", "LU", "RE", "GP"}


def compact(s: str) -> str:
    """Upper-case characters without spaces."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact code.

    Raises:
        ValidationError: wrong length, characters or country.
    """
    value = compact(s)
    if len(value) not in {8, 11}:
        raise InvalidLength
    if not re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?", value):
        raise InvalidFormat
    if value[4:6] not in _COUNTRIES:
        raise InvalidComponent
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
    """A code of no bank: the institution begins with ZZ."""
    return "ZZ" + rng.choice("BCDFGHJKLM") + rng.choice("BCDFGHJKLM") + "FRPPXXX"


def generate_like(original: str, rng: random.Random) -> str:
    """A code of no bank, of the length and case of ``original``."""
    made = generate(rng)
    return imitate(original, made[:8] if len(compact(original)) == 8 else made)


def _search(scan: Scan) -> Iterator[Finding]:
    seen: set[int] = set()
    for cue in scan.of("bic"):
        found = _AFTER.match(scan.folded, cue.end, cue.end + 60) or _TWO_LABELS.match(scan.folded, cue.end, cue.end + 110)
        if found and found.start("v") not in seen and is_valid(found.group("v")) and _looks(scan, found):
            seen.add(found.start("v"))
            yield mark(TYPE, found.start("v"), found.end("v"), 0.8, "context")
    for account in iban.found(scan):
        found = _NEXT.match(scan.folded, account.end, account.end + 40)
        if found and found.start("v") not in seen and is_valid(found.group("v")) and _looks(scan, found):
            seen.add(found.start("v"))
            yield mark(TYPE, found.start("v"), found.end("v"), 0.75, "context")


def _looks(scan: Scan, found: re.Match[str]) -> bool:
    """A code is in capitals, or bears a digit, or ends as most do."""
    raw = scan.text[found.start("v") : found.end("v")]
    return (
        raw.isupper()
        or any(char.isdigit() for char in raw)
        or raw.lower().endswith(("xxx", "pp"))
        or (" " not in raw and found.group("v")[4:6] == "fr")
    )


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
