"""The weights of the smallest model of the catalogue, really fetched (once; later runs find them)."""

from __future__ import annotations

from pathlib import Path

import pytest

from beffroi.errors import CatalogError
from beffroi.local_model.catalog import find_model
from beffroi.local_model.fetch import fetch
from beffroi.local_model.store import WeightStore, models_folder

ROOT = Path(__file__).parent.parent.parent
SMALLEST = "smollm2-135m-instruct"


@pytest.fixture(scope="session")
def smollm2() -> Path:
    store = WeightStore(models_folder(ROOT / "var" / "models"))
    try:
        return fetch(find_model(SMALLEST), store)
    except CatalogError as error:
        return pytest.fail(f"{error.sentence} Lancez : beffroi models fetch {SMALLEST} --dir {store.folder}")
