"""The two things done with a document: a protected copy and its key, and the way back.

A copy is handed over only after it was read again: nothing that was masked remains, and every text comes back as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from beffroi.documents.contents import Contents
from beffroi.documents.formats import open_document
from beffroi.documents.limits import LIMITS, Limits
from beffroi.documents.protection import Progress, check_nothing_left, mask, replaceable, restored_texts, unmask
from beffroi.errors import DocumentNotProtected
from beffroi.privacy.detection.detector import Detector
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser
from beffroi.privacy.surrogates.substitutions import Substitutions


@dataclass(frozen=True, slots=True)
class Terms:
    """How a copy is made: which types are replaced, who is told of the progress, up to what size."""

    masks: Callable[[str], bool] = replaceable
    progress: Progress | None = None
    limits: Limits = LIMITS


@dataclass(frozen=True, slots=True)
class ProtectedCopy:
    """A copy in the same format, what restores it, findings replaced per type, and what the user must know (French)."""

    content: bytes
    substitutions: Substitutions
    counts: Mapping[str, int]
    warnings: tuple[str, ...]

    def __repr__(self) -> str:
        return f"ProtectedCopy({len(self.content)} bytes, {dict(self.counts)!r})"


_USUAL = Terms()


def protect_document(
    name: str, content: bytes, detector: Detector, pseudonymiser: Pseudonymiser, terms: Terms = _USUAL
) -> ProtectedCopy:
    """A protected copy of the file ``content``; ``name`` tells its format.

    Raises:
        DocumentError: the file cannot be read, or could not be protected wholly.
        ProtectionError: detection failed.
    """
    contents = Contents(terms.limits)
    file = open_document(name, content, contents)
    masked = mask(contents, detector, pseudonymiser, masks=terms.masks, progress=terms.progress)
    copy = file.to_bytes()
    again = Contents(terms.limits)
    open_document(name, copy, again)
    check_nothing_left(again.rest, masked)
    if restored_texts(again, masked.substitutions) != [unit.text for unit in contents.units]:
        raise DocumentNotProtected(
            "La copie protégée de ce fichier ne se restaurerait pas à l’identique : elle n’a pas été écrite."
        )
    return ProtectedCopy(copy, masked.substitutions, masked.counts, tuple(contents.warnings))


def restore_document(name: str, content: bytes, substitutions: Substitutions, *, limits: Limits = LIMITS) -> bytes:
    """The file with every surrogate replaced by what it stands for, even in text added since.

    Raises:
        DocumentError: the file cannot be read.
    """
    contents = Contents(limits)
    file = open_document(name, content, contents)
    unmask(contents, substitutions)
    return file.to_bytes()
