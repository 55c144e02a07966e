"""Numbers of files about a person: dossier, request, appeal, claim, building permit, court roll, MDPH, registered letter …

Issued by each body in its own form; a label tells. Numbers of deliberations, contracts of public procurement, orders,
laws and invoices are not numbers of a person. Source: usage; code de l'urbanisme, art. A. 423-1 (permits: PC 062 765 24
00012), à vérifier. Checked 2026-11-22.

>>> is_valid("2024-00123"), is_valid("PC 062 765 24 00012"), is_valid("bonjour")
(True, True, False)
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.allocataire_number import BEFORE, MARKER, PUBLIC, lead
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.layout import bare, redraw
from beffroi.privacy.identifiers.scan import STRICT, Cue, IdentifierRecognizer, Scan, mark

TYPE = "case_number"
_PERMIT = (
    r"(?:pc|dp|cu[ab]?|pa|pd|at)[ .\-]{0,2}[0-9]{2}[0-9ab][ .\-]?[0-9]{3}[ .\-]?[0-9]{2}[ .\-]?[a-z]?[ ]?[0-9]{4,"
    r"5}(?:[ .\-]?[mt][0-9]{2})?"
)
_REGISTERED = r"[0-9][a-z] ?[0-9]{3} ?[0-9]{3} ?[0-9]{4} ?[0-9]|[a-z]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?fr"
_SPACED = (
    r"[0-9]{3} [0-9]{3} [0-9]{2} [a-z]?[0-9]{4,5}|[0-9]{1,6}(?: [0-9]{3,6}){1,4}(?: [0-9]{2}(?![0-9€]| ?(?:eur|rue|bis)))?"
    r"|[0-9]{4}[a-z] [0-9]{4,8}|[0-9]{2} [0-9]{2} [0-9]{4,"
    r"8}(?: [0-9]{2}(?![0-9]))?|(?:rg|ta|mdph|pv|dos|ref)[ .:\-]{1,2}(?:n[°º] "
    r"?)?[0-9][0-9a-z/\-.]{2,20}"
)
_CHAIN = r"[a-z0-9]{1,20}(?:[\-/._][a-z0-9]{1,20}){0,7}"
_OFFICES = re.compile(
    r"(?<![a-z])(?:com|del|delib|arr|arrete|dec|mp|mapa|aoo?|dsp|dce|dob|rob|ej|bc|bdc|fac|fact|doc|nds|note|acc|off|offre|lot|cctp"
    r"|ccap|ins|inst|circ|tvx|trx|ass|brh|cdc|pcaet|plu|plui|scot|iso|nf|cerfa)(?![a-z])"
)
_LETTERS = re.compile(r"[a-z]+")
_ACTS = frozenset({"del", "delib", "arr", "arrete", "dec", "mapa", "dsp", "dce", "cctp", "ccap"})
_CASE_LAW = re.compile(
    r"conseil d'etat|cour de cassation|cour (?:administrative )?d'appel|cjue|cedh|jurisprudence|tribunal des conflits"
)
_FREE = re.compile(rf"(?<![0-9a-z])(?:{_PERMIT})(?![0-9a-z])")
_VALUE = re.compile(
    r"(?: (?:de|d'un montant de|a) [0-9]{1,4}(?:[,.][0-9]{2})? ?(?:€|euros?))?"
    rf"(?P<link>[^0-9\n:=#|]{{0,44}}?{MARKER})?{STRICT}(?:(?:[0-9]{{1,3}} ?\()|(?:urbanisme|social|aide sociale) )?"
    rf"(?P<v>{_PERMIT}|{_REGISTERED}|{_SPACED}|"
    rf"[a-z]{{2,6}} (?:{_SPACED}|(?=[a-z/\-]{{0,6}}[0-9]){_CHAIN})|{_CHAIN})(?![0-9a-z])"
)
_DATE = re.compile(
    r"[a-z]+ (?:19|20)[0-9]{2}|[0-3]?[0-9][ ./\-][01]?[0-9][ ./\-](?:19|20)?[0-9]{2}|"
    r"(?:19|20)[0-9]{2}(?:[\-/](?:19|20)[0-9]{2})?|[0-2]?[0-9]h[0-5"
    r"][0-9]",
    re.ASCII,
)
_DIGIT = re.compile("[0-9]")
_UNIT = re.compile(
    r"[ ]?(?:€|euros?|foyers|personnes|ans(?![a-z])|m3|m³|m²|heures|"
    r"jours|mois|habitants|%|kwh|km|logements|places|"
    r"a [0-9][0-9 ]*(?:€|euros))"
)
_STREET = re.compile(r"[, ]{1,2}(?:bis |ter )?(?:rue|avenue|av|bd|boulevard|place|chemin|impasse|allee|route)(?![a-z])")
_STRONG = (
    "dossier",
    "mdph",
    "rg",
    "pv",
    "ticket",
    "recommande",
    "main courante",
    "permis",
    "declaration",
    "certificat",
    "parcoursup",
    "numero unique",
    "nur",
    "reference d",
    "reference de",
    "plainte",
    "sinistre",
    "proces",
    "affaire",
    "rapport",
    "compte rendu",
    "nne",
    "unique",
    "fps",
    "signalement",
    "situation",
    "saisine",
    "pacs",
)
_MINE = re.compile(r"(?<![a-z])(?:ma|votre|sa|ta|cette|(?:contest|regl|pay)[a-z]+ la) $")
_SERVICES = frozenset(tomllib.loads((files(__package__) / "prose.toml").read_text(encoding="utf-8"))[TYPE]["services"])
_CITED = frozenset({"affaire", "recours", "requete", "requetes", "arret", "contentieux"})
_VAGUE = frozenset({"unique", "mandat", "mandats", "cas", "situation", "enregistre", "enregistree", "enregistrees", "forfait"})


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number: 3 to 40 characters, 3 digits at least.

    Raises:
        ValidationError: another form.
    """
    value = compact(s)
    if not 3 <= len(value) <= 40 or sum(char.isdigit() for char in value) < 3:
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
    """A file of the year 0000."""
    return f"0000-{rng.randrange(10**5):05d}"


