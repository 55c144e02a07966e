from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from beffroi.cli import models as command
from beffroi.errors import CatalogError
from beffroi.local_model import catalog as catalog_module
from beffroi.local_model.catalog import CatalogModel, PathSource

WEIGHTS = b"poids" * 1000


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CatalogModel:
    source = tmp_path / "source.gguf"
    source.write_bytes(WEIGHTS)
    model = CatalogModel(
        name="petit",
        title="Petit",
        publisher="Personne",
        licence="Apache-2.0",
        file="petit.gguf",
        size=len(WEIGHTS),
        sha256=hashlib.sha256(WEIGHTS).hexdigest(),
        context=128,
        advice="Pour essayer.",
        sources=(PathSource(source),),
    )
    monkeypatch.setattr(catalog_module, "catalog", lambda: {"petit": model})
    monkeypatch.setenv("BEFFROI_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("COLUMNS", "120")
    return model


def run(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    result = CliRunner().invoke(app, ["models", *arguments])
    if isinstance(result.exception, CatalogError):
        raise result.exception
    return result.exit_code, result.output


def test_the_path_of_a_model(model: CatalogModel, tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="ne sont pas sur cette machine"):
        run("path", "petit")
    assert run("list")[1].count("non") == 1
    assert run("verify") == (0, "Aucun modèle du catalogue n’est sur cette machine.\n")
    code, said = run("fetch", "petit")
    assert code == 0
    assert "est prêt" in said
    assert run("path", "petit")[1].replace("\n", "") == str(tmp_path / "models" / "petit.gguf")
    assert "oui" in run("list")[1]
    assert run("verify", "petit") == (0, " ✓ petit : intact\n")


def test_damage_is_told_and_fails(model: CatalogModel, tmp_path: Path) -> None:
    run("fetch", "petit")
    (tmp_path / "models" / "petit.gguf").write_bytes(b"x" + WEIGHTS[1:])
    code, said = run("verify")
    assert code == 1
    assert "abîmé" in said


def test_the_option_wins_over_the_variable(model: CatalogModel, tmp_path: Path) -> None:
    run("fetch", "petit", "--dir", str(tmp_path / "ailleurs"), "--from", str(tmp_path / "source.gguf"))
    assert (tmp_path / "ailleurs" / "petit.gguf").read_bytes() == WEIGHTS


def test_without_configuration_the_folder_is_var(model: CatalogModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BEFFROI_MODELS_DIR")
    monkeypatch.delenv("BEFFROI_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)
    run("fetch", "petit")
    assert (tmp_path / "var" / "models" / "petit.gguf").exists()


def test_an_unknown_name(model: CatalogModel) -> None:
    with pytest.raises(CatalogError, match="pas dans le catalogue"):
        run("fetch", "autre")
