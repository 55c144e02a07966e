"""Surrogates of official, bank and telephone numbers: fictitious values in the spelling of the original.

What makes a number fictitious (a bank that does not exist, ARCEP's ranges …) is known by its module of
``beffroi.privacy.identifiers``. This module only seeds it, so that all the spellings of one number are one entity, and
draws digit for digit where a type has no module.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from beffroi.privacy.identifiers.registry import IdentifierModule, module_for
from beffroi.privacy.surrogates.derivation import Derivation
from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.surrogates.wording import ATOM
from beffroi.privacy.text_view import fold

_FREE_LENGTH = 8
_MIXED_LENGTH = 6
_MIN_LENGTH = 5
_SPELLED = re.compile(r"[^\W\d_]{3,}")
_SPELLED_WORDS = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A mention of a number: ``key`` is the same for all its spellings."""

    type: str
    mention: str
    key: str


def read_number(type_code: str, mention: str) -> Number:
    """The mention with its canonical key."""
    module = _module(type_code)
    key = module.compact(mention) if module is not None else ""
    return Number(type_code, mention, key or "".join(ATOM.findall(fold(mention))))


def draw_number(derivation: Derivation, number: Number, salt: str, *, plain: bool = False) -> str:
    """A fictitious number written like the mention; in the usual spelling of its type if ``plain`` or dictated."""
    rng = derivation.rng("number", number.type, number.key, salt)
    module = _module(number.type)
    if module is None:
        return _reference(rng) if plain else scrambled(number.mention, rng)
    if plain or len(_SPELLED.findall(number.mention)) >= _SPELLED_WORDS:
        return module.generate(rng)
    return module.generate_like(number.mention, rng)


def reading_of(surrogate: str, atoms: Sequence[str]) -> Reading:
    """Long numbers may be regrouped by a model; short ones count only as they were sent. ``atoms`` are its own."""
    compact = "".join(atoms)
    if len(compact) >= _FREE_LENGTH and compact.isdecimal() and compact.isascii():
        return Reading.NUMBER
    compact = "".join(ATOM.findall(surrogate))
    digits = sum(char.isdigit() for char in compact)
    mixed = len(compact) >= _MIXED_LENGTH and 0 < digits < len(compact)
    return Reading.NUMBER if digits and compact.isascii() and (len(compact) >= _FREE_LENGTH or mixed) else Reading.STRICT


def is_too_short(atoms: Sequence[str]) -> bool:
    """Whether the model could write by chance the surrogate that has these atoms."""
    return sum(map(len, atoms)) < _MIN_LENGTH


def scrambled(mention: str, rng: Random) -> str:
    """``mention`` with other digits and letters, layout and case kept.

    >>> len(scrambled("2024-AB/0153", Random(1)))
    12
    """
    drawn = []
    for char in mention:
        if char.isdigit():
            drawn.append(str(rng.randrange(10)))
        elif char.isalpha():
            letter = rng.choice("BCDFGHJKLMNPQRSTVWXZ")
            drawn.append(letter.lower() if char.islower() else letter)
        else:
            drawn.append(char)
    return "".join(drawn)


def _reference(rng: Random) -> str:
    return f"{rng.choice('BCDFGHJK')}{rng.choice('BCDFGHJK')}{rng.randrange(10**7):07d}"


def _module(type_code: str) -> IdentifierModule | None:
    try:
        return module_for(type_code)
    except KeyError:
        return None
