"""``beffroi doctor``: what is missing, in words."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""

    @app.command(help="Dit en clair ce qui va, ce qui manque, et quoi faire.")
    def doctor(
        config: Path | None = typer.Option(None, "--config", "-c", help="Fichier de configuration (beffroi.toml ici)."),
    ) -> None:
        from beffroi.settings import load_settings
        from beffroi.site.diagnosis import examine

        failures = 0
        for check in examine(load_settings(config)):
            mark = "✓" if check.ok else ("!" if check.warning else "✗")
            typer.echo(f" {mark} {check.title} : {check.detail}")
            if not check.ok:
                failures += not check.warning
                typer.echo(f"     → {check.advice}")
        typer.echo("")
        if failures:
            typer.echo(f"{failures} point(s) à corriger avant de servir.")
            raise typer.Exit(1)
        typer.echo("Tout est prêt : lancez « beffroi serve ».")
