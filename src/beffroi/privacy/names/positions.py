"""Names given away by their position alone, though their words are common, rare or unknown.

After "née", "tante", "chez les", "alias", a capital is a person's even on a usual word ("née Boulanger", "tante Reine"); a pair
of words alone in a cell or at the head of an item is a person's as soon as one of them is known as a name. Names in brief
are read by ``brief``.
"""

from __future__ import annotations

import re

from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.context import among_capitals
from beffroi.privacy.names.cues import KIN, MARRIED, NAMED, NAMED_AFTER, NICKNAMES, PARTICLES, PERSONS, ROLES, STOP, TITLES
from beffroi.privacy.names.grading import is_place
from beffroi.privacy.names.public import is_brand, is_company, is_public_figure
from beffroi.privacy.names.titled import read_name, starts_with_particle
from beffroi.privacy.names.words import Words

_FAMILY = frozenset(
    {"famille", "familles", "fam", "consorts", "epoux", "fratrie", "couple", "menage", "indivision", "succession"}
)
_HOUSEHOLD = frozenset(
    {"chez", "locataire", "locataires", "voisins", "voisin", "parents", "avec", "fils", "fille", "enfants", "maison"}
)
_BESIDE_SURNAME = frozenset(
    {
        "promoteur",
        "promotrice",
        "psy",
        "kine",
        "ortho",
        "adj",
        "prof",
        "mariage",
        "divorce",
        "pacs",
        "obseques",
        "inhumation",
        "gendre",
    }
)
_FILLERS = frozenset({"euh", "heu", "hum", "hein"})
_KINDS_OF_NAME = frozenset({"naissance", "usage", "marital", "patronymique"})
_LINKS = _FILLERS | _KINDS_OF_NAME | {"le", "la"}
_ANNOUNCING = MARRIED | KIN | NAMED | _FAMILY | _BESIDE_SURNAME | {"les", "des"} | _LINKS
_GAPS = frozenset({" ", " : ", ": ", ". ", '"', ' "', ' " ', " « ", " «", "'", " ' "})
_OPENING = frozenset({"«", '"', "“"})
_ITEM_LEFT = re.compile(r"(?:^|[\n\t|;¤]|- |\*\*|: |\b\d{1,6}[.)]? )[ *]{0,6}$")
_OPENING_MARKS = frozenset("\n\t|;¤-*:.)0123456789")
_CELL_LEFT = re.compile(r"[\t|;¤\n] ?$")
_ITEM_RIGHT = re.compile(
    r" {0,6}(?:$|[\n\t|;¤]| - | ?: |, (?:nee?\b|\d)| {2}|\*\*| \(|(?:,| tel\.?| port\.?)? ?(?:0[1-9][ .-]?\d\d|\+33))"
)
_OF_THINGS_TOO = frozenset(
    {"nomme", "nommee", "denomme", "denommee", "certain", "certaine", "serait", "transcrit", "transcrite", "inscrit"}
)
_ACTS = re.compile(
    r" ?: |,? \d\d|,? (?:est|a|n'|ne|va|parti|partie|arrive|arrivee|absent|absente|malade|dort|dormi|mange|pleure|sieste|fievre"
    r"|tousse|vomi|vomit|tombe|tombee|mordu|griffe|change|ras|present|presente)\b"
)
_LES = re.compile(
    r",? (?:sont|ont|etaient|avaient|habitent|demandent|veulent|viennent|disent|reviennent|partent|vont|se|nous|n'|ne)\b"
)


def personal(words: Words, index: int) -> Candidate | None:
    """The name that position gives away at the capital word ``index``, whatever the lexicons say of its words."""
    form = words.forms[index]
    if form in NICKNAMES:
        return _nickname(words, index)
    if words.forms[index + 1 : index + 2] == ["thi"] and words.caps[index + 1] and words.gap(index) == " ":
        return Candidate(index, read_name(words, index + 1, lower=False), 0.97, "position")
    if form == "thi" and index + 1 < len(words) and words.caps[index + 1] and words.gap(index) == " ":
        return Candidate(index, read_name(words, index + 1, lower=False), 0.98, "position")
    if index > 1 and words.forms[index - 2] == "chez" and words.caps[index - 2] and not words.opens_sentence(index - 2):
        return None  # a restaurant: "« Chez Tante Jeanne »"
    return _announced(words, index) if index else None


