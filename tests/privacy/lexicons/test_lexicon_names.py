"""The lexicons answer as documented, are dated and licensed, and lend names that cannot be taken for something else."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.lexicons.names import (
    commune,
    entry,
    given_name,
    is_common_word,
    is_postcode,
    is_word,
    place_key,
    surname_count,
    surrogate_given_names,
    surrogate_surnames,
)
from beffroi.privacy.text_view import fold

FOLDER = files("beffroi.privacy.lexicons")


@pytest.mark.parametrize(
    ("form", "gender"), [("aicha", "f"), ("jean-pierre", "m"), ("camille", "x"), ("marie", "f"), ("claude", "x")]
)
def test_given_names(form: str, gender: str) -> None:
    found = given_name(form)
    assert found is not None
    assert found.gender == gender


def test_given_name_compounds_follow_their_first_part() -> None:
    compound = given_name("marie-philomene")
    assert compound is not None
    assert compound.gender == "f"
    assert given_name("marie-brouette") is None


def test_surnames_are_ordered_by_frequency() -> None:
    assert surname_count("martin") > surname_count("lefort") > surname_count("zumbiehl") > 0
    assert surname_count("qzxw") == 0
    assert surname_count("martin-dubois") == min(surname_count("martin"), surname_count("dubois"))


@pytest.mark.parametrize("word", ["mairie", "le", "bonjour", "petit", "avril", "facture", "ccas", "reine"])
def test_words_that_are_words_first(word: str) -> None:
    assert is_common_word(word)


@pytest.mark.parametrize("word", ["pierre", "claire", "martin", "dupont", "rose", "ines"])
def test_words_that_are_names_first(word: str) -> None:
    assert not is_common_word(word)


def test_a_name_may_also_be_a_word() -> None:
    assert is_word("pierre")
    assert not is_word("aicha")


def test_communes_in_their_usual_spellings() -> None:
    spellings = ["saint-etienne", "saint etienne", "st-etienne", "st etienne"]
    assert {found.code for found in map(commune, spellings) if found} == {"42218"}
    lille = commune("lille")
    assert lille is not None
    assert "59000" in lille.postcodes
    algiers = commune("alger")
    assert algiers is not None
    assert (algiers.code, algiers.postcodes) == ("", ())
    assert commune("dossier") is None


def test_postcodes() -> None:
    assert is_postcode("59000")
    assert not is_postcode("00000")
    assert not is_postcode("5900")


@pytest.mark.parametrize("name", ["names.txt.gz", "communes.txt.gz", "surrogates.txt.gz"])
def test_derived_files_say_where_they_come_from(name: str) -> None:
    first, second = gzip.decompress((FOLDER / name).read_bytes()).decode().split("\n")[:2]
    assert first.startswith("# source: ")
    assert "MIT" in first or "Licence Ouverte" in first
    assert re.fullmatch(r"# built: \d{4}-\d{2}-\d{2} by tools/build_lexicons\.py", second)


def test_the_folder_stays_small() -> None:
    sizes = [len(item.read_bytes()) for item in FOLDER.iterdir() if item.is_file()]
    assert sum(sizes) < 6_000_000


@pytest.mark.parametrize("gender", ["f", "m"])
def test_given_names_to_lend(gender: str) -> None:
    names = surrogate_given_names("f" if gender == "f" else "m")
    assert len(names) >= 400
    assert len(set(map(fold, names))) == len(names)
    for name in names:
        found = given_name(fold(name))
        assert found is not None
        assert found.gender == gender
        assert not is_word(fold(name))
        assert commune(fold(name)) is None


def test_surnames_to_lend() -> None:
    names = surrogate_surnames()
    assert len(names) >= 3_000
    for name in names:
        assert name[0].isupper()
        assert name[1:].islower()
        assert not is_word(fold(name))
        assert given_name(fold(name)) is None
        assert commune(fold(name)) is None


@given(st.text(max_size=40))
def test_any_text_can_be_looked_up(text: str) -> None:
    folded = fold(text)
    assert entry(folded).surname >= 0
    assert surname_count(folded) >= 0
    commune(folded)
    given_name(folded)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz -'", max_size=30))
def test_place_key_is_stable(folded: str) -> None:
    assert place_key(place_key(folded)) == place_key(folded)
