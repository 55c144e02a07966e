"""``beffroi account``: opens the console to a person, or gives them a new password."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""

    @app.command(help="Ouvre un compte de la console, ou change son mot de passe.")
    def account(
        email: str = typer.Argument(..., metavar="ADRESSE", help="Adresse électronique de la personne."),
        role: str = typer.Option("agent", "--role", "-r", help="agent, dpd ou administrateur."),
        name: str = typer.Option("", "--name", "-n", help="Nom affiché."),
        organization: str = typer.Option("", "--organization", "-o", help="Organisme (inutile s’il n’y en a qu’un)."),
        generate: bool = typer.Option(False, "--generate", help="Tire un mot de passe au hasard et l’affiche."),
        config: Path | None = typer.Option(None, "--config", "-c", help="Fichier de configuration (beffroi.toml ici)."),
    ) -> None:
        import secrets

        from beffroi.cli.organization_choice import only_organization
        from beffroi.settings import load_settings
        from beffroi.site.accounts import open_account

        settings = load_settings(config)
        body = organization or only_organization(settings)
        password = secrets.token_urlsafe(12) if generate else _asked()
        is_new = open_account(settings, email=email, password=password, organization=body, role=role, name=name)
        typer.echo(f"Compte {'ouvert' if is_new else 'mis à jour'} : {email} ({role}, {body}).")
        if generate:
            typer.echo(f"Mot de passe, affiché cette seule fois : {password}")


def _asked() -> str:
    password: str = typer.prompt("Mot de passe", hide_input=True, confirmation_prompt="Encore une fois")
    return password
