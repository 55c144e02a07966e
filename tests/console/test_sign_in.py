"""Sign-in, sign-out, lock-out, sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from beffroi.console import lockout
from beffroi.console.accounts import ensure_account
from beffroi.console.models import FailedSignIn, Person
from beffroi.errors import ConfigurationError

PAGES = ["/demander/", "/journal/", "/journal/1/", "/journal/journal.csv", "/journal/journal.json", "/nulle-part"]


def sign_in(client, password: str, email: str = "claire@example.org", **extra: str):
    return client.post("/connexion/", {"email": email, "password": password} | extra)


def test_the_form_is_shown(visitor) -> None:
    page = visitor.get("/connexion/")
    assert page.status_code == 200
    assert "Se connecter" in page.content.decode()


@pytest.mark.parametrize("address", PAGES[:5])
def test_somebody_unknown_is_sent_to_the_form(visitor, address: str) -> None:
    page = visitor.get(address)
    assert page.status_code == 302
    assert page["Location"].startswith("/connexion/?next=")


def test_the_right_password_opens(visitor, account, password: str) -> None:
    account()
    page = sign_in(visitor, password, email="Claire@Example.org")
    assert (page.status_code, page["Location"]) == (302, "/demander/")
    assert visitor.get("/demander/").status_code == 200


def test_after_sign_in_one_goes_back_where_one_wanted(visitor, account, password: str) -> None:
    account()
    assert sign_in(visitor, password, next="/journal/")["Location"] == "/journal/"


@pytest.mark.parametrize("target", ["https://ailleurs.example/", "//ailleurs.example/", "javascript:alert(1)"])
def test_never_to_another_site(visitor, account, password: str, target: str) -> None:
    account()
    assert sign_in(visitor, password, next=target)["Location"] == "/demander/"


def test_a_wrong_password_says_nothing_of_the_account(visitor, account, password: str) -> None:
    account()
    known = sign_in(visitor, "mauvais").content.decode()
    unknown = sign_in(visitor, "mauvais", email="personne@example.org").content.decode()
    sentence = "L’adresse ou le mot de passe n’est pas bon"
    assert sentence in known
    assert sentence in unknown
    assert "mauvais" not in known


def test_a_closed_account_stays_out(visitor, account, password: str) -> None:
    person = account()
    person.is_active = False
    person.save()
    assert sign_in(visitor, password).status_code == 200


def test_empty_fields_are_explained(visitor) -> None:
    page = sign_in(visitor, "", email="claire").content.decode()
    assert "Indiquez votre mot de passe." in page
    assert "Cette adresse n’est pas complète" in page


def test_failures_lock_even_the_right_password_out(visitor, account, password: str) -> None:
    account()
    for _ in range(lockout.PAIR_LIMIT):
        assert sign_in(visitor, "mauvais").status_code == 200
    page = sign_in(visitor, password)
    assert page.status_code == 429
    assert "quinze minutes" in page.content.decode()


def test_another_address_is_not_locked_with_it(visitor, account, password: str) -> None:
    account()
    for _ in range(lockout.PAIR_LIMIT):
        sign_in(visitor, "mauvais")
    page = visitor.post("/connexion/", {"email": "claire@example.org", "password": password}, REMOTE_ADDR="192.0.2.7")
    assert page.status_code == 302


def test_a_guess_spread_over_many_addresses_is_stopped(visitor, account, password: str) -> None:
    account()
    for number in range(lockout.ACCOUNT_LIMIT):
        lockout.open_attempt("claire@example.org", f"192.0.2.{number}", timezone.now())
    assert sign_in(visitor, password).status_code == 429


def test_one_machine_trying_everybody_is_stopped(visitor, account, password: str) -> None:
    account()
    for number in range(lockout.SOURCE_LIMIT):
        lockout.open_attempt(f"personne{number}@example.org", "127.0.0.1", timezone.now())
    assert sign_in(visitor, password).status_code == 429


def test_the_door_reopens_by_itself_and_waiting_does_not_push_it_away(visitor, account, password: str) -> None:
    account()
    past = timezone.now() - lockout.WINDOW - timedelta(seconds=1)
    for _ in range(lockout.PAIR_LIMIT):
        lockout.open_attempt("claire@example.org", "127.0.0.1", past)
    assert sign_in(visitor, password).status_code == 302
    assert not FailedSignIn.objects.exists()


def test_an_attempt_made_while_locked_is_not_counted(visitor, account) -> None:
    account()
    for _ in range(lockout.PAIR_LIMIT + 3):
        sign_in(visitor, "mauvais")
    assert FailedSignIn.objects.count() == lockout.PAIR_LIMIT


def test_the_table_of_failures_names_nobody(visitor, account) -> None:
    account()
    sign_in(visitor, "mauvais")
    row = FailedSignIn.objects.get()
    assert "claire" not in row.account
    assert "127.0.0.1" not in row.source


def test_sign_out_ends_the_session_and_needs_a_form(claire) -> None:
    assert claire.get("/deconnexion/").status_code == 405
    assert claire.post("/deconnexion/")["Location"] == "/connexion/"
    assert claire.get("/demander/").status_code == 302


def test_somebody_signed_in_does_not_see_the_form(claire) -> None:
    assert claire.get("/connexion/")["Location"] == "/demander/"


def test_a_session_lasts_eight_hours_after_the_last_click(claire) -> None:
    claire.get("/demander/")
    assert settings.SESSION_SAVE_EVERY_REQUEST
    assert claire.cookies["beffroi"]["max-age"] == 8 * 3600
    assert claire.cookies["beffroi"]["httponly"]


def test_a_form_without_its_proof_of_origin_is_refused_in_words(house) -> None:
    page = Client(enforce_csrf_checks=True).post("/connexion/", {"email": "a@example.org", "password": "x"})
    assert page.status_code == 403
    assert "La page est restée ouverte trop longtemps" in page.content.decode()


def test_an_account_is_made_once_then_kept_up_to_date(password: str) -> None:
    assert ensure_account("Luc@Example.org", password, "arras", "agent")
    assert not ensure_account("luc@example.org", "un-autre-mot-1", "arras", "administrateur")
    person = Person.objects.get()
    assert (person.email, person.role) == ("luc@example.org", "administrateur")
    assert person.check_password("un-autre-mot-1")


@pytest.mark.parametrize(
    ("email", "organization", "role"),
    [("pas-une-adresse", "arras", "agent"), ("luc@example.org", "pas un slug", "agent"), ("luc@example.org", "arras", "maire")],
)
def test_a_wrong_account_is_refused_in_words(password: str, email: str, organization: str, role: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        ensure_account(email, password, organization, role)
    assert caught.value.message.startswith("Le compte ne peut pas être créé")
    assert email not in caught.value.sentence
