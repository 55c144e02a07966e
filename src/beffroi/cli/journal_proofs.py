"""``beffroi journal checkpoint | export | verify-export | keys | rotate-key | verifier``: proofs for somebody else."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

if TYPE_CHECKING:
    from beffroi.journal.note import NoteKey

_ORGANIZATION = typer.Option("", "--organization", "-o", help="Identifiant de l’organisme.")
_CONFIG = typer.Option(None, "--config", help="Fichier de configuration ; beffroi.toml du dossier courant par défaut.")
_PUBLIC_KEY = typer.Option(None, "--public-key", help="Clés publiques obtenues par un autre chemin (« beffroi journal keys »).")


def register(journal: typer.Typer) -> None:
    """Adds the commands to the group ``journal``."""
    journal.command(help="Signe un repère de l’état du journal, le range à côté et l’affiche : notez-le hors de la machine.")(
        checkpoint
    )
    journal.command(help="Écrit un fichier qui se vérifie seul : écritures, preuves, repères signés, clés publiques.")(export)
    journal.command(
        "verify-export", help="Vérifie un export, sans configuration ni réseau. Code de retour : 0 s’il est intact."
    )(verify_export)
    journal.command(help="Affiche les clés publiques qui signent les repères, à remettre à qui vérifiera.")(keys)
    journal.command("rotate-key", help="Remplace la clé qui signe les repères ; l’ancienne passe la main, puis est détruite.")(
        rotate_key
    )
    journal.command(help="Écrit le vérificateur autonome, en un fichier, pour un auditeur qui n’a pas Beffroi.")(verifier)


def checkpoint(organization: str = _ORGANIZATION, config: Path | None = _CONFIG) -> None:
    """Signs a checkpoint of each chain, once it was verified."""
    from beffroi.cli.journal_choice import chosen, open_journal
    from beffroi.journal.evidence import add_checkpoint, gather

    _, store, archive = open_journal(config)
    names = chosen(sorted({*store.organizations(), *archive.organizations()}), organization)
    if not names:
        typer.echo("Le journal est vide : il n’y a rien à signer.")
    for name in names:
        evidence = add_checkpoint(gather(store, name, archive), archive, int(time.time()))
        typer.echo(str(evidence.checkpoints[-1].note))


def export(
    organization: str = _ORGANIZATION,
    first: int = typer.Option(1, "--from", min=1, help="Numéro de la première écriture."),
    last: int = typer.Option(0, "--to", min=0, help="Numéro de la dernière écriture ; toutes par défaut."),
    output: Path | None = typer.Option(None, "--output", help="Fichier à écrire ; la sortie standard par défaut."),
    config: Path | None = _CONFIG,
) -> None:
    """Writes an export, after a new checkpoint if the last one does not cover the whole chain."""
    from beffroi.cli.journal_choice import only_one, open_journal
    from beffroi.errors import ConfigurationError
    from beffroi.journal.evidence import add_checkpoint, gather
    from beffroi.journal.export import write_export

    if output is None and sys.stdout.isatty():
        raise ConfigurationError("Un export s’écrit dans un fichier.", hint="Ajoutez « > export.jsonl » ou --output.")
    _, store, archive = open_journal(config)
    name = only_one(store.organizations(), organization)
    now = int(time.time())
    evidence = gather(store, name, archive)
    if not evidence.checkpoints or evidence.checkpoints[-1].size < evidence.tree.size:
        evidence = add_checkpoint(evidence, archive, now)
    signing = archive.signing_key(now)

    def write(file: BinaryIO) -> int:
        return write_export(store, evidence, signing, file, now=now, first=first, last=last)

    count = write(typer.get_binary_stream("stdout")) if output is None else _to_file(output, write)
    typer.echo(f"{count} écriture(s) de « {name} » exportée(s), scellée(s) par la clé {signing[1].current.key.id}.", err=True)


def verify_export(
    file: Path = typer.Argument(..., metavar="FICHIER", help="L’export."),
    public_key: Path | None = _PUBLIC_KEY,
    noted: list[Path] = typer.Option([], "--checkpoint", help="Repères notés plus tôt hors de la machine (répétable)."),
) -> None:
    """Verifies an export from its file alone."""
    from beffroi.journal.standalone import read_checkpoints, report_export

    held = [point for path in noted for point in read_checkpoints(_text_of(path))]
    _readable(file)
    is_intact, said = report_export(file, _anchors(public_key), held)
    typer.echo(said)
    raise typer.Exit(0 if is_intact else 1)


def keys(config: Path | None = _CONFIG) -> None:
    """Prints the key statements, and says which key is in force on the error output."""
    from beffroi.cli.journal_choice import open_journal

    history = open_journal(config)[2].history()
    if history is None:
        typer.echo("Aucune clé n’a encore servi : lancez « beffroi journal checkpoint ».", err=True)
        raise typer.Exit(1)
    typer.echo("\n".join(history.statements), nl=False)
    current = history.current
    typer.echo(f"Clé en vigueur : n° {current.number}, empreinte {current.key.fingerprint}", err=True)


def rotate_key(config: Path | None = _CONFIG) -> None:
    """Hands over to a new key."""
    from beffroi.cli.journal_choice import open_journal

    history = open_journal(config)[2].rotate(int(time.time()))
    current = history.current
    typer.echo(f"Clé n° {current.number} en vigueur, empreinte {current.key.fingerprint}")
    typer.echo("La clé privée précédente est détruite ; les repères qu’elle a signés restent vérifiables.")
    typer.echo(
        "Sauvegardez le dossier des clés, et remettez la nouvelle clé publique (« beffroi journal keys ») à qui vérifie."
    )


def verifier(file: Path = typer.Argument(..., metavar="FICHIER", help="Par exemple verificateur.pyz.")) -> None:
    """Writes the verifier that needs nothing of Beffroi."""
    from beffroi.errors import ConfigurationError
    from beffroi.journal.standalone import build

    try:
        build(file)
    except OSError:
        raise ConfigurationError(f"{file.name} ne peut pas être écrit.", hint="Vérifiez ses droits d’accès.") from None
    typer.echo(f"Vérificateur écrit : python {file} EXPORT --public-key CLÉS (il faut Python 3.11 et « cryptography »)")


def _anchors(path: Path | None) -> list[NoteKey]:
    from beffroi.journal.standalone import read_keys

    return read_keys(_text_of(path)) if path else []


def _text_of(path: Path) -> str:
    from beffroi.errors import ConfigurationError

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(f"{path.name} ne peut pas être lu.", hint="Vérifiez le nom du fichier.") from None


def _readable(path: Path) -> None:
    from beffroi.errors import ConfigurationError

    if not path.is_file() or not os.access(path, os.R_OK):
        raise ConfigurationError(f"{path.name} ne peut pas être lu.", hint="Vérifiez le nom du fichier.")


def _to_file(path: Path, write: Callable[[BinaryIO], int]) -> int:
    """Write a file whole or not at all, for its owner's eyes."""
    from beffroi.errors import ConfigurationError

    unfinished = path.with_name(path.name + ".part")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            count = write(file)
        unfinished.replace(path)
    except OSError:
        raise ConfigurationError(f"{path.name} ne peut pas être écrit.", hint="Vérifiez la place et les droits.") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return count
