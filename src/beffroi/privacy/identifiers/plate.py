"""Number plates of vehicles: since 2009 (SIV) AB-123-CD, before (FNI) 123 ABC 59, mopeds.

Issued by the ministry of the interior. SIV: letters without I, O, U; never SS; a number from 001 to 999. Surrogates
have 000, which is never issued. Source: arrêté du 9 février 2009 (numéro d'immatriculation), à vérifier for the
excluded letters. Checked 2026-11-22.

>>> is_valid("AB-123-CD"), is_valid("1234 AB 59"), is_valid("IO-123-CD"), is_valid("AB-12-CD")
(True, True, False, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import compress

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import alphabet, spoken
from beffroi.privacy.identifiers.errors import InvalidComponent, InvalidFormat
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import STRICT, IdentifierRecognizer, Scan, mark

TYPE = "plate"
_KINDS = frozenset({"plate"})
_L = "[a-hj-np-tv-z]"
_DEPT = r"(?:0[1-9]|[13-8][0-9]|2[0-9ab]|9[0-5]|97[1-6])"
_SIV = re.compile(
    rf"{_L}(?<![0-9a-z].)(?<![0-9a-z]-.){_L}(?P<s>[ .\-_/]{{0,3}})(?P<n>[0-9oil]{{3}})(?P<t>[ .\-_/]{{0,3}})"
    rf"{_L}{{2}}(?![0-9a-z]|-[0-9a-z])"
)
_FNI = re.compile(
    rf"[0-9](?<![0-9a-z].)(?<![0-9][ .,\-/].)[0-9]{{0,3}}(?P<s>[ .\-]{{0,3}})(?P<l>{_L}{{1,3}})(?P<t>[ .\-]{{0,"
    rf"3}}){_DEPT}(?![0-9"
    rf"a-z]|[.,\-/][0-9])"
)
_MOPED = re.compile(STRICT + rf"(?P<v>{_L}{{1,2}}[ \-]?[0-9]{{2,3}}[ \-]?{_L})(?![0-9a-z])")
_DICTATED = re.compile(
    rf"(?<![a-z0-9'])(?P<a>{alphabet.WORD})[ ,.\-]{{1,2}}(?P<b>{alphabet.WORD})[ ,.\-]{{1,2}}"
    rf"(?P<n>[0-9](?:[ ,.\-]{{0,2}}[0-9]){{2}}|[a-z]"
    rf"[a-z \-,]{{3,40}}?)[ ,.\-]{{1,2}}(?P<c>{alphabet.WORD})[ ,.\-]{{1,2}}(?P<d>{alphabet.WORD})(?![a-z0-9'])"
)
_SAID = frozenset("abcdefghijklmnopqrstuvwxyz") | frozenset(alphabet.RADIO)
_RADIO = re.compile(r"(?<![a-z])(?:" + "|".join(alphabet.RADIO) + r"| comme )(?![a-z])")
_LABEL = re.compile(r"(?:plaque|immatricul[a-z]*|immat)[ :n°]{0,5}$")
_WORDS = frozenset(
    [
        "de",
        "le",
        "la",
        "et",
        "en",
        "ce",
        "se",
        "ne",
        "me",
        "te",
        "je",
        "sa",
        "ma",
        "ta",
        "es",
        "as",
        "ex",
        "tv",
        "rv",
        "mr",
        "st",
        "ht",
        "pv",
        "cp",
        "kg",
        "km",
        "ml",
        "cl",
        "dl",
        "mm",
        "cm",
        "ha",
    ]
)
_FORM = re.compile(
    r"[A-HJ-NP-TV-Z]{2}[0-9]{3}[A-HJ-NP-TV-Z]{2}|[A-HJ-NP-TV-Z]{1,2}[0-9]{2,3}[A-HJ-NP-TV-Z]|[0-9]{1,4}[A-HJ-NP-TV-Z]{1,"
    r"3}(?:[0-9]{2}|2[AB]|97[1-6])",
    re.ASCII,
)


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number.

    Raises:
        ValidationError: none of the forms, or a part that cannot be.
    """
    value = compact(s)
    if not _FORM.fullmatch(value):
        raise InvalidFormat
    if value[:2] == "SS" or (len(value) == 7 and value[5:] == "SS"):
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
    """A plate of number 000, which is never issued."""
    letters = [rng.choice("ABCDEFGHJKLMNPQRTVWXYZ") for _ in range(4)]
    return f"{letters[0]}{letters[1]}-000-{letters[2]}{letters[3]}"


