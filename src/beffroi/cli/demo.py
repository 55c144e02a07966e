"""``beffroi demo``: a fictional town on this machine, ready to try; ``--once`` makes one exchange and prints both sides."""

from __future__ import annotations

from pathlib import Path

import typer


def register(app: typer.Typer) -> None:
    """Adds the command to ``app``."""

    @app.command(help="Démarre une commune fictive prête à l’emploi, sur cette machine.")
    def demo(
        once: bool = typer.Option(False, "--once", help="Fait un seul échange sans navigateur, le montre, et s’arrête."),
        directory: Path = typer.Option(Path("var/demo"), "--directory", "-d", help="Dossier de la démonstration."),
        model: str = typer.Option("", "--model", help="Modèle du catalogue (voir « beffroi models list »)."),
        port: int = typer.Option(8000, "--port", help="Port d’écoute."),
        browser: bool = typer.Option(True, "--browser/--no-browser", help="Ouvre la page, s’il y a un écran."),
    ) -> None:
        import os
        import threading
        import webbrowser

        from beffroi.cli.models import fetch_with_bar
        from beffroi.local_model.catalog import find_model
        from beffroi.local_model.store import WeightStore
        from beffroi.settings import load_settings
        from beffroi.site.demo_town import prepare_town

        town = prepare_town(directory, model)
        settings = load_settings(town.configuration)
        weights = find_model(town.model)
        store = WeightStore(settings.models_dir)
        if not store.has(weights):
            typer.echo(f"Téléchargement du modèle local {weights.name} ({weights.licence}), vérifié par son empreinte.")
            fetch_with_bar(weights, store)
        if once:
            from beffroi.site.demo_exchange import one_exchange

            raise typer.Exit(0 if one_exchange(town, typer.echo) else 1)

        from beffroi.site.demo_town import open_account
        from beffroi.site.server import run

        def welcome() -> None:
            open_account(town)
            typer.echo(town.welcome(port))
            if browser and os.environ.get("DISPLAY"):
                threading.Timer(1.5, webbrowser.open, [f"http://127.0.0.1:{port}"]).start()

        run(lambda: load_settings(town.configuration), port=port, prepare=welcome)
