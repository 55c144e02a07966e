"""What is lent is no word, no place, nobody's; and an initial stands for one letter."""

from __future__ import annotations

import pytest

from beffroi.privacy.lexicons.names import commune, entry
from beffroi.privacy.surrogates.derivation import Derivation
from beffroi.privacy.surrogates.pools import elision, given_names, lent_initials, places, surnames
from beffroi.privacy.text_view import fold


def test_invented_places_are_nowhere() -> None:
    names = [*places("a"), *places("b")]
    assert len(names) == len(set(names)) > 1000
    for name in names:
        known = entry(fold(name))
        assert commune(fold(name)) is None, name
        assert (known.word, known.surname, known.given) == (0, 0, None), name


@pytest.mark.parametrize("gender", ["f", "m"])
@pytest.mark.parametrize("initial", list("AEIOBCDFGJKLNPRSTV"))
def test_every_lent_initial_has_enough_first_names(gender: str, initial: str) -> None:
    names = given_names("f" if gender == "f" else "m", initial)
    assert len(names) >= 10
    assert all(name[0] == initial and name.isascii() and entry(fold(name)).word < 2 for name in names)


@pytest.mark.parametrize("scope", [str(number) for number in range(30)])
def test_initials_keep_elision_and_are_never_mixed_up(scope: str) -> None:
    lent = lent_initials(Derivation(b"k", scope))
    assert sorted(lent) == list("abcdefghijklmnopqrstuvwxyz")
    assert "M" not in lent.values()
    usual = [lent[letter] for letter in "aeiobcdfgjklnprstv"]
    assert len(set(usual)) == len(usual)
    assert all((letter in "aeiouyh") == (capital in "AEIO") for letter, capital in lent.items())


def test_surnames_elide_alike() -> None:
    assert all(name[0] in "AEIOUYH" for name in surnames("a"))
    assert not any(name[0] in "AEIOUYH" for name in surnames("d"))
    assert elision("Éric") == "e"
    assert elision("7") == "x"
