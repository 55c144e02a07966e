"""What stands around a name and makes it surer: a link before it, a verb or a birth after it, its place in the line."""

from __future__ import annotations

import re

from beffroi.privacy.names.cues import ATTRIBUTED, KIN, LABELS, MARRIED, PERSONS, RANKS
from beffroi.privacy.names.grading import is_place
from beffroi.privacy.names.words import Words

_DEGREES = frozenset({"chef", "cheffe", "major", "adjoint", "adjointe", "general", "generale"})
_TAIL = 24
_LINE_HEAD = 40
_AT = frozenset(
    [
        "a",
        "en",
        "vers",
        "sur",
        "pres",
        "depuis",
        "ville",
        "commune",
        "mairie",
        "region",
        "departement",
        "prefecture",
        "canton",
        "gare",
        "habite",
        "cedex",
    ]
)
_POSTCODE = re.compile(r"\b(?:\d{5}|\d{2} ?\d{3}|f-\d{5}) ?$")
_CELL_END = re.compile(r" ?(?:\n|\t|;|\||$|\))")
_ALONE = re.compile(r" ?: |,? ?(?:\n|$)|, (?!le |\d)| ?> | \d\d?[:h]\d\d")
_BIRTH = re.compile(
    r"(?:,? agee? |,? \(?nee?(?:\(e\))?,? (?:le |en |a |vers |\d)|,? \(?nee? [a-z]+\)|,? nee [a-z]|,? \d{1,2} ans\b"
    r"|,? (?:domicilie|demeurant|epouse|veuve|titulaire d|salarie|employe)|[ ,]*\((?:pere|mere|fils|fille|\d{1,2} ans))"
)
_APPOSITION = re.compile(
    r", (?:une?|le|la|l'|les|age|qui|dont|notre|votre|mon|ma|chef|membre|ne) ?"
    r"|, [a-z]+(?:eur|rice|ier|iere|iste|ent|ente)\b|,? \("
)
_REACHED = re.compile(r",? (?:au|tel\.?|port\.?|joignable au) ?:? ?(?:0[67]|\+33 ?[67])")
_VERB = re.compile(
    r" (?:n'|ne |m'|nous |vous |lui |me |s'|se |l')?(?:est|a|ont|sera|etait|avait|habite|souhaite|demande|travaille|vit|declare"
    r"|indique|precise|explique|affirme|rappelle|propose|souligne|signale|conteste|refuse|presente|veut|doit|dit|va|vient"
    r"|quitte|rejoint|prend|confirme|repond)\b"
)


def left_cue(words: Words, first: int) -> float:
    """What the word before adds: 0.5 after "née", 0.3 after a link or a label, 0 otherwise."""
    if first == 0:
        return 0.0
    before = words.forms[first - 1]
    if before in {"chez", "par", "avec"} and words.entries[first].given is None and words.entries[first].surname < 4_000:
        return 0.0
    gap = words.folded[words.ends[first - 1] : words.starts[first]]
    if gap == ", " and _follows_person(words, first):
        return 0.4
    if before in MARRIED and gap in {" ", " : ", ". ", ") ", "'"}:
        return 0.5
    if before in PERSONS and gap in {" ", ' "', " (", ", ", "'", " - ", " « ", " : « "}:
        return 0.3
    if gap == " " and (before == "part" or _is_degree(before)):
        return 0.3
    if before in {"de", "d"} and first > 1 and words.forms[first - 2] in ATTRIBUTED and words.gap(first - 2) == " ":
        entry = words.entries[first]
        return (
            0.3
            if entry.word < 2
            and gap in {" ", "'"}
            and (words.forms[first - 2] not in {"note", "visite"} or not is_place(words, first, first))
            else 0.0
        )
    if gap in {' " - ', '" - '} or words.folded[max(0, words.starts[first] - 4) : words.starts[first]] in {" » - ", "» - "}:
        return 0.3  # who signs a quotation: "« … » - Prune, Vouvray"
    if before == "est" and first > 1 and words.forms[first - 2] in {"c", "moi", "moi-meme"} and gap == " ":
        return 0.3
    stripped = gap.strip(" *_\t\n-")
    if stripped.startswith(":") and before in LABELS:
        return 0.35
    if before in {"s", "e", "ee"} and ":" in gap:
        return 0.3
    if before in {"de", "d"} and gap in {" ", "'"} and first > 1 and words.forms[first - 2] in {"part", "lieu"} | PERSONS:
        return 0.25
    return 0.0


def _is_degree(form: str) -> bool:
    """Whether the word is a compound rank, as in "le brigadier-chef Etcheverry"."""
    rank, _, degree = form.partition("-")
    return degree in _DEGREES and rank in RANKS


def _follows_person(words: Words, first: int) -> bool:
    """Whether the word names the person just spoken of: "mes parents, Hery et Lalao, …", "un des monteurs, Ionuț, …"."""
    after = words.folded[words.ends[first] : words.ends[first] + 4]
    if words.uppers[first] or words.entries[first].word == 2 or not (after.startswith((",", " et ", ".", " (")) or after == ""):
        return False
    near = [form.removesuffix("s") for form in words.forms[max(0, first - 4) : first]]
    return (
        any(form in PERSONS or form in KIN or form in {"parent", "monteur", "vie"} for form in near)
        and not words.caps[first - 1]
    )


def right_cue(words: Words, first: int, last: int, score: float) -> float:
    """What the words after add to ``score``: a birth, an age, a verb, the end of a cell, the colon of a speaker."""
    end = words.ends[last]
    tail = words.folded[end : end + _TAIL]
    if _BIRTH.match(tail):
        return 0.3
    if last == first and _REACHED.match(tail) and words.folded[max(0, words.starts[first] - 2) : words.starts[first]] == ", ":
        return 0.4 if words.entries[first].word < 2 and not words.uppers[first] else 0.0
    if _VERB.match(tail) or (last > first and _APPOSITION.match(tail)):
        return 0.1
    if last > first and score >= 0.4 and _CELL_END.match(tail):
        return 0.1
    return 0.3 if last - first < 2 and score >= 0.15 and speaks(words, first, tail) else 0.0


def is_located(words: Words, first: int, last: int) -> bool:
    """Whether the words are a place by their position: "à Florence", "59000 Lille", "mairie de Martin-Église"."""
    if not is_place(words, first, last):
        return False
    start = words.starts[first]
    if _POSTCODE.search(words.folded[max(0, start - 8) : start]):
        return True
    before = first - 1
    while before >= 0 and words.forms[before] in {"de", "d", "la", "le", "l", "du"} and before > first - 3:
        before -= 1
    return before >= 0 and words.forms[before] in _AT


def among_capitals(words: Words, index: int) -> bool:
    """Whether a neighbour is a word in capitals too: the text may be written so, and a capital says nothing."""
    return any(0 <= near < len(words) and words.uppers[near] for near in (index - 1, index + 1))


def speaks(words: Words, first: int, tail: str) -> bool:
    """Whether the name is alone at the start of a line: a speaker ("Rodriguez : oui"), or somebody addressed ("Marie,")."""
    if not _ALONE.match(tail):
        return False
    start = words.starts[first]
    line = words.folded.rfind("\n", max(0, start - _LINE_HEAD), start) + 1
    if line == 0 and start > _LINE_HEAD:
        return False
    return not words.folded[line:start].strip(" *_-[]()0123456789:h>") and (
        words.entries[first].given is not None or words.entries[first].surname >= 1_000
    )
