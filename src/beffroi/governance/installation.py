"""Prepares a folder for Beffroi: a commented configuration, keys, and a first API key that is shown once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from beffroi.errors import ConfigurationError
from beffroi.governance.key_files import create_keys
from beffroi.policy.authentication import digest_api_key, generate_api_key
from beffroi.settings import FILE_NAME, read_settings


@dataclass(frozen=True, slots=True)
class Installation:
    """What was written, and the API key that nobody will see again."""

    configuration: Path
    keys: tuple[Path, ...]
    api_key: str


def install(directory: Path, *, force: bool = False) -> Installation:
    """Write ``beffroi.toml`` (0600) in ``directory`` and create the keys that are missing. Never overwrites without ``force``.

    With ``force``, the previous configuration is kept as ``beffroi.toml.bak``; keys are never replaced, or the journal's
    commitments and the pseudonyms in use would lose their meaning.

    Raises:
        ConfigurationError: there is a configuration already, or the directory cannot be written.
    """
    configuration = directory.absolute() / FILE_NAME
    if configuration.exists() and not force:
        raise ConfigurationError(
            "Il y a déjà un beffroi.toml dans ce dossier : rien n’a été changé.",
            hint="Ajoutez --force pour le remplacer ; l’actuel sera gardé en beffroi.toml.bak.",
        )
    api_key = generate_api_key()
    template = (files("beffroi.governance.configuration") / "beffroi.toml.txt").read_text(encoding="utf-8")
    text = template.replace("@DIGEST@", digest_api_key(api_key))
    keys_dir = read_settings(text, configuration, {}).keys_dir
    try:
        configuration.parent.mkdir(parents=True, exist_ok=True)
        keys_dir.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = create_keys(keys_dir)
        _write(configuration, text)
    except OSError:
        raise ConfigurationError("Ce dossier ne peut pas être écrit.", hint="Vérifiez ses droits d’accès.") from None
    return Installation(configuration, tuple(keys), api_key)


def _write(path: Path, text: str) -> None:
    if path.exists():
        path.replace(path.with_name(path.name + ".bak"))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
