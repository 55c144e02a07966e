"""Where weights live on disk, and whether they are whole."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from beffroi.errors import CatalogError
from beffroi.local_model.catalog import CatalogModel

FOLDER_VARIABLE = "BEFFROI_MODELS_DIR"
"""Names a folder of weights shared by several installations; takes the place of ``data_dir/models``."""
CHUNK = 1 << 20


def models_folder(default: Path, environ: Mapping[str, str] | None = None) -> Path:
    """The folder of weights: the one that ``BEFFROI_MODELS_DIR`` names, else ``default``."""
    named = (os.environ if environ is None else environ).get(FOLDER_VARIABLE)
    return Path(named) if named else default


class WeightStore:
    """Weights in one folder, each under the file name of its catalogue entry. Only whole, verified files bear that name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, model: CatalogModel) -> Path:
        """Where the weights of ``model`` are, or will be."""
        return self.folder / model.file

    def partial_path(self, model: CatalogModel) -> Path:
        """Where they are gathered while they are fetched."""
        return self.folder / f"{model.file}.partial"

    def has(self, model: CatalogModel) -> bool:
        """Whether the weights are there, with the right size. Quick: their sum was checked when they came in."""
        path = self.path(model)
        return path.is_file() and path.stat().st_size == model.size

    def require(self, model: CatalogModel) -> Path:
        """The path of the weights.

        Raises:
            CatalogError: they are not there; the hint says how to fetch them.
        """
        if not self.has(model):
            raise CatalogError(
                f"Les poids du modèle {model.name} ne sont pas sur cette machine.",
                hint=f"Lancez « beffroi models fetch {model.name} ».",
                param="model",
            )
        return self.path(model)

    def verify(self, model: CatalogModel, advance: Callable[[int], None] = lambda _: None) -> None:
        """Read the whole file and compare its SHA-256. ``advance`` is told the bytes read, as they are.

        Raises:
            CatalogError: absent, or not the expected bytes.
        """
        if sha256_of(self.require(model), advance) != model.sha256:
            raise CatalogError(
                f"Le fichier du modèle {model.name} est abîmé : sa somme SHA-256 n’est pas celle du catalogue.",
                hint=f"Effacez-le, puis lancez « beffroi models fetch {model.name} ».",
            )


def sha256_of(path: Path, advance: Callable[[int], None] = lambda _: None) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            advance(len(chunk))
    return digest.hexdigest()
