"""Serial number of a water, gas or electricity meter.

Given by the maker: letters and digits, without a common form nor a key. A label ("compteur n°") tells; what is read on
the meter ("1 234 m³") is not its number. Source: usage; directive 2014/32/UE, annexe I, 9.1 (marking). Checked
2026-11-22.

>>> is_valid("C12FA 345678"), is_valid("abc")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.layout import bare, redraw
from beffroi.privacy.identifiers.scan import STRICT, IdentifierRecognizer, Scan, mark

TYPE = "meter_number"
_KINDS = frozenset({"meter"})
_CUED = re.compile(
    r"(?: (?:d'eau|eau|de gaz|gaz|electrique|d'electricite|linky|general|individuel|froide|chaude|divisionnaire|"
    r"principal|de la maison|du logement|portant|porte)){0,3}"
    r"(?P<link>(?: (?:le numero|numero de serie|matricule|reference|serie|sn|s/n))?" + STRICT + r")"
    r"(?P<v>[a-z]{0,4}[ \-]?[0-9][0-9a-z]{0,18}(?:-[0-9a-z]{1,12}| [0-9]{2,12}(?![0-9a-z])| [a-z]{1,2}(?=[0-9]{3})"
    r"[0-9]{3,10}){0,3})(?![0-9a-z])"
)
_UNIT = re.compile(r"[ ]?(?:m3|m³|m²|metres|kwh|kw|litres|l(?![a-z])|€|euros|heures|ans|jours|[/.][0-9])")
_LABELLED = re.compile(r"n[°ºo]|numero|num|:|matricule|serie|reference|sn|#|=|(?<![a-z])ref(?![a-z])")
_SERIAL = re.compile(r"[a-z](?<![0-9a-z].)[0-9]{2}[a-z]{2}(?: ?[0-9]{6}| [0-9]{3} [0-9]{3})(?![0-9a-z])")


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number: 4 to 24 characters, 4 digits at least.

    Raises:
        ValidationError: another form.
    """
    value = compact(s)
    if not 4 <= len(value) <= 24 or sum(char.isdigit() for char in value) < 4:
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
    """A number of the series X00."""
    return f"X00{rng.randrange(10**7):07d}"


def generate_like(original: str, rng: random.Random) -> str:
    """Random digits and letters in the place of those of ``original``."""
    return redraw(original, rng)


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED, 90):
        if not is_valid(found.group("v")) or _UNIT.match(scan.folded, found.end("v")):
            continue
        if _LABELLED.search(found.group("link")) or _LABELLED.search(scan.folded, max(found.start() - 24, 0), found.start()):
            yield mark(TYPE, found.start("v"), found.end("v"), 0.75, "context")
        elif len(found.group("v")) >= 6 and " " not in found.group("v"):
            yield mark(TYPE, found.start("v"), found.end("v"), 0.6, "context")
    for serial in scan.windows(_SERIAL, 8):  # maker, year, calibre and number, as engraved on French water meters
        if not scan.text[serial.start() : serial.end()].islower() or scan.announced(serial.start(), serial.end(), _KINDS):
            yield mark(TYPE, serial.start(), serial.end(), 0.65, "layout")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