def _announced(words: Words, index: int) -> Candidate | None:
    """After "née", "tante", "alias «", "chez les", "promoteur" …"""
    before, form = words.forms[index - 1], words.forms[index]
    if before not in _ANNOUNCING:
        return None
    if before == "les" and words.gap(index - 1) == " " and _LES.match(words.folded, words.ends[index]):
        entry = words.entries[index]
        one = entry.word < 2 and entry.surname >= (10_000 if form[-1] in "sx" else 1_000) and not is_place(words, index, index)
        return Candidate(index, index, 0.62, "position") if one and not words.uppers[index] else None
    if before in _LINKS:
        return _after_link(words, index)
    plural = (
        before in {"les", "des"} and index > 1 and (words.forms[index - 2] in _HOUSEHOLD or words.forms[index - 2] in _FAMILY)
    )
    if not (plural or before in MARRIED or before in KIN or before in NAMED or before in _FAMILY or before in _BESIDE_SURNAME):
        return None
    gap = words.folded[words.ends[index - 1] : words.starts[index]]
    quoted = gap.strip()[-1:] in _OPENING
    household = plural and words.entries[index].surname >= 4_000
    if gap not in _GAPS or not (household or _can_open(words, index) or (quoted and before in NAMED)):
        return None
    if before in NAMED:
        return _named(words, index, quoted=quoted)
    if gap not in {" ", ". ", "'"} and before not in MARRIED:
        return None
    entry = words.entries[index]
    births = entry.given.count if entry.given else 0
    if before in MARRIED:
        if entry.word == 2 and not entry.surname and not births and "-" not in words.forms[index]:
            return None
        return Candidate(index, _read(words, index), 0.9, "position")
    if entry.word == 2 and births < 1_000 and entry.surname < (1_000 if not words.uppers[index] else 4_000):
        return None
    if before in _BESIDE_SURNAME and (entry.surname < 100 or (entry.word == 2 and entry.surname < 4_000)):
        return None
    if words.uppers[index] and among_capitals(words, index) and (entry.word == 2 or not (births or entry.surname)):
        return Candidate(index, index, 0.6, "position") if before in _FAMILY and not entry.word and len(form) > 5 else None
    return Candidate(index, _read(words, index), 0.75, "position")


def _after_link(words: Words, index: int) -> Candidate | None:
    """After "madame euh…", "(nom de naissance", or « dit "le »"""
    before = words.forms[max(0, index - 3) : index - 1]
    if words.forms[index - 1] in _FILLERS:
        hesitant = before[-1:] and before[-1] in TITLES and words.ends[index - 1] + 4 > words.starts[index]
        return Candidate(index, _read(words, index), 0.8, "position") if hesitant and _can_open(words, index) else None
    if words.gap(index - 1) != " " or not _can_open(words, index):
        return None
    if words.forms[index - 1] in _KINDS_OF_NAME:
        label = before in (["nom", "de"], ["nom", "d"], ["jeune", "fille"]) or before[-1:] == ["nom"]
        return Candidate(index, _read(words, index), 0.85, "position") if label else None
    quoted = words.text[words.starts[index - 1] - 2 : words.starts[index - 1]].strip()[-1:] in _OPENING
    if not (before[-1:] and before[-1] in NAMED and quoted):
        return None
    return Candidate(index - 1, index, 0.8, "position")


def _named(words: Words, index: int, *, quoted: bool) -> Candidate | None:
    """After "alias", "dit", "surnommé": the quoted words, or the capital ones."""
    if words.forms[index - 1] in _OF_THINGS_TOO and (words.entries[index].word == 2 or not _is_known(words, index)):
        return None
    if quoted:
        last = index
        while last + 1 < len(words) and last - index < 3 and words.gap(last) in {" ", "-", "'"}:
            last += 1
        return Candidate(index, last, 0.8, "position")
    entry = words.entries[index]
    known = entry.given is not None or entry.surname > 0 or entry.word == 0
    if not known or (words.forms[index - 1] in {"dit", "dite"} and (index < 2 or not words.caps[index - 2])):
        return None
    return Candidate(index, _read(words, index), 0.7, "position")


def _is_known(words: Words, index: int) -> bool:
    entry = words.entries[index]
    return entry.surname >= 100 or (entry.given is not None and entry.given.count >= 100)


