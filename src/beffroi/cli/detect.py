"""``beffroi detect``: what would be recognised as personal data in a text."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from beffroi.cli.json_lines import each_line, text_of


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""

    @app.command(help="Montre les données personnelles reconnues dans un texte (fichier, ou entrée standard).")
    def detect(
        path: Path | None = typer.Argument(None, help="Fichier texte ; sans lui, l’entrée standard est lue.", exists=True),
        jsonl: bool = typer.Option(False, "--jsonl", help="Un objet JSON par ligne : {id, text} → {id, findings}."),
        without_tagger: bool = typer.Option(False, "--sans-etiqueteur", help="Règles et lexiques seuls, plus rapide."),
    ) -> None:
        from beffroi.privacy.detection.default import default_detector

        detector = default_detector(tagger=not without_tagger)

        def work(document: Mapping[str, Any]) -> dict[str, Any]:
            findings = detector.detect(text_of(document))
            return {
                "findings": [
                    {
                        "start": found.start,
                        "end": found.end,
                        "type": found.type,
                        "score": round(found.score, 3),
                        "recognizer": found.recognizer,
                    }
                    for found in findings
                ]
            }

        if jsonl:
            source = path.open("rb") if path else None
            raise typer.Exit(1 if each_line(work, source) else 0)
        text = path.read_text(encoding="utf-8") if path else sys.stdin.read()
        _show(text, detector.detect(text))


def _show(text: str, findings: Any) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from beffroi.privacy.taxonomy import TYPES

    if not findings:
        typer.echo("Aucune donnée personnelle reconnue.")
        return
    table = Table("Extrait", "Type", "Certitude", "Reconnu par", "Position")
    for found in findings:
        excerpt = " ".join(text[found.start : found.end].split())
        table.add_row(
            Text(excerpt),
            TYPES[found.type].label,
            f"{found.score:.0%}",
            found.recognizer,
            f"{found.start}–{found.end}",
        )
    Console().print(table)
