"""Numbers under which a body knows a person: allocataire (CAF), France Travail, adherent, customer, subscriber, contract.

Issued by each body: 7 digits (CAF; sometimes with a letter), 7 digits and a letter (France Travail), anything
elsewhere. There is no common key: a label with "n°", "numéro", ":" or the like tells. Counts ("bénéficiaires : 1 245")
are not numbers of anybody. Source: usage, from knowledge (à vérifier). Checked 2026-11-22.

>>> is_valid("1234567X"), is_valid("MSA-62-004512"), is_valid("bonjour")
(True, True, False)
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers import spoken
from beffroi.privacy.identifiers.errors import InvalidFormat
from beffroi.privacy.identifiers.layout import bare, redraw
from beffroi.privacy.identifiers.scan import STRICT, Cue, IdentifierRecognizer, Scan, mark

TYPE = "allocataire_number"
MARKER = (
    r"(?:n(?:[°º]|[°ºo]s?\.?(?![a-z]))|numeros?(?![a-z])|num\.?(?![a-z])|[:=|]|(?<!&)#|matricule(?![a-z])|identifiant(?![a-z])"
    r"|id(?![a-z])|sous le(?![a-z]))"
)
BEFORE = re.compile(
    r"(?:n[°ºo]s?|(?<![a-z])numeros?|(?<![a-z])num|(?<![a-z])id|identifiant|matricule|reference|(?<![a-z])"
    r"ref|code)[ .:_]*(?:[ .'_]*[a-z]+){0,3}[ '._(]*$"
)
_VALUE = re.compile(
    rf"(?P<link>[^0-9\n:=#|]{{0,40}}?{MARKER})?{STRICT}"
    r"(?:[a-z'.()\-]{1,14} ){0,3}?(?P<v>(?:[a-z]{1,5}[ \-/]?)?[0-9](?:[ .\-/]?[0-9]){3,16}(?:[ \-]?[a-z]{1,"
    r"2}(?![a-z']))?|[0-9]{2,}[a-z]{1,3}[0-9]{2,10})(?![0-9a-z])"
)
_DIGIT = re.compile("[0-9]")
_UNIT = re.compile(
    r"[ ]?(?:€|euros?|foyers|familles|personnes|ans(?![a-z])|m3|m³|m²|heures|jours|usagers|repas|habitants|"
    r"%|kwh|km|eleves|agents)"
)
_DATE = re.compile(
    r"[0-3]?[0-9][ ./\-][01]?[0-9][ ./\-](?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}(?:[\-/ ](?:19|20)?[0-9]{2})?", re.ASCII
)
_COUNT = re.compile(r"(?:nombre|nb|total|effectif|montant|liste|ensemble)[a-z ':]*$")
_NUMEN = re.compile(
    r"[0-9](?<![0-9a-z].)[0-9][a-z][0-9]{7}[a-z]{3}(?![0-9a-z])"
)  # number of a teacher, of the ministry of education
_SAID = re.compile(r"(?:numero|n[°º]|matricule|identifiant|reference)[^0-9\n]{0,40}$")
_WORDS = tomllib.loads((files(__package__) / "prose.toml").read_text(encoding="utf-8"))[TYPE]
_OWNERS = frozenset(_WORDS["owners"])
_FIRMS = frozenset(_WORDS["firms"])
_ALONE = ("identifiant", "matricule", "ipp", "numagent")


def compact(s: str) -> str:
    """Upper-case characters without separators."""
    return bare(s).upper()


def validate(s: str) -> str:
    """The compact number: 4 to 24 characters, 4 digits at least.

    Raises:
        ValidationError: another form.
    """
    value = compact(s)
    if not 4 <= len(value) <= 24 or sum(char.isdigit() for char in value) < 4:
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
    """A number of the series 00, of the CAF's form."""
    return f"00{rng.randrange(10**5):05d}"


def generate_like(original: str, rng: random.Random) -> str:
    """Other digits and letters in the place of those of ``original``."""
    return redraw(original, rng)


