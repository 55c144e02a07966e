"""Plain text and Markdown: one unit, from end to end."""

from __future__ import annotations

from beffroi.documents.contents import Contents
from beffroi.documents.passage import Extract
from beffroi.documents.source import Source, read_text
from beffroi.documents.unit import Slot, Unit

_CHUNK = 200_000


def open_text(content: bytes, contents: Contents) -> Source:
    """Read a text file into ``contents``.

    Raises:
        DocumentDamaged: it is not text.
        DocumentTooLarge: it holds more text than allowed.
    """
    source = read_text(content)
    whole = Unit([Slot(source.text, lambda new: source.edit(0, len(source.text), new))])
    if whole.text.strip():
        contents.keep(whole)
        start = 0
        for line in _pieces(whole.text):
            contents.script.line([Extract(whole, start, len(line))])
            start += len(line)
        contents.script.close()
    return source


def _pieces(text: str) -> list[str]:
    """The text cut at line ends into pieces long enough to keep their context."""
    pieces: list[str] = []
    start = 0
    while start < len(text):
        cut = text.rfind("\n", start, start + _CHUNK) + 1 if start + _CHUNK < len(text) else len(text)
        cut = cut if cut > start else min(len(text), start + _CHUNK)
        pieces.append(text[start:cut])
        start = cut
    return pieces