def generate_like(original: str, rng: random.Random) -> str:
    """Other digits and letters in the place of those of ``original``."""
    return redraw(original, rng)


def _search(scan: Scan) -> Iterator[Finding]:
    if not scan.zones:
        return
    for cue in scan.of("case"):
        if not _DIGIT.search(scan.folded, cue.end, cue.end + 70):
            continue
        found = _VALUE.match(scan.folded, cue.end, cue.end + 120)
        if not found or "\n\n" in scan.folded[cue.end : found.start("v")]:
            continue
        start, end = found.span("v")
        skipped = lead(scan.text[start:end])
        start += skipped
        raw = scan.folded[start:end]
        if skipped and found.group("link") is None and scan.folded[start - skipped : start - 1] not in _SERVICES:
            continue  # "3 dossiers sur 12 000"
        if not is_valid(raw) or _DATE.fullmatch(raw) or _UNIT.match(scan.folded, end) or _STREET.match(scan.folded, end):
            continue
        score = _weight(scan, cue, found.group("link"), raw)
        if score:
            yield mark(TYPE, start, end, score, "context")
    for free in scan.windows(_FREE, 11):
        yield mark(TYPE, free.start(), free.end(), 0.75, "layout")


def _is_of_office(raw: str) -> bool:
    """Whether a reference is that of an act or of a contract of the body ("COM-2026-61"), not of somebody's file."""
    letters = _LETTERS.findall(raw)
    return bool(letters) and (_OFFICES.fullmatch(letters[0]) is not None if len(letters) == 1 else letters[0] in _ACTS)


def _weight(scan: Scan, cue: Cue, link: str | None, raw: str) -> float:
    label = scan.folded[cue.start : cue.end]
    before = scan.folded[max(cue.start - 40, 0) : cue.start].rpartition("\n")[2]
    if link is not None and PUBLIC.search(link):
        return 0.0
    if PUBLIC.search(before[-26:]) and not label.startswith(("dossier", "pacs")):
        return 0.0
    digits = sum(char.isdigit() for char in raw)
    strong = label.startswith(_STRONG)
    if label.startswith(("ref", "avis", "acte", "registre", "enregistre")) and _is_of_office(raw):
        return 0.0
    if label in _CITED and _CASE_LAW.search(scan.folded, cue.start, cue.end + 240):
        return 0.0
    if link is None and not BEFORE.search(before):
        if label.endswith("s") and label not in {"recours", "pacs", "cas", "fps", "refs", "ants"}:
            return 0.0
        mixed = any(char.isalpha() for char in raw) and len(raw) - digits <= 10
        if label.startswith(("ref", "carte pro", "rum", "mandat sepa", "ants", "pre demande")):
            return 0.65 if mixed and digits >= 4 else 0.0
        return 0.7 if strong and digits >= (4 if mixed else 5) and (not raw.isdigit() or digits >= 6) else 0.0
    if label == "facture":
        return 0.65 if digits >= 6 and _MINE.search(before) else 0.0
    if label in _VAGUE:
        return 0.7 if digits >= 5 else 0.0
    if label.startswith("ref") or (link is not None and link.rstrip().endswith((":", "=", "|")) and not strong):
        return 0.6 if digits >= 4 else 0.0
    return 0.75


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
