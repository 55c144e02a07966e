"""Passwords and access codes written in clear: "mot de passe : …", "mdp=…", "digicode 45A78".

There is no format: the label, and the look of what follows, tell. Prose about passwords ("mot de passe oublié") is not one.
Source: CNIL, délibération n° 2022-100 du 21 juillet 2022 (mots de passe), for what they look like; checked 2026-11-22.

>>> is_valid("Azerty123!"), is_valid("")
(True, False)
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat, InvalidLength
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark
from beffroi.privacy.text_view import fold

TYPE = "password"
_QUALIFIER = (
    r"(?: (?:provisoire|temporaire|initial|actuel|wifi|wi-fi|du wifi|de session|de la session|de connexion|"
    r"ent|pronote|messagerie|de messagerie|du compte|de mon compte|de ma boite|par defaut|admin|administrateur|"
    r"habituel|windows|"
    r"(?:pour|de|du|sur) (?:la |le |l'|les |mon |ma |sa |son )?[a-z\-]{2,14}|\([^()\n]{1,24}\))){0,2}"
)
_LINK = re.compile(
    _QUALIFIER + r"(?P<link>\s{0,3}(?:[:=|]|->|→|\t|,? c'?est|,? c'etait|,? est|"
    r",? etait|,? sera|,? devient|,? c(?![a-z'])|\s?\(\s?|\s[-–]\s)\s{0,3}(?::\s?)?|\s)(?P<q>[«\"“`']\s?)?"
)
_THEN = re.compile(
    r"[ ,;.(]{1,3}(?:avant|puis|ensuite|maintenant|desormais|anciennement"
    r"|l'ancien|le nouveau|nouveau|ancien|ou bien|ou|et avant)"
    r"(?: (?:c'etait|c'est|mot de passe|mdp|celui-ci|etait|est|:)){0,3}[ :]{1,3}(?P<q>[«\"“`']\s?)?"
)
_ALARM = re.compile(
    r"(?<![a-z])(?:alarme|telesurveillance|portail|portillon|porte|"
    r"coffre|cadenas|boite a cles?|badge|digicode|hall|garage|cle)(?![a-z])"
)
_BARE_CODE = re.compile(
    r"code (?<![a-z]code )(?:est |c'est |: ?|= ?|le )?"
    r"(?P<v>[0-9]{4,6}[#*a-z]?|[a-z][0-9]{3,5}|[0-9]{2,4}[a-z][0-9]{0,4})(?![0-9a-z])"
)
_NAKED = re.compile(
    r"(?<![\w.,@/&=?#*!$%+-])(?=[^\s«»\"()]{7,24}(?![^\s«»\"(),;.]))(?:[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ\-]{2,16}[*!#$%&?@+][0-9]{2,6}[*!#$]?"
    r"|[A-Z][a-z0-9]{3,16}[0-9]{2,4}[*#$])(?![\w@/=])"
)
_SIGNED = re.compile(r"[*!#$%&?@+](?:(?<=[A-Za-zÀ-ÿ\-].)[0-9]{2}|(?<=[0-9][*#$]))")  # what every such password has
_LOUD = re.compile(r"(?<![\w.@/])[A-Z][a-z]{3,14}[0-9]{2,4}!(?![\w@/=])")  # "Jardin2024!": alone, a cheer ("Plan2026!")
_SECRETS = frozenset({"password", "door_code"})
_LOGIN = re.compile(r"[^\n:/]{0,40}?[ :=]{1,3}[a-z0-9][\w.@\-]{2,40} / (?P<v>[^\s/,;]{5,40})")
_VALUE = re.compile(r"\S{3,128}")
_CODE = re.compile(
    r"(?:[ ](?:[a-z]{1,12}[ ]){0,4}?)?(?:[\s:=>,\-]|est|c'est|le|n[°º]){0,6}?(?P<v>[a-z]{0,2}[0-9]{1,6}[0-9a-z]{0,"
    r"6}[#*]?|[0-9a-z]{3,24}-[0-9a-z\-]{3,40})(?![0-9a-z])"
)
_NOT = frozenset(tomllib.loads((files(__package__) / "prose.toml").read_text(encoding="utf-8"))["password"]["words"])


def compact(s: str) -> str:
    """The password as it is, without surrounding spaces."""
    return s.strip()


def validate(s: str) -> str:
    """The compact password.

    Raises:
        ValidationError: shorter than 3 or longer than 128, or with a line break.
    """
    value = compact(s)
    if not 3 <= len(value) <= 128:
        raise InvalidLength
    if "\n" in value:
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
    """A password of nobody."""
    return "Mdp-" + "".join(rng.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(8))


def generate_like(original: str, rng: random.Random) -> str:
    """Digits for a code of digits; else a password of nobody."""
    code = compact(original)
    if code and sum(char.isdigit() for char in code) * 2 >= len(code) and len(code) <= 8:
        return "".join(
            rng.choice("0123456789") if char.isdigit() else rng.choice("ABCD") if char.isalpha() else char for char in code
        )
    return generate(rng)


def _search(scan: Scan) -> Iterator[Finding]:
    for cue in scan.of("password"):
        link = _LINK.match(scan.folded, cue.end, cue.end + 80)
        if link:
            yield from _secret(scan, cue.start, link)
    if "code " in scan.folded:
        for found in _BARE_CODE.finditer(scan.folded):
            if _ALARM.search(scan.folded, max(found.start() - 60, 0), found.start()):
                yield mark(TYPE, found.start("v"), found.end("v"), 0.75, "context")
    for cue in scan.of("handle"):
        login = _LOGIN.match(scan.folded, cue.end, cue.end + 90)
        secret = scan.text[login.start("v") : login.end("v")].rstrip(".,;") if login else ""
        if login and re.search(r"[0-9]", secret) and re.search(r"[^\W\d_]", secret):
            yield mark(TYPE, login.start("v"), login.start("v") + len(secret), 0.75, "context")
    secrets = not scan.cues_by_kind.keys().isdisjoint(_SECRETS)
    for loud in _LOUD.finditer(scan.text) if secrets and scan.zones and "!" in scan.text else ():
        if scan.announced(loud.start(), loud.end(), _SECRETS, reach=120, after=0):
            yield mark(TYPE, loud.start(), loud.end(), 0.7, "context")
    for naked in _NAKED.finditer(scan.text) if scan.zones and _SIGNED.search(scan.text) else ():
        yield mark(TYPE, naked.start(), naked.end(), 0.6, "layout")
    for cue in scan.of("door_code"):
        code = _CODE.match(scan.folded, cue.end, cue.end + 70)
        if code and len(code.group("v")) >= 3 and sum(char.isdigit() for char in code.group("v")) >= 2:
            yield mark(TYPE, code.start("v"), code.end("v"), 0.8, "context")


def _secret(scan: Scan, cue: int, link: re.Match[str]) -> Iterator[Finding]:
    value = _VALUE.match(scan.text, link.end())
    if not value:
        return
    start, end = value.span()
    if link.group("q"):
        closing = re.compile(r"\s?[»\"”`']").search(scan.text, start, start + 80)
        end = closing.start() if closing and "\n" not in scan.text[start : closing.start()] else end
    secret = _trimmed(scan.text[start:end])
    if len(secret) < 3 or fold(secret).strip("().,;:") in _NOT or "://" in secret or secret.startswith("//"):
        return
    score = (
        0.85
        if link.group("q")
        else _score(scan, link.group("link"), secret, start + len(secret), scan.folded[cue : link.start()])
    )
    if score:
        yield mark(TYPE, start, start + len(secret), score, "context")
        then = _THEN.match(scan.folded, start + len(secret), start + len(secret) + 70)
        other = _VALUE.match(scan.text, then.end()) if then and score >= 0.5 else None
        if other and re.search(r"[0-9]", _trimmed(other.group())) and re.search(r"[^\W\d_]", other.group()):
            yield mark(TYPE, other.start(), other.start() + len(_trimmed(other.group())), 0.75, "context")


def _trimmed(secret: str) -> str:
    """Without the punctuation of the sentence; a final "!" is often part of a password and stays."""
    cut = secret.rstrip(',;»"”')
    if cut.endswith(")") and "(" not in cut:
        cut = cut[:-1]
    return cut[:-1] if cut.endswith(".") else cut


def _score(scan: Scan, link: str, secret: str, end: int, label: str) -> float:
    """How much a value looks like a secret, given what links it to its label; 0 for prose."""
    odd = bool(re.search(r"[0-9]", secret) or re.search(r"[^\w'’\-]", secret[:-1]) or re.search(r"[a-z][A-Z]", secret))
    if re.search(r"[:=|>→\t]", link):
        following = re.match(r" ([a-z']+)", scan.folded[end : end + 24])
        prose = (
            following
            and secret.islower()
            and following.group(1)
            not in {"et", "puis", "login", "identifiant", "pour", "merci", "user", "mdp", "a", "ou", "code"}
        )
        return 0.85 if odd else 0.45 if prose else 0.8
    if not odd or label == "pass":
        return 0.0
    return (
        0.8
        if len(secret) >= 5 and not re.fullmatch(r"[0-9.,]{1,3}|[A-Za-zéèêàçîôû]+['’][A-Za-zéèêàçîôû]+[.,]?|\(.*", secret)
        else 0.0
    )


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
