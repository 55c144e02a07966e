from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from beffroi.errors import CatalogError
from beffroi.local_model import fetch as fetching
from beffroi.local_model.catalog import CatalogModel, PathSource, Source, UrlSource
from beffroi.local_model.fetch import fetch
from beffroi.local_model.store import WeightStore, models_folder

WEIGHTS = bytes(range(256)) * 400


def model_of(*sources: Source, data: bytes = WEIGHTS) -> CatalogModel:
    return CatalogModel(
        name="petit",
        title="Petit",
        publisher="Personne",
        licence="Apache-2.0",
        file="petit.gguf",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        context=128,
        advice="",
        sources=sources,
    )


class Site:
    """A publisher's site on the loopback. ``cut``: bytes after which it breaks off; ``ranges``: whether it can resume."""

    def __init__(self) -> None:
        self.data, self.cut, self.ranges, self.asked = WEIGHTS, 0, True, list[str | None]()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = self.headers.get("Range")
                site.asked.append(wanted)
                start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and site.ranges else 0
                body = site.data[start:]
                self.send_response(206 if start else 200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: site.cut] if site.cut else body)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.source = UrlSource(f"http://127.0.0.1:{self.server.server_port}/petit.gguf")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    site = Site()
    thread = threading.Thread(target=site.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


class Stages:
    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []
        self.done = 0

    def begin(self, label: str, total: int) -> None:
        self.seen.append((label, total))

    def at(self, done: int) -> None:
        self.done = done


def test_from_the_publisher(site: Site, tmp_path: Path) -> None:
    stages = Stages()
    model, store = model_of(site.source), WeightStore(tmp_path / "models")
    assert fetch(model, store, progress=stages).read_bytes() == WEIGHTS
    assert stages.seen == [("Téléchargement", len(WEIGHTS)), ("Vérification", len(WEIGHTS))]
    assert stages.done == len(WEIGHTS)
    assert store.has(model)
    assert not store.partial_path(model).exists()


def test_what_is_there_is_not_asked_again(site: Site, tmp_path: Path) -> None:
    for _ in range(2):
        fetch(model_of(site.source), WeightStore(tmp_path))
    assert site.asked == [None]


@pytest.mark.parametrize("ranges", [True, False])
def test_a_cut_transfer_resumes(site: Site, tmp_path: Path, ranges: bool) -> None:
    site.cut = 10_000
    model, store = model_of(site.source), WeightStore(tmp_path)
    with pytest.raises(CatalogError, match="injoignable"):
        fetch(model, store)
    assert not store.has(model)
    assert store.partial_path(model).stat().st_size == 10_000
    site.cut, site.ranges = 0, ranges
    assert fetch(model, store).read_bytes() == WEIGHTS
    assert site.asked == [None, "bytes=10000-"]


def test_a_wrong_sum_is_refused_in_words_and_nothing_stays(site: Site, tmp_path: Path) -> None:
    site.data = b"x" + WEIGHTS[1:]
    model, store = model_of(site.source), WeightStore(tmp_path)
    with pytest.raises(CatalogError, match="somme SHA-256 fausse"):
        fetch(model, store)
    assert not store.has(model)
    assert not store.partial_path(model).exists()


def test_a_longer_file_is_refused(site: Site, tmp_path: Path) -> None:
    site.data = WEIGHTS + b"more"
    with pytest.raises(CatalogError, match="plus grand"):
        fetch(model_of(site.source), WeightStore(tmp_path))


def test_the_next_source_is_tried(site: Site, tmp_path: Path) -> None:
    bad = tmp_path / "bad.gguf"
    bad.write_bytes(b"x" * len(WEIGHTS))
    model = model_of(PathSource(tmp_path / "absent"), PathSource(bad), site.source)
    assert fetch(model, WeightStore(tmp_path / "models")).read_bytes() == WEIGHTS


def test_the_operators_own_file_comes_first(tmp_path: Path) -> None:
    (tmp_path / "petit.gguf").write_bytes(WEIGHTS)
    model = model_of(UrlSource("http://127.0.0.1:9/never"))
    assert fetch(model, WeightStore(tmp_path / "models"), first=[PathSource(tmp_path)]).read_bytes() == WEIGHTS


def test_nothing_reachable(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as caught:
        fetch(model_of(PathSource(tmp_path / "absent")), WeightStore(tmp_path / "models"))
    assert "fichier local injoignable" in caught.value.message
    assert "--from" in caught.value.hint


def test_a_full_disk_is_told_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching.shutil, "disk_usage", lambda folder: SimpleNamespace(free=1000))
    with pytest.raises(CatalogError, match="place sur le disque"):
        fetch(model_of(PathSource(tmp_path / "absent")), WeightStore(tmp_path))


def test_two_fetches_at_once_ask_once(site: Site, tmp_path: Path) -> None:
    work: Callable[[], object] = lambda: fetch(model_of(site.source), WeightStore(tmp_path))  # noqa: E731
    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert site.asked == [None]


def test_damage_is_found_by_verify(tmp_path: Path) -> None:
    model, store = model_of(), WeightStore(tmp_path)
    store.path(model).write_bytes(WEIGHTS)
    store.verify(model)
    store.path(model).write_bytes(b"x" + WEIGHTS[1:])
    with pytest.raises(CatalogError, match="abîmé"):
        store.verify(model)
    with pytest.raises(CatalogError, match="ne sont pas sur cette machine"):
        store.require(replace(model, file="autre.gguf"))


def test_the_variable_names_the_folder(tmp_path: Path) -> None:
    assert models_folder(tmp_path, {}) == tmp_path
    assert models_folder(tmp_path, {"BEFFROI_MODELS_DIR": "/srv/poids"}) == Path("/srv/poids")
