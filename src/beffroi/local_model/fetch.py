"""Brings weights home: tries each source in order, checks every byte, resumes where it stopped, renames at the very end.

All sources of a model yield the same bytes, so they share one ``.partial`` file: what one began, another can finish.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from beffroi.errors import CatalogError
from beffroi.local_model.archives import append_archives
from beffroi.local_model.catalog import ArchiveSource, CatalogModel, PathSource, Source, UrlSource
from beffroi.local_model.download import append_path, append_url
from beffroi.local_model.store import WeightStore, sha256_of

logger = logging.getLogger(__name__)

MARGIN = 200_000_000
"""Bytes of disk that must stay free beside the weights (the archive being unpacked, and the journal)."""


class SourceFailed(Exception):
    """One source did not give the weights; the next is tried. ``reason`` is a French clause."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class Progress(Protocol):
    """Who watches a fetch."""

    def begin(self, label: str, total: int) -> None:
        """A stage begins; ``total`` in bytes."""
        ...

    def at(self, done: int) -> None:
        """``done`` bytes of the stage are there."""
        ...


class Silent:
    """Nobody watches."""

    def begin(self, label: str, total: int) -> None:
        """See ``Progress``."""

    def at(self, done: int) -> None:
        """See ``Progress``."""


def fetch(model: CatalogModel, store: WeightStore, *, progress: Progress | None = None, first: Sequence[Source] = ()) -> Path:
    """The path of the weights of ``model``, fetched if they are not there. ``first``: sources to try before the catalogue's.

    Raises:
        CatalogError: no source could give them, or the disk is full; a French message says why.
    """
    watcher = progress or Silent()
    store.folder.mkdir(parents=True, exist_ok=True)
    with _alone(store.folder / f".{model.file}.lock"):
        if store.has(model):
            return store.path(model)
        reasons: list[str] = []
        for source in (*first, *model.sources):
            try:
                _require_space(model, store)
                _fetch_from(source, model, store, watcher)
            except SourceFailed as failure:
                logger.info("local_model:source:failed kind=%s", type(source).__name__)
                reasons.append(failure.reason)
                continue
            logger.info("local_model:weights:ready model=%s", model.name)
            return store.path(model)
    raise CatalogError(
        f"Le modèle {model.name} n’a pas pu être téléchargé : {' ; '.join(reasons) or 'aucune source'}.",
        hint=f"Vérifiez l’accès au réseau et relancez (le téléchargement reprendra), ou donnez un fichier que vous avez déjà : "
        f"« beffroi models fetch {model.name} --from FICHIER ».",
    )


def _fetch_from(source: Source, model: CatalogModel, store: WeightStore, progress: Progress) -> None:
    """Complete the partial file from ``source``, verify it, and give it its name."""
    partial = store.partial_path(model)
    try:
        match source:
            case PathSource(path):
                progress.begin("Copie", model.size)
                append_path(path if path.is_file() else path / model.file, partial, progress.at)
            case UrlSource(url):
                progress.begin("Téléchargement", model.size)
                append_url(url, partial, model.size, progress.at)
            case ArchiveSource(parts):
                progress.begin("Téléchargement", model.size)
                append_archives(parts, partial, progress.at)
    except CatalogError as error:
        raise SourceFailed(error.message) from error
    except OSError as error:
        raise SourceFailed(f"{_label(source)} injoignable ou illisible ({type(error).__name__})") from error
    _accept(source, model, store, progress)


def _accept(source: Source, model: CatalogModel, store: WeightStore, progress: Progress) -> None:
    partial = store.partial_path(model)
    progress.begin("Vérification", model.size)
    seen = 0

    def advance(count: int) -> None:
        nonlocal seen
        seen += count
        progress.at(seen)

    if sha256_of(partial, advance) != model.sha256:
        partial.unlink()
        raise SourceFailed(f"{_label(source)} : somme SHA-256 fausse, fichier rejeté")
    with partial.open("rb") as stream:
        os.fsync(stream.fileno())
    partial.replace(store.path(model))


def _label(source: Source) -> str:
    return {PathSource: "fichier local", UrlSource: "site de l’éditeur", ArchiveSource: "registre de paquets"}[type(source)]


def _require_space(model: CatalogModel, store: WeightStore) -> None:
    partial = store.partial_path(model)
    missing = model.size - (partial.stat().st_size if partial.exists() else 0) + MARGIN
    free = shutil.disk_usage(store.folder).free
    if free < missing:
        raise CatalogError(
            f"Il manque de la place sur le disque : {missing // 10**6} Mo nécessaires, {free // 10**6} Mo libres.",
            hint="Libérez de la place, ou choisissez un autre dossier avec BEFFROI_MODELS_DIR.",
        )


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One fetch of a file at a time on this machine; the others wait, then find it done."""
    with lock.open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
