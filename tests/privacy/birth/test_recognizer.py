"""Birth dates and places, told apart from every other date and town."""

from __future__ import annotations

import pytest

from beffroi.privacy.birth import RECOGNIZERS
from beffroi.privacy.birth.recognizer import BirthRecognizer
from beffroi.privacy.places.communes import FixedCommunes
from beffroi.privacy.text_view import TextView
from beffroi.testing.growth import grows_linearly

RECOGNIZER = BirthRecognizer(
    FixedCommunes(frozenset({"lille", "roubaix", "saint omer", "lens", "oran", "tizi ouzou", "maroc", "bethune", "son"}))
)

BIRTHS = [
    ("né(e) le 14/05/1984 à Oran (Algérie)", ["14/05/1984"], ["Oran (Algérie)"]),
    ("date de naissance : 14.05.84", ["14.05.84"], []),
    ("Date de naissance (jj/mm/aaaa) : 14/05/1984", ["14/05/1984"], []),
    ("ddn 14/05/1984 ; DN: 14-05-84", ["14/05/1984", "14-05-84"], []),
    ("naissance le 14 mai 1984 à Lille", ["14 mai 1984"], ["Lille"]),
    ("âgé de 74 ans, né en mars 1950", ["mars 1950"], []),
    ("né le quatorze mai mille neuf cent quatre-vingt-quatre", ["quatorze mai mille neuf cent quatre-vingt-quatre"], []),
    ("née le deux janvier mille neuf cent soixante dix huit", ["deux janvier mille neuf cent soixante dix huit"], []),
    ("né le l4/O5/1984", ["l4/O5/1984"], []),
    ("elle est nee le 14 05 84 a roubaix", ["14 05 84"], ["roubaix"]),
    ("Né le: 12/03/1975 (49 ans)", ["12/03/1975", "12/03/1975"], []),
    ("née à Tizi Ouzou le 3 juin 1990", ["3 juin 1990"], ["Tizi Ouzou"]),
    ("native de Lens", [], ["Lens"]),
    ("Lieu de naissance : Béthune (62)", [], ["Béthune (62)"]),
    ("né en 1975 au Maroc", ["1975"], ["Maroc"]),
    ("MADAME DUPONT NEE LE 12/03/1975 A ROUBAIX", ["12/03/1975"], ["ROUBAIX"]),
    ("Née le 1984-05-14", ["1984-05-14"], []),
    ("Dossier | M | 22/02/1962", ["22/02/1962"], []),
    ("DUPONT Jean 02/01/1978", ["02/01/1978"], []),
    ("Né le.........: 08/08/1951 à Lens", ["08/08/1951"], ["Lens"]),
    ("NE LE 040604 à Lille", ["040604"], ["Lille"]),
    ("Enfant : Zoé (12/06/2015), confiée à sa tante", ["12/06/2015"], []),
    ("NE LE : 22 / 03 / 2015       A : Lens", ["22 / 03 / 2015"], ["Lens"]),
    ("jumeaux nés le 3 mai 2012", ["3 mai 2012"], []),
]
ORDINARY = [
    "réunion le 12/03/2024 à Lille",
    "il ne le fera pas le 12/03/2024",
    "je ne vais pas a lille",
    "Lille, le 14 mai 2024",
    "Extrait d'acte de naissance délivré le 12/03/2024",
    "échéance du contrat : 31/12/2008",
    "les allocataires nés en 1961",
    "Conseil Municipal 12/03/2008",
    "DELIBERATION DU 12/03/2008",
    "congé pour la naissance de son enfant",
    "M. Petit, 42 ans, reçu le 3 juin 2019",
    "le deux janvier elle ne vient pas",
]


def found(text: str, kind: str) -> list[str]:
    view = TextView(text)
    findings = sorted(f for f in RECOGNIZER.find(view) if f.type == kind and f.score >= 0.5)
    return [view.text[f.start : f.end] for f in findings]


@pytest.mark.parametrize(("text", "dates", "places"), BIRTHS)
def test_finds_births(text: str, dates: list[str], places: list[str]) -> None:
    assert found(text, "birth_date") == dates
    assert found(text, "birth_place") == places


@pytest.mark.parametrize("text", ORDINARY)
def test_leaves_ordinary_dates_and_towns(text: str) -> None:
    assert found(text, "birth_date") == []
    assert found(text, "birth_place") == []


def test_reads_the_columns_of_a_table() -> None:
    text = "Nom;Prénom;Date de naissance;Lieu de naissance\nDupont;Jean;12/03/1975;Lens\nPetit;Ana;1984-05-14;Oran\nTotal;2;;"
    assert found(text, "birth_date") == ["12/03/1975", "1984-05-14"]
    assert found(text, "birth_place") == ["Lens", "Oran"]


