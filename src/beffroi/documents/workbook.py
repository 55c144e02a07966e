"""Workbooks (xlsx): shared strings read in the cells that show them, numbers and dates read as people see them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from beffroi.documents.cell_value import day_kept, day_shown, is_date_format, number_kept, number_shown, zero_width
from beffroi.documents.contents import Contents
from beffroi.documents.markup import Attribute, attributes, escaped, local, tags
from beffroi.documents.paragraph import Paragraph
from beffroi.documents.passage import Line, whole
from beffroi.documents.source import Source
from beffroi.documents.unit import Slot, Unit
from beffroi.documents.xml_part import Element, Walker

_TYPE = re.compile(r"""\s+t\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How the numbers of a style are shown: as days, or filled with zeros to ``width`` digits."""

    is_date: bool = False
    width: int = 0


@dataclass(slots=True)
class Book:
    """What the sheets of one workbook share."""

    strings: list[Line] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)
    styles: list[CellStyle] = field(default_factory=list)
    since_1904: bool = False


def read_styles(text: str) -> list[CellStyle]:
    """The styles of cells, by number (``xl/styles.xml``)."""
    codes: dict[int, str] = {}
    styles: list[CellStyle] = []
    within = ""
    for tag in tags(text):
        if tag["close"] and local(tag["close"]) == "cellXfs":
            within = ""
        if not tag["name"]:
            continue
        name = local(tag["name"])
        found = {one.name: one.value for one in attributes(tag["inside"], 0)}
        number = found.get("numFmtId", "")
        if name == "cellXfs":
            within = name
        elif name == "numFmt" and number.isdecimal():
            codes[int(number)] = found.get("formatCode", "")
        elif name == "xf" and within:
            identity = int(number) if number.isdecimal() else 0
            code = codes.get(identity, "")
            styles.append(CellStyle(is_date_format(identity, code), zero_width(code)))
    return styles


class StringsWalker(Walker):
    """Reads the shared strings: units now, lines only where a cell shows them."""

    def __init__(self, source: Source, contents: Contents, book: Book) -> None:
        super().__init__(source, contents)
        self._book = book

    def close_paragraph(self, _element: Element, paragraph: Paragraph) -> None:
        """One more string."""
        lines = paragraph.close(self.contents.keep)
        self._book.strings.append([piece for line in lines for piece in line])


class SheetWalker(Walker):
    """Reads one sheet, cell by cell."""

    def __init__(self, source: Source, contents: Contents, book: Book) -> None:
        super().__init__(source, contents)
        self._book = book
        self._cell: Element | None = None
        self._type = ""
        self._style = CellStyle()
        self._has_formula = False

    def start(self, element: Element, found: list[Attribute]) -> None:
        """A cell begins, or something else."""
        super().start(element, found)
        if element.name == "c" and self.tables:
            values = {one.name: one.value for one in found}
            style = values.get("s", "0")
            index = int(style) if style.isdecimal() else 0
            self._cell = element
            self._type = values.get("t", "n")
            self._style = self._book.styles[index] if index < len(self._book.styles) else CellStyle()
            self._has_formula = False
        elif element.name == "f":
            self._has_formula = True

    def attribute(self, element: Element, attribute: Attribute) -> None:
        """The attributes of rows and cells are positions."""
        if element.name not in {"c", "row", "f", "col"}:
            super().attribute(element, attribute)

    def text(self, start: int, end: int, *, raw: bool = False) -> None:
        """The value of a cell, or another text."""
        if self.path[-1].name != "v" or self._cell is None or raw:
            super().text(start, end, raw=raw)
            return
        written = self.source.text[start:end]
        if self._type == "s":
            index = int(written) if written.strip().isdecimal() else -1
            if 0 <= index < len(self._book.strings):
                self._book.shown.add(index)
                self.line(list(self._book.strings[index]))
        elif self._type in {"n", "str", "d"} and written.strip():
            unit = Unit([self._value_slot(self._cell, start, end)])
            self.contents.keep(unit)
            self.line([whole(unit)])

    def _value_slot(self, cell: Element, start: int, end: int) -> Slot:
        """A value, shown as its style says; a cell whose new value is no number becomes one of text, and back."""
        style, since_1904, kind, formula = self._style, self._book.since_1904, self._type, self._has_formula
        written = html.unescape(self.source.text[start:end])
        shown = written
        if kind == "n":
            shown = day_shown(written, since_1904=since_1904) if style.is_date else number_shown(written, style.width)

        def write(new: str) -> None:
            kept = None
            if kind == "n" or not formula:
                kept = day_kept(new, since_1904=since_1904) if style.is_date else number_kept(new, style.width)
            if kind == "n" and kept is None:
                self._retype(cell, ' t="str"')
            elif kind == "str" and kept is not None:
                self._retype(cell, "")
            self.source.edit(start, end, escaped(new if kept is None else kept))

        return Slot(shown, write)

    def _retype(self, cell: Element, kind: str) -> None:
        """Give another type to a cell (``kind`` is the attribute, or nothing for a number)."""
        tag = self.source.text[cell.start : cell.end]
        self.source.edit(cell.start, cell.end, _TYPE.sub("", tag)[:-1] + kind + ">")


def read_unshown(book: Book, contents: Contents) -> None:
    """Shared strings that no cell shows still stand in the file."""
    for index, line in enumerate(book.strings):
        if index not in book.shown and line:
            contents.emit(line, True)
    contents.script.close()
