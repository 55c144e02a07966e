"""New keys and accounts from the command line: shown once, stored hashed, refused in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from beffroi.governance.installation import install
from beffroi.governance.publication import publish_settings
from beffroi.policy.authentication import digest_api_key
from beffroi.settings import load_settings

BEFFROI = str(Path(sys.executable).parent / "beffroi")


@pytest.fixture
def configuration(tmp_path: Path) -> Path:
    return install(tmp_path).configuration


def run(*arguments: str, expect: int = 0) -> str:
    done = subprocess.run([BEFFROI, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == expect, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr


def test_a_new_key_opens_its_use_and_is_written_nowhere(configuration: Path) -> None:
    shown = run("key", "logiciel", "--use", "resume", "--person", "Logiciel métier", "-c", str(configuration))
    api_key = next(word for word in shown.split() if word.startswith("bf-"))
    snapshot = publish_settings(load_settings(configuration), now=1)
    assert snapshot.api_keys[digest_api_key(api_key)].use == "resume"
    assert api_key not in configuration.read_text(encoding="utf-8")
    assert configuration.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "arguments", [("logiciel", "--use", "inconnu"), ("premiere-cle", "--use", "resume"), ('a"b', "--use", "resume")]
)
def test_a_key_that_makes_no_sense_changes_nothing(configuration: Path, arguments: tuple[str, ...]) -> None:
    before = configuration.read_text(encoding="utf-8")
    assert "Erreur" in run("key", *arguments, "-c", str(configuration), expect=1)
    assert configuration.read_text(encoding="utf-8") == before


def test_an_account_is_opened_then_updated(configuration: Path) -> None:
    options = ("--role", "dpd", "--generate", "-c", str(configuration))
    assert "ouvert" in run("account", "dpd@saint-aubin.example", *options)
    shown = run("account", "dpd@saint-aubin.example", *options)
    assert "mis à jour" in shown
    password = shown.strip().rsplit(" ", 1)[1]
    stored = b"".join(path.read_bytes() for path in configuration.parent.rglob("console.*"))
    assert b"dpd@saint-aubin.example" in stored
    assert password.encode() not in stored


def test_an_unknown_role_is_told(configuration: Path) -> None:
    assert "Rôles possibles" in run(
        "account", "x@saint-aubin.example", "--role", "roi", "--generate", "-c", str(configuration), expect=1
    )
