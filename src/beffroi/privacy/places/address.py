"""Postal addresses: the pieces of one address, put together as one finding.

A street with its number is an address by itself. A street alone is not ("rue Victor Hugo est fermée"), unless somebody is said
to live there. The address of a public place (mairie, école, siège social …) is reported below the threshold of action.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from beffroi.privacy.finding import Finding
from beffroi.privacy.places.address_fields import address_fields
from beffroi.privacy.places.communes import Communes
from beffroi.privacy.places.dwelling import read_dwelling, tail_end
from beffroi.privacy.places.named_place import foreign_addresses, phrase_start
from beffroi.privacy.places.piece import Kind, Piece
from beffroi.privacy.places.setting import Setting, begins_like_a_house, setting_of
from beffroi.privacy.places.standing import Standing, follows_address_label, is_open_to_all, standing_before
from beffroi.privacy.places.street import read_glued, read_street
from beffroi.privacy.places.street_name import name_end
from beffroi.privacy.places.town import commune_end, read_postcode, town_after_street
from beffroi.privacy.places.vocabulary import ANCHORS, PERSON, PUBLIC, STREETS, Anchor
from beffroi.privacy.places.whereabouts import follows_a_person
from beffroi.privacy.text_view import TextView

PUBLIC_SCORE = 0.3
"""Score of the address of a public place: kept for audits, below the threshold of action (0.5)."""

_GLUE = re.compile(
    r"[\s,;:.–|/()-]{0,8}"
    r"(?:(?:res|resid|residence|imm|immeuble|lot)\.?\s[^()\n,\d]{2,40}[,)]\s{0,2}|(?:digi)?code\s[a-z\d]{3,8}[\s,]{1,3}"
    r"|\d{1,2}\s?(?:er|e|eme|nd)\s(?:et|etage|g|d|dr|gauche|droite|dte|gche|face|porte)\.?(?:\s(?:gauche|droite|face|g|d))?\.?[\s,]{0,3}"
    r"|[dn]\s?\d{1,4}[\s,–-]{1,3}|route departementale \d{1,4}[\s,]{1,3}){0,2}"
    r"(?:(?:a|au|de|de la|du|dans la|dans le|dans l'|sis|sise|situe|situee|et)[\s']\s?)?(?:(?:la|le|l')\s?)?"
)
_ROOM = re.compile(
    r"\b(?:ch|chbre|chambre|appt?|appartement|logement|lgt|logt|studio|emplacement|unite)\b\.?\s?(?:n\s?°\s?)?[a-z]?\d"
)
_MAX_PIECES = 12
_MAX_GAP = 60  # code points between two pieces of one address
_NUMBER_BEFORE = re.compile(r"(?:^|[\s:])(?P<number>\d{1,4}(?:\s?(?:bis|ter))?)\s?,?\s(?:le\s|au\s)?$")
_HOUSE = 0.55  # how sure a named house before a postcode is
_POSTCODE = re.compile(r"\b\d{5}\b")
_ANCHORS_WITHOUT_ET = ANCHORS.keys() - {"et"}
"""Where no "et." is written, "et" is never short for "étage"."""
_LIEU_DIT = 0.8  # how sure a named hamlet is
_STREET_KINDS = frozenset({Kind.NUMBERED_STREET, Kind.STREET, Kind.ESTATE})
_LOOSE_STREET = re.compile(
    r"(?:^|[\n,:;]|\bau\s|\ba\s)[ \t]*(?P<street>(?!19\d\d|20\d\d)\d{1,4}(?:\s?(?:bis|ter))?,?[ \t]+"
    r"(?:l[ae]s?\s)?[^\W\d][^\d\n,;:]{2,40}?)[\s,–-]{1,4}$"
)


_HAMLET = re.compile(
    r"(?:[,;:(]\s(?!demeurant|domicili|resid|habit|vivant)|(?:demeurant|habite|habitant|reside|residant|vit"
    r"|domiciliee?s?)(?:\sa)?\s)"
    r"(?P<hamlet>[^\W\d][^\d\n,;:()]{2,30})[,\s–-]{1,3}$"
)
_LOCALITY = re.compile(r"[ \t]*,[ \t]{1,3}(?P<name>[^\W\d][^\d\n,;:()|/.]{2,30}?)(?:[ \t]*,[ \t]*|[ \t]{1,6})")
"""The hamlet or quarter between a street and its town: "8 rue des Pins, Kerlann, 29000 …"."""
_RURAL = re.compile(r"(?:l[ea]s?\s|l'|ker|ty\s|bourg|moulin|mas\s|plan\s|pont|lann|loc|chez\s)")


def _is_person(hamlet: str) -> bool:
    """Whether the words before a postcode are those of a person or of a public place rather than of a hamlet."""
    parts = set(hamlet.replace("-", " ").replace("'", " ").split())
    return bool(parts & (PERSON | PUBLIC))


class PostalAddressRecognizer:
    """Finds ``postal_address``, over several lines or in one, with capitals or without."""

    name = "places.postal_address"

    def __init__(self, communes: Communes) -> None:
        self._communes = communes

    def find(self, view: TextView) -> Iterable[Finding]:
        """Addresses, scored by their shape and by what stands before them."""
        for (start, end), is_public in address_fields(view):
            yield Finding(start, end, "postal_address", PUBLIC_SCORE if is_public else 0.8, f"{self.name}:column")
        for start, end in foreign_addresses(view):
            is_public = standing_before(view, start) is Standing.PUBLIC
            yield Finding(start, end, "postal_address", PUBLIC_SCORE if is_public else 0.6, self.name)
        for chain in self._chains(view):
            setting = setting_of(view, chain[0].start)
            if all(piece.kind is Kind.TOWN for piece in chain):
                named = _named_place(view, setting, chain[0])
                yield from named or self._hamlet(view, setting, chain[0]) or self._home_town(view, chain[0])
                continue
            score = _score(view, chain, setting)
            if _ends_with_town(chain) and not setting.institution:
                setting, score = _with_phrase(view, setting, score)
            if score > 0:
                end = tail_end(view, max(piece.end for piece in chain))
                yield Finding(setting.start, end, "postal_address", round(score, 2), self.name)

    def _hamlet(self, view: TextView, setting: Setting, town: Piece) -> list[Finding]:
        """ "Moulin de Bas-Vau, 37210 Rochecorbon": a house or hamlet and its town, without a street."""
        if setting.start == town.start or town.sure < 0.5:
            return []
        standing = standing_before(view, setting.start)
        labelled = standing is Standing.HOME or follows_address_label(view, setting.start)
        if standing is Standing.PUBLIC or (setting.institution and not labelled):
            return []
        return [Finding(setting.start, town.end, "postal_address", 0.7 if labelled else 0.55, self.name)]

    def _home_town(self, view: TextView, town: Piece) -> Iterator[Finding]:
        """ "59000 LILLE" with no street: the commune of a home, unless a public place stands before."""
        words = view.words
        standing = standing_before(view, town.start)
        index = words.at_or_after(town.start) + 1
        if town.sure < 0.5 or index >= len(words.texts):
            return
        if standing is not Standing.HOME and commune_end(view, index, self._communes, known_only=True) < 0:
            return
        score = {Standing.PUBLIC: PUBLIC_SCORE, Standing.UNKNOWN: 0.55}.get(standing, 0.7)
        yield Finding(town.start, town.end, "commune", score, "places.town")

    def _chains(self, view: TextView) -> Iterator[list[Piece]]:
        chain: list[Piece] = []
        end = 0
        for piece in self._pieces(view):
            if chain and len(chain) < _MAX_PIECES and _follows(view, end, piece):
                chain.append(piece)
                end = max(end, piece.end)
                continue
            if chain:
                yield chain
            chain, end = [piece], piece.end
        if chain:
            yield chain

    def _pieces(self, view: TextView) -> Iterator[Piece]:
        """Pieces in reading order; a town right after a street is a piece of its own."""
        words = view.words
        done = 0
        anchors = ANCHORS if "et." in view.folded else _ANCHORS_WITHOUT_ET
        for index in [at for at, word in enumerate(words.texts) if word in anchors or (word[0] <= "9" and len(word) > 4)]:
            word = words.texts[index]
            anchor = ANCHORS.get(word)
            if anchor is None and (glued := read_glued(view, index)):
                found = self._with_town(view, glued)
            elif anchor is None:
                if len(word) != 5 or words.starts[index] < done:
                    continue
                found = self._pieces_of_postcode(view, index, done)
            elif words.starts[index] < done:
                continue
            else:
                found = self._pieces_of_anchor(view, index, anchor)
            for piece in found:
                yield piece
                done = max(done, piece.end)

    def _pieces_of_postcode(self, view: TextView, index: int, done: int) -> list[Piece]:
        start = view.words.starts[index]
        town = read_postcode(view, start, self._communes)
        if town is None:
            return []
        found = [Piece(start, town[0], Kind.TOWN, 0.6 if town[1] else 0.3)]
        origin = max(done, start - 64)
        if town[1] and (street := _LOOSE_STREET.search(view.folded, origin, start)):
            found.insert(0, Piece(street.start("street"), street.end("street"), Kind.NUMBERED_STREET, 0.6))
        elif town[1] and (hamlet := _HAMLET.search(view.folded, origin, start)) and not _is_person(hamlet["hamlet"]):
            at, end = hamlet.span("hamlet")
            rural = bool(_RURAL.match(hamlet["hamlet"])) or standing_before(view, at) is Standing.HOME
            found[:0] = [Piece(at, end, Kind.ESTATE, _LIEU_DIT)] if rural else []
        return found

    def _pieces_of_anchor(self, view: TextView, index: int, anchor: Anchor) -> list[Piece]:
        if anchor is Anchor.LIEU_DIT:
            piece = _lieu_dit(view, index)
        elif anchor in STREETS:
            piece = read_street(view, index) or (read_dwelling(view, index) if anchor is Anchor.AMBIGUOUS_STREET else None)
        else:
            piece = read_dwelling(view, index)
        return self._with_town(view, piece) if piece else []

    def _with_town(self, view: TextView, piece: Piece) -> list[Piece]:
        """The piece, followed by its town where it is a street."""
        if piece.kind not in _STREET_KINDS and piece.kind is not Kind.DWELLING:
            return [piece]
        end, known = town_after_street(view, piece.end, self._communes)
        last_word = view.folded[piece.start : piece.end].rpartition(" ")[2]
        if end == piece.end:
            weak = piece.kind is Kind.NUMBERED_STREET and 0.35 < piece.sure < 0.5
            return [replace(piece, sure=0.5)] if weak and self._communes.is_commune(last_word) else [piece]
        if piece.kind is Kind.NUMBERED_STREET and 0.35 < piece.sure < 0.5 and known:
            piece = replace(piece, sure=0.5)
        return [piece, Piece(piece.end, end, Kind.TOWN, 0.6 if known else 0.3)]


def _ends_with_town(chain: list[Piece]) -> bool:
    """Whether a postcode and a commune that go together close the chain."""
    return chain[-1].kind is Kind.TOWN and chain[-1].sure > 0.5


def _with_phrase(view: TextView, setting: Setting, score: float) -> tuple[Setting, float]:
    """The setting and score of an address, with the names of places that lead to it ("maison Ona, chemin d'Aguerria, …")."""
    if not view.folded[max(0, setting.start - 4) : setting.start].rstrip().endswith(","):
        return setting, score
    begin = phrase_start(view, setting.start)
    if begin == setting.start:
        return setting, score
    if 0 < score < 0.5 and standing_before(view, begin) not in {Standing.HOME, Standing.PERSON}:
        return setting, score
    return Setting(begin), max(score, _HOUSE)


def _named_place(view: TextView, setting: Setting, town: Piece) -> list[Finding]:
    """A house or hamlet said to be somebody's, then its town (see ``named_place``)."""
    if town.sure < 0.5 or setting.institution:
        return []
    begin = phrase_start(view, town.start)
    if begin == town.start:
        return []
    return [Finding(min(begin, setting.start), town.end, "postal_address", 0.6, PostalAddressRecognizer.name)]


def _lieu_dit(view: TextView, index: int) -> Piece | None:
    words = view.words
    if index == 0 or words.texts[index - 1] not in {"lieu", "lieux"} or index + 1 >= len(words.texts):
        return None
    gap = view.folded[words.end(index) : words.starts[index + 1]]
    shift = len(gap) > 1 or gap in {":", '"', "«"}
    end = name_end(view, index + 1)
    if end < 0 and shift:
        end = words.end(index + 1)
    start = words.starts[index - 1]
    if number := _NUMBER_BEFORE.search(view.folded, max(0, start - 10), start):
        start = number.start("number")
    return Piece(start, end, Kind.ESTATE, _LIEU_DIT) if end > 0 else None


def _follows(view: TextView, end: int, piece: Piece) -> bool:
    """Whether ``piece`` goes on the address that ends at ``end``."""
    if piece.start < end:
        return True
    if piece.start - end > _MAX_GAP:
        return False
    gap = view.folded[end : piece.start]
    if piece.kind is Kind.TOWN and piece.sure > 0.5 and (locality := _LOCALITY.fullmatch(gap)):
        return not _is_person(locality["name"])
    return gap.count("\n") <= 2 and "\n\n" not in gap and _GLUE.fullmatch(gap) is not None


def _score(view: TextView, chain: list[Piece], setting: Setting) -> float:
    """Score of the address, in [0, 1]; 0 where the pieces make none."""
    best = {piece.kind: piece for piece in chain}
    kinds = set(best)
    standing = standing_before(view, setting.start)
    if standing is not Standing.HOME and is_open_to_all(view, max(piece.end for piece in chain)):
        standing = Standing.PUBLIC
    lived_in = Kind.DWELLING in kinds or _ROOM.search(view.folded, setting.start, chain[-1].end) is not None
    if (
        setting.institution
        and standing is not Standing.HOME
        and not lived_in
        and not follows_address_label(view, setting.start)
    ):
        standing = Standing.PUBLIC
    if standing is Standing.PUBLIC and not (lived_in and (setting.institution or Kind.DWELLING in kinds)):
        return PUBLIC_SCORE if kinds & {Kind.NUMBERED_STREET, Kind.BOX} or Kind.TOWN in kinds else 0.0
    score = _shape(best, kinds, standing)
    if not score and kinds & {Kind.STREET, Kind.ESTATE} and Kind.TOWN in kinds:
        street = best.get(Kind.STREET) or best[Kind.ESTATE]
        named = street.sure > 0.5 or begins_like_a_house(view, setting.start)
        score = _HOUSE if named and _POSTCODE.search(view.folded, chain[0].end, chain[-1].end) else 0.0
    if not score and setting.start < chain[0].start and Kind.TOWN in kinds:
        score = _HOUSE if _POSTCODE.search(view.folded, chain[0].end, chain[-1].end) else 0.0
    if not score and {Kind.STREET, Kind.TOWN} <= kinds and follows_a_person(view, setting.start):
        score = _HOUSE
    return min(0.95, score) if score else 0.0


