"""``beffroi init``: a commented configuration, keys, and a first API key shown once."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""

    @app.command(help="Prépare un dossier : écrit beffroi.toml, crée les clés et une première clé d’accès.")
    def init(
        directory: Path = typer.Option(Path(), "--directory", "-d", help="Dossier à préparer (créé s’il manque)."),
        force: bool = typer.Option(
            False, "--force", help="Remplace le beffroi.toml existant (gardé en .bak). Les clés restent."
        ),
    ) -> None:
        from beffroi.governance.installation import install

        installation = install(directory, force=force)
        typer.echo(f"Configuration écrite : {installation.configuration}")
        if installation.keys:
            typer.echo(
                f"Clés créées : {', '.join(path.name for path in installation.keys)} (dans {installation.keys[0].parent})"
            )
            typer.echo("Sauvegardez ce dossier de clés en lieu sûr : perdu, rien ne le remplace.")
        else:
            typer.echo("Clés existantes gardées.")
        typer.echo("")
        typer.echo("Clé d’accès, affichée cette seule fois :")
        typer.echo(f"    {installation.api_key}")
        typer.echo("")
        typer.echo("Ensuite : « beffroi doctor » pour vérifier, puis « beffroi serve ».")
