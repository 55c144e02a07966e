"""Completes a partial file from a local file or from an HTTPS address, without taking again what is already there."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from beffroi.errors import CatalogError

CHUNK = 1 << 20
TIMEOUT = 15
"""Seconds without an answer after which a source is given up."""


def append_path(source: Path, partial: Path, at: Callable[[int], None]) -> None:
    """Make ``partial`` a copy of ``source``. ``at`` is told the bytes that are there.

    Raises:
        OSError: ``source`` cannot be read.
    """
    done = 0
    with source.open("rb") as origin, partial.open("wb") as target:
        while chunk := origin.read(CHUNK):
            target.write(chunk)
            done += len(chunk)
            at(done)


def append_url(url: str, partial: Path, size: int, at: Callable[[int], None]) -> None:
    """Download the rest of ``url`` after what ``partial`` holds (HTTP range), or all of it if the server knows no range.

    Raises:
        OSError: unreachable, or cut on the way; what came in stays, for the next time.
        CatalogError: the server sends more than ``size`` bytes.
    """
    done = partial.stat().st_size if partial.exists() else 0
    if done >= size:
        return
    headers = {"User-Agent": "beffroi", **({"Range": f"bytes={done}-"} if done else {})}
    request = Request(url, headers=headers)  # noqa: S310 - the catalogue allows https only
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - see above
            resumed = answer.status == HTTPStatus.PARTIAL_CONTENT
            done = done if resumed else 0
            with partial.open("ab" if resumed else "wb") as target:
                while chunk := answer.read(CHUNK):
                    done += len(chunk)
                    if done > size:
                        raise CatalogError("Le site de l’éditeur envoie un fichier plus grand qu’annoncé.")
                    target.write(chunk)
                    at(done)
    except HTTPError as error:
        raise CatalogError(f"Le site de l’éditeur refuse ({error.code}).") from error
    if done < size:
        raise ConnectionError("the transfer was cut")
