"""Tables pasted from a spreadsheet: the cells under a column, found from its title.

A table is a title line and the lines below it that have the same separator (tab, semicolon, bar, comma or runs of spaces)
and at least as many cells as are needed to reach the column. Cells between double quotes may hold the separator. In tables
aligned with spaces an empty cell leaves no trace: the title that stands above a cell may tell what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from beffroi.privacy.text_view import TextView

_KEY = "columns.lines"
_MARKS = ("\t", ";", "|", ",", "  ")
_SPACES = re.compile(r" {2,}")
_MAX_TITLE = 400  # code points of a title line
_MAX_NAME = 40  # code points of one title
_TITLE_NOISE = re.compile(r"^[\s*_#\"'«-]+|[\s*_:\"'»()-]+$")
_RULE = " |-+:\t"  # what the lines drawn in a table are made of
_NOISE = " \t\r\f\v*_#\"'«»:()-"
_QUOTED = re.compile(r'"[^"\n]*+"')
_SHIFT = 2  # columns by which a cell may stand to the left of its title

Cell = tuple[int, int]


@dataclass(frozen=True)
class Columns:
    """Titles of the columns looked for, folded."""

    titles: frozenset[str]

    @cached_property
    def first_words(self) -> frozenset[str]:
        """First words of the titles: a text without any of them has no such column."""
        return frozenset(title.split(" ", 1)[0].split("(", 1)[0].split(".", 1)[0] for title in self.titles)


class _Row(NamedTuple):
    """A line cut at a separator: where each cell begins in the line, and what it says, trimmed."""

    separator: str
    starts: list[int]
    titles: list[str]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a text, where each begins, and those that may be titles, by index."""

    texts: list[str]
    starts: list[int]
    titles: list[tuple[int, list[_Row]]]


@dataclass(frozen=True, slots=True)
class _Header:
    """A title line: its separator, its number of cells, where each begins in the line, and what the columns wanted are."""

    separator: str
    starts: list[int]
    wanted: dict[int, str]


def column_cells(view: TextView, columns: Columns) -> Iterator[Cell]:
    """Spans of the non-empty cells under the columns, in reading order by line; linear in the text."""
    if "\n" in view.folded and not columns.first_words.isdisjoint(view.words.texts):
        for _, start, end in titled_cells(view, {title: title for title in columns.titles}.get):
            yield start, end


def titled_cells(
    view: TextView, name_of: Callable[[str], str | None], *, aligned: bool = False
) -> Iterator[tuple[str, int, int]]:
    """(name, start, end) of the non-empty cells whose column title (folded, trimmed) has a name; linear in the text.

    With ``aligned``, a cell of a table aligned with spaces is also given the name of the title above it: it then comes
    twice, for the caller to judge.
    """
    lines = _lines(view)
    headers = {index: title for index, rows in lines.titles if (title := _header(rows, name_of)) is not None}
    last = 0
    for first, header in headers.items():  # in reading order
        if first < last:
            continue  # the title of a table already read
        current = header
        last = first + 1
        while last < len(lines.texts):
            line = lines.texts[last]
            current = headers.get(last, current)
            if last not in headers:
                cells = _cells(line, current.separator)
                if len(cells) < 2 or len(cells) > len(current.starts) + 2:
                    if line.strip(_RULE):
                        break
                else:
                    yield from _named(line, lines.starts[last], cells, current, aligned)
            last += 1


def _lines(view: TextView) -> _Lines:
    """The lines of ``view``, cut once for all those that look for columns, and kept beside its folded text."""
    kept = view.__dict__.get(_KEY)
    if not isinstance(kept, _Lines):
        texts = view.folded.split("\n")
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        kept = view.__dict__[_KEY] = _Lines(texts, starts, list(_titles(texts)))
    return kept


def _titles(lines: list[str]) -> Iterator[tuple[int, list[_Row]]]:
    """The lines that may be titles: those that have a separator which the line above or the line below has too."""
    written = [(index, line) for index, line in enumerate(lines) if line and line.strip(_RULE)]
    above = ""
    for place, (index, line) in enumerate(written):
        below = written[place + 1][1] if place + 1 < len(written) else ""
        if len(line) <= _MAX_TITLE:
            rows = [row for mark in _MARKS if mark in line and (mark in below or mark in above) and (row := _row(line, mark))]
            if rows:
                yield index, rows
        above = line


def _named(line: str, origin: int, cells: list[Cell], header: _Header, aligned: bool) -> Iterator[tuple[str, int, int]]:
    for index, (first, last) in enumerate(cells):
        columns = {index, _above(first, header.starts)} if aligned and header.separator == " " else {index}
        names = [header.wanted[column] for column in sorted(columns) if column in header.wanted]
        cell = line[first:last]
        content = cell.strip(" \"'|*") if names else ""
        if content and content.strip("-: "):
            begin = origin + first + cell.index(content)
            yield from ((name, begin, begin + len(content)) for name in names)


def _above(first: int, starts: list[int]) -> int:
    """Index of the column whose title begins last at or before a cell (a cell may begin a little earlier)."""
    column = 0
    for index, start in enumerate(starts):
        if start <= first + _SHIFT:
            column = index
    return column


def _row(line: str, mark: str) -> _Row | None:
    """A line cut into titles at a separator; nothing where a part of it can be none."""
    if mark == "," and '"' not in line and _is_prose(line):
        return None
    cells = _cells(line, mark[0])
    titles: list[str] = []
    for first, last in cells:
        title = _TITLE_NOISE.sub("", line[first:last])
        if len(title) > _MAX_NAME or title.isdigit():
            return None
        titles.append(title)
    return _Row(mark[0], [first for first, _ in cells], titles) if len(cells) > 1 else None


def _is_prose(line: str) -> bool:
    """Whether a part between two commas is too long for a title: the quick look that rules out most sentences."""
    parts = line.split(",")
    if max(map(len, parts)) <= _MAX_NAME:
        return False
    return any(len(part) > _MAX_NAME and len(part.strip(_NOISE)) > _MAX_NAME for part in parts)


def _header(rows: list[_Row], name_of: Callable[[str], str | None]) -> _Header | None:
    """What a title line says, or nothing where it names nothing wanted."""
    for row in rows:
        wanted = {index: name for index, title in enumerate(row.titles) if title and (name := name_of(title)) is not None}
        if wanted:
            return _Header(row.separator, row.starts, wanted)
    return None


def _cells(line: str, separator: str) -> list[Cell]:
    """Spans of the cells of a line; runs of two spaces or more separate when ``separator`` is a space."""
    if separator == " ":
        bounds = [match.span() for match in _SPACES.finditer(line)]
    else:
        plain = _QUOTED.sub(lambda found: "·" * len(found.group()), line) if '"' in line else line
        bounds = []
        at = plain.find(separator)
        while at >= 0:
            bounds.append((at, at + 1))
            at = plain.find(separator, at + 1)
    cells, start = [], 0
    for first, last in bounds:
        cells.append((start, first))
        start = last
    cells.append((start, len(line)))
    return cells
