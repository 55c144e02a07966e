"""Cadastral parcels: section (1 or 2 letters) and number (1 to 4 digits) within a commune.

Kept by the DGFiP; a parcel leads to its owner. The full reference has 14 characters: INSEE code, prefix (3), section
(2), number (4). Lists ("AB 123, 124 et 125") are one span, so that no number of them stays behind. Surrogates: section
ZZ. Source: code général des impôts, art. 1402 and following; CNIL, délibération n° 2012-088 (à vérifier). Checked
2026-11-22.

>>> is_valid("AB 123"), is_valid("000 AB 0123"), is_valid("ABC 1")
(True, True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.layout import bare, slots
from beffroi.privacy.identifiers.scan import Cue, IdentifierRecognizer, Scan, mark
from beffroi.privacy.text_view import fold

TYPE = "cadastral_parcel"
_N = r"(?:(?:n[°ºo]s?|numeros?|num|no)\.? ?)"
_LIST = (
    rf"(?:(?: ?[,/;] ?| et | a | ou |, et )(?:(?:la |section )?[a-z]{{1,2}}[ \-]?)?{_N}?[0-9]{{1,4}}p?(?![0-9a-z]|"
    rf"[ .][0-9]{{3}}|/[0-9]| ?(?:m2|m²|ha|euros?|€|rue|%))){{0,30}}"
)
_VALUE = (
    rf"(?P<v>(?:[0-9]{{3}} ?)?(?<![a-z])(?!(?:le|la|de|du|en|et|ou|au|un|y|n)[ 0-9])[a-z]{{1,2}}[ ,.\-]{{0,2}}{_N}?[0-9]{{1,"
    rf"4}}p?(?![0-9a-z]|/[0-9]| ?(?:m2|m²|euros?|€|%)){_LIST})"
)
_CUED = re.compile(
    r"(?:e(?:e|s)*)?(?: (?:cadastrees?|cadastrale?s?|section|sections|sise?|situees?|sous|le|la|les|numeros?|"
    r"n[°ºo]s?|references?|de|du|bati[es]*|non|reference|cadastre|au|a|est|sont|commune|terrain|cedee?|suivantes?)"
    r"[ :]?){0,8}[\s:=(\-]{1,4}" + _VALUE
)
_NUMBER = re.compile(r"[\s:]{0,3}(?:cadastree? )?(?:sous le )?(?:n[°ºo]|numero) ?(?P<v>[0-9]{1,4})(?![0-9a-z])")
_FREE = re.compile(r"(?<![0-9A-Za-z])[A-Z]{1,2} ?[nN][°º] ?[0-9]{1,4}p?(?![0-9A-Za-z]|[./-][0-9])")
_OCR = re.compile(r"[^\n]{0,30}?(?<![0-9a-z])(?P<v>[a-z][a-z0-9] ?n[°º] ?(?=[oil]{0,3}[0-9])[0-9oil]{1,4}p?)(?![0-9a-z])")
_PAIR = re.compile(
    r"[A-Z](?<![0-9A-Za-z\-/.].)(?<=(.))([A-Z]) (?:[nN][°º] ?)?[0-9]{1,4}p?"
    r"(?:(?:, ?| et | ; ?)(?:\1\2 ?)?(?:[nN][°º] ?)?[0-9]{1,4}p?(?![0-9]|[ .][0-9]{3}|[/:h]))+(?![0-9A-Za-z])"
)
_PLANNING = re.compile(
    r"(?<![a-z])(?:plu|plui|pos|urbanis\w*|parcell\w*|cadast\w*|zonage|dia|dpu|preempt\w*|bornage|lotissement|foncier|constructib\w*"
    r"|parcellaire|remembrement|indivision|alienation|cession|notaire)(?![a-z])"
)
_ROADS = frozenset(
    {
        "RD",
        "RN",
        "VC",
        "CR",
        "EN",
        "TV",
        "CP",
        "BP",
        "CS",
        "PV",
        "DN",
        "TD",
        "LD",
        "UE",
        "PC",
        "DP",
        "CE",
        "LE",
        "AU",
        "DU",
        "LA",
        "LES",
        "DE",
        "ET",
        "UN",
    }
)
_FULL = re.compile(r"(?<![0-9a-z])[0-9](?:[0-9]|[ab])[0-9]{3,4} ?[0-9]{3} ?(?:0[a-z]|[a-z]{2}) ?[0-9]{4}(?![0-9a-z])")
_FORM = re.compile(r"(?:[0-9][0-9AB][0-9]{3,4})?(?:[0-9]{3})?0?[A-Z]{1,2}[0-9]{1,4}P?", re.ASCII)
_NO = re.compile(r"(?:n[°ºo]s?|numeros?|num)(?![a-z])")


def compact(s: str) -> str:
    """Upper-case characters, without separators nor "n°"."""
    return bare(_NO.sub("", fold(s))).upper()


def validate(s: str) -> str:
    """The compact reference of one parcel.

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
    """The compact form."""
    return compact(s)