def _nickname(words: Words, index: int) -> Candidate | None:
    """ "Tonton Marcel", "Man Titine", "DJ Luigi": the family word is part of the name when it has a capital too."""
    after = index + 1
    if after >= len(words) or words.gap(index) != " " or not words.caps[after] or not _can_open(words, after):
        return None
    if index and words.forms[index - 1] == "chez" and words.caps[index - 1] and not words.opens_sentence(index - 1):
        return None  # a restaurant: "« Chez Tonton Marius »"
    entry = words.entries[after]
    if words.uppers[index] != words.uppers[after] and words.forms[index] != "dj":
        return None
    if entry.word == 2 and (entry.given is None or entry.given.count < 1_000 or words.forms[after] == "noel"):
        return None
    return Candidate(index, after, 0.8, "position")


def _can_open(words: Words, index: int) -> bool:
    form = words.forms[index]
    if form in PARTICLES:
        return starts_with_particle(words, index, lower=False) > 0 or _quoted_particle(words, index)
    return form not in STOP and form not in ROLES and form not in TITLES and form not in PERSONS and form not in KIN


def _quoted_particle(words: Words, index: int) -> bool:
    """Whether a nickname such as « LE GRAND » opens here."""
    before = words.text[max(0, words.starts[index] - 2) : words.starts[index]].strip()
    return index + 1 < len(words) and words.caps[index + 1] and before[-1:] in _OPENING


def _read(words: Words, index: int) -> int:
    real = starts_with_particle(words, index, lower=False) if words.forms[index] in PARTICLES else index
    last = read_name(words, max(real, index), lower=False)
    after = last + 1  # "EPOUSE TRAN VAN,"
    if (
        after < len(words)
        and words.joined(last)
        and words.caps[after]
        and words.forms[after] in {"van", "thi", "ben", "le", "el"}
    ):
        tail = words.text[words.ends[after] : words.ends[after] + 1]
        last = after if tail in {"", ",", ".", ";", "\n", ")"} else last
    return last


def alone(words: Words, index: int) -> Candidate | None:
    """Two to four capital words that fill a cell, or open an item before a date, a phone number or a dash."""
    start = words.starts[index]
    left = words.folded[max(0, start - 10) : start]
    opening = left.rstrip(" ")[-1:]
    if (opening and opening not in _OPENING_MARKS) or not _ITEM_LEFT.search(left):
        return None
    if words.uppers[index] and words.text[start - 1] == "\n" and _ACTS.match(words.folded, words.ends[index]):
        given, word = words.entries[index].given, words.entries[index].word
        return Candidate(index, index, 0.62, "alone") if given is not None and given.count >= 400 and word < 2 else None
    last = index
    while last + 1 < len(words) and last - index < 4 and words.gap(last) in {" ", "'"} and words.caps[last + 1]:
        last += 1
    if last == index and "-" not in words.forms[index]:
        return None
    if not _ITEM_RIGHT.match(words.folded, words.ends[last]):
        return None
    if is_public_figure(words, index, last) or is_brand(words, index, last) or is_company(words, index, last):
        return None
    score = _pair_score(words, index, last)
    return Candidate(index, last, score, "alone") if score else None


def _pair_score(words: Words, first: int, last: int) -> float:
    known = weak = unknown = 0
    for at in range(first, last + 1):
        form, entry = words.forms[at], words.entries[at]
        births = entry.given.count if entry.given else 0
        if form in PARTICLES or form == "y":
            continue
        if form in STOP or form in ROLES or form in TITLES or len(form) < 3 or (at == first and form in NAMED_AFTER):
            return 0.0
        if entry.word < 2 and (births or entry.surname >= 30):
            known += 2 if births >= 1_000 or entry.surname >= 400 else 1
        elif entry.word < 2:
            unknown += 1
        elif births >= 100 or entry.surname >= 100 or "-" in form:
            weak += 1
        else:
            return 0.0
    if is_place(words, first, last) or (is_place(words, first, first) and not known > 2) or is_place(words, last, last):
        return 0.0
    if first == last:
        return 0.55 if known and _CELL_LEFT.search(words.folded[max(0, words.starts[first] - 2) : words.starts[first]]) else 0.0
    if words.uppers[last] and not words.uppers[first] and words.entries[last].surname < 100:
        return 0.0  # "Alerte SIEM"
    if weak == 2 and last == first + 1 and words.uppers[first] and not words.uppers[last]:
        return 0.55  # "VICTOIRE Samedi": the surname in capitals
    if weak:
        return 0.62 if known and weak + unknown < 2 else 0.0
    return 0.65 if known else 0.55 if unknown == 2 and not words.uppers[first] else 0.0
