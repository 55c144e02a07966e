"""The commune where somebody lives: "habite à Roubaix", "domiciliée à Saint-Omer", "commune de résidence : Lens".

A commune elsewhere ("la commune de Roubaix", "CCAS de Lille") says nothing of anybody and is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from beffroi.privacy.columns import Columns, column_cells
from beffroi.privacy.finding import Finding
from beffroi.privacy.places.communes import Communes
from beffroi.privacy.places.town import commune_end, read_postcode
from beffroi.privacy.places.vocabulary import HOME
from beffroi.privacy.places.whereabouts import is_closed, whereabouts
from beffroi.privacy.text_view import TextView

COMMUNE_COLUMNS = Columns(
    frozenset(
        {
            "commune",
            "ville",
            "commune de residence",
            "ville de residence",
            "cp",
            "code postal",
            "cp ville",
            "localite",
            "ville residence",
            "commune residence",
            "cp/ville",
            "cp - ville",
            "ville/commune",
            "domicile (commune)",
            "ville de domicile",
        }
    )
)
_TO_COMMUNE = re.compile(
    r"(?:\s?[:=]\s?|,?\s(?:(?:depuis|actuellement|maintenant|toujours|desormais|aussi|seule?|encore|bien|principal|ensemble|aujourd'hui|chez|ses|sa|"
    r"son|leurs?|parents|mere|pere|fille|fils|soeur|sœur|frere|la|le|une?|\w{1,8}\s(?:ans|mois)|\d{1,4}|,|rue|hlm|appartement|maison|studio|logement|dans|est|se|trouve)\s){0,5}"
    r"(?P<at>a la|a|au|aux|sur|en|vers|pres de|dans la ville de|dans la commune de|la commune de|de)\s)"
)
_FIELD = re.compile(r"(?:ville|commune|localite)(?: de residence)?[ \t]?:[ \t]?")
_FIELD_START = re.compile(r"(?:^|[\n;|\t])[ \t]{0,4}$")
_PERSONAL_FIELDS = re.compile(r"\b(?:nom|prenom|adresse|code postal|naissance)[ \t]?:")
_RESIDENCE_FIELD = re.compile(r"\b(?:commune|ville|lieu) d(?:e (?:residence|domicile)|'habitation)\s?:?\s(?:actuelle? )?")
_JSON = re.compile(r"\"(?:commune|ville|localite)[a-z_]{0,20}\"\s?:\s?\"(?P<value>[^\"\n]{2,40})\"")
_RECORD = re.compile(r"\"(?:nom|prenom|ddn|naissance|nir|tel)[a-z_]{0,12}\"\s?:")
_HOME = HOME - {"chez", "bailleur", "hebergement"}
_FIELD_WORDS = frozenset({"ville", "commune", "localite"})


class HomeCommuneRecognizer:
    """Finds ``commune``: only the commune of somebody's home."""

    name = "places.commune"

    def __init__(self, communes: Communes) -> None:
        self._communes = communes

    def find(self, view: TextView) -> Iterable[Finding]:
        """Communes of residence; public places and ordinary mentions of communes are left out."""
        told = [*self._after_home_words(view), *self._after_fields(view)]
        yield from told
        starts = {found.start for found in told}
        for place in whereabouts(view):
            for found in self._named(view, place.start, place.sure, known_only=place.known_only):
                if found.start not in starts and (not place.closed or is_closed(view, found.end)):
                    yield found
        if '":' in view.folded and _RECORD.search(view.folded):
            for field in _JSON.finditer(view.folded):
                if any(map(str.isalpha, field["value"])) and "naissance" not in field.group():
                    yield Finding(*field.span("value"), "commune", 0.6, f"{self.name}:field")
        for start, end in column_cells(view, COMMUNE_COLUMNS):
            yield Finding(start, end, "commune", 0.7, f"{self.name}:column")

    def _after_home_words(self, view: TextView) -> Iterator[Finding]:
        words = view.words
        for index in [at for at, word in enumerate(words.texts) if word in _HOME]:
            word = words.texts[index]
            if word.startswith("habit") and view.text[words.end(index) + 1 : words.end(index) + 2].isupper():
                yield from self._named(view, words.end(index) + 1, 0.7, known_only=True)
            lead = _TO_COMMUNE.match(view.folded, words.end(index))
            if lead is None or (lead["at"] == "de" and not word.startswith("habitant")):
                continue
            sure = 0.75 if lead["at"] in {"a", "a la", "au", "aux", "sur", None} else 0.6
            yield from self._named(view, lead.end(), sure, known_only=lead["at"] not in {"a", "a la"})

    def _after_fields(self, view: TextView) -> Iterator[Finding]:
        folded = view.folded
        if "residence" in folded or "domicile" in folded or "habitation" in folded:
            for field in _RESIDENCE_FIELD.finditer(folded):
                yield from self._named(view, field.end(), 0.75, known_only=True)
        if ":" not in folded or _FIELD_WORDS.isdisjoint(view.words.texts):
            return
        for field in _FIELD.finditer(folded):
            if not _FIELD_START.search(folded[max(0, field.start() - 5) : field.start()]):
                continue
            around = _PERSONAL_FIELDS.search(folded, max(0, field.start() - 300), field.end() + 200)
            yield from self._named(view, field.end(), 0.6 if around else 0.4, known_only=False)

    def _named(self, view: TextView, offset: int, score: float, *, known_only: bool) -> Iterator[Finding]:
        index = view.words.at_or_after(offset)
        if index >= len(view.words.texts) or view.words.starts[index] - offset > 1:
            return
        town = read_postcode(view, offset, self._communes)
        end = town[0] if town else commune_end(view, index, self._communes, known_only=known_only)
        if end > 0:
            yield Finding(view.words.starts[index], end, "commune", score, self.name)
