"""Identifiers named by the structure of a record: columns, keys, labels of forms; and whose mailbox an address is."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beffroi.privacy.columns import Columns, column_cells, titled_cells
from beffroi.privacy.identifiers.fields import field_type
from beffroi.privacy.identifiers.mailbox import is_service
from beffroi.privacy.text_view import TextView

Finder = Callable[..., list[tuple[str, str, float]]]


def _cells(text: str, title: str) -> list[str]:
    return [text[start:end] for start, end in column_cells(TextView(text), Columns(frozenset({title})))]


@pytest.mark.parametrize("separator", ["\t", ";", "|", ",", "   "])
def test_cells_under_a_title(separator: str) -> None:
    rows = [["Nom", "Dossier", "Ville"], ["Durand", "412-B", "Lens"], ["Petit", "413-B", "Arras"]]
    assert _cells("\n".join(separator.join(row) for row in rows), "dossier") == ["412-B", "413-B"]


def test_quoted_cells_may_hold_the_separator() -> None:
    assert _cells('nom;adresse;dossier\n"Durand";"3 rue A; Lens";"412-B"', "dossier") == ["412-B"]


def test_a_cell_below_its_title_when_others_are_empty() -> None:
    text = "NOM       TEL          CARTE\nDURAND                 B0044123"
    found = titled_cells(TextView(text), {"carte": "carte"}.get, aligned=True)
    assert [text[start:end] for _, start, end in found] == ["B0044123"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("N° de dossier", "case_number"),
        ("num_dossier", "case_number"),
        ("NUMCLI", None),
        ("numclient", "allocataire_number"),
        ("N° SS", "nir"),
        ("Tél. parent 1", "phone"),
        ("mot de passe wifi du hall", "password"),
        ("Identifiant portail famille", "handle"),
        ("Nombre de dossiers", None),
        ("N°", None),
    ],
)
def test_what_a_field_holds(name: str, code: str | None) -> None:
    assert field_type(name) == code


RECORDS = [
    ("N° dossier\tNom\tTél\n[59-118442]\tDurand\t[639981235]", {"case_number", "phone"}),
    ("carte;nom;retard\n[B004417];Durand;12 j", {"allocataire_number"}),
    ("| Agent | IMEI | Plaque |\n|---|---|---|\n| Durand | [356944101234567] | [AB-123-CD] |", {"imei", "plate"}),
    ("cpt,pdl,solde\n[A19-55021],[97011883450270],-12.40", {"meter_number", "pdl"}),
    ("Parcelle  Propriétaire\n[AK0045]  Durand", {"cadastral_parcel"}),
    ('{"id":"[US-0077120]","nom":"Durand","login":"[agdurand]","mdp":"[Xk7pom22]"}', {"case_number", "handle", "password"}),
    ("dossier_id=[88412] user=[jdurand3]", {"case_number", "handle"}),
    ("ESPACE CLIENT : [solene973]", {"handle"}),
]


@pytest.mark.parametrize(("marked", "codes"), RECORDS)
def test_values_of_named_fields(find_all: Finder, marked: str, codes: set[str]) -> None:
    text = marked.replace("[", "").replace("]", "")
    values = {part.partition("]")[0] for part in marked.split("[")[1:]}
    found = find_all(text)
    assert values <= {span for _, span, _ in found}
    assert codes <= {code for code, _, _ in found}


@pytest.mark.parametrize(
    "text",
    [
        "Dossier;Montant;Date\nvoirie;1 204,50;12/03/2026",
        "Année;Contrat\n2025;CDI\n2026;CDD",
        "Carte;Mois\nNavigo;2026-03",
        "Agents\tCompteur\n12\tgénéral",
        "Référence : délibération du 12 mars",
        "login : voir courriel\nmot de passe : confidentiel",
    ],
)
def test_words_dates_and_amounts_are_no_identifiers(find_all: Finder, text: str) -> None:
    assert find_all(text) == []


@pytest.mark.parametrize(
    "address",
    [
        "paie@cdg81.example",
        "sante.publique@ville-mireval.example",
        "secretariat-general@metropole.example",
        "taxe-sejour@cc-causses.example",
        "mediatheque.aragon@ville-lens.fr",
        "ccas.lens@orange.fr",
        "police.municipale@ville-lens.fr",
        "objets-trouves@agglo.example",
    ],
)
def test_mailboxes_of_services(find_all: Finder, address: str) -> None:
    assert is_service(*address.split("@"))
    assert find_all(f"Contact : {address}.") == []


@pytest.mark.parametrize(
    "address",
    [
        "come.lefevre+mairie@boite.example",
        "cabinet.rigal@notaires.example",
        "contact@caumartin-pierre.example",
        "famille.benguerba@example.net",
        "soleil.bleu@gmail.com",
        "rose.petit@ville-lens.fr",
        "julie.morel@mairie-lens.fr",
    ],
)
def test_mailboxes_of_people(find_all: Finder, address: str) -> None:
    assert not is_service(*address.split("@"))
    assert ("email", address) in [(code, span) for code, span, _ in find_all(f"écrire à {address} svp")]
