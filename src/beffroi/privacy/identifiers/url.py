"""Web addresses that lead to a person: profiles, personal pages, links that carry an identity, an e-mail or an access.

The public site of a body, a law or a service is not personal data; what tells them apart is ``hosts.toml``. Surrogates:
RFC 2606 domains. Source: RFC 3986, RFC 2606; checked 2026-11-22.

>>> is_personal("https://www.facebook.com/jean.martin.62"), is_personal("https://www.service-public.fr/particuliers")
(True, False)
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import mailbox
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark
from beffroi.privacy.text_view import fold

TYPE = "url"
_RAW = tomllib.loads((files(__package__) / "hosts.toml").read_text(encoding="utf-8"))
_SOCIAL: tuple[str, ...] = tuple(_RAW["social"])
_SHARED: tuple[str, ...] = tuple(_RAW["shared"])
_HOME: tuple[str, ...] = tuple(_RAW["personal_pages"])
_PUBLIC: tuple[str, ...] = tuple(_RAW["public"])
_GENERIC = frozenset(_RAW["generic_paths"])
PUBLIC_ACCOUNTS: tuple[str, ...] = tuple(_RAW["public_accounts"])
_SCHEME = re.compile(r"(?:https?|ftp)://[^\s<>\"»«]{3,}+|(?<![a-z0-9@./\-])www\.[^\s<>\"»«]{3,}+")
_BARE = re.compile(
    rf"(?<![a-z0-9@./:\-])(?:(?:fr|m|fr-fr)\.)?(?:{'|'.join(re.escape(host) for host in _SOCIAL + _SHARED)})/[^\s<>\"»«]{{2,}}+"
)
_BRANDS = (
    r"facebook|fb|insta(?:gram)?|linkedin|tiktok|snap(?:chat)?|twitter|x|t|threads|youtube|pinterest|github|gitlab|discord|twitch|vinted|strava"
    r"|reddit|paypal|bsky|mastodon|wa|chat|telegram|viadeo|copainsdavant|leboncoin|onlyfans|tinder|linktree"
)
_BRANDED = re.compile(rf"(?:(?:fr|m|www|web)\.)?(?:{_BRANDS})\.[a-z]{{2,10}}")
_PROFILE = re.compile(
    r"/(?:in|u|user|users|utilisateur|profils?|profiles?|membres?|members?|people|pub|auteur|author)/(?P<v>[\w.%@\-]{3,})|/(?P<at>[@~][\w.\-]{2,})"
)
_ANY = re.compile(
    rf"(?<![a-z0-9@./:\-])(?:{_BRANDED.pattern}/[^\s<>\"»«]{{2,}}+"
    r"|(?:[a-z0-9\-]{1,40}\.){1,3}[a-z]{2,10}/(?:in|u|user|profils?|profiles?|membres?|members?|@)(?:/|(?<=@))[^\s<>\"»«]{2,}+)"
)
_HINT = re.compile(r"\.[a-z]{2,12}/[a-z0-9@~]")
_HOSTS = re.compile(r"^(?:(?:https?|ftp)://)?(?:[^/@\s]{1,200}@)?([a-z0-9.\-]+)(?::[0-9]+)?([/?#].*)?$", re.DOTALL)
_SECRET = re.compile(
    r"[?&#;/](?:access_?)?(?:token|key|auth|session|sid|jwt|code|password|mdp|otp|invite|secret|signature|sig|pwd)=[\w%.\-]{4}"
)
_IDENTITY = re.compile(
    r"[?&#;](?:e?mail|nom|name|prenom|user(?:_?id|name)?|u|uid|login|pseudo|profil|membre|auteur|dossier|id_?dossier|usager|nir|tel|client|"
    r"allocataire|agent|id)=[\w%.@\-]{2}"
)
_SITE = re.compile(
    r"(?<![a-z0-9@.])(?:https?://|(?=www\.))(?P<host>[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,4})(?:/[^\s<>\"»«]*+)?"
)
_MAILBOX = re.compile(r"(?<![a-z0-9._\-])([a-z0-9._\-]{3,40})@([a-z0-9.\-]{4,60})")
_TRAIL = ".,;:!?)]}'»…*_"


def compact(s: str) -> str:
    """The address without surrounding spaces nor trailing punctuation."""
    return s.strip().rstrip(_TRAIL)


def validate(s: str) -> str:
    """The compact address.

    Raises:
        ValidationError: no host with a dot.
    """
    value = compact(s)
    found = _HOSTS.match(fold(value))
    if not found or "." not in found.group(1).strip("."):
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
    """A page in a domain of RFC 2606."""
    return f"https://www.example.org/profil/{rng.randrange(10**6):06d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A page in a domain of RFC 2606, with a scheme or without as ``original``."""
    made = generate(rng)
    return made if "://" in original else made.removeprefix("https://")


