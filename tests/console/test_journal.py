"""Prouver → Journal: whose lines are shown, filters, pages, proof, files."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.console.views.journal import PAGE_SIZE
from beffroi.journal.entry import Outcome

DAY_MS = 24 * 3600 * 1000


def fill(house, record, number: int = 3) -> None:
    for rank in range(number):
        house.journal.write(record(at=1_790_000_000_000 + rank * DAY_MS, request_id=f"req-{rank}"))


def test_an_empty_journal_teaches(claire) -> None:
    text = claire.get("/journal/").content.decode()
    assert "Le journal est vide" in text
    assert "Faire une première demande" in text


def test_lines_are_told_in_french(claire, house, record) -> None:
    fill(house, record, 1)
    text = claire.get("/journal/").content.decode()
    for words in (
        "Répondre à un courrier",
        "claire@example.org",
        "France, sur place",
        "Identité × 2",
        "Masqué",
        "0,021 à 0,052 Wh",
    ):
        assert words in text, words
    assert "Matrice de l’organisme : identité" in text
    assert "1\xa0264" in text


def test_the_journal_of_another_body_is_never_shown(claire, house, record) -> None:
    house.journal.write(record(organization="bethune", person="voisin@example.org", use="voisin"))
    assert "voisin@example.org" not in claire.get("/journal/").content.decode()
    assert claire.get("/journal/1/").status_code == 404
    assert "voisin" not in claire.get("/journal/journal.csv").content.decode()
    assert claire.get("/journal/journal.json").json() == []


def test_a_public_agent_sees_only_their_own_lines(house, account, visitor, record) -> None:
    house.journal.write(record(person="claire@example.org"))
    house.journal.write(record(person="luc@example.org"))
    visitor.force_login(account(email="luc@example.org", role="agent"))
    text = visitor.get("/journal/").content.decode()
    assert "luc@example.org" in text
    assert "claire@example.org" not in text
    assert visitor.get("/journal/1/").status_code == 404
    assert visitor.get("/journal/2/").status_code == 200
    assert len(visitor.get("/journal/journal.json").json()) == 1


def test_pages_follow_one_another_and_keep_the_filters(claire, house, record) -> None:
    fill(house, record, PAGE_SIZE + 2)
    first = claire.get("/journal/", {"use": "courrier"}).content.decode()
    assert "Lignes 1 à 25 sur 27" in first
    assert "?use=courrier&amp;page=2" in first
    second = claire.get("/journal/", {"use": "courrier", "page": "2"}).content.decode()
    assert "Lignes 26 à 27 sur 27" in second


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "٣", "9" * 40])
def test_a_page_that_does_not_exist_is_brought_back(claire, house, record, page: str) -> None:
    fill(house, record)
    assert claire.get("/journal/", {"page": page}).status_code == 200


def test_filters(claire, house, record) -> None:
    house.journal.write(record(person="un@example.org"))
    house.journal.write(
        record(person="deux@example.org", outcome=Outcome.REFUSED, use="ferme", at=1_790_000_000_000 + 9 * DAY_MS)
    )
    refused = claire.get("/journal/", {"outcome": "refused"}).content.decode()
    assert "deux@example.org" in refused
    assert "un@example.org" not in refused
    by_use = claire.get("/journal/", {"use": "courrier"}).content.decode()
    assert "deux@example.org" not in by_use
    by_date = claire.get("/journal/", {"since": "2026-09-25", "until": "2026-09-30"}).content.decode()
    assert "deux@example.org" in by_date
    assert "un@example.org" not in by_date
    assert "Aucune ligne ne correspond" in claire.get("/journal/", {"since": "2030-01-01"}).content.decode()


def test_both_ends_of_a_period_are_included(claire, house, record) -> None:
    fill(house, record, 1)  # 2026-09-21 in Paris
    assert "Lignes 1 à 1" in claire.get("/journal/", {"since": "2026-09-21", "until": "2026-09-21"}).content.decode()


def test_wrong_filters_are_explained(claire, house, record) -> None:
    fill(house, record)
    text = claire.get("/journal/", {"since": "2026-10-02", "until": "2026-10-01"}).content.decode()
    assert "La fin de la période vient avant son début." in text
    assert "Cette date n’existe pas." in claire.get("/journal/", {"since": "2026-02-31"}).content.decode()


def test_htmx_gets_the_results_alone(claire, house, record) -> None:
    fill(house, record)
    page = claire.get("/journal/", headers={"HX-Request": "true"})
    assert "<html" not in page.content.decode()
    assert "HX-Request" in page["Vary"]


def test_one_line_in_full(claire, house, record) -> None:
    fill(house, record)
    text = claire.get("/journal/2/").content.decode()
    entry = house.journal.entries["arras"][1]
    for words in (entry.hash, entry.previous, entry.record.commitment, "Numéro de sécurité sociale (NIR)", "0,8"):
        assert words in text, words


@pytest.mark.parametrize("address", ["/journal/99/", "/journal/0/"])
def test_a_line_that_does_not_exist(claire, house, record, address: str) -> None:
    fill(house, record)
    assert claire.get(address).status_code == 404


def test_the_chain_is_verified_in_words(claire, house, record) -> None:
    fill(house, record)
    assert "La chaîne est intacte." in claire.post("/journal/verification").content.decode()
    fragment = claire.post("/journal/verification", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    chain = house.journal.entries["arras"]
    chain[1] = replace(chain[1], record=replace(chain[1].record, person="quelquun@example.org"))
    text = claire.post("/journal/verification").content.decode()
    assert "La chaîne est rompue." in text
    assert "L’écriture n° 2 a été modifiée" in text


def test_a_journal_that_cannot_be_read_says_so(claire, house) -> None:
    house.journal.broken = True
    for address in ("/journal/", "/journal/1/", "/journal/journal.csv", "/journal/journal.json"):
        page = claire.get(address)
        assert page.status_code == 503
        assert "Le journal ne peut pas être lu" in page.content.decode()
    assert "Le journal ne peut pas être lu" in claire.post("/journal/verification").content.decode()


def test_csv_opens_in_a_french_spreadsheet(claire, house, record) -> None:
    house.journal.write(record(person='=HYPERLINK("x")'))
    page = claire.get("/journal/journal.csv")
    assert page["Content-Disposition"] == 'attachment; filename="journal.csv"'
    text = page.content.decode("utf-8")
    assert text.startswith("\ufeff")
    head, row = csv.reader(io.StringIO(text[1:]), delimiter=";")
    line = dict(zip(head, row, strict=True))
    assert line["énergie basse (Wh)"] == "0,021"
    assert line["personne"].startswith("'=")
    assert line["constats"] == "Nom de personne : 2 ; Numéro de sécurité sociale (NIR) : 1"


def test_json_carries_the_chain(claire, house, record) -> None:
    fill(house, record)
    rows = json.loads(claire.get("/journal/journal.json", {"outcome": "completed"}).content)
    assert [row["seq"] for row in rows] == [3, 2, 1]
    assert rows[0]["previous"] == rows[1]["hash"]
    assert rows[0]["record"]["found"] == {"person_name": 2, "nir": 1}


def test_query_count(claire, house, record) -> None:
    fill(house, record, 20)
    with CaptureQueriesContext(connection) as queries:
        claire.get("/journal/")
    assert len([query for query in queries if query["sql"].startswith("SELECT")]) == 2


def test_without_policy_the_journal_is_still_read(claire, house, record) -> None:
    fill(house, record)
    house.snapshot = None
    assert "Lignes 1 à 3" in claire.get("/journal/").content.decode()
