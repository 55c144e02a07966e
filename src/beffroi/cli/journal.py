"""``beffroi journal show | verify``: read the journal of this machine, and check that nothing was changed in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from beffroi.journal.chain import Checkpoint
    from beffroi.journal.entry import Entry
    from beffroi.journal.proof_archive import ProofArchive
    from beffroi.journal.sqlite import SqliteJournal

_ORGANIZATION = typer.Option("", "--organization", "-o", help="Identifiant de l’organisme ; tous par défaut.")
_CONFIG = typer.Option(None, "--config", help="Fichier de configuration ; beffroi.toml du dossier courant par défaut.")


def register(app: typer.Typer) -> None:
    """Adds the commands to ``app``, under ``journal``."""
    from beffroi.cli import journal_proofs, journal_text

    journal = typer.Typer(help="Consulte, vérifie et prouve le journal des échanges.", no_args_is_help=True)
    app.add_typer(journal, name="journal")

    @journal.command(help="Montre les derniers échanges : qui, quand, quel usage, quel modèle, ce qui a été masqué.")
    def show(
        organization: str = _ORGANIZATION,
        last: int = typer.Option(20, "--last", "-n", min=1, max=100_000, help="Nombre d’échanges par organisme."),
        as_json: bool = typer.Option(False, "--json", help="Une liste JSON."),
        as_jsonl: bool = typer.Option(False, "--jsonl", help="Un objet JSON par ligne."),
        config: Path | None = _CONFIG,
    ) -> None:
        from beffroi.cli.journal_choice import chosen, open_journal
        from beffroi.journal.ports import Page

        _, store, _ = open_journal(config)
        names = chosen(store.organizations(), organization)
        entries = [entry for name in names for entry in reversed(store.read(name, Page(limit=last), newest_first=True))]
        if as_json or as_jsonl:
            _print_json(entries, lines=as_jsonl)
        elif not entries:
            typer.echo("Aucun échange n’a encore été journalisé.")
        else:
            _print_table(entries)

    @journal.command(
        help="Vérifie que rien n’a été modifié, retiré ou déplacé. Code de retour : 0 si tout est intact, 1 sinon."
    )
    def verify(
        organization: str = _ORGANIZATION,
        expect: str = typer.Option(
            "",
            "--expect",
            help="Repère relevé lors d’une vérification précédente, « numéro:empreinte » ; demande --organization.",
        ),
        config: Path | None = _CONFIG,
    ) -> None:
        from beffroi.cli.journal_choice import chosen, open_journal

        _, store, archive = open_journal(config)
        noted = [_checkpoint(organization, expect)] if expect else []
        known = sorted({*store.organizations(), *archive.organizations()})
        names = chosen(known, organization) or [organization] * bool(expect)
        bad = [name for name in names if not _verify_one(store, archive, name, noted)]
        if not names:
            typer.echo("Le journal est vide : il n’y a rien à vérifier.")
        raise typer.Exit(1 if bad else 0)

    journal_proofs.register(journal)
    journal_text.register(journal)


def _verify_one(store: SqliteJournal, archive: ProofArchive, name: str, noted: list[Checkpoint]) -> bool:
    """Verify one chain, against the signed checkpoints kept beside it and those noted elsewhere; says what was found."""
    from beffroi.errors import JournalError
    from beffroi.journal.audit import verify_store
    from beffroi.journal.evidence import signed_heads

    try:
        signed, trouble = signed_heads(archive, name), ""
    except JournalError as error:
        signed, trouble = [], error.sentence
    report = verify_store(store, name, [*signed, *noted])
    typer.echo(f"{name} : {report.sentence}")
    if trouble:
        typer.echo(f"    repères signés : {trouble}")
    elif signed and report.ok:
        typer.echo(f"    repères signés : {len(signed)}, tous conformes au journal")
    if report.ok and report.head.seq:
        typer.echo(f"    repère à conserver ailleurs : {report.head.seq}:{report.head.hash}")
    return report.ok and not trouble


def _checkpoint(organization: str, expect: str) -> Checkpoint:
    from beffroi.errors import ConfigurationError
    from beffroi.journal.chain import Checkpoint

    seq, _, digest = expect.partition(":")
    if not organization or not seq.isdecimal() or int(seq) < 1 or len(digest) != 64:
        raise ConfigurationError(
            "Le repère n’est pas lisible.", hint="Il s’écrit « --organization identifiant --expect numéro:empreinte »."
        )
    return Checkpoint(organization, int(seq), digest.lower())


def _print_json(entries: list[Entry], *, lines: bool) -> None:
    import orjson

    from beffroi.journal.encoding import plain_entry

    rows = [plain_entry(entry) for entry in entries]
    if lines:
        for row in rows:
            typer.echo(orjson.dumps(row).decode())
    else:
        typer.echo(orjson.dumps(rows, option=orjson.OPT_INDENT_2).decode())


def _print_table(entries: list[Entry]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("N°", "Date", "Organisme", "Usage", "Personne", "Modèle", "Issue", "Reconnu", "Masqué", "Règle", "Durée")
    for entry in entries:
        record = entry.record
        cells = (
            str(entry.seq),
            datetime.fromtimestamp(record.at / 1000).astimezone().strftime("%d/%m/%Y %H:%M:%S"),
            record.organization,
            record.use,
            record.person or "—",
            record.model or "—",
            _outcome(entry),
            _counts(record.found.items()),
            _counts(record.masked.items()),
            record.rule or "—",
            f"{record.duration_ms / 1000:.1f} s".replace(".", ","),
        )
        table.add_row(*(Text(cell) for cell in cells))
    Console().print(table)


def _outcome(entry: Entry) -> str:
    from beffroi.journal.labels import OUTCOME_LABELS

    label = OUTCOME_LABELS[entry.record.outcome]
    return f"{label} ({entry.record.error_code})" if entry.record.error_code else label


def _counts(items: Iterable[tuple[str, int]]) -> str:
    from beffroi.privacy.taxonomy import TYPES

    return ", ".join(f"{count} {TYPES[code].label.lower() if code in TYPES else code}" for code, count in items) or "—"
