"""One text file (a document, or a part of one) and the edits made to it: what is not edited stays as it was, to the byte."""

from __future__ import annotations

import codecs
import re

from beffroi.errors import DocumentDamaged

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REFERENCE = "xmlcharrefreplace"


class Source:
    """A text, its encoding, and the replacements to be made in it. Offsets count code points of ``text``, 0-based."""

    def __init__(self, text: str, encoding: str = "utf-8", bom: bytes = b"", *, markup: bool = False) -> None:
        self.text = text
        self.encoding = encoding
        self.bom = bom
        self._errors = _REFERENCE if markup else "strict"
        self._edits: dict[tuple[int, int], str] = {}

    @property
    def edited(self) -> bool:
        """Whether anything is to be changed."""
        return bool(self._edits)

    def edit(self, start: int, end: int, text: str) -> None:
        """``[start, end)`` becomes ``text``; a second edit of the same place takes the first one's."""
        self._edits[start, end] = text

    def render(self) -> str:
        """The text with its edits."""
        pieces: list[str] = []
        done = 0
        for (start, end), new in sorted(self._edits.items()):
            pieces += (self.text[done:start], new)
            done = end
        pieces.append(self.text[done:])
        return "".join(pieces)

    def to_bytes(self) -> bytes:
        """The edited text in its encoding; in markup, what the encoding lacks is written as a reference.

        Raises:
            DocumentDamaged: the encoding cannot hold the new text.
        """
        try:
            return self.bom + self.render().encode(self.encoding, self._errors)
        except UnicodeError:
            raise DocumentDamaged(
                "L’encodage de ce fichier ne permet pas d’y écrire le texte.", hint="Enregistrez-le en UTF-8."
            ) from None


def read_text(content: bytes, *, declared: str = "", markup: bool = False) -> Source:
    """A text file: UTF-8 or UTF-16 with a mark, else the encoding ``declared`` in the file, else UTF-8, else Windows-1252.

    Raises:
        DocumentDamaged: it is not text.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :], encoding, bom, markup=markup)
    if b"\x00" in content:
        raise DocumentDamaged("Ce fichier n’est pas un fichier texte.")
    for encoding in filter(None, (declared, "utf-8", "cp1252")):
        try:
            return _decoded(content, encoding, markup=markup)
        except DocumentDamaged:
            continue
    return _decoded(content, "latin-1", markup=markup)  # the five bytes that Windows-1252 leaves undefined


def read_xml(content: bytes) -> Source:
    """An XML part, in the encoding that it declares.

    Raises:
        DocumentDamaged: it is not in that encoding.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _decoded(content[len(bom) :], encoding, bom, markup=True)
    declared = _DECLARED.match(content)
    return _decoded(content, declared[1].decode("ascii") if declared else "utf-8", markup=True)


def _decoded(content: bytes, encoding: str, bom: bytes = b"", *, markup: bool = False) -> Source:
    try:
        text = content.decode(encoding)
        if text.encode(encoding) != content:
            raise DocumentDamaged
    except (UnicodeError, LookupError):
        raise DocumentDamaged from None
    return Source(text, encoding, bom, markup=markup)
