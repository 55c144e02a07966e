"""Keys and publication: private files, atomic writes, versions that only grow."""

from __future__ import annotations

from pathlib import Path

import pytest

from beffroi.errors import ConfigurationError, SnapshotUnavailable
from beffroi.governance.key_files import create_keys, load_master_secret, load_public_key, load_signing_key
from beffroi.governance.publication import publish_settings
from beffroi.policy.signature import decode_signed
from beffroi.settings import Settings, read_settings

NOW = 1_790_000_000


@pytest.fixture
def settings(tmp_path: Path, good: str) -> Settings:
    settings = read_settings(good, tmp_path / "beffroi.toml", {})
    create_keys(settings.keys_dir)
    return settings


def changed(settings: Settings, good: str, old: str, new: str) -> Settings:
    return read_settings(good.replace(old, new), settings.file, {})


def test_keys_are_private_and_kept(tmp_path: Path) -> None:
    directory = tmp_path / "var" / "keys"
    assert [path.name for path in create_keys(directory)] == ["signing.key", "signing.pub", "master.key"]
    assert directory.stat().st_mode & 0o777 == 0o700
    modes = {path.name: path.stat().st_mode & 0o777 for path in directory.iterdir()}
    assert modes == {"signing.key": 0o600, "signing.pub": 0o644, "master.key": 0o600}
    before = load_master_secret(directory)
    assert create_keys(directory) == []
    assert load_master_secret(directory) == before
    load_public_key(directory).verify(load_signing_key(directory).sign(b"x"), b"x")


def test_a_lost_public_key_is_made_again(tmp_path: Path) -> None:
    create_keys(tmp_path)
    (tmp_path / "signing.pub").unlink()
    assert [path.name for path in create_keys(tmp_path)] == ["signing.pub"]
    load_public_key(tmp_path).verify(load_signing_key(tmp_path).sign(b"x"), b"x")


def test_wrong_keys_are_told(tmp_path: Path) -> None:
    for load in (load_signing_key, load_public_key, load_master_secret):
        with pytest.raises(ConfigurationError, match="n’existe pas"):
            load(tmp_path)
    create_keys(tmp_path)
    for name in ("signing.key", "signing.pub", "master.key"):
        (tmp_path / name).write_bytes(b"abimee")
    for load in (load_signing_key, load_public_key, load_master_secret):
        with pytest.raises(ConfigurationError, match="abîmée"):
            load(tmp_path)


@pytest.mark.parametrize(("name", "load"), [("signing.key", load_signing_key), ("master.key", load_master_secret)])
def test_secrets_that_others_can_read_are_refused(tmp_path: Path, name: str, load: object) -> None:
    create_keys(tmp_path)
    (tmp_path / name).chmod(0o640)
    with pytest.raises(ConfigurationError, match="d’autres comptes"):
        load(tmp_path)  # type: ignore[operator]  # one of the two loaders


def test_a_first_publication_can_be_read_back(settings: Settings) -> None:
    snapshot = publish_settings(settings, now=NOW)
    assert (snapshot.version, snapshot.issued_at) == (1, NOW)
    data = settings.snapshot_path.read_bytes()
    assert decode_signed(data, load_public_key(settings.keys_dir)) == snapshot


def test_the_version_grows_only_when_something_changed(settings: Settings, good: str) -> None:
    publish_settings(settings, now=NOW)
    first = settings.snapshot_path.read_bytes()
    assert publish_settings(settings, now=NOW + 60).version == 1
    assert settings.snapshot_path.read_bytes() == first
    suspended = changed(settings, good, '"authorized"', '"suspended"')
    assert publish_settings(suspended, now=NOW + 60).version == 2
    assert publish_settings(settings, now=NOW + 90).version == 3


def test_what_does_not_compile_changes_nothing(settings: Settings, good: str) -> None:
    publish_settings(settings, now=NOW)
    first = settings.snapshot_path.read_bytes()
    with pytest.raises(ConfigurationError):
        publish_settings(changed(settings, good, '"authorized"', '"ouvert"'), now=NOW + 60)
    assert settings.snapshot_path.read_bytes() == first
    assert [path.name for path in settings.snapshot_path.parent.iterdir()] == ["policy.signed"]


def test_a_damaged_publication_is_replaced_by_a_later_one(settings: Settings) -> None:
    publish_settings(settings, now=NOW)
    settings.snapshot_path.write_bytes(settings.snapshot_path.read_bytes()[:-1])
    with pytest.raises(SnapshotUnavailable):
        decode_signed(settings.snapshot_path.read_bytes(), load_public_key(settings.keys_dir))
    assert publish_settings(settings, now=NOW + 60).version == NOW + 60


def test_a_secret_file_that_is_not_there_is_told(settings: Settings, good: str) -> None:
    broken = changed(settings, good, 'country = "IE"', 'api_key_file = "secrets/loin.txt"')
    with pytest.raises(ConfigurationError, match="« loin »"):
        publish_settings(broken, now=NOW)
    (settings.file.parent / "secrets").mkdir()
    (settings.file.parent / "secrets/loin.txt").write_text("cle")
    snapshot = publish_settings(broken, now=NOW)
    assert snapshot.providers["loin"].api_key_file == str(settings.file.parent / "secrets/loin.txt")


def test_a_place_that_cannot_be_written_is_told(settings: Settings) -> None:
    settings.snapshot_path.parent.write_text("un fichier à la place du dossier")
    with pytest.raises((ConfigurationError, SnapshotUnavailable)):
        publish_settings(settings, now=NOW)
