"""``beffroi pseudonymize``: a text or a document without its personal data, and the key that restores it."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from beffroi.cli.json_lines import each_line, text_of

if TYPE_CHECKING:
    from beffroi.privacy.detection.detector import Detector
    from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser
    from beffroi.privacy.surrogates.substitutions import Substitutions


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""

    @app.command(
        help="Remplace les données personnelles d’un texte ou d’un document par des pseudonymes. "
        "« lettre.docx » donne « lettre.protege.docx » et sa clé ; un fichier texte est écrit sur la sortie. "
        "La clé permet de revenir en arrière : gardez-la comme vous gardez le texte."
    )
    def pseudonymize(
        path: Path | None = typer.Argument(
            None,
            help="Fichier (txt, md, html, csv, docx, xlsx, pptx, odt, ods) ; sans lui, l’entrée standard est lue.",
            exists=True,
        ),
        jsonl: bool = typer.Option(False, "--jsonl", help="Un objet JSON par ligne : {id, text} → {id, text, key}."),
        labelled: bool = typer.Option(False, "--etiquettes", help="Pseudonymes de la forme [PERSONNE_1]."),
        key_file: Path | None = typer.Option(
            None, "--cle", help="Fichier où écrire la clé (sinon : à côté du document ; sortie d’erreur pour un texte)."
        ),
        output: Path | None = typer.Option(None, "--sortie", help="Fichier où écrire la copie protégée."),
        force: bool = typer.Option(False, "--force", help="Remplace la copie et la clé si elles existent déjà."),
    ) -> None:
        from beffroi.documents.formats import is_document
        from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser
        from beffroi.privacy.taxonomy import TYPES

        secret = secrets.token_bytes(32)
        style = "labelled" if labelled else "realistic"
        if path is not None and not jsonl and (output is not None or is_document(path.name)):
            _protect_file(path, output, key_file, Pseudonymiser(secret, "", style), force=force)
            return
        from beffroi.privacy.detection.default import default_detector

        detector = default_detector()

        def protect(text: str, scope: str) -> tuple[str, str]:
            findings = [found for found in detector.detect(text) if TYPES[found.type].replaceable]
            done = Pseudonymiser(secret, scope, style).pseudonymise((text,), (findings,))
            return done.texts[0], done.substitutions.to_key()

        def work(document: Mapping[str, Any]) -> dict[str, Any]:
            text, key = protect(text_of(document), str(document.get("id", "")))
            return {"text": text, "key": key}

        if jsonl:
            source = path.open("rb") if path else None
            raise typer.Exit(1 if each_line(work, source) else 0)
        text, key = protect(path.read_text(encoding="utf-8") if path else sys.stdin.read(), "")
        sys.stdout.write(text)
        if key_file:
            key_file.touch(mode=0o600)
            key_file.write_text(key + "\n", encoding="ascii")
        else:
            typer.echo(f"\nClé de restauration : {key}", err=True)


def _protect_file(path: Path, output: Path | None, key_file: Path | None, pseudonymiser: Pseudonymiser, *, force: bool) -> None:
    """Writes the protected copy of a document, and its key beside it."""
    from beffroi.cli.document_files import check_free, key_name, progress_bar, protected_name, say, write_private
    from beffroi.documents.protected_copy import Terms, protect_document
    from beffroi.privacy.detection.default import default_detector

    copy = output or protected_name(path)
    key = key_file or key_name(copy)
    check_free(copy, key, force=force)
    name = path.name if path.suffix else f"{path.name}.txt"
    with progress_bar("Lecture du document") as progress:
        detector = default_detector()
        done = protect_document(name, path.read_bytes(), detector, pseudonymiser, Terms(progress=progress))
    write_private(key, done.substitutions.to_key().encode("ascii") + b"\n")
    write_private(copy, done.content)
    say(f"Copie protégée : {copy}")
    say(f"Clé : {key} (à garder comme l’original ; lisible par vous seul)")
    say(_summary(done.counts))
    for warning in done.warnings:
        say(f"Attention : {warning}")
    if _tells_somebody(copy.stem, detector, done.substitutions):
        say("Attention : le nom du fichier semble contenir une donnée personnelle ; renommez la copie avant de l’envoyer.")


def _summary(counts: Mapping[str, int]) -> str:
    from beffroi.privacy.taxonomy import TYPES

    if not counts:
        return "Aucune donnée personnelle reconnue : la copie a le texte de l’original. Relisez-la avant de l’envoyer."
    parts = ", ".join(f"{TYPES[code].label} : {count}" for code, count in sorted(counts.items()))
    return f"Remplacé : {parts}. Relisez la copie avant de l’envoyer : aucune détection n’est parfaite."


def _tells_somebody(stem: str, detector: Detector, substitutions: Substitutions) -> bool:
    """Whether the name of a file would name somebody."""
    from beffroi.privacy.text_view import fold

    words = "".join(char if char.isalnum() or char in "@'" else " " for char in stem)
    known = {fold(form.original) for form in substitutions.forms if len(form.original) > 3}
    return bool(detector.detect(words)) or not known.isdisjoint(fold(words).split())
