"""Names that the form of the text gives away: labels ("Nom : …"), greetings, signatures."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.cues import CLOSING_HEADS, GREETING_HEADS, PARTICLES, ROLES, STOP, TITLES
from beffroi.privacy.names.grading import is_place
from beffroi.privacy.names.words import Words

_WHOSE = (
    r"(?: (?:de (?:naissance|famille|jeune fille|mariage)|d'(?:usage|epouse|epoux)|marital|patronymique|complet|usuel|usage"
    r"|naissance|d[ue]s? (?:patiente?|salariee?|demandeur|demandeuse|enfant|pere|conjointe?|beneficiaire|titulaire"
    r"|proprietaire|locataire|responsable"
    r"|candidate?|declarante?|defunte?|gerante?|signataire|tuteur|client|representant legal)"
    r"|de (?:l'(?:agente?|enfant|eleve|assuree?|allocataire|usagere?|interessee?|employee?|etudiante?)"
    r"|la (?:mere|patiente|salariee|conjointe))))?"
)
_LABEL = re.compile(
    rf"\b(?:noms?{_WHOSE}(?: ?(?:et|,|/|&|-|\() ?prenoms?{_WHOSE}\)?| prenoms?)?"
    rf"|prenoms?{_WHOSE}(?: ?(?:et|/|&) ?noms?| noms?)?)(?:\(s\))?"
    r"(?:[\"' .…_]{0,40}[:=]| ?(?:\.{3}|…|_{3})[ .…_]{0,40}) ?"
)
_LABEL_HEADS = frozenset({"nom", "noms", "prenom", "prenoms"})
_AFTER_LABEL = re.compile(r"[ \t*_\"«]{0,6}\n?[ \t]{0,4}")
_BEFORE_GREETING = re.compile(r"(?:^|[\n.!?,>])[ \t]{0,8}(?:re-)?$")
_GREETING = re.compile(
    r"\b(?:re)?(?:bonjour|bonsoir|salut|coucou|hello|slt|bjr|chers?|cheres?|merci|ok"
    r"|bonne annee|bon anniversaire) (?=[^\W\d_])",
)
_CLOSING = re.compile(
    r"\b(?:cordialement|cdlt|cdt|bien a vous|bien a toi|salutations|respectueusement|amicalement|bonne (?:journee|soiree"
    r"|fin de journee|reception|semaine)|merci d'avance|merci|bises|bisous|a bientot|bav|slts|sincerement|consideration"
    r"|devouement|signe|signature|pour le maire|le maire|la maire)\b[^\n]{0,40}\n",
)
_NOT_A_NAME = frozenset(
    {
        "neant",
        "nom",
        "prenom",
        "prenoms",
        "noms",
        "inconnu",
        "inconnue",
        "idem",
        "vide",
        "na",
        "nc",
        "signature",
        "date",
        "adresse",
    }
)
_MAX_WORDS = 5


def _at(words: Words, offset: int) -> int:
    """Index of the first word that starts at or after ``offset``."""
    return bisect_left(words.starts, offset)


def labelled(words: Words) -> Iterator[Candidate]:
    """What follows "Nom :", "Prénom :" and their kin: a name, whatever the word."""
    for match in words.openings(_LABEL_HEADS, _LABEL):
        skipped = _AFTER_LABEL.match(words.folded, match.end())
        first = _at(words, skipped.end() if skipped else match.end())
        if first >= len(words) or words.starts[first] - match.end() > 12 or _is_blank(words, match.end(), first):
            continue
        while (
            first < len(words)
            and words.forms[first] in TITLES
            and words.ends[first] - match.end() < 24
            and first + 1 < len(words)
        ):
            first += 1
        last = _value_end(words, first)
        if last >= first:
            yield Candidate(first, last, 0.95, "label")


def _is_blank(words: Words, end: int, first: int) -> bool:
    """Whether something other than spaces and quotes stands between the label and the word (a number, a dotted line)."""
    return bool(words.folded[end : words.starts[first]].strip(" \t\n*_\"«'"))


def _value_end(words: Words, first: int) -> int:
    last = first - 1
    index = first
    comma = False
    while index < len(words) and index - first < _MAX_WORDS:
        form = words.forms[index]
        if form in _NOT_A_NAME or form in {
            "ne",
            "nee",
            "sexe",
            "date",
            "age",
            "tel",
            "email",
            "mail",
            "epouse",
            "veuve",
            "adresse",
            "service",
            "fonction",
        }:
            break
        if form in STOP and form not in PARTICLES and not words.caps[index]:
            break
        if (
            index == first
            and form in PARTICLES
            and not words.caps[index]
            and not words.caps[min(index + 1, len(words) - 1)]
            and form in {"de", "du", "des", "la", "le", "les", "l", "d"}
        ):
            break
        if index == first and words.entries[index].word == 2 and not words.caps[index] and not words.entries[index].surname:
            break
        if not (words.entries[index].word == 2 and words.forms[index] in PARTICLES and not words.caps[index]):
            last = index
        if index + 1 >= len(words):
            break
        gap = words.gap(index)
        if gap == ", " and not comma and words.caps[index + 1]:
            comma = True
        elif not words.joined(index):
            break
        index += 1
    return last


def _is_plain_name(words: Words, index: int) -> bool:
    """A word that may be a name when the place already says so: in a greeting or a signature."""
    form, entry = words.forms[index], words.entries[index]
    if form in STOP or form in ROLES or form in TITLES:
        return words.caps[index] and entry.given is not None and entry.given.count >= 20_000 and entry.word < 2
    if words.is_initial(index):
        return True
    births = entry.given.count if entry.given else 0
    if words.caps[index]:
        return entry.word < 2 or births >= 1_000 or entry.surname >= 10_000
    return (entry.word < 2 and births >= 1_000) or (entry.word < 2 and entry.surname >= 1_000) or births >= 100_000


def greeted(words: Words) -> Iterator[Candidate]:
    """The name in "Bonjour Kilyan," or "merci sophie !"."""
    for match in words.openings(GREETING_HEADS, _GREETING):
        start = match.start()
        if not _BEFORE_GREETING.search(words.folded, max(0, start - 12), start):
            continue
        first = _at(words, match.end())
        last = first
        if first >= len(words) or not _is_plain_name(words, first):
            continue
        while last + 1 < len(words) and last - first < 3 and words.joined(last) and _is_plain_name(words, last + 1):
            last += 1
        after = words.folded[words.ends[last] : words.ends[last] + 1]
        sure = after in {",", "!", "\n", "", "."} or words.folded[words.ends[last] : words.ends[last] + 2] in {" !", " ,", "  "}
        entry = words.entries[first]
        if sure or entry.word == 0:
            known = entry.given is not None or entry.surname > 0
            yield Candidate(first, last, 0.85 if known else 0.65 if sure else 0.4, "greeting")


def signed(words: Words) -> Iterator[Candidate]:
    """The name alone on one of the two lines after a closing formula."""
    folded = words.folded
    for match in words.openings(CLOSING_HEADS, _CLOSING):
        position = match.end()
        for _ in range(2):
            while position < len(folded) and folded[position] in "\n \t-*>_":
                position += 1
            end = folded.find("\n", position, position + 80)
            end = end if end >= 0 else min(len(folded), position + 80)
            found = _whole_line(words, position, end)
            if found is not None:
                yield found
            position = end + 1


def _whole_line(words: Words, start: int, end: int) -> Candidate | None:
    """The candidate that is the whole line (a role after a comma is left out), if all its words can be a name."""
    first = _at(words, start)
    last = first
    if first >= len(words) or words.starts[first] >= end or words.folded[start : words.starts[first]].strip(" -*_"):
        return None
    while first < len(words) and words.forms[first] in TITLES and words.ends[first] < end:
        first += 1
    last = first
    if first >= len(words) or words.starts[first] >= end:
        return None
    while last + 1 < len(words) and words.starts[last + 1] < end and words.joined(last):
        last += 1
    rest = words.folded[words.ends[last] : end].strip()
    if rest.startswith(", le ") and is_place(words, first, last):
        return None  # "Ajat, le 8 novembre"
    if (
        last - first > 3
        or (rest and rest[0] not in ",-(/|.")
        or not all(_is_plain_name(words, at) or words.is_particle(at) for at in range(first, last + 1))
    ):
        return None
    if words.is_particle(last) and not words.is_initial(last) and last == first:
        return None
    return Candidate(first, last, 0.85, "signature")