def generate_like(original: str, rng: random.Random) -> str:
    """A plate that is never issued, in the layout of ``original``: number 000, or département 00 of the old series."""
    value = compact(original)
    made = compact(generate(rng))
    if value[:1].isdigit():
        letters = "".join(char for char in value if char.isalpha())
        digits = len(value) - len(value.lstrip("0123456789"))
        made = f"{rng.randrange(1, 10**digits):0{digits}d}{(made[:2] + made[5:])[: len(letters)]}"
        made += "0" * (len(value) - len(made))
    elif len(value) != 7:
        made = made[:2] + "0" * (len(value) - 3) + made[-1]
    return imitate(original, made)


def _siv(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_SIV, 1):
        start, end = found.span()
        sides = found.group("s"), found.group("t")
        if not any(char.isdigit() for char in found.group("n")) or (
            not is_valid(found.group().replace("o", "0").replace("i", "1").replace("l", "1")) and "l" not in found.group()
        ):
            continue
        raw = scan.text[start:end]
        cued = scan.announced(start, end, _KINDS, reach=90, after=24)
        if not cued and scan.announced(start, end, frozenset({"parcel"}), reach=120):
            continue  # "AB 123 AC 45": sections and numbers of parcels
        dashed = sides[0] == sides[1] and sides[0].strip() in {"-", "."}
        ocr = not found.group("n").isdigit()
        lower = raw.islower() and sides[0] == " "
        if (
            lower
            and {found.group()[:2], found.group()[-2:]} & _WORDS
            and not _LABEL.search(scan.folded, max(start - 30, 0), start)
        ):
            yield mark(TYPE, start, end, 0.3, "doubt")
        elif cued or (dashed and not (ocr and raw.islower())):
            yield mark(TYPE, start, end, 0.95 if cued else 0.9, "context" if cued else "layout")
        elif raw.isupper() and not ocr and sides[0] == sides[1] and not ({found.group()[:2], found.group()[-2:]} & _WORDS):
            yield mark(TYPE, start, end, 0.8, "layout")
        else:
            yield mark(TYPE, start, end, 0.4, "doubt")


def _fni(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_FNI, 3):
        start, end = found.span()
        raw = scan.text[start:end]
        letters, even = found.group("l"), found.group("s") == found.group("t") and len(found.group("s")) <= 1
        plausible = raw.isupper() or (len(letters) > 1 and letters not in _WORDS)
        if plausible and scan.announced(start, end, _KINDS, reach=60, after=24):
            yield mark(TYPE, start, end, 0.85, "context")
        elif len(letters) == 3 and len(found.group().rstrip("0123456789ab").rstrip(" .-abcdefghijklmnopqrstuvwxyz")) == 4:
            yield mark(TYPE, start, end, 0.3, "doubt")  # "2019-DSP-02": the old series never had four digits and three letters
        elif raw.isupper() and even and (len(letters) == 3 or "-" in raw) and len(raw) >= 7:
            yield mark(TYPE, start, end, 0.55, "layout")
        else:
            yield mark(TYPE, start, end, 0.3, "doubt")


def _dictated(scan: Scan) -> Iterator[Finding]:
    """ "Delta Victor six cent trois Lima Bravo": four letters said aloud around three digits."""
    texts, starts = scan.words.texts, scan.words.starts
    last = 0
    for index in compress(range(len(texts) - 4), map(_SAID.__contains__, texts)):
        following = texts[index + 1]
        if starts[index] < last or (following not in _SAID and following != "comme"):
            continue
        found = _DICTATED.match(scan.folded, starts[index])
        if found is None:
            continue
        last = found.end()
        letters = "".join(alphabet.letter(found.group(name)) for name in "abcd")
        number = re.sub(r"[^0-9]", "", found.group("n")) or spoken.number(found.group("n"))
        if len(number) == 3 and len(letters) == 4 and is_valid(letters[:2] + number + letters[2:]):
            sure = _RADIO.search(found.group()) or scan.announced(found.start(), found.end(), _KINDS, reach=60)
            yield mark(TYPE, found.start(), found.end(), 0.8 if sure else 0.4, "spoken")


def _search(scan: Scan) -> Iterator[Finding]:
    if "plate" in scan.cues_by_kind or "comme" in scan.vocabulary or not scan.vocabulary.isdisjoint(alphabet.RADIO):
        yield from _dictated(scan)
    yield from _siv(scan)
    yield from _fni(scan)
    for found in scan.labelled(_KINDS, _MOPED):
        if scan.text[found.start("v") : found.end("v")].isupper():
            yield mark(TYPE, found.start("v"), found.end("v"), 0.75, "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
