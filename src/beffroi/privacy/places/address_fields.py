"""Addresses that a table or a record announces: the cells under "adresse", the values of a JSON "adresse".

A cell that says that there is none ("inconnue", "SDF") is no address; the row of a public place is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from beffroi.privacy.columns import Columns, column_cells
from beffroi.privacy.text_view import TextView

ADDRESS_COLUMNS = Columns(
    frozenset(
        {
            "adresse",
            "adresse postale",
            "domicile",
            "adresse du domicile",
            "adresse 1",
            "adresse 2",
            "adresse complete",
            "adresse_postale",
            "adresse1",
            "adresse famille",
            "adresse de la famille",
            "adresse enfant",
            "adresse du demandeur",
            "adresse desservie",
            "adresse usager",
            "adresse abonne",
            "adresse personnelle",
            "adresse perso",
            "adresse agent",
            "adresse des parents",
            "adresse parents",
            "lieu d'habitation",
            "adr",
            "adr.",
        }
    )
)
_RECORD = re.compile(r"[\"'](?:nom|prenom|ddn|naissance|nir|tel)[a-z_]{0,12}[\"']\s?:")
"""Keys of the record of a person: the addresses of other JSON objects are not read as fields."""
_JSON = re.compile(r"[\"'](?:adresse|adr|domicile)[a-z_0-9]{0,20}[\"']\s?:\s?[\"'](?P<value>[^\"\n]{4,90})[\"']")
_NO_ADDRESS = frozenset(
    {
        "inconnue",
        "inconnu",
        "neant",
        "sdf",
        "idem",
        "aucune",
        "aucun",
        "sans",
        "nc",
        "nr",
        "oui",
        "non",
        "id",
        "vide",
        "changee",
        "ras",
    }
)
_NO_ADDRESS_PHRASE = re.compile(
    r"(?:a completer|non (?:renseignee?|communiquee?|connue?)|sans (?:adresse|domicile)|npai|voir |meme |idem |a verifier)"
)
_PUBLIC_ROW = re.compile(
    r"(?:^|[\t;|,])\s*(?:ehpad|mairie|ecole|college|lycee|creche|gymnase|salle|mediatheque|bibliotheque|piscine|stade"
    r"|hopital|clinique|ccas|eglise|maison des|"
    r"centre|foyer|service|association|ludotheque|musee|theatre|cimetiere|ecole|groupe scolaire|ime|esat|caserne"
    r"|gendarmerie|poste|office)\b"
)


def _has_keys(folded: str) -> bool:
    """A quick test: whether a colon follows a quotation mark anywhere."""
    return '":' in folded or '" :' in folded or "':" in folded or "' :" in folded


def address_fields(view: TextView) -> Iterator[tuple[tuple[int, int], bool]]:
    """Spans of the addresses (code points, 0-based, end exclusive), and whether each is that of a public place."""
    folded = view.folded
    fields = [field.span("value") for field in _JSON.finditer(folded)] if _has_keys(folded) and _RECORD.search(folded) else []
    for start, end in (*column_cells(view, ADDRESS_COLUMNS), *fields):
        cell = folded[start:end]
        if not any(map(str.isalpha, cell)) or cell in _NO_ADDRESS or _NO_ADDRESS_PHRASE.match(cell):
            continue
        if cell.endswith(":") or folded[end : end + 3].lstrip(" \t").startswith(":"):  # the name of another field
            continue
        line = folded[folded.rfind("\n", 0, start) + 1 : start]
        yield (start, end), _PUBLIC_ROW.search(line) is not None
