"""What a commune writes all day with digits in it, and that identifies nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

Finder = Callable[..., list[tuple[str, str, float]]]

NEGATIVES = """La subvention s'élève à 1 234,56 € pour 2024 et 12 345 678 € en 2025
le 12/05/2024 à 14h30, salle 12
article L. 2121-29 du CGCT et R. 4624-10
règlement (UE) 2016/679
décret n° 2020-1234 du 12 octobre 2020
loi n° 78-17 du 6 janvier 1978
délibération n° 2024-045 du conseil municipal
marché n° 2024-12 lot 3
arrêté n° 2024-112 portant réglementation
62500 Saint-Omer, code INSEE 62765
page 12 sur 45
ISBN 978-2-07-036822-8
ISBN 9782070368228
version 2.4.1.12
facture n° F2024-00123 de 145,20 €
TOTAL TTC 1 245 678,90
le 3919 ou le 115, le 0 800 123 456
numéro vert 0 800 05 95 95 et 08 92 70 12 34
population de 123 456 habitants
relevé compteur : 1234 m3
nombre de bénéficiaires : 12456
les allocataires 2024 sont 1245
votre demande du 12 mai 2024
votre demande du 12/05/2024
réunion le 05.06.2024 de 10h à 12h
01/02/2024 03/04/2024 05/06/2024
le 05 01 2024 10 30
1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
10 000 000 000 000
EAN 3017620422003
latitude 50.7489 longitude 2.2610
compte 6411 article 64131 chapitre 012
mot de passe oublié ? cliquez ici
Le mot de passe doit contenir 12 caractères
mot de passe : minimum 12 caractères
votre identifiant et votre mot de passe vous seront communiqués
section de fonctionnement 2024
section d'investissement : 125 000 €
la section PS de Mme la directrice, 24 élèves
classe de CM2, 27 élèves
A4 recto 80 g
RD 943, A26, N42
rue du 8 mai 1945
du 12 au 15 juillet
BP 123 62505 Saint-Omer cedex
CS 20079
dossier de 12 pages
dossier 2024
n° 12 bis rue Victor Hugo
norme NF EN 1176-1:2017
le 100 en 12
budget primitif 2024 : 12 345 678,00 €
code APE 8411Z
véhicule électrique 50 kW
5 voitures de 120 ch
2023-2024 : 456 élèves
IBAN à fournir
BIC (à fournir)
joindre un RIB et une copie de la CNI
permis de conduire obligatoire
passeport en cours de validité jusqu'au 12/05/2030
ratio 12.5.3
HT 12 450,00 TVA 20% 2 490,00 TTC 14 940,00
https://www.service-public.fr/particuliers/vosdroits/F1234
https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000000886460
https://www.mairie-lens.fr/actualites
@media print
Convocation le 12/03/2025 à 9h00
séance du 12 décembre 2024 ; présents : 19 ; votants : 23
n° de marché 2024-0012
Cass. soc., 12 janv. 2012, n° 10-12.345
CE, 12 mars 2014, n° 362283
JO du 12/03/2020 p. 12
tarif 2024/2025 : 3,45 € le repas
Windows 10 22H2 build 19045.3803
parcelle à 12 km
art. 1.2.3.4 du règlement
salle 3, de 14:30:00 à 15:45:30
trois cent vingt-deux euros et quarante-cinq centimes
vingt-trois présents, quatre absents, deux pouvoirs
le login est impossible
token : voir ci-dessous
compte : courant
je suis at home
prix 3 € @ 5h
le mot de passe est trop long
capital de 1 000 000 €, effectif 250
2 500 000 € HT soit 3 000 000 € TTC
3 x 20 g, 4 x 100 ml""".splitlines()


@pytest.mark.parametrize("text", NEGATIVES)
def test_identifies_nobody(find_all: Finder, text: str) -> None:
    assert find_all(text) == []
    assert find_all(f"Madame, Monsieur,\n{text}\nCordialement.") == []
    assert find_all(text.lower()) == []


@given(st.lists(st.integers(0, 99_999_999), min_size=1, max_size=6), st.sampled_from(["€", "habitants", "%", "m²", "kWh"]))
def test_amounts_identify_nobody(find_all: Finder, amounts: list[int], unit: str) -> None:
    text = ", ".join(f"{amount:,} {unit}".replace(",", " ") for amount in amounts)
    assert find_all(f"Sont votés : {text}.") == []


@given(
    st.lists(st.dates(date(1900, 1, 1), date(2099, 12, 31)), min_size=1, max_size=6),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y", "%d %m %Y"]),
    st.sampled_from([" ", ", ", " et ", " au ", "\n"]),
)
def test_dates_identify_nobody(find_all: Finder, days: list[object], form: str, link: str) -> None:
    text = link.join(f"{day:{form}}" for day in days)
    assert find_all(f"Dates : {text}.") == []
