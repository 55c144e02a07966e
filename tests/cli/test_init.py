"""``beffroi init``: a complete start, private files, nothing overwritten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from beffroi.cli import init
from beffroi.errors import ConfigurationError
from beffroi.governance import installation
from beffroi.governance.key_files import load_master_secret, load_public_key
from beffroi.governance.publication import publish_settings
from beffroi.policy.authentication import authenticate
from beffroi.policy.snapshot import ProviderKind, TrustLevel, UseStatus
from beffroi.settings import load_settings

NOW = 1_790_000_000


def run(*arguments: str) -> str:
    app = typer.Typer(pretty_exceptions_enable=False)
    init.register(app)
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_a_fresh_directory_is_ready(tmp_path: Path) -> None:
    output = run("--directory", str(tmp_path / "mairie"))
    (api_key,) = re.findall(r"bf-[A-Za-z0-9_-]{43}", output)
    settings = load_settings(tmp_path / "mairie" / "beffroi.toml", {})
    snapshot = publish_settings(settings, now=NOW)
    grant = authenticate(snapshot, api_key, now=NOW, public_key=load_public_key(settings.keys_dir))
    assert grant.organization.name == "Ville de Saint-Aubin-des-Eaux"
    assert grant.use.id == "courrier"
    model = snapshot.models[grant.use.models[0]]
    assert model.id == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    provider = snapshot.providers[model.provider]
    assert (provider.kind, provider.trust_level) == (ProviderKind.EMBEDDED, TrustLevel.LOCAL)
    assert snapshot.uses["saint-aubin-des-eaux", "candidatures"].status is UseStatus.DRAFT


def test_the_key_is_written_nowhere(tmp_path: Path) -> None:
    written = installation.install(tmp_path)
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or written.api_key.encode() not in path.read_bytes()


def test_what_is_written_is_private(tmp_path: Path) -> None:
    installation.install(tmp_path)
    modes = {str(path.relative_to(tmp_path)): path.stat().st_mode & 0o777 for path in tmp_path.rglob("*")}
    assert modes == {
        "beffroi.toml": 0o600,
        "var": 0o700,
        "var/keys": 0o700,
        "var/keys/signing.key": 0o600,
        "var/keys/signing.pub": 0o644,
        "var/keys/master.key": 0o600,
    }


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    installation.install(tmp_path)
    before = (tmp_path / "beffroi.toml").read_bytes()
    with pytest.raises(ConfigurationError, match="déjà"):
        installation.install(tmp_path)
    assert (tmp_path / "beffroi.toml").read_bytes() == before


def test_force_replaces_the_file_and_keeps_the_keys(tmp_path: Path) -> None:
    installation.install(tmp_path)
    (tmp_path / "beffroi.toml").write_text("# le mien")
    master = load_master_secret(tmp_path / "var/keys")
    assert "Clés existantes gardées" in run("--directory", str(tmp_path), "--force")
    assert (tmp_path / "beffroi.toml.bak").read_text() == "# le mien"
    assert load_settings(tmp_path / "beffroi.toml", {}).policy.values["uses"]
    assert load_master_secret(tmp_path / "var/keys") == master


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    with pytest.raises(ConfigurationError):
        installation.install(tmp_path / "fichier")


def test_the_examples_in_comments_are_good_too(tmp_path: Path) -> None:
    """Whoever removes the « # » of an example must get a configuration that compiles."""
    path = installation.install(tmp_path).configuration
    lines = path.read_text(encoding="utf-8").splitlines()
    example = re.compile(r"# (?=\[|[a-z_]+ = )")
    path.write_text("\n".join(example.sub("", line, count=1) for line in lines), encoding="utf-8")
    (tmp_path / "secrets").mkdir()
    for name in ("principal", "albert", "mistral", "ovhcloud"):
        (tmp_path / "secrets" / f"{name}.txt").write_text("cle")
    snapshot = publish_settings(load_settings(path, {}), now=NOW)
    assert set(snapshot.providers) == {"principal", "ollama", "albert", "mistral", "ovhcloud"}
    assert snapshot.providers["principal"].kind is ProviderKind.OPENAI
    assert "mistral-small" in snapshot.models