def is_personal(address: str) -> bool:
    """Whether an address leads to a person."""
    return _weight(fold(compact(address))) >= 0.5


def _weight(address: str) -> float:
    """Score of a folded address: at least 0.5 when it leads to a person."""
    found = _HOSTS.match(address)
    if not found:
        return 0.0
    host, path = found.group(1), found.group(2) or ""
    if "@" in address.partition("://")[2].partition("?")[0].partition("/")[0] or re.search(
        r"(?<![a-z0-9._\-])[a-z0-9._\-]++(?:@|%40)[a-z0-9\-]++\.[a-z]", path
    ):
        return 0.85
    if _SECRET.search(path):
        return 0.8
    if _ends(host, _SOCIAL) or _BRANDED.fullmatch(host):
        return max(_social(host, path), 0.6 if _IDENTITY.search(path) else 0.0)
    if _ends(host, _HOME) or "/~" in path or host.startswith("perso."):
        return 0.8
    if _ends(host, _SHARED):
        return 0.7 if len(path) > 3 else 0.3
    if _ends(host, _PUBLIC):
        return 0.1
    if _IDENTITY.search(path) or _PROFILE.search(path):
        return 0.6
    return 0.2


def _ends(host: str, names: tuple[str, ...]) -> bool:
    return host in names or host.endswith(_dotted(names))


@cache
def _dotted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("." + name for name in names)


def _social(host: str, path: str) -> float:
    """A profile is personal; a page of a body, a search, a shared post's frame are not."""
    parts = [part for part in re.split(r"[/?#&=]", path) if part]
    if not parts or parts[0] in _GENERIC:
        return 0.85 if parts[:1] == ["profile.php"] else 0.2
    name = (
        parts[1]
        if parts[0] in {"p", "reel", "stories", "posts", "in", "user", "u", "c", "add", "pub", "people", "users"}
        and len(parts) > 1
        else parts[0]
    )
    if "youtube" in host and not name.startswith("@") and parts[0] not in {"user", "c", "channel"}:
        return 0.2
    return 0.3 if name.lstrip("@").startswith(PUBLIC_ACCOUNTS) else 0.9


def _search(scan: Scan) -> Iterator[Finding]:
    folded = scan.folded
    if "://" in folded or "www." in folded:
        for found in _SCHEME.finditer(folded):
            yield from _finding(found)
    if _HINT.search(folded):
        for pattern in (_BARE, _ANY):
            for found in pattern.finditer(folded):
                yield from _finding(found)
    if "www." in folded or "://" in folded:
        yield from _sites(scan)


def _sites(scan: Scan) -> Iterator[Finding]:
    """Sites whose very name is somebody's: that of a mailbox of the text, or of people it names."""
    for found in _SITE.finditer(scan.folded):
        site = found.group("host").removeprefix("www.")
        host = site.partition(".")[0].replace("-", "")
        if len(host) < 6 or not (mailbox.names_somebody(site) or any(name in host for name in _owners(scan))):
            continue
        if not _ends(site, _PUBLIC + _SOCIAL) and not mailbox.is_of_body(site):
            yield mark(TYPE, found.start(), found.start() + len(found.group().rstrip(_TRAIL)), 0.7, "name")


def _owners(scan: Scan) -> list[str]:
    """Mailboxes of the text that are a person's, without their separators, of six letters or more."""
    kept = scan.notes.get("owners")
    if kept is None:
        found = (re.sub(r"[^a-z]", "", local) for local, _ in _MAILBOX.findall(scan.folded) if not mailbox.is_service(local))
        kept = scan.notes["owners"] = [name for name in found if len(name) >= 6]
    return kept


def _finding(found: re.Match[str]) -> Iterator[Finding]:
    address = found.group().rstrip(_TRAIL)
    if ")" in found.group() and "(" in address:
        address = found.group().rstrip(_TRAIL.replace(")", ""))
    weight = _weight(address)
    if weight > 0.1:
        yield mark(TYPE, found.start(), found.start() + len(address), weight, "layout")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
