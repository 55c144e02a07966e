"""Addresses keep their layout; each of their parts is lent on its own, and nothing of them stays."""

from __future__ import annotations

import re

import pytest

from beffroi.privacy.finding import Finding
from beffroi.privacy.restoration.restorer import Restorer
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymised, Pseudonymiser


def mask(*mentions: tuple[str, str]) -> Pseudonymised:
    texts = [mention for mention, _ in mentions]
    findings = [[Finding(0, len(mention), kind, 1.0, "test")] for mention, kind in mentions]
    made = Pseudonymiser(b"k", "s").pseudonymise(texts, findings)
    assert list(map(Restorer(made.substitutions).restore, made.texts)) == texts
    return made


CASES = [
    ("12 rue des Lilas", r"\d+ rue \w+"),
    ("12, rue des Lilas, 59160 Lomme", r"\d+, rue \w+, 96\d{3} \w+"),
    ("12 bis, avenue Jean-Jaurès\n59160 LOMME", r"\d+ bis, avenue \w+\n96\d{3} [A-Z]+"),
    ("3 RUE DES LILAS 59160 LOMME CEDEX 9", r"\d+ RUE [A-Z]+ 96\d{3} [A-Z]+ CEDEX 9"),
    ("Résidence Les Ormes, Bât. C, appt 12, 59 160 Lomme", r"Résidence \w+, Bât\. [A-Z], appt \d\d, 96 \d{3} \w+"),
    ("22 rue jules ferry 62000 arras", r"\d+ rue [a-z]+ 96\d{3} [a-z]+"),
    ("lieu-dit Kerbrat, 29000 Quimper", r"lieu-dit \w+, 96\d{3} \w+"),
    ("« Mon Repos », 4 sentier des Postes, 59270 Bailleul", r"« \w+ », \d+ sentier \w+, 96\d{3} \w+"),
    ("BP 123, 59160 Lomme", r"BP \d{3}, 96\d{3} \w+"),
    ("n'importe quoi 7, ; 8", r"\d+ rue \w+"),
    ("12", r"\d+ rue \w+"),
]


@pytest.mark.parametrize(("mention", "pattern"), CASES)
def test_layout_is_kept_and_nothing_stays(mention: str, pattern: str) -> None:
    masked = mask((mention, "postal_address")).texts[0]
    assert re.fullmatch(pattern, masked)
    generic = {"rue", "avenue", "cedex", "résidence", "bât", "appt", "lieu", "dit", "sentier", "bis"}
    words = set(re.findall(r"[^\W\d_]{3,}", mention.lower())) - generic
    assert not words & set(re.findall(r"[^\W\d_]{3,}", masked.lower()))
    assert not set(re.findall(r"\d{3,}", mention)) & set(re.findall(r"\d{3,}", masked))


def test_a_street_and_a_commune_are_the_same_everywhere() -> None:
    made = mask(
        ("12 rue des Lilas, 59160 Lomme", "postal_address"),
        ("7 rue des Lilas", "postal_address"),
        ("LOMME", "commune"),
        ("Lomme", "birth_place"),
    )
    first, second, commune, birth = made.texts
    street, town = re.findall(r"rue (\w+), \d+ (\w+)", first)[0]
    assert second.endswith(f" rue {street}")
    assert (commune, birth) == (town.upper(), town)


def test_a_model_may_lay_an_address_out_again() -> None:
    made = mask(("12 rue des Lilas\n59160 Lomme", "postal_address"))
    restorer = Restorer(made.substitutions)
    assert restorer.restore(made.texts[0].replace("\n", ", ")) == "12 rue des Lilas, 59160 Lomme"
    assert restorer.restore(made.texts[0].upper()) == "12 RUE DES LILAS\n59160 LOMME"
    number, kind, name = made.texts[0].split("\n")[0].split(" ")
    assert restorer.restore(f"au {number}, **{kind} {name}**") == "au " + f"{number}, **rue des Lilas**"
    assert restorer.restore(f"dans la rue {name}") == "dans la rue des Lilas"


@pytest.mark.parametrize(
    ("date", "pattern"),
    [
        ("14/05/1984", r"\d\d/\d\d/198\d"),
        ("1er mai 1984", r"\d{1,2}(er)? \w+ 198\d"),
        ("14 MAI 1984", r"\d\d [^\W\d_]+ 198\d"),
        ("1984-05-14", r"198\d-\d\d-\d\d"),
        ("quatorze mai mille neuf cent quatre-vingt-quatre", r"[a-zûé -]+ mille neuf cent quatre-vingt[a-z-]*"),
        ("32/13/1984", r"\d\d/\d\d/19\d\d"),
    ],
)
def test_dates_keep_their_spelling(date: str, pattern: str) -> None:
    masked = mask((date, "birth_date")).texts[0]
    assert masked != date
    assert re.fullmatch(pattern, masked)


def test_a_model_may_write_a_date_in_another_way() -> None:
    made = mask(("14/05/1984", "birth_date"), ("14 mai 1984", "birth_date"), ("1984-05-14", "birth_date"))
    restorer = Restorer(mask(("14/05/1984", "birth_date")).substitutions)
    assert [restorer.restore(text) for text in made.texts] == ["14/05/1984", "14 mai 1984", "1984-05-14"]