def _search(scan: Scan) -> Iterator[Finding]:
    for chain in spoken.chains(scan):
        before = scan.folded[max(chain.start - 48, 0) : chain.start]
        if _SAID.search(before) and scan.announced(
            chain.start, chain.end, frozenset({"allocataire", "case"}), reach=40, after=0
        ):
            yield mark(TYPE, chain.start, chain.end, 0.7, "spoken")
    if not scan.zones:
        return
    for cue in scan.of("allocataire"):
        if not _DIGIT.search(scan.folded, cue.end, cue.end + 70):
            continue
        found = _VALUE.match(scan.folded, cue.end, cue.end + 110)
        if not found or "\n\n" in scan.folded[cue.end : found.start("v")]:
            continue
        start = found.start("v")
        end = start + len(trimmed(scan.text[start : found.end("v")]))
        start += lead(scan.text[start:end])
        raw = scan.folded[start:end]
        if found.group("link") and PUBLIC.search(found.group("link")):
            continue
        if _DATE.fullmatch(raw) or _UNIT.match(scan.folded, end) or not is_valid(raw):
            continue
        if _announced(scan, cue, found.group("link"), raw) or (
            found.group("link") is None and _beside(scan.folded[cue.start : cue.end], scan.folded[cue.end : start], raw)
        ):
            vague = scan.folded[cue.start : cue.end].startswith(("carte", "badge"))
            yield mark(TYPE, start, end, 0.7 if vague else 0.8, "context")
    for numen in scan.windows(_NUMEN, 9):
        yield mark(TYPE, numen.start(), numen.end(), 0.7, "layout")


def lead(raw: str) -> int:
    """Length of a first word that is no part of the number: "le 1234567", but not "MNT 00384417" nor "K 441 207"."""
    head, space, _ = raw.partition(" ")
    kept = head.isupper() and head.lower() not in _FIRMS
    return len(head) + 1 if space and head.isalpha() and not kept else 0


def _beside(label: str, gap: str, raw: str) -> bool:
    """Whether a number right beside the word for a person or a card ("client C-4471902") is theirs, without any "n°"."""
    if (label not in _OWNERS and not label.startswith("carte ")) or gap.strip(" \n:(,"):
        return False
    digits = sum(char.isdigit() for char in raw)
    if any(char.isalpha() for char in raw):
        return digits >= 4
    return digits >= 7 or (digits >= 6 and raw.isdigit() and label != "contrat")


def trimmed(raw: str) -> str:
    """Without a last lower-case letter that is a word of the sentence ("1234567 à Lens")."""
    return raw[:-2].rstrip() if re.search(r"[0-9] [^A-Z0-9]$|[0-9] [^A-Z0-9][a-zà-ÿ]$", raw) and not raw[-2:].isupper() else raw


PUBLIC = re.compile(
    r"deliberation|marche|arrete|decret|lois? n|ordonnance|article|circulaire|facture|devis|(?<![a-z])lots?(?![a-z])"
    r"|page|annexe|conseil"
    r"|accord-cadre|commande|mission|cerfa|formulaire|instruction|directive|convention|avenant|telephone|(?<![a-z])"
    r"(?:tel|mail|siret|iban|nir)(?![a-z])"
)
_PHONE = re.compile(r"0[1-9](?:[ .\-]?[0-9]{2}){4}")


def _announced(scan: Scan, cue: Cue, link: str | None, raw: str) -> bool:
    label = scan.folded[cue.start : cue.end]
    before = scan.folded[max(cue.start - 48, 0) : cue.start].rpartition("\n")[2]
    if _COUNT.search(before) and not (link and re.search(r"n[°ºo]|num", link)):
        return False
    digits = sum(char.isdigit() for char in raw)
    if re.search(r"n[°ºo]$", label):
        return digits >= 4
    if _PHONE.fullmatch(raw) and not (link and re.search(r"n[°ºo]|num", link)) and not BEFORE.search(before):
        return False
    if BEFORE.search(before) or label.startswith(_ALONE):
        return True
    if link is None:
        return bool(re.fullmatch(r"[0-9]{7} ?[a-z]?|[0-9]{3}[ .][0-9]{4}[a-z]?", raw)) and label in {
            "caf",
            "msa",
            "allocataire",
            "alloc",
        }
    if re.search(r"(?:n[°ºo]s?|num\w*|#|matricule|identifiant|id|sous le)\.?$", link):
        return True
    return digits >= 5 and not (label.endswith("s") and label not in {"caf"})


RECOGNIZER = IdentifierRecognizer(TYPE, _search)
