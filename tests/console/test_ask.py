"""Demander: what the page offers, and the short-lived key."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from stdnum.fr import nir

from beffroi.console.example_letters import LETTERS
from beffroi.console.views.ask import GRANTS_PER_MINUTE


def test_the_page_offers_the_open_uses_of_the_body_only(claire) -> None:
    text = claire.get("/demander/").content.decode()
    assert "Répondre à un courrier" in text
    assert "Mairie d’Arras" in text
    assert "Usage suspendu" not in text
    assert "Usage du voisin" not in text


def test_the_browser_forbids_turning_text_into_markup_there(claire) -> None:
    policy = claire.get("/demander/")["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in policy
    assert "trusted-types 'none'" in policy


def test_pages_are_never_kept_by_a_cache(claire) -> None:
    assert "no-store" in claire.get("/demander/")["Cache-Control"]


def test_without_policy_the_page_says_so(claire, house) -> None:
    house.snapshot = None
    page = claire.get("/demander/")
    assert page.status_code == 200
    assert "La passerelle est fermée" in page.content.decode()


def test_without_open_use_the_page_teaches(house, account, visitor) -> None:
    visitor.force_login(account(email="zoe@example.org", organization="inconnue"))
    assert "Aucun usage n’est encore ouvert" in visitor.get("/demander/").content.decode()


def test_the_page_costs_three_queries(claire) -> None:
    claire.get("/demander/")
    with CaptureQueriesContext(connection) as queries:
        claire.get("/demander/")
    writes = [query["sql"] for query in queries if query["sql"].startswith(("UPDATE", "INSERT"))]
    reads = [query["sql"] for query in queries if query["sql"].startswith("SELECT")]
    assert len(reads) == 2, reads
    assert len(writes) == 1, writes


def test_a_grant_is_for_the_person_and_the_use(claire, house) -> None:
    answer = claire.post("/demander/acces", {"use": "courrier"})
    assert answer.json() == {"api_key": "bfs.fake", "expires_in": 300, "gateway": "/v1"}
    assert "no-store" in answer["Cache-Control"]
    assert house.granted == [("claire@example.org", "arras", "courrier")]


@pytest.mark.parametrize("use", ["ferme", "voisin", "inconnu", ""])
def test_no_grant_for_a_use_that_is_not_open_to_the_body(claire, house, use: str) -> None:
    answer = claire.post("/demander/acces", {"use": use})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "use_closed"
    assert not house.granted


def test_no_grant_without_policy(claire, house) -> None:
    house.snapshot = None
    assert claire.post("/demander/acces", {"use": "courrier"}).status_code == 503


def test_no_grant_for_a_stranger(visitor, house) -> None:
    assert visitor.post("/demander/acces", {"use": "courrier"}).status_code == 302
    assert not house.granted


def test_no_grant_from_another_site(house, account) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(account())
    assert client.post("/demander/acces", {"use": "courrier"}).status_code == 403
    assert not house.granted


def test_no_grant_by_get(claire) -> None:
    assert claire.get("/demander/acces").status_code == 405


def test_grants_have_a_rate(claire, house) -> None:
    for _ in range(GRANTS_PER_MINUTE):
        assert claire.post("/demander/acces", {"use": "courrier"}).status_code == 200
    answer = claire.post("/demander/acces", {"use": "courrier"})
    assert answer.status_code == 429
    assert answer.json()["error"]["code"] == "rate_limit_exceeded"
    house.now += 60
    assert claire.post("/demander/acces", {"use": "courrier"}).status_code == 200


def test_the_example_letter_has_a_nir_with_a_valid_key() -> None:
    text = LETTERS[0].text
    start = text.index("NIR ") + 4
    assert nir.is_valid(text[start : start + 21])


def test_there_are_three_letters_on_the_page(claire) -> None:
    text = claire.get("/demander/").content.decode()
    assert len(LETTERS) == 3
    assert all(letter.title in text for letter in LETTERS)
