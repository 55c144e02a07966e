"""``beffroi serve``: the gateway and the console, on one port."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""

    @app.command(help="Démarre la passerelle et la console sur un même port.")
    def serve(
        config: Path | None = typer.Option(None, "--config", "-c", help="Fichier de configuration (beffroi.toml ici)."),
        host: str | None = typer.Option(None, "--host", help="Adresse d’écoute (remplace celle du fichier)."),
        port: int | None = typer.Option(None, "--port", help="Port d’écoute (remplace celui du fichier)."),
    ) -> None:
        from beffroi.settings import load_settings
        from beffroi.site.server import run

        run(lambda: load_settings(config), host=host, port=port)