def generate(rng: random.Random) -> str:
    """A parcel of section ZZ."""
    return f"ZZ {rng.randrange(1, 10**4)}"


def generate_like(original: str, rng: random.Random) -> str:
    """Letters Z and other digits in the place of those of ``original``, its words kept."""
    folded = fold(original)
    kept = {
        place
        for word in re.finditer(r"(?<![a-z])(?:n[°ºo]s?|numeros?|num|et|ou|a|la|section)(?![a-z])", folded)
        for place in range(*word.span())
    }
    chars = list(original)
    for place in slots(original):
        if original[place].isdigit():
            chars[place] = rng.choice("123456789")
        elif place not in kept:
            chars[place] = "z" if original[place].islower() else "Z"
    return "".join(chars)


def _search(scan: Scan) -> Iterator[Finding]:
    cues = list(scan.of("parcel")) if scan.zones else []
    for cue in cues:
        found = _CUED.match(scan.folded, cue.end, cue.end + 260)
        if found and (_section(scan, found) or "sect" in scan.folded[cue.start : cue.end]):
            yield mark(TYPE, found.start("v"), found.end("v"), 0.8, "context")
        elif scan.folded.startswith("parcelle", cue.start):
            number = _NUMBER.match(scan.folded, cue.end, cue.end + 40)
            if number:
                yield mark(TYPE, number.start("v"), number.end("v"), 0.6, "context")
    yield from _blurred(scan, cues)
    if scan.zones:
        yield from _pairs(scan, bool(cues))
    if cues:
        for free in _FREE.finditer(scan.text):
            if scan.announced(free.start(), free.end(), frozenset({"parcel"}), reach=200):
                yield mark(TYPE, free.start(), free.end(), 0.75, "context")
    for full in scan.windows(_FULL, 10):
        yield mark(TYPE, full.start(), full.end(), 0.7, "layout")


def _blurred(scan: Scan, cues: list[Cue]) -> Iterator[Finding]:
    """References read by OCR: "A8 n°2l7"."""
    for cue in cues:
        blurred = _OCR.match(scan.folded, cue.end, cue.end + 60)
        if blurred and scan.text[blurred.start("v")].isupper():
            yield mark(TYPE, blurred.start("v"), blurred.end("v"), 0.75, "context")


def _pairs(scan: Scan, planned: bool) -> Iterator[Finding]:
    """Lists of one section in capitals, without a label, where the text is about land: "ZK 45, ZK 46"."""
    for pair in _PAIR.finditer(scan.text):
        if pair.group(1) + pair.group(2) not in _ROADS and (planned or _PLANNING.search(scan.folded)):
            yield mark(TYPE, pair.start(), pair.end(), 0.7, "layout")


def _section(scan: Scan, found: re.Match[str]) -> bool:
    """A section is in capitals, unless the whole span is in lower case and is not a word ("à 12 km")."""
    raw = scan.text[found.start("v") : found.end("v")]
    head = re.match(r"[0-9 ]*([A-Za-z]{1,2})", raw)
    return head is not None and (head.group(1).isupper() or (raw.islower() and (head.group(1) != "a" or "°" in raw)))


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
