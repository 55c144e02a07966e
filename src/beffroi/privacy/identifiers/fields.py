"""Identifiers that the structure of a record names: the title of their column, their key in JSON, their label in a form.

Where a label in running text needs a number of an unmistakable shape beside it, the name of a field is enough for any number
of a plausible shape: a column "Dossier" holds numbers of files. What fields are called is data (``fields.toml``); what a value
of each type may look like is here. Values that are dates, amounts or words are never reported.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import compress
from types import MappingProxyType

from beffroi.privacy.columns import titled_cells
from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.layout import bare
from beffroi.privacy.identifiers.url import PUBLIC_ACCOUNTS
from beffroi.privacy.text_view import TextView, fold

NAME = "fields"
_RAW = tomllib.loads((files(__package__) / "fields.toml").read_text(encoding="utf-8"))
_PROSE = tomllib.loads((files(__package__) / "prose.toml").read_text(encoding="utf-8"))
_SMALL = frozenset(_RAW["small_words"])
_WEAK = frozenset(_RAW["weak_words"])
_TYPE_OF: Mapping[str, str] = MappingProxyType({name: code for code, names in _RAW["names"].items() for name in names})
_NOT_LOGIN = frozenset(_PROSE["handle"]["words"])
_NOT_SECRET = frozenset(_PROSE["password"]["words"])
_WORD = re.compile(r"[a-z]+[0-9]?|[0-9]+")
_OPEN = frozenset({"handle", "password", "phone"})  # types whose names go on with any words
_GLUED = ("num", "numero", "no", "id", "code", "ref", "nom")
_HEADS = frozenset(prefix + name.split(" ")[0] for name in _TYPE_OF for prefix in ("", *_GLUED))
_KEYS = _HEADS | {"id"}
_RUN = re.compile(r"[^\W_]+")

_DATE = re.compile(r"[0-9]{1,2}[ ./\-][0-9]{1,2}[ ./\-][0-9]{2,4}|[0-9]{4}[\-/][0-9]{2}(?:[\-/][0-9]{2})?.*|(?:19|20)[0-9]{2}")
_AMOUNT = re.compile(r"[+\-]?[0-9 ]*[.,][0-9]{1,2}|[+\-]?[0-9 .,]+(?:€|eur|euros|m3|m³|kwh|%|h)")
_NUMBER = re.compile(r"[a-z]{0,6}[ ./_\-]{0,2}(?:[0-9a-z]{1,20}[ ./_\-]{1,2}){0,6}[0-9a-z]{1,20}")
_LETTERS = re.compile(r"[a-z]{7,}")
_SHAPES = MappingProxyType(
    {
        "nir": r"[1-478][0-9]{4}(?:[0-9]{2}|2[ab])[0-9]{6}(?:[0-9]{2})?",
        "nia": r"[3478][0-9]{12}(?:[0-9]{2})?",
        "phone": r"[0-9]{9,13}",
        "iban": r"[a-z]{2}[0-9]{2}[0-9a-z]{10,30}",
        "rib": r"[0-9]{10}[0-9a-z]{11}[0-9]{2}",
        "bic": r"[a-z]{6}[0-9a-z]{2}(?:[0-9a-z]{3})?",
        "payment_card": r"[0-9]{13,19}",
        "siret": r"[0-9]{14}",
        "siren": r"[0-9]{9}",
        "vat_number": r"[a-z]{2}[0-9a-z]{8,12}",
        "spi": r"[0-3][0-9]{12}",
        "ine": r"[0-9]{9}[0-9a-z][a-z]|[0-9]{10}[a-z]",
        "rpps": r"[0-9]{11}",
        "adeli": r"[0-9][0-9ab][0-9]{7}",
        "finess": r"[0-9][0-9ab][0-9]{7}",
        "cni": r"[0-9]{4}(?:[0-9]{2}|2[ab])[0-9]{6}|(?=[a-z]*[0-9])(?=[0-9]*[a-z])[0-9a-z]{9}",
        "passport": r"(?=.*[0-9]{2})[0-9a-z]{7,9}",
        "residence_permit": r"[0-9]{9,10}|(?=.*[0-9]{2})[0-9a-z]{9,12}",
        "driving_licence": r"[0-9]{12}|(?=(?:[a-z]*[0-9]){4})[0-9a-z]{8,16}",
        "plate": r"[a-z]{2}[0-9]{3}[a-z]{2}|[0-9]{1,4}[a-z]{2,3}[0-9]{1,2}[0-9ab]?",
        "vin": r"[0-9a-z]{17}",
        "pdl": r"[0-9]{14}",
        "pce": r"[0-9]{14}|gi[0-9]{6}",
        "cadastral_parcel": r"(?:[0-9]{3})?(?:0?[a-z]{1,2})n?[0-9]{1,4}p?",
        "imei": r"[0-9]{14,16}",
        "mac_address": r"[0-9a-f]{12}",
    }
)
_BARE = MappingProxyType({code: re.compile(shape) for code, shape in _SHAPES.items()})
_LOGIN = re.compile(r"@?[a-z0-9][a-z0-9_.\-\\]{2,39}")
_PAIR = re.compile(
    r"(?:(?<=[\n|;{,(\t&?])|^|(?<=  )|(?<=[.:]\s)|(?<= [\-–—•*] ))[ \t\"'>*•\-–]{0,6}(?P<k>[a-z][a-z0-9 _.'°º/\-]{1,34}?)"
    r"(?: ?\([^()\n]{1,20}\))?[\"'*]{0,3}[ \t.]{0,40}[:=][ \t]{0,12}(?P<v>[^\s:=][^\n\t]{1,60})"
)
_SIGN = re.compile(r"[a-z0-9 _.'°º/\-]{1,76}+(?:\([^()\n]{1,20}\))?[\"'*]{0,3}[ \t.]{0,40}[:=]")
_BEFORE = 48  # code points that may stand in a key before the word that names it
_AFTER = 16  # and after the sign, for the value to begin
_RECORD = re.compile(r"[a-z]{1,5}-?[0-9]{4,}")
_CUT = re.compile(r"[,;|\"\t\n()<>«»]| {2}| [–—\-/]| et | ou |[.:](?=\s|$)|&")


def field_type(name: str) -> str | None:
    """The type of what a field of that name holds, or nothing.

    >>> field_type("N° de dossier"), field_type("num_dossier"), field_type("Nombre de dossiers"), field_type("N°")
    ('case_number', 'case_number', None, None)
    """
    words = [word for word in _WORD.findall(fold(name)) if word not in _SMALL]
    if len(words) > 4:
        return None
    if len(words) == 1 and words[0] not in _TYPE_OF:  # "numcli", "iddossier"
        words = [next((words[0][len(head) :] for head in _GLUED if words[0].startswith(head)), words[0])]
    if len(words) > 1 and " ".join(words) not in _TYPE_OF:  # "identifiant portail famille", "mot de passe wifi du hall"
        head = _TYPE_OF.get(" ".join(words[:2])) or _TYPE_OF.get(words[0])
        if head in _OPEN:
            return head
    strong = [word for word in words if word not in _WEAK]
    return _TYPE_OF.get(" ".join(words)) or (_TYPE_OF.get(" ".join(strong)) if strong else None)


class FieldRecognizer:
    """Finds the values of named fields in tables, JSON and forms."""

    name = NAME

    def find(self, view: TextView) -> list[Finding]:
        """Findings in the coordinates of ``view.text``; named ``type:column`` or ``type:field``."""
        folded = view.folded
        if _HEADS.isdisjoint(view.words.texts):
            return []
        found = [
            _finding(view, code, start, end, "column") for code, start, end in titled_cells(view, _title_type, aligned=True)
        ]
        if ":" in folded or "=" in folded:
            found += [_finding(view, code, start, end, "field") for code, start, end in _pairs(view)]
        return [finding for finding in found if finding is not None]


def _title_type(title: str) -> str | None:
    return None if _HEADS.isdisjoint(_RUN.findall(title)) else field_type(title)


def _keys(view: TextView) -> Iterator[re.Match[str]]:
    """The pairs of a key and a value, only where a word that begins the name of a field stands before the sign."""
    folded, words = view.folded, view.words
    at = done = 0
    for head in compress(words.starts, map(_KEYS.__contains__, words.texts)):
        if head < done:
            continue
        sign = _SIGN.match(folded, head)
        if sign is None:
            continue
        done = sign.end()
        low = max(at, head - _BEFORE, 0)
        low = max(low, *(folded.rfind(stop, low, head) + 1 for stop in ":=\n"))
        pair = _PAIR.search(folded, low, done + _AFTER)
        if pair is not None:
            pair = _PAIR.match(folded, pair.start())
        if pair is not None:
            at = max(pair.start("v"), pair.start() + 1)
            done = max(done, pair.start("v"))
            yield pair


def _pairs(view: TextView) -> Iterator[tuple[str, int, int]]:
    folded = view.folded
    for pair in _keys(view):
        code = field_type(pair.group("k"))
        if pair.group("k") == "id" and '"nom"' in folded and _RECORD.match(pair.group("v").lstrip("\"' ")):
            code = "case_number"  # the record of a person in an export
        if code is None or pair.group("k").strip() in {"ref", "reference", "avis", "situation", "rapport", "mission", "titre"}:
            continue
        start = pair.start("v")
        value = pair.group("v")
        lead = len(value) - len(value.lstrip("\"'*` "))
        start, value = start + lead, value[lead:]
        cut = value.find('"') if value.count('"') else -1
        if code != "password":
            found = _CUT.search(value)
            cut = found.start() if found else -1
        elif cut < 0:
            cut = value.find(" ")
        value = (value if cut < 0 else value[:cut]).rstrip(" .,;'`*")
        if value:
            yield code, start, start + len(value)


def _finding(view: TextView, code: str, start: int, end: int, evidence: str) -> Finding | None:
    value = view.folded[start:end]
    if not _plausible(code, value, view.text[start:end], evidence):
        return None
    if code == "meter_number" and "compteur" not in view.folded and "cpt" not in view.folded and "linky" not in view.folded:
        return None  # the serial number of a computer or of a telephone
    return Finding(start, end, code, 0.8 if evidence == "column" else 0.7, f"{code}:{evidence}")


def _plausible(code: str, value: str, typed: str, evidence: str) -> bool:
    """Whether a folded value may be one of its type."""
    if not 2 < len(value) <= 64:
        return False
    shape = _BARE.get(code)
    if shape is not None:
        return len(value) <= 40 and shape.fullmatch(bare(value)) is not None and not _DATE.fullmatch(value)
    if code == "handle":
        odd = re.search(r"[0-9_@\\]|[a-z]\.[a-z]", value) is not None
        return (
            _LOGIN.fullmatch(value) is not None
            and value not in _NOT_LOGIN
            and not value.lstrip("@").startswith(PUBLIC_ACCOUNTS)
            and (odd or typed.islower())
        )
    if code in {"password", "api_key"}:
        return _secret(value, typed, evidence)
    if code in {"case_number", "allocataire_number", "meter_number"}:
        return _is_number(code, value)
    return False


def _secret(value: str, typed: str, evidence: str) -> bool:
    if " " in value or fold(value) in _NOT_SECRET or len(value) < 4 or "://" in value:
        return False
    odd = re.search(r"[0-9]", value) is not None or re.search(r"[^\w'’.\-]", value) is not None
    return odd or (evidence == "column" and typed.islower() and len(value) >= 6)


def _is_number(code: str, value: str) -> bool:
    digits = sum(char.isdigit() for char in value)
    mixed = any(char.isalpha() for char in value)
    if digits < (3 if mixed else 4) or len(value) > 40 or not _NUMBER.fullmatch(value) or _LETTERS.search(value):
        return False
    return not (_DATE.fullmatch(value) or _AMOUNT.fullmatch(value) or (code == "meter_number" and digits < 4))


RECOGNIZER = FieldRecognizer()
