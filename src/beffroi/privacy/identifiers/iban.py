"""IBAN, the international number of a bank account.

Given by banks. Country (2 letters), key (2 digits), then the national account: bank, branch, account and RIB key in
France (27 characters in all). Key: ISO 7064 MOD 97-10. Surrogates are French, of a bank code (00000) that no bank has.
Source: ISO 13616-1; lengths in ``iban_lengths.toml``; key checked against python-stdnum 2.2 on 2026-11-22.

>>> is_valid("FR14 2004 1010 0505 0001 3M02 606"), is_valid("FR14 2004 1010 0505 0001 3M02 607")
(True, False)
>>> format("be71096123456769")
'BE71 0961 2345 6769'
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache, partial
from importlib.resources import files

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import alphabet, rib, spoken
from beffroi.privacy.identifiers.checksums import mod97
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import OCR, bare, imitate
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark

TYPE = "iban"
LENGTHS: dict[str, int] = tomllib.loads((files(__package__) / "iban_lengths.toml").read_text(encoding="utf-8"))["lengths"]
_KINDS = frozenset({"iban", "rib"})
_G = r"[\s.\-/|_:·•]{0,3}"
_START = re.compile(rf"(?:(?<![a-z0-9])|(?<=iban))([a-z])[ .\-|_/]{{0,3}}([a-z]){_G}[0-9oils]{_G}[0-9oilsb](?={_G}[0-9a-z])")
_COUNTRY = re.compile(rf"(?<![a-z0-9'])({alphabet.WORD})[ ,.\-]{{0,2}}({alphabet.WORD})[ ,.\-]{{1,2}}$")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_RUN = re.compile(r"[a-z]{2}[ .\-]?[0-9o]{2}(?:[ .\-]{0,2}(?:[0-9o]{2,}|[a-z0-9]{4,11})){3,8}")


def compact(s: str) -> str:
    """Upper-case letters and digits without separators."""
    value = bare(s).upper()
    return value.removeprefix("IBAN") if value.startswith("IBAN") else value


def validate(s: str) -> str:
    """The compact IBAN.

    Raises:
        ValidationError: unknown country, wrong length or wrong key.
    """
    value = compact(s)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", value):
        raise InvalidFormat
    length = LENGTHS.get(value[:2])
    if length is None:
        raise InvalidComponent
    if len(value) != length:
        raise InvalidLength
    if mod97(value[4:] + value[:4]) != 1:
        raise InvalidChecksum
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """Groups of four."""
    value = compact(s)
    return " ".join(value[index : index + 4] for index in range(0, len(value), 4))


def generate(rng: random.Random) -> str:
    """A French IBAN of a bank that does not exist, with valid IBAN and RIB keys."""
    return format(_of_account(rib.compact(rib.generate(rng))))


def _of_account(account: str) -> str:
    return f"FR{98 - mod97(account + 'FR00'):02d}{account}"


def generate_like(original: str, rng: random.Random) -> str:
    """A French IBAN of no bank in the layout of ``original``; groups of four when the lengths differ."""
    value = bare(original)
    made = generate(rng)
    return imitate(original, made) if len(value) == 27 else made if " " in original.strip() else compact(made)


@cache
def _rest(length: int) -> re.Pattern[str]:
    """What follows the four first characters of an IBAN of ``length`` characters."""
    return re.compile(rf"(?:{_G}[a-z0-9]){{{length - 4}}}")


def _reads(raw: str) -> Iterator[str]:
    """What the characters may stand for: as they are, then with the confusions of optical recognition undone."""
    plain = compact(raw)
    yield plain
    digits = plain[2:].lower().translate(OCR).upper()
    yield plain[:2] + digits
    if plain.startswith(("FR", "MC")):
        yield plain[:2] + digits[:12] + plain[14:25] + digits[23:]


def found(scan: Scan) -> list[Finding]:
    """The accounts of a scan, found once (the codes of banks are looked for beside them)."""
    kept = scan.notes.get(TYPE)
    if kept is None:
        kept = scan.notes[TYPE] = list(_accounts(scan))
    return kept


def _search(scan: Scan) -> Iterator[Finding]:
    yield from found(scan)


def _accounts(scan: Scan) -> Iterator[Finding]:
    yield from _dictated(scan)
    last = -1
    for start in scan.windows(_START, 6):
        length = LENGTHS.get((start.group(1) + start.group(2)).upper())
        if start.start() < last or length is None:
            continue
        finding = _whole(scan, start, length) or _broken(scan, start)
        if finding:
            last = finding.end
            yield finding


def _dictated(scan: Scan) -> Iterator[Finding]:
    """ "F R soixante-seize treize …": the two letters of a country before a long run of number words."""
    for chain in spoken.chains(scan):
        head = _COUNTRY.search(scan.folded, max(chain.start - 24, 0), chain.start)
        if head is None:
            continue
        country = alphabet.letter(head.group(1)) + alphabet.letter(head.group(2))
        digits = spoken.number(re.sub(r"[0-9]+", "", scan.folded[chain.start : chain.end]))
        if country.upper() in LENGTHS and len(digits) >= 10:
            proved = chain.digits_of(LENGTHS[country.upper()] - 2, partial(_is_of_country, country))
            yield mark(TYPE, head.start(), chain.end, 1.0 if proved else 0.8, "checksum" if proved else "spoken")


def _is_of_country(country: str, digits: str) -> bool:
    return is_valid(country + digits)


def _whole(scan: Scan, start: re.Match[str], length: int) -> Finding | None:
    rest = _rest(length).match(scan.folded, start.end())
    if not rest:
        return None
    end = rest.end()
    raw = scan.folded[start.start() : end]
    if len(_NOT_DIGIT.sub("", raw)) * 3 < length or len(_NOT_DIGIT.sub("", raw.translate(OCR))) * 2 < length:
        return None
    if any(is_valid(read) for read in _reads(raw)) and not _runs_on(scan.folded, end):
        return mark(TYPE, start.start(), end, 1.0, "checksum")
    if _runs_on(scan.folded, end) or sum(char.isdigit() for char in raw) < length * 2 // 3:
        return None
    if scan.announced(start.start(), end, _KINDS):
        return mark(TYPE, start.start(), end, 0.85, "context")
    grouped = re.fullmatch(r"[a-z]{2}\d\d(?: [0-9a-z]{4}){3,7}(?: [0-9a-z]{1,3})?", raw)
    return mark(TYPE, start.start(), end, 0.6 if grouped else 0.4, "layout" if grouped else "doubt")


def _runs_on(folded: str, end: int) -> bool:
    """Whether the number goes on after its length: it is then something else, or mistyped."""
    return folded[end : end + 1].isalnum() and not folded.startswith("bic", end)


def _broken(scan: Scan, start: re.Match[str]) -> Finding | None:
    """An IBAN announced as such, but with characters missing or in excess."""
    run = _RUN.match(scan.folded, start.start(), start.start() + 60)
    if not run or len(compact(run.group())) < 14 or sum(char.isdigit() for char in run.group()) < 10:
        return None
    if not scan.announced(start.start(), run.end(), frozenset({"iban"}), reach=40):
        return None
    return mark(TYPE, start.start(), run.end(), 0.7, "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
