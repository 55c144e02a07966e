"""MAC addresses of network cards (EUI-48).

Given by the makers in blocks of the IEEE. Six pairs of hexadecimal digits, or three groups of four (Cisco). Surrogates:
00-00-5E-00-53-xx, kept for documentation. Source: RFC 9542 section 2.1.2 (before, RFC 7042). Checked 2026-11-22.

>>> is_valid("00:00:5e:00:53:af"), is_valid("0000.5e00.53af"), is_valid("00:00:5e")
(True, True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.layout import bare, imitate
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark

TYPE = "mac_address"
_KINDS = frozenset({"mac"})
_H = "[0-9a-f]"
_SHAPE = re.compile(
    rf"(?<![0-9a-z:.\-])(?:{_H}{{2}}(?P<s>[:\-])(?:{_H}{{2}}(?P=s)){{4}}{_H}{{2}}|{_H}{{4}}\.{_H}{{4}}\.{_H}{{4}}|"
    rf"{_H}{{12}})(?![0-9a-z]|[:\-.]{_H})"
)


def compact(s: str) -> str:
    """Twelve lower-case hexadecimal digits."""
    return bare(s)


def validate(s: str) -> str:
    """The compact address.

    Raises:
        ValidationError: not twelve hexadecimal digits.
    """
    value = compact(s)
    if not re.fullmatch(rf"{_H}{{12}}", value):
        raise InvalidFormat
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """Six pairs separated by colons."""
    value = compact(s)
    return ":".join(value[index : index + 2] for index in range(0, len(value), 2))


def generate(rng: random.Random) -> str:
    """An address of the block kept for documentation."""
    return format(f"00005e0053{rng.randrange(256):02x}")


def generate_like(original: str, rng: random.Random) -> str:
    """An address of the documentation block in the layout of ``original``."""
    made = generate(rng)
    return imitate(original, made.upper() if original.isupper() else made)


def _search(scan: Scan) -> Iterator[Finding]:
    marks: tuple[tuple[str, int], ...] = (("", 0),) if any(True for _ in scan.of("mac")) else ((":", 5), ("-", 5), (".", 2))
    marks = tuple((sign, count) for sign, count in marks if not count or scan.folded.count(sign) >= count)
    for found in (found for mark_, count in marks for found in scan.windows(_SHAPE, 2, mark_, count)):
        raw = found.group()
        cued = scan.announced(found.start(), found.end(), _KINDS, reach=40)
        letters = any(char.isalpha() for char in raw)
        if cued or ":" in raw or (letters and not raw.isalnum()):
            yield mark(TYPE, found.start(), found.end(), 0.95 if cued else 0.85, "context" if cued else "layout")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
