"""Files that the commands write beside the ones they read: never over another without being told, keys for their owner only."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from beffroi.errors import DocumentError

PROTECTED = ".protege"
RESTORED = ".restaure"
KEY = ".cle"


def protected_name(path: Path) -> Path:
    """``letter.docx`` → ``letter.protege.docx``."""
    return path.with_name(f"{path.stem}{PROTECTED}{path.suffix}")


def restored_name(path: Path) -> Path:
    """``letter.protege.docx`` → ``letter.restaure.docx``."""
    return path.with_name(f"{path.stem.removesuffix(PROTECTED)}{RESTORED}{path.suffix}")


def key_name(copy: Path) -> Path:
    """``letter.protege.docx`` → ``letter.protege.cle``."""
    return copy.with_name(copy.stem + KEY)


def check_free(*paths: Path, force: bool) -> None:
    """Whether nothing would be lost.

    Raises:
        DocumentError: one of the files is there already, and ``force`` is not given.
    """
    if not force and any(path.exists() for path in paths):
        raise DocumentError(
            "Un fichier de ce nom existe déjà : rien n’a été écrit.", hint="Ajoutez --force pour le remplacer, ou --sortie."
        )


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all (mode 0600)."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(content)
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def say(sentence: str) -> None:
    """A line for the user, beside the output."""
    typer.echo(sentence, err=True)


@contextmanager
def progress_bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal, told (done, total); nothing where there is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        task = bars.add_task(label, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
