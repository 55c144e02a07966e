"""RIB, the French number of a bank account.

Given by banks: bank (5 digits, by the ACPR), branch (5), account (11 letters or digits), key (2). Key: 97 minus (89 ×
bank + 15 × branch + 3 × account) modulo 97, letters of the account counting A, J = 1; B, K, S = 2; … I, R, Z = 9.
Surrogates are of bank 00000, which does not exist. Source: norme CFONB; key checked against the RIB part of published
sample IBAN, 2026-11-22.

>>> is_valid("20041 01005 0500013M026 06"), is_valid("20041 01005 0500013M026 07")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidChecksum, InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.layout import OCR, bare, grouped
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark
from beffroi.privacy.text_view import fold

TYPE = "rib"
_KINDS = frozenset({"rib", "iban"})
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "12345678912345678923456789")
_G = r"[\s.\-/|_;·]{0,3}"
_B, _C = rf"[0-9o](?:{_G}[0-9oil]){{4}}", rf"[0-9a-z](?:{_G}[0-9a-z]){{10}}"
_SHAPE = re.compile(
    rf"[0-9o](?<![0-9a-z].)(?<!fr[0-9]{{2}}[ .\-].)(?P<b>(?:{_G}[0-9oil]){{4}}){_G}(?P<g>{_B}){_G}(?P<c>{_C})"
    rf"{_G}(?P<k>[0-9]{_G}[0-9])(?![0-9a-z])"
)
_W = r"[^0-9]{1,40}?"
_LABELLED = re.compile(
    rf"(?:[^0-9\n]|\n){{0,40}}?(?<![0-9])(?P<b>[0-9]{{5}})(?![0-9]){_W}(?P<g>[0-9]{{5}})(?![0-9])(?P<w>[^0-9]{{1,30}}?)"
    rf"(?<![0-9a-z])(?P<c>(?=[a-z]{{0,4}}[0-9])[0-9a-z]{{11}})(?![0-9a-z]){_W}(?P<k>[0-9]{{2}})(?![0-9a-z])"
)


def compact(s: str) -> str:
    """The 23 upper-case characters, without separators nor labels."""
    found = _LABELLED.match(fold(s)) or _SHAPE.search(fold(s))
    if found and found.re is _LABELLED:
        return bare("".join(found.group("b", "g", "c", "k"))).upper()
    return bare(found.group() if found else s).upper()


def key(number: str) -> str:
    """Key of the 21 first characters (compact).

    Raises:
        ValidationError: other characters than ASCII letters and digits.
    """
    digits = number[:21].lower().translate(_LETTERS)
    if not (digits.isascii() and digits.isdigit()):
        raise InvalidFormat
    return f"{97 - (89 * int(digits[:5]) + 15 * int(digits[5:10]) + 3 * int(digits[10:21])) % 97:02d}"


def validate(s: str) -> str:
    """The compact RIB.

    Raises:
        ValidationError: wrong length or wrong key.
    """
    value = compact(s)
    if len(value) != 23:
        raise InvalidLength
    if not re.fullmatch(r"[0-9]{10}[0-9A-Z]{11}[0-9]{2}", value):
        raise InvalidFormat
    if key(value) != value[21:]:
        raise InvalidChecksum
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """Bank, branch, account, key."""
    return grouped(compact(s), 5, 5, 11)


def generate(rng: random.Random) -> str:
    """An account of a bank that does not exist, with a valid key."""
    body = f"00000{rng.randrange(1, 10**5):05d}{rng.randrange(10**11):011d}"
    return format(body + key(body))


def generate_like(original: str, rng: random.Random) -> str:
    """An account of no bank in the layout of ``original``, its labels kept."""
    made = compact(generate(rng))
    folded = fold(original)
    found = _LABELLED.match(folded) or _SHAPE.search(folded)
    if not found:
        return format(made)
    spans = [found.span(name) for name in "bgck"] if found.re is _LABELLED else [found.span()]
    chars = list(original)
    start = 0
    for span in spans:
        for offset in range(*span):
            if folded[offset].isascii() and folded[offset].isalnum():
                chars[offset] = made[start]
                start += 1
    return "".join(chars)


def _search(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_SHAPE, 12):
        raw = found.group()
        fixed = bare(raw)
        fixed = fixed[:10].translate(OCR) + fixed[10:]
        start, end = found.span()
        if is_valid(fixed) or is_valid(fixed.translate(OCR)):
            yield mark(TYPE, start, end, 1.0, "checksum")
        elif scan.announced(start, end, _KINDS) and sum(char.isdigit() for char in raw) >= 16:
            yield mark(TYPE, start, end, 0.75, "context")
    for found in scan.labelled(frozenset({"rib"}), _LABELLED, 260):
        valid = is_valid("".join(found.group("b", "g", "c", "k")))
        yield mark(TYPE, found.start("b"), found.end("k"), 1.0 if valid else 0.75, "checksum" if valid else "context")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
