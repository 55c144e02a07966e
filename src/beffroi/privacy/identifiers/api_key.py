"""API keys, access tokens and private keys.

Issued by on-line services, in forms they publish so that scanners find them (prefixes); others are found by their
label. No key is ever checked with its issuer. Source: GitHub secret-scanning patterns and RFC 7519 (JWT), RFC 7468
(PEM), from knowledge; checked 2026-11-22 (à vérifier for issuers' lengths, which are therefore loose).

>>> is_valid("ghp_" + "a1B2" * 9), is_valid("bonjour")
(True, False)
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark

TYPE = "api_key"
# What the known keys begin with: a word of its own ("sk-", "ghp_"), or the head of a longer one.
_OPENINGS = frozenset(
    {"sk", "rk", "pk", "ghp", "gho", "ghu", "ghs", "ghr", "github", "glpat", "xoxa", "xoxb", "xoxe", "xoxp", "xoxr", "xoxs"}
    | {"hf", "sg", "ya29", "npm", "pypi", "dop", "bfr", "whsec", "gsk", "shpat"}
)
_STUCK = ("AKIA", "ASIA", "AIza", "eyJ", "AGE-SECRET")
_PREFIXED = re.compile(
    r"(?<![A-Za-z0-9_\-])(?:(?:sk-|sk_|rk_live_|pk_live_|gsk_|hf_|npm_|pypi-|whsec_|shpat_|bfr_|gh[pousr]_|"
    r"github_pat_|glpat-|xox[abeprs]-|dop_v1_|ya29\.|SG\.|AGE-SECRET-KEY-)[A-Za-z0-9_.\-]{12,}+"
    r"|(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])|AIza[A-Za-z0-9_\-]{30,}+|eyJ[A-Za-z0-9_\-]{8,}+(?:\.[A-Za-z0-9_\-]*+){1,4})"
)
_BEARER = re.compile(r"bearer\s{1,3}([A-Za-z0-9_.~+/\-]{12,}+=*)", re.IGNORECASE)
_LABELLED = re.compile(r"[\s\"'*`_]{0,3}(?:[:=]|->|→|est\b|c'est\b)[\s\"'*`«]{0,4}(?P<v>[a-z0-9_.~+/\-]{8,}+=*)")
_BEGIN = re.compile(r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_END = re.compile(r"-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----")
_BODY = re.compile(r"[A-Za-z0-9+/=\s:,\-]{0,8000}")


def compact(s: str) -> str:
    """The key as it is, without surrounding spaces."""
    return s.strip()


def validate(s: str) -> str:
    """The compact key, when it has the form of a known issuer.

    Raises:
        ValidationError: no known form.
    """
    value = compact(s)
    if not (_PREFIXED.fullmatch(value) or _BEGIN.match(value)):
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
    """A key that opens nothing."""
    return "sk-exemple-" + "".join(rng.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(24))


def generate_like(original: str, rng: random.Random) -> str:
    """A key that opens nothing; the form of the original is not kept, lest a scanner take it for a real one."""
    return generate(rng)


def _search(scan: Scan) -> Iterator[Finding]:
    text = scan.text
    if not scan.vocabulary.isdisjoint(_OPENINGS) or any(map(text.__contains__, _STUCK)):
        for found in _PREFIXED.finditer(text):
            end = found.start() + len(found.group().rstrip(".-"))
            if re.search(r"[0-9A-Z]", found.group()[4:]):
                yield mark(TYPE, found.start(), end, 0.95, "layout")
    if "-----BEGIN" in text:
        yield from _private_keys(text)
    for cue in scan.of("api_key"):
        bearer = _BEARER.match(text, cue.start) if text[cue.start : cue.start + 6].lower() == "bearer" else None
        span = bearer.span(1) if bearer else (-1, -1)
        labelled = None if bearer else _LABELLED.match(scan.folded, cue.end)
        if labelled:
            span = labelled.span("v")
        secret = text[span[0] : span[1]].rstrip(".")
        if (
            span[0] >= 0
            and len(secret) >= 8
            and re.search("[0-9]", secret)
            and (re.search("[A-Za-z]", secret) or len(secret) >= 12)
        ):
            yield mark(TYPE, span[0], span[0] + len(secret), 0.85, "context")


def _private_keys(text: str) -> Iterator[Finding]:
    """Blocks of PEM; one without its end stops at the first character that base 64 does not have."""
    position = 0
    while begin := _BEGIN.search(text, position):
        body = _BODY.match(text, begin.end())
        assert body is not None
        ending = _END.search(text, max(body.end() - 60, begin.end()), body.end() + 90)
        position = ending.end() if ending else max(body.end(), begin.end())
        stop = position if ending else begin.end() + len(text[begin.end() : position].rstrip())
        yield mark(TYPE, begin.start(), stop, 0.99, "layout")


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
