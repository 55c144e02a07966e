"""NIR, numéro d'inscription au répertoire ("numéro de sécurité sociale").

Issued by INSEE (people born in France) and by the CNAV (people born abroad), for life. 13 characters and a key of 2
digits: sex (1, 2; 3, 4, 7, 8 for people whose registration is under way), year (2), month (01-12; 20-42 and 50-99 when
unknown or when the series is full), département of birth (01-95, 2A, 2B; 97, 98 and three digits overseas; 99 abroad),
commune or country (3), rank (3). Key: 97 minus the number modulo 97, 2A counting 19 and 2B counting 18.

Source: code de la sécurité sociale, art. R. 115-1; décret n° 82-103 du 22 janvier 1982. Key checked against
python-stdnum 2.2 on 2026-11-22; ranges of months to be verified (à vérifier).

>>> is_valid("1 84 05 76 351 012 04")
True
>>> format("184052a351012" + key("184052a351012"))
'1 84 05 2A 351 012 88'
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import spoken
from beffroi.privacy.identifiers.checksums import is_digits
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidComponent, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import OCR, bare, grouped, imitate
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark

TYPE = "nir"
KINDS = frozenset({"nir"})
_WAITING = frozenset({"nia"})
_D = r"[0-9oilsbz]"
_G = r"[\s.\-/|_,;]{0,3}"
_KEY = r"[\s.\-/|_,:;(\[]{0,4}(?:cle|clef|key)?[\s.:=n°\-]{0,4}[0-9oilsbz][\s.\-/|_]{0,3}[0-9oilsbz](?![0-9a-z])"
_SHAPE = re.compile(
    rf"[1-478il](?<![0-9a-z].)(?=(?P<v>(?:{_G}{_D}){{4}}{_G}(?:{_D}{_G}{_D}|2{_G}[ab])(?:{_G}{_D}){{6}})(?P<k>{_KEY})?)"
)
_GLUED = re.compile(
    rf"[1-478](?<=(?:nir|ecu).)(?=(?P<v>(?:{_G}{_D}){{4}}{_G}(?:{_D}{_G}{_D}|2{_G}[ab])(?:{_G}{_D}){{6}})(?P<k>{_KEY})?)"
)
_CLASSIC = re.compile(r"[1-478]([ .\-/|_])\1{0,2}\d\d\1{1,3}\d\d\1{1,3}(?:\d[\dab]\1{1,3}\d{3}|\d{3}\1{1,3}\d\d)\1{1,3}\d{3}")
_PARTS = re.compile(r"[1-478]\d\d(?:0[1-9]|1[0-2]|[23]\d|4[0-2]|[5-9]\d)(?:0[1-9]|[1-8]\d|9\d|2a|2b)\d{6}", re.ASCII)
_STREET = re.compile(
    r"\s*(?:bis|ter)?,?\s*(?:rue|avenue|av|bd|boulevard|place|chemin|impasse|allee|route|ans|euros?|€)(?![a-z])"
)
_CLE = re.compile(r"[^0-9a-z]+|clef|cle|key|n(?=°)")


def compact(s: str) -> str:
    """Upper-case characters without separators nor the word "clé"."""
    return bare(re.sub(r"(?i)cl[eé]f?", "", s)).upper()


def key(number: str) -> str:
    """Key of the first 13 characters (compact, either case).

    Raises:
        InvalidFormat: not a number once Corsica's letters are replaced.
    """
    digits = number[:13].lower().replace("2a", "19").replace("2b", "18")
    if not is_digits(digits):
        raise InvalidFormat
    return f"{97 - int(digits) % 97:02d}"


def validate(s: str) -> str:
    """The compact number, of 15 characters, or of 13 when it is given without key.

    Raises:
        ValidationError: wrong length, parts or key.
    """
    value = compact(s)
    if len(value) not in {13, 15}:
        raise InvalidLength
    if not _PARTS.fullmatch(value[:13].lower()):
        raise InvalidComponent
    if len(value) == 15 and key(value) != value[13:]:
        raise InvalidChecksum
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """Groups as on the carte Vitale: 1 84 05 76 351 012 04."""
    return grouped(compact(s), 1, 2, 2, 2, 3, 3)


def generate(rng: random.Random) -> str:
    """A NIR of nobody, with a valid key: born abroad (99) in a country whose code, 000, does not exist."""
    return _generate(rng, rng.choice("12"))


def _generate(rng: random.Random, sex: str) -> str:
    body = f"{sex}{rng.randrange(30, 99):02d}{rng.randrange(1, 13):02d}99000{rng.randrange(1, 1000):03d}"
    return format(body + key(body))


def generate_like(original: str, rng: random.Random) -> str:
    """A NIR of nobody with the sex, the layout and the length (with or without key) of ``original``."""
    value = compact(original)
    sex = value[0] if value[:1] in {"1", "2", "3", "4", "7", "8"} else rng.choice("12")
    made = _generate(rng, sex)
    return imitate(original, format(compact(made)[:13]) if len(value) == 13 else made)


def _reads(raw: str) -> Iterator[str]:
    """What the characters may stand for: as they are, then with the confusions of optical recognition undone."""
    plain = _CLE.sub("", raw)
    yield plain
    fixed = plain.translate(OCR)
    if fixed != plain:
        if plain[5:7] in {"2a", "2b"}:
            yield fixed[:5] + plain[5:7] + fixed[7:]
        yield fixed


def _search(scan: Scan, type_code: str = TYPE, kinds: frozenset[str] = KINDS) -> Iterator[Finding]:
    done = -1
    known = scan.cues_by_kind.keys()
    for pattern in (
        (_SHAPE, _GLUED)
        if "nir1" in scan.folded or "nir2" in scan.folded or "ecu1" in scan.folded or "ecu2" in scan.folded
        else (_SHAPE,)
    ):
        for found in scan.windows(pattern, 9 if known.isdisjoint(kinds) else 6):  # see ``_judge``
            if found.start() < done:
                continue
            finding = _judge(scan, found, type_code, kinds)
            if finding:
                yield finding
                done = finding.end if finding.score >= 0.5 else done
    for length in (15, 13):
        for chain in spoken.chains(scan):
            span = chain.locate(length, _said)
            if span and (length == 15 or scan.announced(*span, kinds)):
                yield mark(type_code, *span, 1.0 if length == 15 else 0.75, "checksum" if length == 15 else "spoken")
            elif scan.announced(chain.start, chain.end, kinds) and chain.digits_of(length, _plausible):
                yield mark(type_code, chain.start, chain.end, 0.75, "spoken")


def _plausible(value: str) -> bool:
    return bool(_PARTS.match(value))


def _said(value: str) -> bool:
    return value[0] in "123478" and is_valid(value)


def _strays(body: str) -> int:
    """How many gaps fall where nobody pauses in a NIR: a row of figures has many, one may be a slip."""
    groups = [len(group) for group in re.split(r"[^0-9a-z]+", body)]
    if len(set(groups)) == 1:
        return 0
    return len({sum(groups[:count]) for count in range(1, len(groups))} - {1, 3, 5, 7, 10})


def _closed(folded: str, start: int, end: int) -> int:
    """Past the parenthesis that closes "(clé 45)"."""
    return end + 1 if "(" in folded[start:end] and folded[end : end + 1] == ")" else end


def _judge(scan: Scan, found: re.Match[str], type_code: str, kinds: frozenset[str]) -> Finding | None:
    start, end = found.start(), found.end("v")
    body = found.group() + found.group("v")
    raw = _CLE.sub("", body + (found.group("k") or ""))
    if raw.isdigit() and not _PARTS.match(raw):
        return None
    digits = 13 if raw.isdigit() else sum(map(str.isdigit, body))
    if digits < 9 and (digits < 5 or not scan.announced(start, end, kinds, reach=40)):
        return None
    reads = [raw] if raw.isdigit() else [read for read in _reads(raw) if _PARTS.match(read)]
    if not reads:
        return None
    if found.group("k") is not None:
        for read in reads:
            if len(read) == 15 and is_digits(read[13:]) and key(read) == read[13:]:
                if _strays(body) > 1 and not scan.announced(start, found.end("k"), kinds):
                    break
                waiting = body[0] in "3478" and scan.announced(start, end, _WAITING, reach=40, after=0)
                return mark(type_code, start, _closed(scan.folded, start, found.end("k")), 0.97 if waiting else 1.0, "checksum")
    elif scan.folded[end : end + 1].isalnum():
        return None
    stop = end
    if found.group("k") is not None and not _STREET.match(scan.folded, found.end("k")):
        stop = _closed(scan.folded, start, found.end("k"))
    elif found.group("k") is None and re.match(r"[ .\-/]?[0-9]", scan.folded[end : end + 2]):
        return None
    if scan.announced(start, stop, kinds):
        return mark(type_code, start, stop, 0.8, "context")
    if _CLASSIC.fullmatch(body) and scan.kind_before(start) in {None, "case"}:
        return mark(type_code, start, stop, 0.6, "layout")
    return mark(type_code, start, stop, 0.35, "doubt")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
