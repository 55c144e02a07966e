"""Names under which somebody is known on line: "@jdupont", "pseudo : jdupont62", "login jdupont".

There is no issuer and no key: only the sign "@" or a label tells. Accounts of public bodies (``hosts.toml``) are
doubts. Surrogates are pronounceable nonsense followed by digits. Source: usage; checked 2026-11-22.

>>> is_valid("@jdupont_62"), is_valid("a b")
(True, False)
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.scan import IdentifierRecognizer, Scan, mark
from beffroi.privacy.identifiers.url import PUBLIC_ACCOUNTS

TYPE = "handle"
_AT = re.compile(r"@(?<![a-z0-9@._/%+\-]@)[a-z_][a-z0-9_.\-]{2,38}(?<![.\-])(?!@|[a-z0-9])")
_LABELLED = re.compile(
    r"(?: (?:de (?:demonstration|service|messagerie|domaine|test)|d'astreinte|desactivee?"
    r"|bloquee?|piratee?|active|ad|windows|reseau|inform"
    r"atique|professionnel|ouverte?|client|actuel|de connexion|de session|facebook|instagram|insta|snap|snapchat|twitter"
    r"|tiktok|internet|web|du "
    r"compte|est|c'est|personnel|utilisateur|teams|skype|provisoire|sur [a-z]{3,12}|ent|pronote))?"
    r"(?P<link>\s?(?:[:=]|->|→|\bc'est|\best)\s?(?:[«\"'`]\s?)?|\s)(?P<v>@?[a-z0-9][a-z0-9_.\-]{2,40})(?![a-z0-9@])"
)
_AUTHOR = re.compile(
    r"\n[ \t>]*\[?(?:[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?,? ?)?[0-9]{1,2}[:h][0-9]{2}(?::[0-9]{2})?\]?[ \t]*[\-–]?[ \t]*"
    r"<?(?P<v>\w[\w.\-]{2,30})>?[ ]?[:>][ \n]"
)
_POST = re.compile(
    r"[acfmprst](?<![a-z].)(?:(?<=p)(?:ost|ublication)|(?<=m)essage|(?<=c)(?:ommentaire|ontribution)|(?<=a)vis|(?<=t)weet"
    r"|(?<=s)ujet|(?<=r)eponse|(?<=f)il)[ ]?(?:#|n[°º] ?)?[0-9]{0,8}"
    r"(?: publiee?| ecrite?| postee?| redigee?)? (?:par|de) (?P<v>@?\w[\w.\-]{2,40})(?= ?[:(«\"])"
)
_POSTS = frozenset(
    ["post", "message", "commentaire", "contribution", "avis", "publication", "tweet", "sujet", "reponse", "fil"]
)
_MOST = 64  # authors of one conversation
_NOT = frozenset(tomllib.loads((files(__package__) / "prose.toml").read_text(encoding="utf-8"))["handle"]["words"])

_VAGUE = frozenset(
    {
        "session",
        "alias",
        "profil",
        "identifiants",
        "espace client",
        "espace abonne",
        "espace famille",
        "compte",
        "utilisateur",
        "facebook",
        "instagram",
        "twitter",
        "tiktok",
        "snap",
        "insta",
        "id",
    }
)


def compact(s: str) -> str:
    """Lower case, without spaces nor the leading sign."""
    return re.sub(r"\s", "", s).lower().lstrip("@")


def validate(s: str) -> str:
    """The compact handle.

    Raises:
        ValidationError: shorter than 2, longer than 64, or characters that no service allows.
    """
    value = compact(s)
    if " " in s.strip() or not re.fullmatch(r"[\w.\-]{2,64}", value):
        raise InvalidFormat
    return value


def is_valid(s: str) -> bool:
    """Whether ``validate`` accepts ``s``."""
    try:
        return bool(validate(s))
    except ValueError:
        return False


def format(s: str) -> str:  # noqa: A001 -- the same four names in every module
    """With its leading sign."""
    return "@" + compact(s)


def generate(rng: random.Random) -> str:
    """A pronounceable name of nobody, with digits."""
    return "@" + "".join(rng.choice("bdfglmnprtvz") + rng.choice("aeiou") for _ in range(4)) + f"{rng.randrange(1000):03d}"


def generate_like(original: str, rng: random.Random) -> str:
    """A name of nobody, with a leading sign or not as ``original``."""
    made = generate(rng)
    return made if original.startswith("@") else made[1:]


def _search(scan: Scan) -> Iterator[Finding]:
    if "@" in scan.folded:
        for found in _AT.finditer(scan.folded):
            name = found.group()[1:]
            if name not in _NOT:
                yield mark(TYPE, found.start(), found.end(), 0.4 if name.startswith(PUBLIC_ACCOUNTS) else 0.75, "layout")
    authors = set()
    if scan.zones:
        for start, end, of_post in _authors(scan):
            if _is_nickname(scan.text[start:end], of_post):
                authors.add(scan.folded[start:end])
                yield mark(TYPE, start, end, 0.75, "author")
    if authors:  # wherever they stand: in an answer, in an address
        known = "|".join(re.escape(author) for author in sorted(authors)[:_MOST])
        for again in re.finditer(rf"(?<![\w.@\-])(?:{known})(?![\w@\-])", scan.folded):
            yield mark(TYPE, again.start(), again.end(), 0.7, "author")
    for cue in scan.of("handle"):
        labelled = _LABELLED.match(scan.folded, cue.end, cue.end + 90)
        if labelled and _holds(scan, cue.start, cue.end, labelled):
            value = labelled.group("v").rstrip(".-")
            if value.lstrip("@").startswith(PUBLIC_ACCOUNTS):
                continue
            yield mark(TYPE, labelled.start("v"), labelled.start("v") + len(value), 0.75, "context")


def _authors(scan: Scan) -> Iterator[tuple[int, int, bool]]:
    """Spans of those who write in a conversation or on a wall, and whether it is on a wall."""
    for found in _AUTHOR.finditer("\n" + scan.folded):
        yield found.start("v") - 1, found.end("v") - 1, False
    if not scan.vocabulary.isdisjoint(_POSTS):
        for found in _POST.finditer(scan.folded):
            yield *found.span("v"), True


def _is_nickname(typed: str, of_post: bool) -> bool:
    """Whether the author of a message is known under a nickname rather than a name ("marco64", but not "Ludivine")."""
    if re.search(r"[0-9_]", typed) and re.search(r"[^\W\d_]", typed):
        return True
    return of_post and ((typed.islower() and "-" in typed) or re.search(r"[a-zà-ÿ][A-ZÀ-Ý]", typed) is not None)


def _holds(scan: Scan, start: int, end: int, found: re.Match[str]) -> bool:
    """Whether a labelled value is one: after a colon nearly anything, after a space only what is not a word."""
    value = found.group("v").rstrip(".-")
    label = scan.folded[start:end]
    if value in _NOT or len(value) < 3 or (label == "id" and value.isalpha()):
        return False
    typed = scan.text[found.start("v") : found.start("v") + len(value)]
    odd = bool(re.search(r"[0-9_]|[A-Za-z]\.[a-z]", typed)) and not re.search(r"[a-z]\.[A-ZÀ-Ý][a-z]", typed)
    if re.search(r"[:=>→]", found.group("link")):
        return odd or "@" in value or label not in _VAGUE
    if not re.search(r"[a-z]", value):
        return False
    if label in {"compte", "session", "alias", "profil", "comptes"}:
        dotted = re.search(r"[a-z][._][a-z]|^(?:adm|admin|svc|usr|ext)-[a-z]", typed) is not None
        return len(value) >= 5 and value[0].isalpha() and (dotted or re.search(r"[a-z][0-9]|_", value) is not None)
    following = scan.folded[found.end("v") : found.end("v") + 18]
    return odd or (
        label in {"login", "identifiant", "pseudo", "user"}
        and bool(re.match(r"[ ,/;&]{1,3}(?:et )?(?:le |mon )?(?:mdp|mot de passe|password|pass)", following))
    )


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
