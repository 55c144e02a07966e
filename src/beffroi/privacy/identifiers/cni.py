"""Number of a national identity card.

Issued by prefectures, then by the ANTS: since 2021, 9 letters or digits; before, 12 digits (year, month, département,
rank). Only a label tells. Source: décret n° 55-1397 du 22 octobre 1955; norme ICAO 9303 for the form (à vérifier).
Checked 2026-11-22.

>>> is_valid("880692310285"), is_valid("X4RTBPFW4"), is_valid("BONJOURAB")
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

TYPE = "cni"
_KINDS = frozenset({"cni"})
_GENERIC = frozenset({"document"})
_G = r"[ .\-/|]{0,2}"
_FORM = re.compile(r"[0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{6}|(?=[A-Z]{0,8}[0-9])(?=[0-9]{0,8}[A-Z])[0-9A-Z]{9}", re.ASCII)
_NINE = r"(?=[a-z]{0,8}[0-9])(?=[0-9]{0,8}[a-z])[0-9a-z]{9}"
_DOCUMENT = re.compile(
    rf"(?:[^0-9\n.]{{0,40}}?)(?<![0-9a-z])(?P<v>{_NINE}|[0-9]{{2}} ?(?:0[1-9]|1[0-2]) ?2[ab] ?[0-9]{{2}} ?[0-9]{{4}}"
    rf"|[0-9]{{2}} ?(?:0[1-9]|1[0-2]) ?[0-9]{{4}} ?[0-9]{{4}})(?![0-9a-z])"
)
_DICTATED = re.compile(
    r"[0-9A-Z](?<![0-9A-Za-z'’].)(?:, ?| ?[-–] ?| )(?:[0-9A-Z](?:, ?| ?[-–] ?| )){6,13}[0-9A-Z](?![0-9A-Za-z'’])"
)
_CUED = re.compile(
    rf"{LOOSE}(?<![0-9a-z])(?P<v>[0-9](?:{_G}[0-9oab]){{11}}|(?=[a-z]{{0,8}}[0-9])(?=[0-9]{{0,8}}[a-z])[0-9a-z]{{9}}|"
    rf"[0-9a-z]{{4}} (?=[a-z]{{0,4}}[0-9])[0-9a-z]{{5}})(?![0-9a-z])"
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
    made = (
        generate(rng)
        if len(compact(original)) != 9
        else "X0" + "".join(rng.choice("BCDFGHKLMNPRT0123456789") for _ in range(6)) + "0"
    )
    return imitate(original, made)


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.labelled(_KINDS, _CUED):
        yield mark(TYPE, found.start("v"), found.end("v"), 0.85, "context")
    for found in scan.labelled(_GENERIC, _DOCUMENT, 90):
        if _is_document(scan, found):
            yield mark(TYPE, found.start("v"), found.end("v"), 0.7, "context")
    for spelled in _DICTATED.finditer(scan.text) if scan.zones else ():
        letters = sum(char.isalpha() for char in bare(spelled.group()))
        if letters >= 2 and len(bare(spelled.group())) - letters >= 2:
            yield mark(TYPE, spelled.start(), spelled.end(), 0.7, "spoken")


def _is_document(scan: Scan, found: re.Match[str]) -> bool:
    """A vague label ("carte", "pièce") needs a number that can be nothing else: in capitals, letters and digits mixed."""
    value = scan.text[found.start("v") : found.end("v")]
    if len(bare(value)) == 12:
        return (
            scan.folded.startswith(("carte", "piece", "identite"), found.start() - 5)
            or "carte" in scan.folded[found.start() - 6 : found.start()]
        )
    letters = sum(char.isalpha() for char in value)
    return not any(char.islower() for char in value) and letters >= 2 and 9 - letters >= 2


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
