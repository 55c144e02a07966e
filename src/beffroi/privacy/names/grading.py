"""What one capitalised word may be inside a name: first name, surname, unknown word, ordinary word."""

from __future__ import annotations

from enum import Enum

from beffroi.privacy.lexicons.names import commune
from beffroi.privacy.names.cues import KIN, MARRIED, NAMED_AFTER, RANKS, ROLES, STOP, TITLES
from beffroi.privacy.names.words import Words

FREQUENT_GIVEN = 20_000
KNOWN_GIVEN = 1_000
RARE_GIVEN = 100
_SAINTS = ("saint-", "sainte-", "st-", "ste-")


class Grade(Enum):
    """From the surest sign of a person to none."""

    GIVEN = "given name"
    SURNAME = "known surname"
    INITIAL = "initial"
    UNKNOWN = "in no list"
    WEAK_GIVEN = "first name that is rather a word"
    WEAK_SURNAME = "surname that is rather a word"
    WORD = "ordinary word"


def grade(words: Words, index: int) -> Grade:
    """The grade of a word that begins with a capital (or of any word, in text without capitals)."""
    form, entry = words.forms[index], words.entries[index]
    if len(form) <= 3 and words.is_initial(index):
        return Grade.INITIAL
    births = entry.given.count if entry.given else 0
    if form in STOP and not (births >= FREQUENT_GIVEN and entry.word < 2 and words.caps[index]):
        return Grade.WORD
    if entry.word == 2 and index and words.is_initial(index - 1) and words.gap(index - 1) == ". " and words.caps[index]:
        return Grade.WEAK_SURNAME if form not in ROLES and form not in TITLES else Grade.WORD
    if form in ROLES or form in RANKS or form in MARRIED or form in TITLES or (entry.word == 2 and form in KIN):
        return Grade.WORD
    if form.startswith(_SAINTS):
        return Grade.SURNAME if _after_given(words, index) else Grade.WORD
    if entry.word == 2:
        if words.uppers[index] and entry.surname >= 30 and words.before_title_case_given(index):
            return Grade.SURNAME
        if form in NAMED_AFTER and not _after_given(words, index):
            return Grade.WORD
        if births >= FREQUENT_GIVEN:
            return Grade.WEAK_GIVEN
        return Grade.WEAK_SURNAME if entry.surname >= 100 else Grade.WEAK_GIVEN if births >= KNOWN_GIVEN else Grade.WORD
    if len(form) == 1 or (form in NAMED_AFTER and entry.surname < 400 and births < KNOWN_GIVEN):
        return Grade.WORD
    if births >= KNOWN_GIVEN or (births >= RARE_GIVEN and not entry.word and 2 * births >= entry.surname):
        return _in_capitals(words, index, Grade.GIVEN)
    if entry.surname or births:
        return _in_capitals(words, index, Grade.SURNAME if entry.surname >= 30 or births >= 20 else Grade.UNKNOWN)
    return _in_capitals(words, index, Grade.UNKNOWN)


def _after_given(words: Words, index: int) -> bool:
    """Whether a first name with a capital stands just before."""
    return index > 0 and words.caps[index - 1] and words.entries[index - 1].given is not None and words.joined(index - 1)


def _in_capitals(words: Words, index: int, found: Grade) -> Grade:
    """Among words in capitals, and for acronyms, only a name of some frequency still counts."""
    if (
        words.uppers[index]
        and len(words.forms[index]) < 4
        and words.entries[index].surname < 100
        and not words.among_names(index)
    ):
        return Grade.WORD
    if words.uppers[index] and not words.beside_given(index):
        form, entry = words.forms[index], words.entries[index]
        births = entry.given.count if entry.given else 0
        rare = entry.surname < 400 and births < KNOWN_GIVEN
        if len(form) < 5 and entry.surname < 10_000 and births < FREQUENT_GIVEN and not words.among_names(index):
            return Grade.WORD
        if found is Grade.UNKNOWN and (len(form) < 5 or not set(form) & set("aeiouy")):
            return Grade.WORD
        if rare and (len(form) < 4 or (words.in_capitals(index) and not words.among_names(index))):
            return Grade.WORD
    return found


def is_place(words: Words, first: int, last: int) -> bool:
    """Whether the words are the name of a commune, a large foreign city or a country."""
    return commune(words.key(first, last)) is not None
