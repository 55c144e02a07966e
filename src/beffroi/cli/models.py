"""``beffroi models``: the local models of the catalogue: list, fetch, verify, path."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from beffroi.local_model.catalog import CatalogModel, Source
    from beffroi.local_model.store import WeightStore

_FOLDER = typer.Option(None, "--dir", help="Dossier des poids (sinon BEFFROI_MODELS_DIR, sinon le dossier de données).")
_CONFIG = typer.Option(None, "--config", "-c", help="Fichier de configuration (beffroi.toml ici).")


def register(app: typer.Typer) -> None:
    """Adds the group of commands to ``app``."""
    group = typer.Typer(help="Les modèles locaux du catalogue.", no_args_is_help=True)
    app.add_typer(group, name="models")

    @group.command("list", help="Montre le catalogue, et ce qui est déjà sur cette machine.")
    def list_models(folder: Path | None = _FOLDER, config: Path | None = _CONFIG) -> None:
        from rich.console import Console
        from rich.table import Column, Table

        from beffroi.local_model.catalog import catalog

        store = _store(folder, config)
        table = Table(Column("Modèle", no_wrap=True), Column("Taille", no_wrap=True), "Licence", "Ici", "Pour quoi")
        for model in catalog().values():
            table.add_row(model.name, _bytes(model.size), model.licence, "oui" if store.has(model) else "non", model.advice)
        Console().print(table)

    @group.command(help="Télécharge un modèle, vérifie sa somme SHA-256 ; reprend où il s’était arrêté.")
    def fetch(
        name: str = typer.Argument(..., help="Nom du modèle (voir « beffroi models list »)."),
        origin: Path | None = typer.Option(None, "--from", help="Fichier ou dossier qui contient déjà les poids.", exists=True),
        folder: Path | None = _FOLDER,
        config: Path | None = _CONFIG,
    ) -> None:
        from beffroi.local_model.catalog import PathSource, find_model

        model = find_model(name)
        path = fetch_with_bar(model, _store(folder, config), first=(PathSource(origin),) if origin else ())
        typer.echo(f"Le modèle {model.name} est prêt : {path}")

    @group.command(help="Relit les poids présents et compare leur somme SHA-256 à celle du catalogue.")
    def verify(
        name: str | None = typer.Argument(None, help="Un seul modèle ; sans lui, tous ceux qui sont ici."),
        folder: Path | None = _FOLDER,
        config: Path | None = _CONFIG,
    ) -> None:
        from beffroi.errors import CatalogError
        from beffroi.local_model.catalog import catalog, find_model

        store = _store(folder, config)
        models = [find_model(name)] if name else [model for model in catalog().values() if store.has(model)]
        if not models:
            typer.echo("Aucun modèle du catalogue n’est sur cette machine.")
        damaged = 0
        for model in models:
            try:
                store.verify(model)
                typer.echo(f" ✓ {model.name} : intact")
            except CatalogError as error:
                damaged += 1
                typer.echo(f" ✗ {model.name} : {error.sentence}")
        raise typer.Exit(1 if damaged else 0)

    @group.command(help="Écrit le chemin des poids d’un modèle présent.")
    def path(name: str = typer.Argument(...), folder: Path | None = _FOLDER, config: Path | None = _CONFIG) -> None:
        from beffroi.local_model.catalog import find_model

        typer.echo(str(_store(folder, config).require(find_model(name))))


def fetch_with_bar(model: CatalogModel, store: WeightStore, *, first: tuple[Source, ...] = ()) -> Path:
    """The weights of ``model``, fetched under a progress bar if they are not there.

    Raises:
        CatalogError: no source could give them.
    """
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    from beffroi.local_model.fetch import fetch

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with Progress(*columns, transient=True) as bars:
        return fetch(model, store, progress=_Bars(bars), first=first)


class _Bars:
    """Shows the stages of a fetch as rich progress bars."""

    def __init__(self, bars: Any) -> None:
        self._bars = bars
        self._task: Any = None

    def begin(self, label: str, total: int) -> None:
        """A new stage takes the place of the one before."""
        if self._task is not None:
            self._bars.remove_task(self._task)
        self._task = self._bars.add_task(label, total=total)

    def at(self, done: int) -> None:
        """``done`` bytes of the stage are there."""
        self._bars.update(self._task, completed=done)


def _store(folder: Path | None, config: Path | None) -> WeightStore:
    """The store that the options name, else the variable, else the configuration, else ``var/models`` here."""
    import os

    from beffroi.local_model.store import FOLDER_VARIABLE, WeightStore
    from beffroi.settings import CONFIG_VARIABLE, FILE_NAME, Settings, load_settings

    named = folder or (Path(os.environ[FOLDER_VARIABLE]) if os.environ.get(FOLDER_VARIABLE) else None)
    if named is not None:
        return WeightStore(named.absolute())
    if config or os.environ.get(CONFIG_VARIABLE) or Path(FILE_NAME).exists():
        return WeightStore(load_settings(config).models_dir)
    return WeightStore(Settings(file=Path(FILE_NAME).absolute()).models_dir.absolute())


def _bytes(count: int) -> str:
    return f"{count / 1e9:.1f} Go".replace(".", ",") if count >= 1e9 else f"{count / 1e6:.0f} Mo"
