"""Birth dates and birth places, by the words around them: "né(e) le …, à …", "date de naissance : …", a column of a table.

A date without such words is an ordinary one (meeting, letter, deadline) and is left alone, unless its neighbours are those of a
record: an age in brackets, a sex between bars, a social security number.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files

from beffroi.privacy.birth.date_span import any_date_end, full_date_end
from beffroi.privacy.birth.records import record_dates
from beffroi.privacy.columns import Columns, column_cells
from beffroi.privacy.finding import Finding
from beffroi.privacy.places.communes import Communes
from beffroi.privacy.places.town import commune_end
from beffroi.privacy.places.vocabulary import STOPS
from beffroi.privacy.text_view import TextView

_DATA = tomllib.loads((files(__package__) / "birth.toml").read_text(encoding="utf-8"))
_BORN = frozenset(_DATA["born"])
_BIRTH = frozenset(_DATA["birth"])
_CUES = _BORN | _BIRTH
_NOT_PERSONS = frozenset(_DATA["not_persons"])
_NOT_TOWNS = frozenset(_DATA["not_towns"])

DATE_COLUMNS = Columns(
    frozenset(
        {
            "date de naissance",
            "date naissance",
            "date naiss",
            "date naiss.",
            "ne le",
            "nee le",
            "ne(e) le",
            "ne (e) le",
            "ne.e le",
            "naissance",
            "date_naiss",
            "date_naissance",
            "date_de_naissance",
            "date_nais",
            "date nais",
            "ne_le",
            "nee_le",
            "ddn",
            "dn",
            "ne(e)",
            "ne(e",
            "ne.e",
        }
    )
)
PLACE_COLUMNS = Columns(
    frozenset({"lieu de naissance", "ville de naissance", "commune de naissance", "lieu naissance", "pays de naissance"})
)
NEAR_COLUMNS = Columns(frozenset({"lieu"}))
"""In a table that has a column of birth dates, "lieu" is the place of birth where it holds communes."""

_FEMININE = r"(?:\s?[(.·-]\s?e\s?\)?)?(?:[(.·-]s\)?)?"
_DATE_LEAD = re.compile(
    _FEMININE + r"[\s:=_.|*,\"'–-]{0,40}(?:\(?(?:jj|dd)[ /.-]?mm[ /.-]?a{2,4}\)?[\s:]{0,3})?"
    r"(?:(?P<link>le|les|respectivement les?|en|au|du|est le|est|etait le|l'an|vers|courant|un|ce"
    r"|dans la nuit du|dans la nuit entre le|1e|l e)(?:[\s._|]{1,40}:?\s{0,2}|[\s._]{0,40}:\s{0,2})[\"']?)?"
)
_SECOND_DATE = re.compile(r"\]?,?\s(?:(?:je crois|peut-etre|plutot)\s)?(?:au|et le|ou le|et|ou)\s")
_PLACE_LEAD = re.compile(
    _FEMININE + r"(?:\s?\(\d{1,3}\sans\))?[\s,:|–-]{1,12}(?:(?:a|au|aux|en|dans|dans la ville de"
    r"|a la maternite de|sur|du|de la|de|d'|dans la commune de)(?:\s?:?\s|(?<=')))(?:la ville de\s|la commune de\s)?"
)
_MAIDEN_NAME = re.compile(
    r"(?:\([eE]\)|[eE])?\s(?!(?:Le|En|Vers|LE|EN|VERS|AU)\b)(?:(?:[dD][eu]s?|[lL][ae]|DE LA|EL|AL)\s|[dDlL]['’])?"
    r"[A-ZÀ-Ý][\w'’-]*(?:\s(?!(?:LE|EN|A|À|LES|DU)\b)(?:[dD][eu]\s)?[A-ZÀ-Ý(][\w'’)-]*){0,4},?(?=\s)"
)
_REPLY = re.compile(r"\s?\?\s{0,3}\n[ \t]*[^\W\d][^:\n]{0,24}:\s{1,2}(?:[a-z]{2,7}[,.]?\s){0,3}?(?=le\s|\d)")
_JSON_PLACE = re.compile(r"\"\s*,\s*\"(?:lieu|ville|commune|pays)[a-z_]*\"\s*:\s*\"(?P<place>[^\"\n]{2,40})\"")
_PLACE_FIELD = re.compile(
    r"[ \t]*[\n,;/|–-]?[ \t]*(?:lieu|ville|commune)(?:\s?/\s?pays)?(?:\sde\snaissance)?[ \t]?[:._=|]{1,40}[ \t]{0,4}"
)
_TOWN_AFTER_COMMA = re.compile(r",[ \t](?=[a-z])")
_BARE_PLACE = re.compile(r"[ \t]{1,2}(?=[a-z])")
_AFTER_PLACE = re.compile(r"\s*(?:[,;.)\n]|$)")
_MISREAD_PLACE = re.compile(r"[0158|][a-z]{4,20}\b")
_LOWER_PLACE = re.compile(r"[a-z]{3,20}(?:[ '-][a-z]{2,20}){0,2}")
_FIELD = re.compile(r"\b(?:lieu|ville|commune|pays) (?:de |)naissance[ \t:=_.|*–-]{1,40}")
_IN_BRACKETS = re.compile(
    r"\s?\([^()\n]{2,40}\)|,?\s(?:en\s)?(?:algerie|maroc|tunisie|portugal|espagne|italie|senegal|mali|belgique|turquie|france)\b"
)


class BirthRecognizer:
    """Finds ``birth_date`` and ``birth_place``."""

    name = "birth"

    def __init__(self, communes: Communes) -> None:
        self._communes = communes

    def find(self, view: TextView) -> Iterable[Finding]:
        """Births told by words, by columns and by records."""
        texts = view.words.texts
        for index in [at for at, word in enumerate(texts) if word in _CUES]:
            if texts[index] in _BORN:
                yield from self._after_born(view, index)
            else:
                yield from self._after_birth(view, index)
        if "naissance" in view.folded:
            for field in _FIELD.finditer(view.folded):
                for place in self._place(view, field.end(), 0.85, known_only="|" in field.group()):
                    yield place
                    if view.folded.endswith("date et ", 0, field.start()):
                        yield from self._dates(view, place.end, accented=True)
        yield from record_dates(view, self.name)
        has_dates = False
        for start, end in column_cells(view, DATE_COLUMNS):
            has_dates = True
            found = any_date_end(view, start, year_alone=True)
            if found and found[0] <= end:
                yield self._date(start, found[0], 0.9)
        near = list(column_cells(view, NEAR_COLUMNS)) if has_dates else []
        known = sum(commune_end(view, view.words.at_or_after(start), self._communes, known_only=True) > 0 for start, _ in near)
        for start, end in (*column_cells(view, PLACE_COLUMNS), *(near if known * 2 > len(near) else ())):
            yield Finding(start, end, "birth_place", 0.8, f"{self.name}:column")

    def _date(self, start: int, end: int, score: float) -> Finding:
        return Finding(start, end, "birth_date", score, self.name)

    def _after_born(self, view: TextView, index: int) -> Iterator[Finding]:
        """ "né(e) le 14/05/1984 à Oran", "née à Lille le …", "native de Lens"."""
        end = view.words.end(index)
        if index and (view.words.texts[index - 1] in _NOT_PERSONS or view.words.texts[max(0, index - 2)] in _NOT_PERSONS):
            return
        accented = view.words.texts[index] != "ne" or view.text[end - 1] in "éÉèÈêÊ"
        dates = list(self._dates(view, end, accented=accented))
        if not dates and (maiden := _MAIDEN_NAME.match(view.text, end)):
            dates = list(self._dates(view, maiden.end(), accented=False)) or list(
                self._after_place_link(view, maiden.end(), known_only=True)
            )
        yield from dates
        if dates:
            yield from self._after_place_link(view, dates[-1].end)
        elif accented or view.text[end - 2 : end] == "NE":
            yield from self._place_then_date(view, end)

    def _place_then_date(self, view: TextView, offset: int) -> Iterator[Finding]:
        """ "à Lens (62), le 12/03/1975", "à Tunis, en Tunisie, en 1950"."""
        for place in self._after_place_link(view, offset):
            yield place
            yield from self._dates(view, place.end, accented=True)
            for town in self._after_place_link(view, place.end):
                yield town
                yield from self._dates(view, town.end, accented=True)

    def _after_birth(self, view: TextView, index: int) -> Iterator[Finding]:
        """ "date de naissance : …", "DDN 14/05/84", "naissance le … à …", "mise au monde le …"."""
        words = view.words
        word, end = words.texts[index], words.end(index)
        before = words.texts[index - 1] if index else ""
        if word == "monde" and before != "au":
            return
        if (
            word in {"naissance", "naiss"}
            and before == "de"
            and index > 1
            and words.texts[index - 2] in {"acte", "extrait", "conge", "prime", "avis", "bulletin"}
        ):
            return
        if reply := _REPLY.match(view.folded, end):
            end = reply.end()
        dates = list(self._dates(view, end, accented=True))
        yield from dates
        if dates:
            yield from self._after_place_link(view, dates[-1].end)
            if place := _JSON_PLACE.match(view.folded, dates[-1].end):
                yield Finding(*place.span("place"), "birth_place", 0.8, self.name)
            if place := _TOWN_AFTER_COMMA.match(view.folded, dates[-1].end):
                yield from self._place(view, place.end(), 0.6, known_only=True)
        elif word == "naissance" and before not in {"lieu", "acte"}:
            yield from self._place_then_date(view, end)

    def _dates(self, view: TextView, offset: int, *, accented: bool) -> Iterator[Finding]:
        lead = _DATE_LEAD.match(view.folded, offset)
        if lead is None or (lead.end() == offset and not accented):
            return
        plural = view.folded[offset - 1 : offset] == "s"  # "les assurés nés en 1961" are nobody in particular
        year_alone = not plural and (lead["link"] in {"en", "l'an", "vers", "courant"} or ":" in lead.group())
        if accented:
            found = any_date_end(view, lead.end(), year_alone=year_alone)
        else:
            found = (
                any_date_end(view, lead.end(), year_alone=False)
                if lead["link"] in {"le", "en"}
                else full_date_end(view, lead.end())
            )
        if found is None:
            return
        yield self._date(lead.end(), found[0], 0.95 if found[1] else 0.8)
        if second := _SECOND_DATE.match(view.folded, found[0]):
            other = full_date_end(view, second.end())
            if other:
                yield self._date(second.end(), other[0], 0.8)

    def _after_place_link(self, view: TextView, offset: int, *, known_only: bool = False) -> Iterator[Finding]:
        if field := _PLACE_FIELD.match(view.folded, offset):
            yield from self._place(view, field.end(), 0.8)
        elif lead := _PLACE_LEAD.match(view.folded, offset):
            found = list(self._place(view, lead.end(), 0.85, known_only=known_only))
            yield from found or ([] if known_only else self._odd_place(view, lead.end()))
        elif bare := _BARE_PLACE.match(view.folded, offset):
            for place in self._place(view, bare.end(), 0.7, known_only=True):
                if _AFTER_PLACE.match(view.folded, place.end):
                    yield place

    def _odd_place(self, view: TextView, offset: int) -> Iterator[Finding]:
        """A town that no list has, in lower case or misread: "tizi ouzou", "8éthune"."""
        found = _MISREAD_PLACE.match(view.folded, offset)
        if view.text[offset - 2 : offset - 1] not in {"à", "À"} and not view.text.isascii():
            return
        if found is None and (found := _LOWER_PLACE.match(view.folded, offset)):
            words = re.split("[ '-]", found.group())
            kept = next((at for at, word in enumerate(words) if word in STOPS or word in _NOT_TOWNS), len(words))
            if not kept:
                return
            end = offset + sum(len(word) + 1 for word in words[:kept]) - 1
            yield Finding(offset, end, "birth_place", 0.6, self.name)
        elif found:
            yield Finding(offset, found.end(), "birth_place", 0.6, self.name)

    def _place(self, view: TextView, offset: int, score: float, *, known_only: bool = False) -> Iterator[Finding]:
        """The town or country named at ``offset``, with what follows it in brackets."""
        words = view.words
        index = words.at_or_after(offset)
        if index >= len(words.texts) or words.starts[index] != offset:
            return
        end = commune_end(view, index, self._communes, known_only=True)
        if end < 0 and not known_only:
            end, score = commune_end(view, index, self._communes, known_only=False), score - 0.15
        if end < 0:
            return
        if brackets := _IN_BRACKETS.match(view.folded, end):
            end = brackets.end()
        yield Finding(offset, end, "birth_place", score, self.name)