@pytest.mark.parametrize(
    "unit", ["né le ", "naissance : ", "12/03/1975 ", "1 ", "cinquante ", "DUPONT Jean ", "ne(e) le;nom\n"]
)
def test_time_grows_with_the_length(unit: str) -> None:
    def find(text: str) -> None:
        view = TextView(text)
        list(RECOGNIZER.find(view))

    assert grows_linearly(find, unit)


def _types(text: str) -> list[tuple[str, str]]:
    view = TextView(text)
    return [(f.type, view.text[f.start : f.end]) for f in RECOGNIZERS[0].find(view) if f.score >= 0.5]


@pytest.mark.parametrize(
    ("text", "date", "place"),
    [
        ("Madame Rose Lille, née Boulanger le 7 mars 1949 à Lens", "7 mars 1949", "Lens"),
        ("MME DUPONT NEE MARTIN LE 12/03/1950 A LENS", "12/03/1950", "LENS"),
        ("Né(e) le : 2 1 / 0 9 / 2 0 1 4   à : PAPEETE (987)", "2 1 / 0 9 / 2 0 1 4", "PAPEETE (987)"),
        ("Né(e) le |1|2|0|3|1|9|7|5|", "1|2|0|3|1|9|7|5", ""),
        ("Nè 1e O3/l1/1987 à 8éthune", "O3/l1/1987", "8éthune"),
        ("Je suis née Lefe6vre le l5mars1938 à Fécarnp. Mon", "l5mars1938", "Fécarnp"),
        ("né le 2-IX-2025 à la maternité", "2-IX-2025", ""),
        ("Né le six du douze soixante-douze. Son", "six du douze soixante-douze", ""),
        ("Né(e) le ......... vingt-deux février 2000", "vingt-deux février 2000", ""),
        ("sa date de naissance ?\nUsager : le premier décembre deux mille dix", "premier décembre deux mille dix", ""),
        ("NÉE LE : 08 / août / 1989  |  À : Cayenne", "08 / août / 1989", "Cayenne"),
        ("mon frère GUIMARD LOUIS (05.05.1937, TOURANE), fils", "05.05.1937", "TOURANE"),
        ("il a 26 ans il est de mars 2000 comme", "mars 2000", ""),
        ("mon fils est né en janvier", "janvier", ""),
        ("DUPOND Célestin, 1/1/61, chauffeur", "1/1/61", ""),
        ("DUPONT Léa 12/03/2019 CP", "12/03/2019", ""),
        ("né 20/10/66 corte, sa carte", "20/10/66", "corte"),
        ("né à tizi ouzou le 3 mars 1978", "3 mars 1978", "tizi ouzou"),
        ('"ddn":"1990-11-03","lieu":"Donapaleu"', "1990-11-03", "Donapaleu"),
        ("Date et lieu de naissance : Lens, le 12/03/1975", "12/03/1975", "Lens"),
        ("né le : 3/5/78 - Lieu : Bamako (Mali)", "3/5/78", "Bamako (Mali)"),
        ("mandataire : Grimaud Lola, nne 903311207, 08/08/2005", "08/08/2005", ""),
    ],
)
def test_reads_the_births_that_people_really_write(text: str, date: str, place: str) -> None:
    found = _types(text)
    assert ("birth_date", date) in found
    assert not place or ("birth_place", place) in found


@pytest.mark.parametrize(
    "text",
    [
        "la facture est de mars 2024, elle est de 2023",
        "elle est née à domicile, il est né à terme",
        "le projet né le 3 mars 2019 à Lille",
        "réunion du 12/03/2015, CE2 de M. Roy",
        "CONSEIL MUNICIPAL du 1/1/61",
    ],
)
def test_leaves_what_only_looks_like_a_birth(text: str) -> None:
    assert _types(text) == []


def test_a_place_beside_a_birth_date_is_one_of_birth_only_where_it_is_a_commune() -> None:
    header = "bureau;lieu;assesseur;naissance\n"
    offices = TextView(header + "1;École Marcel-Pagnol;Roy Anne;1959-04-30\n2;Halle Vercingétorix;Roy Paul;1998-12-06\n")
    births = TextView(
        header + "1;Lille;Roy Anne;1959-04-30\n2;Tlemcen-la-Neuve;Roy Luc;1960-04-30\n3;Lens;Roy Paul;1998-12-06\n"
    )
    assert [found.type for found in RECOGNIZER.find(offices)] == ["birth_date", "birth_date"]
    assert [found.type for found in RECOGNIZER.find(births)].count("birth_place") == 3


def test_reads_the_columns_of_exports() -> None:
    view = TextView("date_com;nom;date_naiss;aide\n2026-11-04;ROY;1979-02-21;Énergie\n2026-11-18;PETIT;1988-04-12;Cantine\n")
    assert [view.text[found.start : found.end] for found in RECOGNIZER.find(view)] == ["1979-02-21", "1988-04-12"]
