"""The words that are lent: names and places that are no other word, grouped so that elision and initials keep working."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from beffroi.privacy.lexicons.names import surrogate_given_names, surrogate_surnames
from beffroi.privacy.surrogates.derivation import Derivation
from beffroi.privacy.text_view import fold

Pool = Sequence[str]

_VOWELS = "aeiouyh"
_LENT_VOWELS = "AEIO"
_CONSONANTS = "BCDFGJKLNPRSTV"  # enough first names of both genders; never M, that would read "Monsieur"
_MIN_LENGTH = 4
_USUAL = 500  # first names, by frequency
_ENOUGH = 16  # first names of one initial, so that a document finds enough of them


def _plain(words: Sequence[str]) -> tuple[str, ...]:
    """Without accents, so that a model that drops them changes nothing."""
    return tuple(word for word in words if len(word) >= _MIN_LENGTH and word.isascii() and word.isalpha())


@cache
def _given(gender: Literal["f", "m"]) -> tuple[str, ...]:
    return _plain(surrogate_given_names(gender))


@cache
def _given_by_initial(gender: Literal["f", "m"]) -> Mapping[str, Pool]:
    names: dict[str, list[str]] = {}
    for rank, name in enumerate(_given(gender)):
        known = names.setdefault(name[0], [])
        if rank < _USUAL or len(known) < _ENOUGH:
            known.append(name)
    return {initial: tuple(known) for initial, known in names.items()}


@cache
def _surnames(*, vowel: bool) -> Pool:
    return tuple(name for name in _plain(surrogate_surnames()) if (name[0].lower() in _VOWELS) is vowel)


@cache
def _places(*, vowel: bool) -> Pool:
    lines = (files(__package__) / "invented_places.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and not line.startswith("#") and (line[0].lower() in _VOWELS) is vowel)


def given_names(gender: Literal["f", "m"], initial: str) -> Pool:
    """First names that begin with ``initial``: the usual ones, and rarer ones where they are too few."""
    return _given_by_initial(gender).get(initial, ())


def surnames(like: str) -> Pool:
    """Surnames that elide as ``like`` does (one folded letter)."""
    return _surnames(vowel=like in _VOWELS)


def places(like: str) -> Pool:
    """Invented places that elide as ``like`` does (one folded letter)."""
    return _places(vowel=like in _VOWELS)


def spare(role: str, pool: Pool) -> Pool:
    """The other words of the same nature as ``pool``, for a document that has exhausted it."""
    like = "b" if pool[0][0].lower() in _VOWELS else "a"
    if role == "place":
        return places(like)
    if role != "given":
        return surnames(like)
    return _given("f") if pool is given_names("f", pool[0][0]) else _given("m")


def lent_initials(derivation: Derivation) -> dict[str, str]:
    """The capital that stands for each letter of a to z: vowels for vowels, and two usual letters never share one."""
    draw = derivation.digest("initials")
    lent: dict[str, str] = {}
    for pool, usual in ((_LENT_VOWELS, "aeio"), (_CONSONANTS, _CONSONANTS.lower())):
        shuffled = sorted(range(len(pool)), key=lambda index: draw[index])
        lent.update({letter: pool[place] for letter, place in zip(usual, shuffled, strict=True)})
    for place, letter in enumerate("uyhkmqwxz"):
        pool = _LENT_VOWELS if letter in _VOWELS else _CONSONANTS
        lent.setdefault(letter, pool[draw[-1 - place] % len(pool)])
    return lent


def elision(word: str) -> str:
    """The folded first letter that decides an elision; a consonant for what is no letter."""
    first = fold(word[:1])
    return first if first.isalpha() else "x"