def _shape(best: dict[Kind, Piece], kinds: set[Kind], standing: Standing) -> float:
    at_home = standing is Standing.HOME
    tied = at_home or standing is Standing.PERSON
    has_town = Kind.TOWN in kinds
    if Kind.NUMBERED_STREET in kinds:
        sure = best[Kind.NUMBERED_STREET].sure
        return sure + (0.1 if has_town or len(kinds) > 1 else 0.0) + (0.2 if tied and sure < 0.5 else 0.0)
    if Kind.DWELLING in kinds:
        return best[Kind.DWELLING].sure + (0.2 if tied else 0.0) + (0.15 if len(kinds) > 1 else 0.0)
    if kinds & {Kind.STREET, Kind.ESTATE}:
        street = best.get(Kind.STREET) or best[Kind.ESTATE]
        if has_town and street.sure == _LIEU_DIT:
            return 0.7 if tied else 0.55
        if street.sure < (0.45 if at_home else 0.5):
            return 0.0
        company = len(kinds) > 1
        if at_home:
            return 0.7
        placed = has_town or Kind.COMPLEMENT in kinds
        return (0.6 if tied else (0.55 if Kind.COMPLEMENT in kinds else 0.0)) if company and placed else 0.0
    if Kind.BOX in kinds:
        return 0.55 if has_town or tied else 0.35
    return 0.55 if at_home and len(kinds) > 1 else (0.5 if at_home else 0.0)
