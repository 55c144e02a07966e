"""E-mail addresses, as typed, as damaged by OCR, and as spoken ("jean point martin arobase orange point fr").

Mailboxes of services (mairie@…, contact@…: ``mailboxes.toml``) are public contact points: they are reported as doubts.
Surrogates live in the domains that RFC 2606 keeps for examples. Source: RFC 5321 section 4.5.3.1 (lengths), RFC 2606
section 3; checked 2026-11-22.

>>> is_valid("Jean.Martin@orange.fr"), is_valid("jean point martin arobase orange point fr"), is_valid("jean@localhost")
(True, True, False)
>>> compact("Jean.Martin (at) orange . fr")
'jean.martin@orange.fr'
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import NamedTuple

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.mailbox import is_service
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark
from beffroi.privacy.text_view import fold

TYPE = "email"
DOMAINS = ("example.com", "example.org", "example.net")
_TLD = (
    r"(?:fr|com|net|org|eu|re|gp|mq|gf|yt|nc|pf|be|ch|lu|de|es|it|pt|uk|ca|ma|dz|tn|sn|ci|bzh|corsica|alsace|paris|"
    r"info|pro|gouv|name|me|io|coop|asso|biz|tv|dev|app)"
)
_LABEL = r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?"
_LOCAL = re.compile(r"(?:[a-z0-9!#$%&'*+/=?^_`{|}~\-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~\-]+)*\.?)$")
_SPACED_LOCAL = re.compile(
    r"(?<![a-z0-9.])[a-z0-9]{1,30} [._-] ?[a-z0-9._-]{1,40}$|(?<![a-z0-9.])[a-z0-9]{1,30}_ [a-z0-9._-]{1,40}$"
)
_LOCAL_CHARS = "abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+/=?^_`{|}~.-"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL}){{1,6}}")
_LOOSE_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*(?: ?(?:[.,]|-\n)[ \n]?{_LABEL}){{0,2}} ?[.,][ \n]?{_TLD}(?![a-z0-9])")
_PHONE = re.compile(r"0(?<![0-9a-z].)[1-9](?:(?:[ .\-][0-9]{2}){4}(?![0-9a-z@._])|[0-9]{8}(?=\s))")  # no part of a mailbox
_SIGN = re.compile(
    r"[ \n]?(?:@|©|®|[(\[{<] ?(?:at|a|aroba[sz]e?|@) ?[)\]}>])[ \n]?| (?:aroba[sz]e?|arobasse|arrobase|aro base) | at "
)
_PLAIN_SIGN = re.compile(r"@[ \n]?")
_POINT = r"(?: ?(?:[(\[]? ?(?:point|dot) ?[)\]]?|[.]) ?)"
_JOINT = rf"(?:{_POINT}| ?(?:tiret du (?:bas|six|6|8)|tiret bas|under ?score|tiret|trait d'union|plus|[._+-]) ?)"
_NUMBERS = (
    r"zero|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante"
    r"|soixante|septante|huitante|octante|nonante|cents?"
)
_WORDS = r"(?:[a-z0-9]{1,30})"
_SPOKEN_LOCAL = re.compile(
    rf"(?<![a-z0-9])(?:{_WORDS}(?:{_JOINT}{_WORDS}){{0,6}}|{_WORDS}(?: {_WORDS}){{1,3}} (?:en )?(?:tout attache|"
    rf"un (?:seul )?mot|tout colle))(?: ?[0-9]{{1,4}}|(?: (?:{_NUMBERS})(?:[ -](?:et )?(?:{_NUMBERS})){{0,5}}))?$"
)
_SPOKEN_DOMAIN = re.compile(
    rf"{_LABEL}(?:{_POINT}| ?(?:tiret|-) ?)?(?:{_LABEL}{_POINT}){{0,2}}(?<![a-z0-9]){_TLD}(?![a-z0-9])|{_LABEL}(?: "
    rf"tiret {_LABEL})?(?:{_POINT}{_LABEL}){{0,2}}{_POINT}{_TLD}(?![a-z0-9])"
    rf"|{_LABEL}(?:\.{_LABEL}){{0,2}}\.[a-z]{{2,12}}(?![a-z0-9.])"
    rf"|{_LABEL}(?: ?(?:tiret|-) ?{_LABEL}){{0,3}}(?: point | ?[(\[] ?(?:point|dot|\.) ?[)\]] ?)[a-z]{{2,12}}(?![a-z0-9])"
)
_HINTS = ("@", "aroba", "arroba", "aro base", "(at", "[at", "{at", "<at", "(a)", "[a]", " at ", "©", "®", "( at", "[ at")


def compact(s: str) -> str:
    """Lower case, without accents, with its sign and dots written as such.

    >>> compact("marie tiret du bas dupont [at] gmail point com")
    'marie_dupont@gmail.com'
    """
    text = _SIGN.sub("@", " " + fold(s) + " ", count=1).strip()
    text = re.sub(r" ?tiret du (?:bas|six|6|8) ?| ?tiret bas ?| ?underscore ?", "_", text)
    text = re.sub(r" ?(?:tiret|trait d'union) ?", "-", text)
    text = re.sub(r" ?[(\[]?(?<![a-z0-9])(?:point|dot)(?![a-z0-9])[)\]]? ?", ".", text)
    text = re.sub(r" (?:en )?(?:tout attache|un seul mot|un mot|tout colle)", "", text)
    local, sign, domain = text.partition("@")
    return (local + sign + re.sub(r"-\n", "-", domain).replace(",", ".")).replace(" ", "").replace("\n", "")


def validate(s: str) -> str:
    """The compact address.

    Raises:
        ValidationError: no sign, a domain without a dot, a part too long.
    """
    value = compact(s)
    local, sign, domain = value.rpartition("@")
    if not sign or not _LOCAL.match(local) or not _DOMAIN.fullmatch(domain) or domain.rpartition(".")[2].isdigit():
        raise InvalidFormat
    if len(local) > 64 or len(domain) > 253:
        raise InvalidLength
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
    """A mailbox in a domain of RFC 2606."""
    return (
        f"contact{rng.randrange(10_000):04d}.{''.join(rng.choice('bcdfghjklmnprstv') + rng.choice('aeiou') for _ in range(3))}"
        f"@{rng.choice(DOMAINS)}"
    )


def generate_like(original: str, rng: random.Random) -> str:
    """A mailbox in a domain of RFC 2606; upper case when ``original`` is."""
    made = generate(rng)
    return made.upper() if original.isupper() else made


class _Sign(NamedTuple):
    """An "@" or what stands for it; ``char`` is empty when it is spelled out."""

    start: int
    end: int
    char: str


def _signs(folded: str) -> Iterator[_Sign]:
    if any(map(folded.__contains__, _HINTS[1:])):
        for found in _SIGN.finditer(folded):
            char = found.group().strip()
            yield _Sign(found.start(), found.end(), char if char in {"@", "©", "®"} else "")
        return
    for found in _PLAIN_SIGN.finditer(folded):
        start = found.start()
        yield _Sign(start - (folded[max(start - 1, 0) : start] in {" ", "\n"}), found.end(), "@")


def _search(scan: Scan) -> Iterator[Finding]:
    folded = scan.folded
    if not any(map(folded.__contains__, _HINTS)):
        return
    last = 0
    for sign in _signs(folded):
        for phone in _PHONE.finditer(folded, max(last, sign.start - 110), sign.start):
            last = phone.end()
        span = (_typed(scan, sign, last) if sign.char else None) or _spoken(folded, sign, last)
        if span is None:
            continue
        last = span[1]
        local = re.sub(r"[ \n]", "", folded[span[0] : sign.start])
        if is_service(local, folded[sign.end : span[1]]):
            yield mark(TYPE, *span, 0.4, "service")
        else:
            yield mark(TYPE, *span, 0.98, "layout")


def _typed(scan: Scan, sign: _Sign, floor: int) -> tuple[int, int] | None:
    """Span of an address around a typed sign, spaces of OCR and line breaks included."""
    folded = scan.folded
    domain = _DOMAIN.match(folded, sign.end, sign.end + 260)
    end = _domain_end(scan, domain) if domain else -1
    if end < 0:
        loose = _LOOSE_DOMAIN.match(folded, sign.end, sign.end + 260)
        if not loose or (sign.char != "@" and " " in loose.group()):
            return None
        end = loose.end()
    low = max(sign.start - 70, floor)
    before = folded[low : sign.start]
    text = before[len(before.rstrip(_LOCAL_CHARS)) :].lstrip(".'/=!#$%&*?^`{|}~-+")
    text = text.rpartition("=")[2].rpartition("|")[2].rpartition("/")[2]
    head, apostrophe, tail = text.partition("'")
    text = tail if apostrophe and head in {"l", "d", "qu", "j", "c", "s"} else text
    if not text:
        return None
    start = sign.start - len(text)
    if (
        folded[max(start - 2, 0) : start].strip() in {".", "_", "-"}
        or text[0] == "_"
        or folded[start - 1 : start] in {".", "_"}
    ):
        spaced = _SPACED_LOCAL.search(before)
        start = min(start, low + spaced.start()) if spaced else start
    return start, end


def _domain_end(scan: Scan, domain: re.Match[str]) -> int:
    """End of the domain, without the sentence that may be stuck to it ("orange.fr.Merci"); -1 when it is not one."""
    labels = domain.group().split(".")
    if labels[-1].isdigit() or len(labels[-1]) < 2:
        labels.pop()
    if len(labels) < 2 or not re.fullmatch(r"[a-z][a-z0-9\-]*", labels[-1]):
        return -1
    start = domain.start()
    for count in range(2, len(labels)):
        end = start + len(".".join(labels[:count]))
        if re.fullmatch(_TLD, labels[count - 1]) and scan.text[end + 1 : end + 2].isupper() and scan.text[start].islower():
            return end
    return start + len(".".join(labels))


def _spoken(folded: str, sign: _Sign, floor: int) -> tuple[int, int] | None:
    """Span of an address said aloud around its sign."""
    domain = _SPOKEN_DOMAIN.match(folded, sign.end, sign.end + 120)
    if not domain:
        return None
    low = max(sign.start - 110, floor)
    local = _SPOKEN_LOCAL.search(folded[low : sign.start])
    if not local:
        return None
    typed_domain = not re.search(rf"[.](?:{_TLD})$|[ )\]][a-z]+$", domain.group())
    if folded[sign.start : sign.end] == " at " and typed_domain and not re.search(r"[._\-0-9]", local.group()):
        return None  # "meet at example.com"
    return low + local.start(), domain.end()


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
