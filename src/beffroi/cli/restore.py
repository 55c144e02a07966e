"""``beffroi restore``: puts the real values back into a pseudonymised text or document, even a reworked one."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from beffroi.cli.json_lines import each_line, text_of


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""

    @app.command(
        help="Remet les vraies valeurs dans un texte ou un document pseudonymisé, à l’aide de sa clé. "
        "« lettre.protege.docx » donne « lettre.restaure.docx » ; un fichier texte est écrit sur la sortie."
    )
    def restore(
        path: Path | None = typer.Argument(None, help="Fichier ; sans lui, l’entrée standard est lue.", exists=True),
        jsonl: bool = typer.Option(False, "--jsonl", help="Un objet JSON par ligne : {id, text, key} → {id, text}."),
        key_file: Path | None = typer.Option(
            None, "--cle", help="Fichier qui contient la clé (sinon, pour un document : celle qui est à côté).", exists=True
        ),
        output: Path | None = typer.Option(None, "--sortie", help="Fichier où écrire le document restauré."),
        force: bool = typer.Option(False, "--force", help="Remplace le document restauré s’il existe déjà."),
    ) -> None:
        from beffroi.documents.formats import is_document
        from beffroi.privacy.restoration.restorer import Restorer
        from beffroi.privacy.surrogates.substitutions import Substitutions

        def work(document: Mapping[str, Any]) -> dict[str, Any]:
            substitutions = Substitutions.from_key(text_of(document, "key"))
            return {"text": Restorer(substitutions).restore(text_of(document))}

        if jsonl:
            source = path.open("rb") if path else None
            raise typer.Exit(1 if each_line(work, source) else 0)
        is_file = path is not None and (output is not None or is_document(path.name))
        if key_file is None and is_file and path is not None:
            key_file = _key_beside(path)
        if key_file is None:
            raise typer.BadParameter("La clé est nécessaire : --cle FICHIER.")
        substitutions = Substitutions.from_key(key_file.read_bytes().decode("ascii", "replace").strip())
        if is_file and path is not None:
            _restore_file(path, output, substitutions, force=force)
            return
        text = path.read_text(encoding="utf-8") if path else sys.stdin.read()
        sys.stdout.write(Restorer(substitutions).restore(text))


def _key_beside(path: Path) -> Path | None:
    from beffroi.cli.document_files import key_name

    key = key_name(path)
    return key if key.is_file() else None


def _restore_file(path: Path, output: Path | None, substitutions: Any, *, force: bool) -> None:
    """Writes the document with its real values, readable by its owner only."""
    from beffroi.cli.document_files import check_free, restored_name, say, write_private
    from beffroi.documents.protected_copy import restore_document

    target = output or restored_name(path)
    check_free(target, force=force)
    name = path.name if path.suffix else f"{path.name}.txt"
    write_private(target, restore_document(name, path.read_bytes(), substitutions))
    say(f"Document restauré : {target}")
