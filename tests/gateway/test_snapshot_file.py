from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beffroi.errors import SnapshotUnavailable, UpstreamUnreachable
from beffroi.gateway.directory import ProviderDirectory
from beffroi.gateway.ports import Endpoint
from beffroi.gateway.snapshot_file import SnapshotFile
from beffroi.policy.signature import sign
from beffroi.policy.snapshot import Provider, ProviderKind, Snapshot
from beffroi.testing.policy import SmallPolicy

POLICY = SmallPolicy()
BASE = "http://127.0.0.1:1/v1"


def write(path: Path, version: int, key: Ed25519PrivateKey = POLICY.signing_key) -> None:
    """As the control plane does: a new file takes the old one's place."""
    new = path.with_suffix(".new")
    new.write_bytes(sign(POLICY.snapshot(BASE, version), key))
    new.replace(path)


def source(path: Path) -> tuple[SnapshotFile, list[int]]:
    loaded: list[int] = []
    return SnapshotFile(path, POLICY.signing_key.public_key(), lambda snapshot: loaded.append(snapshot.version)), loaded


def closed(file: SnapshotFile) -> bool:
    try:
        file.current()
    except SnapshotUnavailable:
        return True
    return False


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "policy.signed"


def test_a_good_file_opens_and_is_read_once(path: Path) -> None:
    write(path, 1)
    file, loaded = source(path)
    assert closed(file), "nothing is read before the first check"
    for _ in range(3):
        file.check()
    assert file.current().version == 1
    assert loaded == [1]
    write(path, 2)
    file.check()
    assert file.current().version == 2


def test_no_file_and_a_file_that_goes_away_close_the_gateway(path: Path) -> None:
    file, _ = source(path)
    file.check()
    assert closed(file)
    write(path, 1)
    file.check()
    assert not closed(file)
    path.unlink()
    file.check()
    assert closed(file)
    write(path, 1)
    file.check()
    assert not closed(file)


def test_a_bad_signature_closes_the_gateway_until_a_good_one_comes(path: Path) -> None:
    write(path, 1)
    file, _ = source(path)
    file.check()
    write(path, 2, Ed25519PrivateKey.generate())
    file.check()
    file.check()
    assert closed(file)
    write(path, 2)
    file.check()
    assert file.current().version == 2


@pytest.mark.parametrize("damage", [b"", b"x", b"beffroi-policy/1 "])
def test_a_damaged_file_closes_the_gateway(path: Path, damage: bytes) -> None:
    write(path, 1)
    file, _ = source(path)
    file.check()
    path.write_bytes(damage)
    file.check()
    assert closed(file)


def test_an_older_policy_is_not_accepted_again(path: Path) -> None:
    write(path, 5)
    file, _ = source(path)
    file.check()
    write(path, 4)
    file.check()
    assert closed(file)


def test_a_listener_that_fails_does_not_let_the_policy_in(path: Path) -> None:
    def fail(_: Snapshot) -> None:
        raise RuntimeError

    write(path, 1)
    file = SnapshotFile(path, POLICY.signing_key.public_key(), fail)
    with pytest.raises(RuntimeError):
        file.check()
    assert closed(file)


async def until(reached: Callable[[], bool]) -> None:
    """Wait at most a second."""
    for _ in range(100):
        if reached():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("more than a second has passed")


async def test_a_change_is_seen_within_a_second(path: Path) -> None:
    write(path, 1)
    file, _ = source(path)
    watch = asyncio.ensure_future(file.watch())
    try:
        await until(lambda: not closed(file))
        write(path, 2)
        await until(lambda: file.current().version == 2)
        write(path, 3, Ed25519PrivateKey.generate())
        await until(lambda: closed(file))
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


def test_the_directory_reads_keys_when_a_policy_is_loaded(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("sk-un\n", encoding="utf-8")
    snapshot = SmallPolicy(api_key_file=str(key)).snapshot(BASE)
    directory = ProviderDirectory()
    directory.load(snapshot)
    key.write_text("sk-deux", encoding="utf-8")
    assert directory.resolve(snapshot.providers["dehors"]) == Endpoint(BASE, "sk-un")
    assert "sk-un" not in repr(directory.resolve(snapshot.providers["dehors"]))
    directory.load(snapshot)
    assert directory.resolve(snapshot.providers["dehors"]).api_key == "sk-deux"
    assert directory.resolve(snapshot.providers["maison"]) == Endpoint(BASE, "")
    key.unlink()
    directory.load(snapshot)
    with pytest.raises(UpstreamUnreachable):
        directory.resolve(snapshot.providers["dehors"])


def test_the_embedded_model_is_resolved_by_who_starts_it() -> None:
    class Supervisor:
        def resolve(self, provider: Provider) -> Endpoint:
            return Endpoint("http://127.0.0.1:4321/v1", "k")

    provider = replace(POLICY.snapshot(BASE).providers["maison"], kind=ProviderKind.EMBEDDED)
    assert ProviderDirectory(Supervisor()).resolve(provider).base_url.endswith(":4321/v1")
    with pytest.raises(UpstreamUnreachable):
        ProviderDirectory().resolve(provider)
