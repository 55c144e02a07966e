"""Names that are nobody's here: streets, schools, laws, companies, brands, public figures, saints."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beffroi.privacy.lexicons.names import UNKNOWN, place_key
from beffroi.privacy.names.cues import (
    ADJECTIVES,
    BRAND_HEADS,
    BRANDS,
    COMPANIES,
    COMPANY_TAILS,
    EPONYMS,
    FIGURE_HEADS,
    FIGURE_STARTS,
    FIGURES,
    FIGURES_ALONE,
    KIN,
    MILITARY,
    NAMED_AFTER,
    NICKNAMES,
    PERSONS,
    RANKS,
    SHOPS,
    SOFTWARE,
    SOFTWARE_NEAR,
    STOP,
    STREETS,
    THINGS,
    TITLES,
)
from beffroi.privacy.names.words import Words

_REACH = 6
_LONGEST_FIGURE = 6
_ARMY = frozenset({"marechal", "general", "amiral", "colonel"})
_LINKS = frozenset({" ", "  ", "'", "-", ' "', "' ", ". ", "."})
_EQUIPMENT = frozenset(
    {"ecole", "college", "lycee", "creche", "gymnase", "stade", "salle", "mediatheque", "rue", "equipement", "batiment"}
)
_COLONS = frozenset({" : ", ": ", " :"})
_STREET_TITLES = frozenset({"docteur", "dr", "professeur", "pr", "pere", "soeur", "frere", "maitre", "mgr", "colonel"})


def named_after(words: Words, first: int) -> int:
    """The noun that took the name beginning at ``first`` ("rue" in "rue du Général Leclerc"), or -1."""
    index = first - 1
    if index >= 0 and words.forms[index] in _EQUIPMENT and words.folded[words.ends[index] : words.starts[first]] in _COLONS:
        return index
    while index >= 0 and first - index <= _REACH:
        gap = words.gap(index)
        if gap not in _LINKS or (gap[0] == "." and words.ends[index] - words.starts[index] > 4):
            return -1
        form = words.forms[index]
        if form == "ch" and not words.uppers[index]:
            return -1
        if words.uppers[index] and not words.uppers[first] and words.entries[index].surname >= 400 and gap == " ":
            return -1  # "FONTAINE Marguerite": a surname in capitals, then the first name
        if (form in NAMED_AFTER or form.removesuffix("s") in NAMED_AFTER) and not (
            form in ADJECTIVES and index > 0 and _noun_before(words, index)
        ):
            return index
        part = words.caps[index] and form not in STOP and form not in PERSONS and form not in TITLES
        if not part and form not in ADJECTIVES and form not in RANKS and form not in _STREET_TITLES:
            return -1
        index -= 1
    return -1


def _noun_before(words: Words, index: int) -> bool:
    return words.forms[index - 1] in NAMED_AFTER and words.gap(index - 1) == " "


def is_hommage(words: Words, first: int, *, has_given: bool) -> int:
    """The noun that took the name, unless "de" before a first name makes it somebody's ("la maison de Paul Durand"); or -1."""
    noun = named_after(words, first)
    if noun < 0:
        return -1
    form = words.forms[noun]
    linked = words.forms[first - 1] in {"de", "d"} and first - 1 > noun
    if any(words.caps[noun + 1 : first]) or (words.caps[noun] and not words.opens_sentence(noun)):
        return noun
    if linked and has_given and form not in EPONYMS:
        return -1
    if linked and form not in EPONYMS and form not in STREETS and form not in THINGS:
        return -1
    return noun


def is_street_title(words: Words, index: int) -> bool:
    """Whether the title at ``index`` belongs to the name of a street or a building ("rue du Docteur Roux")."""
    if words.forms[index] not in _STREET_TITLES:
        return False
    noun = named_after(words, index)
    return noun >= 0 and words.forms[noun] not in COMPANIES and words.forms[noun] not in THINGS


