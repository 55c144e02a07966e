"""How much of a document is read before it is refused. What is beyond is told in words; nothing is cut in silence."""

from __future__ import annotations

from dataclasses import dataclass

from beffroi.errors import DocumentTooLarge

CHARACTERS_PER_PAGE = 3_000
"""Code points of a full page of ordinary text (A4, 11 points)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one document. Sizes in bytes; ``ratio`` is unpacked to packed, looked at beyond ``ratio_from`` bytes."""

    file_bytes: int = 64 * 1024 * 1024
    members: int = 5_000
    unpacked_bytes: int = 400 * 1024 * 1024
    ratio: int = 250
    ratio_from: int = 4 * 1024 * 1024
    depth: int = 256
    pages: int = 2_000
    units: int = 1_000_000
    nesting: int = 3

    def check_size(self, content: bytes) -> None:
        """Raises:
        DocumentTooLarge: the file itself is beyond the bound.
        """
        if len(content) > self.file_bytes:
            raise DocumentTooLarge(f"Ce fichier dépasse {self.file_bytes // (1024 * 1024)} Mo.")

    def check_text(self, characters: int, units: int) -> None:
        """Raises:
        DocumentTooLarge: there is more text than the number of pages allowed.
        """
        if characters > self.pages * CHARACTERS_PER_PAGE:
            raise DocumentTooLarge(f"Ce fichier contient plus de {self.pages} pages de texte.")
        if units > self.units:
            raise DocumentTooLarge(f"Ce fichier contient plus de {self.units} cellules ou paragraphes.")


LIMITS = Limits()
