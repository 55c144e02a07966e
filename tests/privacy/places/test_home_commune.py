"""The commune of a home, and no other commune."""

from __future__ import annotations

import pytest

from beffroi.privacy.places.communes import FixedCommunes, is_plausible_postcode
from beffroi.privacy.places.home_commune import HomeCommuneRecognizer
from beffroi.privacy.text_view import TextView

RECOGNIZER = HomeCommuneRecognizer(FixedCommunes(frozenset({"lille", "roubaix", "saint omer", "lens", "le havre", "son"})))

HOMES = [
    ("Elle habite à Roubaix depuis 2010", "Roubaix"),
    ("domiciliée à Saint-Omer", "Saint-Omer"),
    ("il vit actuellement a lens avec sa mere", "lens"),
    ("Commune de résidence : Lille", "Lille"),
    ("DEMEURANT A ROUBAIX", "ROUBAIX"),
    ("elle a emménagé à Lens", "Lens"),
    ("habitant de Roubaix, M. Petit", "Roubaix"),
    ("Nom : Petit\nVille : Lille", "Lille"),
    ("domicile : Lens", "Lens"),
]
ELSEWHERE = [
    "la commune de Roubaix",
    "le CCAS de Lille organise un repas",
    "Réunion à Lens le 12 mars",
    "les personnes vivant à son domicile",
    "le bailleur : Lille Habitat",
    "train pour Lille",
]


def communes(text: str) -> list[str]:
    view = TextView(text)
    return [view.text[f.start : f.end] for f in RECOGNIZER.find(view) if f.score >= 0.5]


@pytest.mark.parametrize(("text", "commune"), HOMES)
def test_finds_the_commune_of_a_home(text: str, commune: str) -> None:
    assert communes(text) == [commune]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_leaves_other_communes(text: str) -> None:
    assert communes(text) == []


def test_reads_the_column_of_a_table() -> None:
    assert communes("Nom;Ville\nDurand;Lille\nPetit;Lens") == ["Lille", "Lens"]


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("59000", True), ("2A004", False), ("20000", True), ("97400", True), ("96000", False), ("00100", False)],
)
def test_plausible_postcodes(digits: str, expected: bool) -> None:
    assert is_plausible_postcode(digits) is expected
