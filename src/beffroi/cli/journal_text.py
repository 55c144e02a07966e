"""``beffroi journal prove-text | verify-text``: a text that is still held was, or was not, that of an exchange."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from beffroi.journal.entry import Entry
    from beffroi.journal.proof_archive import ProofArchive
    from beffroi.journal.sqlite import SqliteJournal

_CONFIG = typer.Option(None, "--config", help="Fichier de configuration ; beffroi.toml du dossier courant par défaut.")
_LABELS = {"request": "la demande", "answer": "la réponse"}


def register(journal: typer.Typer) -> None:
    """Adds the commands to the group ``journal``."""
    journal.command(
        "prove-text",
        help="Dit si un texte est celui d’un échange. Code de retour : 0 si oui, 1 sinon. Avec --output, écrit une preuve "
        "qu’un tiers vérifie sans la clé maîtresse.",
    )(prove_text)
    journal.command("verify-text", help="Vérifie la preuve d’un texte, sans configuration ni réseau.")(verify_text)


def prove_text(
    request_id: str = typer.Argument(..., metavar="ÉCHANGE", help="Identifiant de l’échange (request_id du journal)."),
    file: Path = typer.Option(
        ..., "--file", "-f", help="Le texte : les messages de la demande, l’un sous l’autre, ou la réponse."
    ),
    output: Path | None = typer.Option(None, "--output", help="Preuve à écrire pour un tiers, si le texte est le bon."),
    organization: str = typer.Option("", "--organization", "-o", help="Identifiant de l’organisme ; tous par défaut."),
    config: Path | None = _CONFIG,
) -> None:
    """Compares a text with the commitments of an exchange."""
    from beffroi.cli.journal_choice import chosen, open_journal
    from beffroi.errors import ConfigurationError
    from beffroi.governance.key_files import load_master_secret
    from beffroi.journal.commitment import Side, opening_key
    from beffroi.journal.text_proof import decode_text, match_text
    from beffroi.policy.keys import Purpose, derive

    settings, store, archive = open_journal(config)
    text = decode_text(_bytes_of(file))
    entries = _entries(store, chosen(store.organizations(), organization), request_id)
    committed = [entry for entry in entries if entry.record.commitment]
    if not committed:
        said = "n’a pas d’engagement : aucun texte n’en a été lu" if entries else "n’est pas dans le journal"
        raise ConfigurationError(f"Cet échange {said}.", hint="Vérifiez son identifiant avec « beffroi journal show ».")
    master = load_master_secret(settings.keys_dir)
    for entry in committed:
        key = derive(master, entry.record.organization, Purpose.COMMITMENT)
        for side in Side:
            opening = opening_key(key, side, request_id)
            spelling = match_text(entry.record.commitment, side, opening, text)
            if spelling:
                typer.echo(f"Ce texte est bien, {spelling}, {_LABELS[side.value]} de cet échange (écriture n° {entry.seq}).")
                if output is not None:
                    _write(output, _proof_of(store, archive, entry, side.value, opening))
                    typer.echo(
                        f"Preuve écrite : {output.name}. Elle révèle cette écriture du journal et la clé de ce seul texte."
                    )
                return
    typer.echo("Ce texte n’est ni la demande ni la réponse de cet échange.")
    typer.echo("    (la demande est faite de tous les messages envoyés par le client, l’un sous l’autre, au caractère près)")
    raise typer.Exit(1)


def verify_text(
    proof: Path = typer.Argument(..., metavar="PREUVE", help="Le fichier de preuve."),
    file: Path = typer.Option(..., "--file", "-f", help="Le texte."),
    public_key: Path | None = typer.Option(None, "--public-key", help="Clés publiques obtenues par un autre chemin."),
) -> None:
    """Checks a proof and a text, from their files alone."""
    from beffroi.journal.standalone import read_keys, report_text

    anchors = read_keys(_bytes_of(public_key).decode("utf-8", "replace")) if public_key else []
    _bytes_of(proof)
    _bytes_of(file)
    is_proved, said = report_text(proof, file, anchors)
    typer.echo(said)
    raise typer.Exit(0 if is_proved else 1)


def _entries(store: SqliteJournal, names: list[str], request_id: str) -> list[Entry]:
    from beffroi.journal.ports import JournalFilter, Page

    where = JournalFilter(request_id=request_id)
    return [entry for name in names for entry in store.read(name, Page(limit=1_000), where)]


def _proof_of(store: SqliteJournal, archive: ProofArchive, entry: Entry, side: str, opening: bytes) -> bytes:
    """The proof of an entry, under the last checkpoint, made anew if it does not cover the entry.

    Raises:
        JournalError: the journal does not verify, or nothing can be signed.
    """
    from beffroi.journal.commitment import Side
    from beffroi.journal.encoding import encode_record
    from beffroi.journal.evidence import add_checkpoint, gather
    from beffroi.journal.text_proof import TextProof

    now = int(time.time())
    evidence = gather(store, entry.record.organization, archive)
    if not evidence.checkpoints or evidence.checkpoints[-1].size < entry.seq:
        evidence = add_checkpoint(evidence, archive, now)
    point = evidence.checkpoints[-1]
    return TextProof(
        organization=entry.record.organization,
        seq=entry.seq,
        previous=entry.previous,
        encoded=encode_record(entry.record).decode(),
        side=Side(side),
        opening=opening,
        inclusion=tuple(evidence.tree.inclusion_proof(entry.seq - 1, point.size)),
        checkpoint=point,
        history=archive.signing_key(now)[1],
    ).write()


def _bytes_of(path: Path) -> bytes:
    from beffroi.errors import ConfigurationError

    try:
        return path.read_bytes()
    except OSError:
        raise ConfigurationError(f"{path.name} ne peut pas être lu.", hint="Vérifiez le nom du fichier.") from None


def _write(path: Path, data: bytes) -> None:
    from beffroi.errors import ConfigurationError

    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
    except OSError:
        raise ConfigurationError(f"{path.name} ne peut pas être écrit.", hint="Vérifiez la place et les droits.") from None
