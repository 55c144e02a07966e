"""Adds an API key to ``beffroi.toml``: only its digest is written, the key itself is returned once."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from beffroi.errors import ConfigurationError
from beffroi.governance.configuration.compile import compile_document
from beffroi.policy.authentication import digest_api_key, generate_api_key
from beffroi.settings import Settings, read_settings

_SECTION = """
[[api_keys]]
id = "{id}"
digest = "{digest}"
organization = "{organization}"
use = "{use}"
person = "{person}"
"""


def add_api_key(settings: Settings, *, key_id: str, organization: str, use: str, person: str = "") -> str:
    """The new key, after its section was appended to the configuration file.

    Raises:
        ConfigurationError: the identifier is taken, the use or the organisation is unknown, or the file cannot be written.
    """
    api_key = generate_api_key()
    values = {"id": key_id, "organization": organization, "use": use, "person": person}
    if any(set(value) & set('"\\\n') for value in values.values()):
        raise ConfigurationError("Guillemets, barres obliques inverses et retours à la ligne ne sont pas permis ici.", hint=" ")
    try:
        text = (
            settings.file.read_text(encoding="utf-8").rstrip()
            + "\n"
            + _SECTION.format(digest=digest_api_key(api_key), **values)
        )
        changed = read_settings(text, settings.file, {})
        compile_document(changed.policy, version=1, issued_at=0, base_directory=str(settings.file.parent))
        _replace(settings.file, text)
    except OSError:
        raise ConfigurationError("beffroi.toml ne peut pas être écrit.", hint="Vérifiez ses droits d’accès.") from None
    return api_key


def _replace(path: Path, text: str) -> None:
    """Write so that a reader sees the old file or the new one, with the rights of the old."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    Path(temporary).chmod(path.stat().st_mode & 0o777)
    Path(temporary).replace(path)
