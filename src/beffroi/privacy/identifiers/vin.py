"""VIN, the number of a vehicle.

Given by the maker: 17 letters (without I, O, Q) and digits; the first three are the maker's (WMI). The ninth is a key
in North America only, so that a European number is proved by nothing: a label or a known WMI tells. Surrogates are of a
maker that does not exist. Source: ISO 3779, ISO 3780. Checked 2026-11-22.

>>> is_valid("VF1BB05CF12345678"), is_valid("VF1BB05CF1234567O")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import LOOSE, IdentifierRecognizer, Scan, mark

TYPE = "vin"
_KINDS = frozenset({"vin", "plate"})
_FREE = re.compile(r"[a-hj-npr-z0-9](?<![0-9a-z].)[a-hj-npr-z0-9]{16}(?![0-9a-z])")
_CUED = re.compile(
    rf"{LOOSE}(?<![0-9a-z])(?P<v>(?=[0-9 ]{{0,20}}[a-z])(?=[a-z ]{{0,17}}[0-9])[a-z0-9](?:[ .\-]?[a-z0-9]){{16}})(?![0-9a-z])"
)
_MAKERS = (
    "vf",
    "vr",
    "vn",
    "wvw",
    "wba",
    "wbs",
    "wdb",
    "wdd",
    "wf0",
    "wau",
    "w0l",
    "w0v",
    "wme",
    "wp0",
    "zfa",
    "zar",
    "uu1",
    "tmb",
    "vss",
    "vnk",
    "sjn",
    "jt",
    "knm",
    "kna",
    "kmh",
    "lrw",
    "5yj",
    "nmt",
    "yv1",
    "sal",
)
_VALUES = dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ0123456789",
        (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9, *range(10)),
        strict=True,
    )
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def has_key(number: str) -> bool:
    """Whether the ninth character of a compact number is its North American key.

    >>> has_key("1M8GDM9AXKP042788")
    True
    """
    return "0123456789X"[sum(_VALUES[char] * weight for char, weight in zip(number, _WEIGHTS, strict=True)) % 11] == number[8]


def validate(s: str) -> str:
    """The compact number, of 17 characters.

    Raises:
        ValidationError: wrong length or characters.
    """
    value = compact(s)
    if len(value) != 17:
        raise InvalidLength
    if not re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", value) or value.isdigit() or value.isalpha():
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
    """A vehicle of a maker that does not exist (ZZ9)."""
    return "ZZ9" + "".join(rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ0123456789") for _ in range(8)) + f"{rng.randrange(10**6):06d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A vehicle of no maker in the layout of ``original``."""
    return imitate(original, generate(rng))


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_FREE, 4) if 17 in map(len, scan.words.texts) else ():
        raw = found.group()
        if raw.isdigit():
            continue
        if scan.announced(found.start(), found.end(), _KINDS):
            yield mark(
                TYPE,
                found.start(),
                found.end(),
                1.0 if has_key(raw.upper()) else 0.85,
                "checksum" if has_key(raw.upper()) else "context",
            )
        else:
            known = raw.startswith(_MAKERS) and sum(char.isdigit() for char in raw) >= 5
            yield mark(TYPE, found.start(), found.end(), 0.7 if known else 0.3, "layout" if known else "doubt")
    for found in scan.labelled(frozenset({"vin"}), _CUED):
        spaced = len(found.group("v")) > 17 and not scan.text[found.start("v") : found.end("v")].isupper()
        if not spaced and is_valid(found.group("v")) and sum(char.isdigit() for char in found.group("v")) >= 4:
            yield mark(TYPE, found.start("v"), found.end("v"), 0.85, "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
