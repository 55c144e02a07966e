"""The journal that a command is about: its store, its proofs, and which organisation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from beffroi.journal.proof_archive import ProofArchive
    from beffroi.journal.sqlite import SqliteJournal
    from beffroi.settings import Settings


def open_journal(config: Path | None) -> tuple[Settings, SqliteJournal, ProofArchive]:
    """The settings, and the journal and the proofs of this machine.

    Raises:
        ConfigurationError: the configuration cannot be read.
    """
    from beffroi.journal.proof_archive import ProofArchive
    from beffroi.journal.sqlite import SqliteJournal
    from beffroi.settings import load_settings

    settings = load_settings(config)
    archive = ProofArchive(settings.keys_dir, settings.data_dir / "checkpoints")
    return settings, SqliteJournal(settings.journal_path), archive


def chosen(names: list[str], organization: str) -> list[str]:
    """The chains to read: all, or the one that was named.

    Raises:
        ConfigurationError: an organisation was named, others have a journal, and this one has none.
    """
    from beffroi.errors import ConfigurationError
    from beffroi.toml_table import suggestion

    if not organization or not names:
        return names
    if organization not in names:
        advice = suggestion(organization, names)
        raise ConfigurationError("Cet organisme n’a aucun échange dans le journal.", hint=advice)
    return [organization]


def only_one(names: list[str], organization: str) -> str:
    """The chain that a command is about, when it can only be about one.

    Raises:
        ConfigurationError: there is none, or several and none was named.
    """
    from beffroi.errors import ConfigurationError

    found = chosen(names, organization)
    if not found:
        raise ConfigurationError("Le journal est vide : il n’y a rien à prouver.", hint="")
    if len(found) > 1:
        raise ConfigurationError(
            "Le journal est celui de plusieurs organismes.", hint=f"Ajoutez --organization : {', '.join(found)}."
        )
    return found[0]
