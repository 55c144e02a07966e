"""Tables as the detector reads them: one line a row, cells apart by tabs, so that titles of columns give their meaning.

A row of two cells is also read as "label : value" (forms are often laid out so); so are the columns of names of a list of
people: a surname that is also a common word is then told from it. These lines come after the table. A row whose cells hold
several paragraphs, where no title came before, is a layout, not data: its paragraphs are read one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from beffroi.documents.passage import Extract, Line, text_of
from beffroi.privacy.lexicons.names import is_common_word
from beffroi.privacy.text_view import fold

_LONGEST_LABEL = 60
Emit = Callable[[Line, bool, str], None]
"""Takes a line, whether its breaks are shown as spaces, and the title row to repeat at the head of a passage."""


@dataclass(slots=True)
class Table:
    """A table being read. ``title`` is its first row that holds text."""

    cells: list[list[Line]] = field(default_factory=list)
    title: str = ""
    _after: list[Line] = field(default_factory=list)
    _names: list[tuple[int, str]] = field(default_factory=list)

    def open_row(self) -> None:
        """A row begins."""
        self.cells = []

    def open_cell(self) -> None:
        """A cell begins."""
        self.cells.append([])

    def add(self, line: Line) -> None:
        """A line of the current cell."""
        if not self.cells:
            self.open_cell()
        self.cells[-1].append(line)

    def aside(self, line: Line) -> None:
        """A line that is not of a cell's text (the address behind a link): read after the table."""
        self._after.append(line)

    def close_row(self, emit: Emit) -> None:
        """Read the row."""
        cells, self.cells = self.cells, []
        if not any(cells):
            return
        if any(len(cell) > 1 for cell in cells):
            lines = [line for cell in cells for line in cell]
            if self.title:
                self._after += lines
                emit(_row(cells), True, self.title)
            else:
                for line in lines:
                    emit(line, False, "")
            return
        emit(_row(cells), True, self.title)
        if len(cells) == 2 and cells[0] and cells[1]:
            label = text_of(cells[0][0]).strip(" :")
            if 0 < len(label) <= _LONGEST_LABEL and (self.title or not _is_title(text_of(cells[1][0]))):
                self._after.append([f"{label} : ", *cells[1][0]])
        if not self.title:
            self._take_title(cells)
            return
        for index, name in self._names:
            if index < len(cells) and cells[index]:
                self._after.append([f"{name} : ", *cells[index][0]])

    def close(self, emit: Emit) -> None:
        """Read what is left: a last row, then the lines that come after the table."""
        self.close_row(emit)
        for line in self._after:
            emit(line, True, "")
        self._after = []

    def _take_title(self, cells: list[list[Line]]) -> None:
        self.title = text_of(_row(cells))
        names = [fold(text_of(cell[0]).strip(" :*")) if cell else "" for cell in cells]
        if any(name.startswith("prenom") for name in names):
            self._names = [(index, name) for index, name in enumerate(names) if "nom" in name]


def _is_title(text: str) -> bool:
    """Whether a cell of the first row is made of common words: the title of a column, rather than a value."""
    words = re.findall(r"[^\W_]+", fold(text))
    return all(is_common_word(word) for word in words)


def _row(cells: list[list[Line]]) -> Line:
    row: Line = []
    for number, cell in enumerate(cells):
        if number:
            row.append("\t")
        pieces: list[str | Extract] = [piece for line in cell for piece in (" ", *line)][1:]
        row += pieces
    return row
