"""IP addresses, versions 4 and 6.

Given out by access providers and network administrators; personal data since CJUE C-582/14 (Breyer) and Cass. 1re civ.,
3 nov. 2016, n° 15-22.595. Version numbers, numbered headings, masks and loopbacks are not addresses of anybody.
Surrogates: RFC 5737 (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24) and RFC 3849 (2001:db8::/32). Source: these RFC,
and RFC 4291. Checked 2026-11-22.

>>> is_valid("192.0.2.17"), is_valid("256.1.1.1"), is_valid("2001:db8::1")
(True, False, True)
"""

from __future__ import annotations

import ipaddress
import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark

TYPE = "ip_address"
_KINDS = frozenset({"ip"})
_V4 = re.compile(r"[0-9](?<![0-9a-z.].)(?<![0-9][,\-].)[0-9]{0,2} ?\. ?(?:[0-9]{1,3} ?\. ?){2}[0-9]{1,3}(?![0-9a-z]|\.[0-9])")
_COLONS = re.compile(r":[0-9a-f]{1,4}:[0-9a-f]{1,4}:")
_DOTTED = re.compile(r"\. ?[0-9]{1,3} ?\. ?[0-9]{1,3} ?\. ?[0-9]")
_V6 = re.compile(
    r"(?<![0-9a-z:.])(?=[0-9a-f:.]{0,44}:[0-9a-f:.]{0,44}:)(?:[0-9a-f]{1,4}|:)(?::?[0-9a-f]{0,4}){1,8}(?:[0-9]{0,"
    r"3}\.[0-9.]{5,11})?(?![0-9a-z:])"
)
_NUMBERED = re.compile(
    r"(?:version|v|article|art|chapitre|section|paragraphe|§|point|annexe|titre|rubrique|lot|code|nomenclature|"
    r"release|firmware)s?[ .°n]*$"
)


def compact(s: str) -> str:
    """Lower case, without spaces."""
    return re.sub(r"\s", "", s).lower()


def validate(s: str) -> str:
    """The compact address.

    Raises:
        ValidationError: not an address of version 4 or 6.
    """
    value = compact(s)
    try:
        ipaddress.ip_address(value)
    except ValueError:
        raise InvalidFormat from None
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """The usual short form."""
    return str(ipaddress.ip_address(compact(s)))


def generate(rng: random.Random) -> str:
    """An address of version 4 kept for documentation."""
    return f"{rng.choice(('192.0.2', '198.51.100', '203.0.113'))}.{rng.randrange(1, 255)}"


def generate_like(original: str, rng: random.Random) -> str:
    """A documentation address of the version of ``original``."""
    if ":" in original:
        made = "2001:db8:" + ":".join(f"{rng.randrange(1, 0x10000):x}" for _ in range(6))
        return made.upper() if original.isupper() else made
    return generate(rng)


def _v4(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_V4, 4, ".", 3):
        start, end = found.span()
        if not is_valid(found.group()):
            continue
        parts = [int(part) for part in compact(found.group()).split(".")]
        cued = scan.announced(start, end, _KINDS, reach=60)
        numbered = _NUMBERED.search(scan.folded, max(start - 16, 0), start)
        if parts[0] in {0, 127, 255} or (not cued and (numbered or max(parts) <= 31)) or (" " in found.group() and not cued):
            yield mark(TYPE, start, end, 0.3, "doubt")
        else:
            yield mark(TYPE, start, end, 0.9 if cued else 0.8, "context" if cued else "layout")


def _v6(scan: Scan) -> Iterator[Finding]:
    for found in scan.windows(_V6, 1, ":", 2):
        raw = found.group()
        if is_valid(raw) and (raw.count(":") >= 4 or (re.search("[a-f]", raw) and len(raw) > 6)):
            yield mark(TYPE, found.start(), found.end(), 0.9, "layout")


def _search(scan: Scan) -> Iterator[Finding]:
    if _DOTTED.search(scan.folded):
        yield from _v4(scan)
    if "::" in scan.folded or _COLONS.search(scan.folded):
        yield from _v6(scan)


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