def is_company(words: Words, first: int, last: int) -> bool:
    """Whether what follows makes it a company: "Dupont SARL", "Martin & Fils", "Leroy Frères"."""
    after = last + 1
    if after >= len(words):
        return False
    gap = words.gap(last)
    form = words.forms[after]
    if gap in {" & ", " &", "& "}:
        return form in COMPANY_TAILS or (words.caps[after] and not (_is_given(words, last) and _is_given(words, after)))
    if gap != " ":
        return False
    if form == "et" and after + 1 < len(words) and words.gap(after) == " ":
        return words.forms[after + 1] in {"fils", "freres", "cie", "associes", "compagnie"} and words.caps[after + 1]
    if form in {"sa", "fils", "conseil", "services"}:
        return words.uppers[after] or (words.caps[after] and form != "sa")
    return form in COMPANY_TAILS and words.caps[after]


def _is_given(words: Words, index: int) -> bool:
    given = words.entries[index].given
    return given is not None and given.count >= 1_000


_CASE_LAW = re.compile(
    r"\b(?:[Aa]rr[êe]ts?|[Jj]urisprudences?|[Dd]écisions?) (?:d'[Aa]ssemblée |de [Ss]ection )?"
    r"(?:(?:du )?\d{1,2}(?:er)? \w+ (?:1[89]\d\d|20[01]\d),? )?"
    r"((?:(?:[Ss]ieurs?|[Dd]ames?|[ÉEée]poux|[Cc]onsorts|[Ss]ociété) )?"
    r"[A-ZÉ][\w'-]+(?:(?:, | et | c/ | )[A-ZÉ][\w'-]+)*)(?=[ ,.;:)»(]|$)"
)
_DECISIONS = frozenset({"arret", "arrets", "jurisprudence", "jurisprudences", "decision", "decisions"})
_COURT = re.compile(r"\b(?:conseil d'etat|ce|cour|cassation|tribunal|jurisprudence|cjue|cedh|recours|annule|doctrine)\b")


def case_law(words: Words) -> Iterator[tuple[int, int]]:
    """Spans of the names of court decisions: "l'arrêt Dame Lamotte", "un arrêt du 19 octobre 1962, Canal, Robin et Godot"."""
    for match in words.openings(_DECISIONS, _CASE_LAW, folded=False):
        near = words.folded[max(0, match.start() - 120) : match.end() + 120]
        dated = any(char.isdigit() for char in words.text[match.start() : match.start(1)])
        if (dated or words.folded[match.start()] != "d") and _COURT.search(near):
            yield match.span(1)


def is_place_style(words: Words, first: int, last: int) -> bool:
    """Whether the word is a first name and a surname joined by a hyphen, as places are written: "Albert-Camus".

    A first name of two ("Jean-Loup") is not, nor a double surname ("Martin-Dubois").
    """
    form = words.forms[first]
    if first != last or "-" not in form or words.uppers[first]:
        return False
    head, *_, tail = form.split("-")
    opening, closing = words.compounds.get(head, UNKNOWN), words.compounds.get(tail, UNKNOWN)
    known = words.compounds.get(form, UNKNOWN).given
    if opening.given is None or opening.given.count < max(4_000, 4 * opening.surname) or known is not None:
        return False
    return len(tail) > 3 and (closing.given is None or closing.given.count < closing.surname)


def figure_at(words: Words, index: int) -> int:
    """The last word of the public figure's full name that begins at ``index`` ("Pierre Mendès France"), or -1."""
    names = FIGURE_STARTS.get(words.forms[index].partition("-")[0])
    if names is None:
        return -1
    if not _may_be_figure(words, index, names):
        return -1
    parts: list[str] = []
    ends: dict[int, int] = {}
    at = index
    while at < len(words) and len(parts) < _LONGEST_FIGURE:
        parts += words.forms[at].split("-")
        ends[len(parts)] = at
        if at + 1 >= len(words) or words.gap(at) not in {" ", "'", "-"}:
            break
        at += 1
    for name in names:
        if len(name) in ends and tuple(parts[: len(name)]) == name:
            return ends[len(name)]
    return -1


