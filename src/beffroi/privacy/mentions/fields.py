"""What a form or a table says of somebody's health under its title, whatever the words: "Allergies : kiwi".

Only titles that mean nothing else are read ("traitement" may be a salary, "diagnostic" that of a building).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from beffroi.privacy.columns import Columns, column_cells
from beffroi.privacy.text_view import TextView

_TITLES = {
    "disorder": "allergie, allergies, allergie(s), allergies connues, "
    "allergies alimentaires, pathologie, pathologies, maladie, maladies, "
    "antecedents, antecedents medicaux, problemes de sante, probleme de sante",
    "health": "infos medicales, informations medicales, renseignements medicaux, observations medicales, sante, etat de sante",
    "treatment": "traitement medical, traitements medicaux, traitement en cours, medicaments",
    "aptitude": "restrictions medicales, restriction medicale, avis medical, "
    "avis du medecin, avis medecin, restrictions d'aptitude",
    "disability": "handicap, type de handicap, nature du handicap, taux d'incapacite, taux ipp",
}
_COLUMNS = {kind: Columns(frozenset(titles.split(", "))) for kind, titles in _TITLES.items()}
_RATES = Columns(frozenset({"taux"}))
_DISABILITY = frozenset({"mdph", "cdaph", "aah", "aeeh", "rqth", "incapacite"})
"""In a table of these, "taux" is a rate of disability."""
_WORDS = frozenset(word for columns in _COLUMNS.values() for word in columns.first_words) | {"taux"}
_FORM = re.compile(
    r"(?:^|[\n;|,({])[ \t\"'•*-]{0,4}(?:allergies?(?: alimentaires?| connues?)?|pathologies?|antecedents medicaux)"
    r"\"?[ \t]?:[ \t]?\"?"
    r"(?P<value>[a-zœ][^\n;|.\"→}\]]{2,40})"
)
_FORM_WORDS = frozenset({"allergie", "allergies", "pathologie", "pathologies", "antecedents"})
_NOTHING = re.compile(
    r"(?:non|oui|neant|ras|aucune?s?|rien|sans objet|nc|nr|pas d|a completer|a preciser|x|n/a|inconnue?s?|voir |cf )\b"
)


def health_fields(view: TextView) -> Iterator[tuple[int, int, str]]:
    """Start, end (code points, 0-based, end exclusive) and type of each value that says something."""
    folded = view.folded
    if _WORDS.isdisjoint(view.words.texts):
        return
    if "taux" in view.words.texts and not _DISABILITY.isdisjoint(view.words.texts):
        yield from ((start, end, "disability") for start, end in column_cells(view, _RATES) if "%" in folded[start:end])
    for kind, columns in _COLUMNS.items() if "\n" in folded else ():
        for start, end in column_cells(view, columns):
            if len(folded[start:end]) > 2 and not _NOTHING.match(folded, start) and any(map(str.isalnum, folded[start:end])):
                yield start, end, kind
    for field in _FORM.finditer(folded) if ":" in folded and not _FORM_WORDS.isdisjoint(view.words.texts) else ():
        start, end = field.span("value")
        if not _NOTHING.match(folded, start):
            yield start, start + len(folded[start:end].rstrip(" ,-–")), "disorder"
