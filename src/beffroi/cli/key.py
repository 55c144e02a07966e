"""``beffroi key``: a new API key for a use, shown once."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""

    @app.command(help="Crée une clé d’accès pour un usage ; seule son empreinte est écrite dans beffroi.toml.")
    def key(
        key_id: str = typer.Argument(..., metavar="NOM", help="Nom court de la clé, par exemple « logiciel-courrier »."),
        use: str = typer.Option(..., "--use", "-u", help="Usage qu’elle ouvre."),
        organization: str = typer.Option("", "--organization", "-o", help="Organisme (inutile s’il n’y en a qu’un)."),
        person: str = typer.Option("", "--person", help="À qui elle est remise."),
        config: Path | None = typer.Option(None, "--config", "-c", help="Fichier de configuration (beffroi.toml ici)."),
    ) -> None:
        from beffroi.cli.organization_choice import only_organization
        from beffroi.governance.key_grant import add_api_key
        from beffroi.settings import load_settings

        settings = load_settings(config)
        body = organization or only_organization(settings)
        api_key = add_api_key(settings, key_id=key_id, organization=body, use=use, person=person)
        typer.echo("Clé d’accès, affichée cette seule fois :")
        typer.echo(f"    {api_key}")
        typer.echo(f"Pour la retirer, effacez la section « {key_id} » de {settings.file.name}.")
