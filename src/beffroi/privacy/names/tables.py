"""Columns of names in pasted tables: a header "Nom;Prénom;…" or "Nom<tab>Prénom", then rows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beffroi.privacy.finding import Finding
from beffroi.privacy.lexicons.names import entry
from beffroi.privacy.names.cues import TABLE_HEADS
from beffroi.privacy.names.words import Words

_SEPARATORS = ("\t", ";", "|", ",")
_HEADER = re.compile(
    r"(?:noms?|prenoms?)(?:\(s\))?(?: (?:de naissance|de famille|d'usage|marital|usuel|usage|naissance"
    r"|(?:de l')?(?:agent|eleve|enfant|salarie|usager|assure)e?|du? (?:patient|salarie|demandeur|enfant)))?"
    r"(?: ?(?:et|/|,|&|-)? ?(?:noms?|prenoms?))?|agents?|eleves?|salariee?s?|beneficiaires?|responsable(?: legal)?(?: \d)?"
    r"|enfants?|patients?|allocataires?|demandeurs?|locataires?|proprietaires?|residents?|nom-prenom|nom_prenom|referente?"
    r"|titulaires?|representant legal|conjointe?|mere|pere|participants?|stagiaires?|etudiante?s?|representante?s?"
    r"|intervenante?s?|signataires?"
)
_CELL = re.compile(r"[^\W\d_][\w'’.\- ]{1,48}")
_TITLE = re.compile(r"(?:m|mme|mlle|mr|dr|me|monsieur|madame)\.? ")
_EMPTY = frozenset(
    {"neant", "nc", "na", "idem", "inconnu", "total", "oui", "non", "vide", "absent", "absente", "present", "presente"}
)
_MAX_WORDS = 5
NAME = "names:table"


def table_names(words: Words) -> Iterator[Finding]:
    """Cells under a header that names persons, until the table ends (a line without its separator)."""
    if TABLE_HEADS.isdisjoint(words.vocabulary):
        return
    text, folded = words.text, words.folded
    columns: set[int] = set()
    separator = ""
    start = 0
    for line in folded.split("\n"):
        if separator and separator not in line:
            separator = ""
        if separator and not line.strip(" |-:=+"):
            pass
        elif separator:
            yield from _cells(text, line, start, separator, columns)
        else:
            separator, columns = _header(line) if _may_be_header(line) else ("", columns)
        start += len(line) + 1


def _may_be_header(line: str) -> bool:
    return "\t" in line or ";" in line or "|" in line or ("," in line and "nom" in line)


def _header(line: str) -> tuple[str, set[int]]:
    """The separator and the columns of names if the line is the header of such a table, else ("", nothing)."""
    if len(line) > 600:
        return "", set()
    for separator in _SEPARATORS:
        if separator not in line:
            continue
        cells = [cell.strip(" \"'*_:") for cell in line.split(separator)]
        columns = {at for at, cell in enumerate(cells) if len(cell) < 40 and _HEADER.fullmatch(cell)}
        titled = any("nom" in cells[at] for at in columns)
        if (
            columns
            and all(len(cell) < 40 for cell in cells)
            and (titled or separator != ",")
            and (separator != "," or len(cells) > 2)
        ):
            return separator, columns
    return "", set()


def _cells(text: str, line: str, start: int, separator: str, columns: set[int]) -> Iterator[Finding]:
    position = 0
    for at, cell in enumerate(line.split(separator)):
        if at in columns:
            body = cell.strip(" \"'*_\r")
            offset = start + position + cell.find(body) if body else 0
            title = _TITLE.match(body)
            if title:
                offset, body = offset + title.end(), body[title.end() :]
            if body and body not in _EMPTY and _CELL.fullmatch(body) and body.count(" ") < _MAX_WORDS and _is_name(body):
                yield Finding(offset, offset + len(body), "person_name", 0.95, NAME)
        position += len(cell) + len(separator)


def _is_name(body: str) -> bool:
    """Whether the cell is not a plain word ("secrétariat"): every such word must also be somebody's name."""
    return all(one.word < 2 or one.surname or one.given for one in map(entry, body.replace("-", " ").replace("'", " ").split()))