def _may_be_figure(words: Words, index: int, names: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the second word agrees with one of the names: settles most questions at little cost."""
    _, hyphen, second = words.forms[index].partition("-")
    if not hyphen:
        if index + 1 >= len(words.forms):
            return False
        second = words.forms[index + 1]
    second = second.partition("-")[0]
    return any(name[1] == second for name in names)


def is_public_figure(words: Words, first: int, last: int) -> bool:
    """Whether the words are the full name of a public figure, or one of the few names that suffice alone."""
    form = words.forms[first]
    if form.partition("-")[0] not in FIGURE_HEADS and "'" not in form:
        return False
    key = place_key(words.key(first, last))
    if first == last and first and words.forms[first - 1] in _ARMY and key in MILITARY:
        return True
    return key in FIGURES or key in FIGURES_ALONE


def is_brand(words: Words, first: int, last: int) -> bool:
    """Whether the words are a brand or a piece of software that is spelled like a name."""
    form = words.forms[first]
    if (form.partition("-")[0] in BRAND_HEADS or "'" in form) and place_key(words.key(first, last)) in BRANDS:
        return True
    if first == last and first and words.key(first - 1, first) in BRANDS and words.gap(first - 1) == " ":
        return True  # "Octobre Rose"
    if last > first and words.forms[first] in BRANDS and words.entries[first].surname < 400:
        return True  # "Emmaüs Brive", "Samsung Galaxy"
    if words.forms[first] == "lambert" and words.text[words.ends[first] : words.ends[first] + 3] in {" 93", " II", " 72"}:
        return True  # the map projection
    if (
        first == last
        and first
        and words.forms[first] in SHOPS
        and words.forms[first - 1] in {"chez", "au", "centre", "drive", "magasin"}
    ):
        return True
    if first > 1 and words.forms[first - 1] == "chez" and words.caps[first - 1] and not words.opens_sentence(first - 1):
        return True  # a restaurant: "« Chez Paul »"
    if (first == last and first > 2 and _is_sign(words, first)) or _is_opened_sign(words, first, last):
        return True
    if words.forms[first] not in SOFTWARE or first != last:
        return False
    near = words.forms[max(0, first - 5) : first] + words.forms[last + 1 : last + 5]
    return not SOFTWARE_NEAR.isdisjoint(near) or _version_follows(words, last)


def _is_sign(words: Words, first: int) -> bool:
    """Whether the first name ends the sign of a shop: "Chez Tante Jeanne", "Le Panier de Marguerite"."""
    forms, caps = words.forms, words.caps
    if forms[first - 2] == "chez" and caps[first - 2] and caps[first - 1] and not words.opens_sentence(first - 2):
        return forms[first - 1] in KIN or forms[first - 1] in NICKNAMES
    if forms[first - 1] not in {"de", "d"} or caps[first - 1] or not caps[first - 2] or words.uppers[first - 2]:
        return False
    return (
        forms[first - 3] in {"le", "la", "les", "l", "au", "aux"}
        and caps[first - 3]
        and words.entries[first - 2].word == 2
        and forms[first - 2] not in PERSONS
        and words.gap(first - 2) == " "
    )


def _is_opened_sign(words: Words, first: int, last: int) -> bool:
    """The same when its common noun is taken for a surname: "(Le) Panier de Marguerite"."""
    if last != first + 2 or not first or words.forms[first + 1] not in {"de", "d"} or words.entries[first].word != 2:
        return False
    article = words.forms[first - 1] in {"le", "la", "les", "l", "au", "aux"} and words.caps[first - 1]
    return article and not words.uppers[first] and words.gap(first - 1) in {" ", "'"}


def _version_follows(words: Words, last: int) -> bool:
    after = words.text[words.ends[last] : words.ends[last] + 3]
    return len(after) > 1 and after[0] in " -" and after[1].isdigit()


def follows_saint(words: Words, first: int) -> bool:
    """Whether "saint", "sainte", "la St" stands just before."""
    return first > 0 and words.forms[first - 1] in {"saint", "sainte", "st", "ste"} and words.gap(first - 1) in {" ", "-", ". "}
