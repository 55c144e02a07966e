"""Labelled surrogates: ``[PERSONNE_1]``, numbered in order of first appearance.

All the forms of a person bear one number; a second spelling is told apart by a letter (``[PERSONNE_1b]``).
"""

from __future__ import annotations

import re

from beffroi.privacy.birth.dates import parse_date
from beffroi.privacy.names.person import PersonName, parse_person, same_person
from beffroi.privacy.surrogates.ledger import Ledger
from beffroi.privacy.surrogates.numbers import read_number
from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.taxonomy import TYPES
from beffroi.privacy.text_view import fold

_TYPED = re.compile(r"[^\W\d_]+(?:_[^\W\d_]+)*[_ ]\d+[a-z]*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERS = "bcdefghijklmnopqrstuvwxyz"


class Labels:
    """The numbers given so far in one document."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._numbers: dict[tuple[str, str], str] = {}
        self._counts: dict[str, int] = {}
        self._spellings: dict[tuple[str, str], int] = {}
        self._lent: dict[tuple[str, str], str] = {}
        self._persons: list[tuple[PersonName, str]] = []
        self._bearers: dict[str, list[int]] = {}
        self._typed: set[str] = set()

    def open_text(self, text: str) -> None:
        """Makes the labels that the user typed unavailable."""
        if "_" in text or "[" in text:
            self._typed.update(fold(found[0]).replace(" ", "_") for found in _TYPED.finditer(text))

    def lend(self, type_code: str, mention: str, salt: str = "") -> str:
        """The label of ``mention``. ``salt`` asks for another entity than the one of the same text."""
        mark = TYPES[type_code].mark
        known = self._lent.get((mark, mention + salt))
        if known is not None:
            return known
        key = self._person(mention) if type_code == "person_name" and not salt else self._key(type_code, mention) + salt
        number = self._numbers.get((mark, key))
        while True:
            if number is None:
                number = self._numbers[mark, key] = self._next(mark)
            rank = self._spellings.get((mark, key), 0)
            self._spellings[mark, key] = rank + 1
            label = f"[{mark}_{number}{_suffix(rank)}]"
            entity = self._ledger.entity(f"label {mark}", key)
            if fold(label[1:-1]) not in self._typed and self._ledger.lend(entity, type_code, Reading.LABEL, label, mention):
                self._lent[mark, mention + salt] = label
                return label

    def _next(self, mark: str) -> str:
        while True:
            count = self._counts[mark] = self._counts.get(mark, 0) + 1
            if f"{fold(mark)}_{count}" not in self._typed:
                return str(count)

    def _key(self, type_code: str, mention: str) -> str:
        """What all the spellings of one entity share."""
        if type_code == "birth_date" and (date := parse_date(mention)) is not None:
            return date.isoformat()
        return read_number(type_code, mention).key or mention

    def _person(self, mention: str) -> str:
        """The key of the first person that the mention can be; only the bearers of one of its names are looked at."""
        person = parse_person(mention)
        words = set(_WORD.findall(fold(mention)))
        for index in sorted({index for word in words for index in self._bearers.get(word, ())}):
            known, key = self._persons[index]
            if same_person(known, person):
                return key
        key = f"{len(self._persons)} {self._key('person_name', mention)}"
        for word in words:
            self._bearers.setdefault(word, []).append(len(self._persons))
        self._persons.append((person, key))
        return key


def _suffix(rank: int) -> str:
    letters = ""
    while rank > 0:
        rank, rest = divmod(rank - 1, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters
