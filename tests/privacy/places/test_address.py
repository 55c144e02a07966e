"""Postal addresses, in the spellings that people use; public places and streets alone are left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.privacy.places.address import PostalAddressRecognizer
from beffroi.privacy.places.communes import FixedCommunes
from beffroi.privacy.text_view import TextView
from beffroi.testing.growth import grows_linearly

COMMUNES = FixedCommunes(
    frozenset(
        {"lille", "roubaix", "saint omer", "paris", "tourcoing", "nantes", "lens", "brest", "quimper", "arras", "saint denis"}
    )
)
RECOGNIZER = PostalAddressRecognizer(COMMUNES)

ADDRESSES = [
    # (text, the address in it)
    ("Mme Durand, demeurant 12 bis, rue des Lilas, 59000 LILLE", "12 bis, rue des Lilas, 59000 LILLE"),
    (
        "M. Petit habite 7 av. du Gal de Gaulle bat C appt 4B 59100 roubaix",
        "7 av. du Gal de Gaulle bat C appt 4B 59100 roubaix",
    ),
    ("douze rue des Lilas, cinquante-neuf mille Lille", "douze rue des Lilas, cinquante-neuf mille Lille"),
    ("quatre-vingt-deux bis, boulevard Carnot", "quatre-vingt-deux bis, boulevard Carnot"),
    ("j habite au 12 rue des lilas a lille depuis 3 ans", "12 rue des lilas a lille"),
    ("je loge 5 r. de la gare, 2eme etage, merci de rappeler", "5 r. de la gare, 2eme etage"),
    (
        "M. Paul DUPONT\n12, RUE DU DOCTEUR GACHET\nAPPT 188\n75011 PARIS 11",
        "12, RUE DU DOCTEUR GACHET\nAPPT 188\n75011 PARIS 11",
    ),
    (
        "Résidence Les Acacias, Bât. C, 3e étage, 14 quai Branly, BP 12, 75019 Paris CEDEX 19",
        "Résidence Les Acacias, Bât. C, 3e étage, 14 quai Branly, BP 12, 75019 Paris CEDEX 19",
    ),
    ("12 rue du 8 mai 1945 59000 Lille", "12 rue du 8 mai 1945 59000 Lille"),
    ("n° 7 impasse Jean Jaurès - Lille", "n° 7 impasse Jean Jaurès - Lille"),
    ("12-14 chemin des Postes, 62300 Lens", "12-14 chemin des Postes, 62300 Lens"),
    ("12 Grand'Place, 59000 Lille", "12 Grand'Place, 59000 Lille"),
    ("14 le Bourg 29000 Quimper", "14 le Bourg 29000 Quimper"),
    ("l2 rue des Lllas 59OOO LILLE", "l2 rue des Lllas 59OOO LILLE"),
    ("Son domicile se situe au 85 rue de Rivoli, à Paris dans le 75001.", "85 rue de Rivoli, à Paris dans le 75001"),
    ("adresse : 14 ter lotissement les Genêts 29200 Brest", "14 ter lotissement les Genêts 29200 Brest"),
    ("au 5ème étage, porte gauche, 24 boulevard Carnot", "5ème étage, porte gauche, 24 boulevard Carnot"),
    ("4 rue Pasteur Mme Durand", "4 rue Pasteur"),
    ("elle loge au 3 de la rue Pasteur", "3 de la rue Pasteur"),
    ("demeurant lieu-dit Kerhuon, 29200 Brest", "lieu-dit Kerhuon, 29200 Brest"),
    ("domiciliée rue Victor Hugo à Lille", "rue Victor Hugo à Lille"),
    ("chez M. Leroy, 4 impasse du Puits", "4 impasse du Puits"),
    ("rue des Lilas, n° 12, Lille", "rue des Lilas, n° 12, Lille"),
    ("2 place victor hugo lille", "2 place victor hugo lille"),
    ("Mme Faure, 3 villa Saint-Jacques, esc. 2, 75014 Paris", "3 villa Saint-Jacques, esc. 2, 75014 Paris"),
    ("M. Blin - 6 ZA du Moulin 62000 ARRAS", "6 ZA du Moulin 62000 ARRAS"),
    ("Mme Ben Salah, agent de la mairie, 12 rue des Lilas", "12 rue des Lilas"),
    ("elle occupe l'appartement B12 de la résidence Les Tilleuls", "appartement B12 de la résidence Les Tilleuls"),
    ("fuite d'eau au logement 17", "logement 17"),
    ("Le locataire de l'appt 4B se plaint", "appt 4B"),
    ("NOM: DURAND\nADRESSE: 3 ALLEE DES CHENES", "3 ALLEE DES CHENES"),
    ("M. Roy, maison 11 rue Montaigne 62000 Arras", "11 rue Montaigne 62000 Arras"),
    ("elle demeure Le Moulin Neuf, 62000 Arras", "Le Moulin Neuf, 62000 Arras"),
    ("3 impasse du Four à Chaux 62000 Arras", "3 impasse du Four à Chaux 62000 Arras"),
    ("M. Roy, boîte postale 12, 59000 Lille", "boîte postale 12, 59000 Lille"),
]

NOT_PERSONAL = [
    "la rue Victor Hugo est fermée pour travaux",
    "travaux avenue Foch du 3 au 7 juin",
    "Déviation par la rue de la Gare et le boulevard Carnot",
    "Hôtel de ville, place de la République, 59000 Lille",
    "Mairie de Lille\nPlace Augustin Laurent\n59000 Lille",
    "salle des fêtes, 2 rue du Stade",
    "École Jean Moulin, 12 rue Pasteur, 62500 Saint-Omer",
    "CAF du Nord, 82 rue Brûle-Maison, 59863 Lille Cedex 9",
    "le siège de l'entreprise Durand SARL est au 4 rue de Lille",
    "Préfecture du Nord, 12 rue Jean Sans Peur, 59000 Lille",
    "Centre hospitalier, 3 rue de l'Hôpital, 62300 Lens",
    "en 2024, rue Victor Hugo",
    "Rendez-vous à 14h30 rue Pasteur",
    "appartement T3 de 4 pièces au 3e étage",
    "3 place de parking, 2 cours de français",
    "une rue de Lille, deux places en crèche",
    "il reste 12 places libres et 2 cours du soir",
    "lot 3 du marché, 2 av. JC",
    "la résidence principale et la résidence secondaire",
    "voie;longueur\nrue Pierre Semard;412\nallée Camille Claudel;96",
    "Fais un tableau et cite le décret n° 2006-1022",
    "La hauteur de R+4 rue Camille Desmoulins",
    "parcelle D 0455, hameau de Vézac",
    "Bâtiment A : réfection de la toiture",
    "la commune de Roubaix et le CCAS de Lille",
]


def addresses(text: str) -> list[str]:
    view = TextView(text)
    return [view.text[f.start : f.end] for f in RECOGNIZER.find(view) if f.type == "postal_address" and f.score >= 0.5]


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_finds_the_whole_address(text: str, address: str) -> None:
    assert addresses(text) == [address]


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_leaves_streets_and_public_places(text: str) -> None:
    assert addresses(text) == []


@pytest.mark.parametrize(("text", "address"), ADDRESSES[:20])
def test_finds_it_in_capitals_without_accents(text: str, address: str) -> None:
    plain = TextView(text.upper()).folded.upper()
    found = addresses(plain)
    assert found
    number = next((part for part in TextView(address).folded.upper().split() if part.strip(",.").isdigit()), "")
    assert number in " ".join(found)


def test_a_public_address_is_kept_as_a_doubt() -> None:
    findings = list(RECOGNIZER.find(TextView("salle des fêtes, 2 rue du Stade")))
    assert [round(f.score, 1) for f in findings] == [0.3]


def test_reads_the_column_of_a_table() -> None:
    text = "Nom;Adresse;Montant\nDurand;12 rue des Lilas;45\nPetit;Le Moulin Neuf;30"
    assert set(addresses(text)) == {"12 rue des Lilas", "Le Moulin Neuf"}


def test_a_town_after_a_name_is_a_commune() -> None:
    findings = list(RECOGNIZER.find(TextView("Mme Durand, 59000 LILLE")))
    assert [(f.type, f.score >= 0.5) for f in findings] == [("commune", True)]


@given(st.text(alphabet="12 rue desLilas,\n.590-°éBPappt|;'", max_size=120))
@settings(max_examples=150, deadline=None)
def test_offsets_stay_inside_the_text(text: str) -> None:
    view = TextView(text)
    for finding in RECOGNIZER.find(view):
        assert 0 <= finding.start < finding.end <= len(view.text)
        assert 0 <= finding.score <= 1


@pytest.mark.parametrize(
    "unit", ["rue de la ", "59000 ", "59000\n", "appt 4B ", "12 rue ", "adresse;ville\n", "lieu-dit ", "1 "]
)
def test_time_grows_with_the_length(unit: str) -> None:
    def find(text: str) -> None:
        view = TextView(text)
        list(RECOGNIZER.find(view))

    assert grows_linearly(find, unit)
