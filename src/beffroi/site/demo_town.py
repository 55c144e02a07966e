"""The town of the demonstration: fictional, with a configuration, an account and an API key kept between starts."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from beffroi.errors import ConfigurationError
from beffroi.governance.installation import install

DEFAULT_MODEL = "qwen2.5-coder-1.5b-instruct-q4_k_m"
ORGANIZATION = "saint-aubin-des-eaux"
EMAIL = "camille@saint-aubin.example"
LETTER = (
    "Réponds à ce courrier en trois phrases, en reprenant le nom de la personne :\n\n"
    "Madame, Monsieur,\nJe suis Aïcha Ben Salah, née le 14/05/1984, NIR 2 84 05 99 351 042 {key}. J’habite 12 rue des Lilas, "
    "59000 Lille. Je demande une place en crèche pour ma fille Inès. Vous pouvez me joindre au 06 39 98 12 34 ou à "
    "aicha.bensalah@messagerie.example.\nCordialement,\nAïcha Ben Salah"
)


@dataclass(frozen=True, slots=True)
class Town:
    """Where the demonstration lives and how to get in. ``password`` and ``api_key`` are those of a fictional account."""

    configuration: Path
    model: str
    password: str
    api_key: str

    def welcome(self, port: int) -> str:
        """What the terminal shows once the house is open."""
        address = f"http://127.0.0.1:{port}"
        return (
            f"\nBeffroi est ouvert : {address}\n\n"
            f"  Compte de démonstration   {EMAIL}\n"
            f"  Mot de passe              {self.password}\n"
            f"  Clé d’accès (API)         {self.api_key}\n\n"
            f"Avec n’importe quel client OpenAI ({address}/v1), ou :\n\n"
            f'  curl {address}/v1/chat/completions -H "Authorization: Bearer {self.api_key}" \\\n'
            '       -H "Content-Type: application/json" \\\n'
            '       -d \'{"model": "auto", "messages": [{"role": "user", "content": '
            '"Écris deux phrases d’accueil à Madame Aïcha Ben Salah, née le 14/05/1984."}]}\'\n\n'
            "Ctrl+C pour arrêter.\n"
        )


def letter() -> str:
    """The letter of the demonstration, its NIR completed with its key (97 minus the remainder by 97)."""
    return LETTER.format(key=f"{97 - int('2840599351042') % 97:02d}")


def prepare_town(directory: Path, model: str = "") -> Town:
    """The town of ``directory``, made at the first start. ``model``: a name of the catalogue, or "" for the one it has.

    Raises:
        ConfigurationError: the folder holds something else, or cannot be written.
        CatalogError: the model is unknown.
    """
    memory = directory / "demo.json"
    if memory.exists():
        known = json.loads(memory.read_text(encoding="utf-8"))
        if not model or model == known["model"]:
            return Town(directory.absolute() / "beffroi.toml", known["model"], known["password"], known["api_key"])
    elif (directory / "beffroi.toml").exists():
        raise ConfigurationError(
            "Ce dossier contient déjà un Beffroi qui n’est pas une démonstration.", hint="Choisissez-en un autre : --directory."
        )
    chosen = model or DEFAULT_MODEL
    installation = install(directory, force=True)
    configuration = installation.configuration
    configuration.write_text(configuration.read_text(encoding="utf-8").replace(DEFAULT_MODEL, chosen), encoding="utf-8")
    town = Town(configuration, chosen, secrets.token_urlsafe(12), installation.api_key)
    with os.fdopen(os.open(memory, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump({"model": town.model, "password": town.password, "api_key": town.api_key}, file)
    return town


def open_account(town: Town) -> None:
    """Makes sure that the demonstration's account exists; Django must be configured.

    Raises:
        ConfigurationError: the account cannot be made.
    """
    from beffroi.console.accounts import ensure_account  # noqa: PLC0415 - needs configured settings

    ensure_account(EMAIL, town.password, ORGANIZATION, "administrateur", display_name="Camille Demonstration")
