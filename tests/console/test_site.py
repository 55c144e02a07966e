"""Settings, error pages, security of the console as deployed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from beffroi.console.rule_words import rule_words
from beffroi.console.views.errors import bad_request, forbidden
from beffroi.site.django_settings import secret_key

PRODUCTION = """
import sys, pathlib
from beffroi.site.django_settings import ConsoleProfile, configure, prepare_database
configure(ConsoleProfile(data_dir=pathlib.Path(sys.argv[1]), hosts=("ia.mairie.example",), https=True), None)
prepare_database()
from django.core.management import call_command
call_command("check", "--deploy", "--fail-level", "WARNING")
call_command("makemigrations", "--check", "--dry-run")
from django.test import Client
page = Client().get("/connexion/", secure=True, headers={"host": "ia.mairie.example"})
assert page.status_code == 200, page.status_code
assert page.cookies["__Host-beffroi-csrf"]["secure"]
assert "max-age=31536000" in page["Strict-Transport-Security"]
assert Client().get("/connexion/", headers={"host": "ia.mairie.example"}).status_code == 301
assert Client().get("/connexion/", secure=True, headers={"host": "ailleurs.example"}).status_code == 400
"""


def test_django_finds_nothing_to_say_of_the_production_profile(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRODUCTION, str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "console.key"
    key = secret_key(path)
    assert len(key) >= 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert secret_key(path) == key


def test_an_unknown_page(claire) -> None:
    page = claire.get("/nulle-part")
    assert page.status_code == 404
    assert "Cette page n’existe pas" in page.content.decode()


def test_an_unknown_page_for_a_stranger(visitor) -> None:
    assert visitor.get("/nulle-part").status_code == 404


def test_a_broken_page_says_so_without_detail(claire, house, canaries: tuple[str, ...]) -> None:
    house.journal.count = lambda query: 1 / 0
    claire.raise_request_exception = False
    page = claire.get("/journal/", {"use": canaries[0]})
    assert page.status_code == 500
    text = page.content.decode()
    assert "Quelque chose s’est mal passé de notre côté" in text
    assert "ZeroDivision" not in text


def test_a_forbidden_page_says_so(house) -> None:
    request = RequestFactory().get("/")
    assert "Cette page ne vous est pas ouverte" in forbidden(request, PermissionDenied()).content.decode()
    assert bad_request(request, ValueError()).status_code == 400


def test_home_leads_to_the_box(visitor) -> None:
    assert visitor.get("/")["Location"] == "/demander/"


@pytest.mark.parametrize(
    "header", ["Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Permissions-Policy"]
)
def test_security_headers(visitor, header: str) -> None:
    assert visitor.get("/connexion/")[header]


def test_everything_a_page_loads_is_in_a_package(claire) -> None:
    for address in ("/demander/", "/journal/"):
        text = claire.get(address).content.decode()
        loaded = re.findall(r'(?:src|href)="/static/([^"]+)"', text)
        assert loaded
        assert all(finders.find(name) for name in loaded), loaded


def test_console_modules_never_import_starlette() -> None:
    code = "import sys, beffroi.console.urls; sys.exit('starlette' in sys.modules)"
    setup = "from pathlib import Path; import tempfile; from beffroi.site.django_settings import *; "
    setup += "configure(ConsoleProfile(data_dir=Path(tempfile.mkdtemp())), None); "
    done = subprocess.run([sys.executable, "-c", setup + code], env=os.environ, timeout=60, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("matrix:identity:local:mask", "Matrice de l’organisme : identité, sur place, "),
        ("matrix:none:local:pass", "Rien de personnel reconnu, sur place : "),
        ("matrix:health:non_eu:reroute>irreplaceable:health:local:pass", ", puis Donnée sans remplaçant possible : santé"),
        ("matrix:health:non_eu:reroute>none:refuse", ", puis aucun autre modèle permis"),
        ("inconnue", "inconnue"),
        ("a:b:c:d", "a:b:c:d"),
        ("", ""),
    ],
)
def test_a_rule_is_told_in_french(rule: str, words: str) -> None:
    assert words in rule_words(rule)
