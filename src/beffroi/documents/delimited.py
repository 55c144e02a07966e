"""CSV: delimiter, quotes, line ends and encoding stay as they were; each cell is read under the title of its column."""

from __future__ import annotations

import re

from beffroi.documents.contents import Contents
from beffroi.documents.passage import whole
from beffroi.documents.source import Source, read_text
from beffroi.documents.table import Table
from beffroi.documents.unit import Slot, Unit

_DELIMITERS = (";", "\t", ",", "|")
_SAMPLE = 40  # lines looked at to tell the delimiter


def open_csv(content: bytes, contents: Contents) -> Source:
    """Read a delimited file into ``contents``.

    Raises:
        DocumentDamaged: it is not text.
        DocumentTooLarge: it holds more cells than allowed.
    """
    source = read_text(content)
    delimiter = delimiter_of(source.text)
    cell = re.compile(rf'[ ]*"((?:[^"]|"")*+)"[^{re.escape(delimiter)}\r\n]*|([^{re.escape(delimiter)}\r\n]*)')
    table = Table()
    table.open_row()
    at = 0
    text = source.text
    while True:
        match = cell.match(text, at)
        assert match is not None  # the second form matches the empty cell
        table.open_cell()
        quoted = match[1] is not None
        unit = Unit([_slot(source, *match.span(1 if quoted else 2), delimiter, quoted=quoted)])
        if unit.text.strip():
            contents.keep(unit)
            table.add([whole(unit)])
        at = match.end()
        if at < len(text) and text[at] == delimiter:
            at += 1
            continue
        table.close_row(contents.emit)
        while at < len(text) and text[at] in "\r\n":
            at += 1
        if at >= len(text):
            break
        table.open_row()
    table.close(contents.emit)
    contents.script.close()
    return source


def delimiter_of(text: str) -> str:
    """The sign that cuts the lines most evenly, outside of quotes.

    >>> delimiter_of('nom;prénom\\n"Le Goff; dit Jo";Anne\\n'), delimiter_of("a,b\\n1,2\\n")
    (';', ',')
    """
    bare = re.sub(r'"[^"]*"', "", "\n".join(text[:100_000].splitlines()[:_SAMPLE]))
    lines = [line for line in bare.split("\n") if line]

    def evenness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(usual) if usual else 0), usual

    return max(_DELIMITERS, key=lambda sign: (*evenness(sign), -_DELIMITERS.index(sign)))


def _slot(source: Source, start: int, end: int, delimiter: str, *, quoted: bool) -> Slot:
    """A cell; quotes are doubled inside of quotes, and put around what would be cut without them."""
    written = source.text[start:end]

    def write(new: str) -> None:
        if quoted:
            new = new.replace('"', '""')
        elif any(sign in new for sign in (delimiter, "\n", "\r", '"')):
            new = '"' + new.replace('"', '""') + '"'
        source.edit(start, end, new)

    return Slot(written.replace('""', '"') if quoted else written, write)
