"""The data files of mentions: complete, of the taxonomy, sourced; and how their terms are inflected."""

from __future__ import annotations

import datetime

import pytest

from beffroi.privacy.mentions.inflection import add, build_lexicon, inflections, pack
from beffroi.privacy.mentions.lexicon import FILES, NEUTRAL, Strength, Term, load_lexicon, read_data
from beffroi.privacy.taxonomy import TYPES, Category


@pytest.mark.parametrize("name", [*FILES, "cues.toml"])
def test_files_are_sourced(name: str) -> None:
    data = read_data(name)
    assert data["source"] == "rédigé par Beffroi"
    assert data["licence"] == "EUPL-1.2"
    assert isinstance(data["verified_on"], datetime.date)


@pytest.mark.parametrize("name", FILES)
def test_types_and_strengths_exist(name: str) -> None:
    for group in read_data(name)["groups"]:
        assert TYPES[group["type"]].category in {Category.HEALTH, Category.ART9, Category.ART10}
        Strength(group["strength"])


def test_every_sensitive_type_has_terms() -> None:
    covered = {group["type"] for name in FILES for group in read_data(name)["groups"]}
    wanted = {code for code, kind in TYPES.items() if kind.category in {Category.HEALTH, Category.ART9, Category.ART10}}
    assert covered == wanted


def test_there_are_enough_disorders_and_treatments() -> None:
    def count(name: str, kind: str) -> int:
        return len(
            {term.strip() for group in read_data(name)["groups"] if group["type"] == kind for term in group["terms"].split(",")}
        )

    assert count("disorders.toml", "disorder") >= 600
    assert count("treatments.toml", "treatment") >= 400


def test_inflections() -> None:
    forms, plurals = inflections("suivi(e) médical")
    assert forms == {("suivi", "medical"), ("suivie", "medical")}
    assert ("suivis", "medicaux") in plurals
    assert ("arrets", "de", "travail") in inflections("arrêt de travail")[1]
    assert {("oedeme",), ("œdeme",)} <= inflections("œdème")[0]


def test_neutral_expressions_win() -> None:
    tree = load_lexicon()
    assert _at(tree, "sante", "au", "travail") == NEUTRAL
    assert _at(tree, "lombalgie") == Term("disorder", Strength.SPECIFIC)


def test_the_packed_file_is_what_the_data_files_yield() -> None:
    assert load_lexicon() == build_lexicon(), "run `make data`"


def test_a_packed_tree_shares_equal_parts() -> None:
    tree: dict = {}
    for word in ("arret", "conge"):
        add(tree, [word, "maladie"], NEUTRAL)
    assert pack(tree) == '{"terms":[["","weak",0,""]],"nodes":[{"":0},{"maladie":0},{"arret":1,"conge":1}]}'


def test_the_first_term_at_a_place_stays() -> None:
    tree: dict = {}
    add(tree, ["a", "b"], NEUTRAL)
    add(tree, ["a", "b"], Term("disorder", Strength.WEAK))
    assert _at(tree, "a", "b") == NEUTRAL


def _at(tree: object, *words: str) -> object:
    for word in (*words, ""):
        assert isinstance(tree, dict)
        tree = tree[word]
    return tree
