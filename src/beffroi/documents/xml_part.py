"""Walks one XML part of an office file and finds every text in it: paragraphs, tables, attributes, whatever else has words.

Nothing is listed as "to be read": a text that no rule knows is a unit by itself. ``dialect`` says what is more than that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from beffroi.documents import dialect
from beffroi.documents.contents import Contents
from beffroi.documents.dialect import Role
from beffroi.documents.markup import Attribute, attribute_slot, attributes, link_slot, local, tags, text_slot
from beffroi.documents.paragraph import Kind, Paragraph
from beffroi.documents.passage import Line, whole
from beffroi.documents.source import Source
from beffroi.documents.table import Table
from beffroi.documents.unit import Manner, Slot, Unit

_NOBODY = frozenset(
    {
        *("", "none", "auteur", "author", "unknown", "inconnu", "utilisateur", "user", "microsoft office user"),
        *("openpyxl", "python-docx", "python-pptx", "xlsxwriter", "apache poi", "libreoffice"),
    }
)
"""Authors that are no person: what programs write where nobody gave a name."""
_PROGRAM = frozenset({"Application", "AppVersion", "generator"})
_NO_WORDS = re.compile(r"[\d.,+\-eE%\s]{1,8}|\s*\{?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}?\s*")
"""Short numbers, and identifiers drawn by a program."""
_LISTED = frozenset({"TitlesOfParts", "HeadingPairs"})
"""Lists of what stands elsewhere in the file: not read by themselves, masked like what they list."""
_MANNERS = {
    Role.NAME: Manner.NAME,
    Role.CODE: Manner.CODE,
    Role.ECHO: Manner.ECHO,
    Role.QUOTE: Manner.ECHO,
    Role.STYLE: Manner.STYLE,
}


@dataclass(slots=True)
class Element:
    """An open element: its local name, and where its start tag stands in the text."""

    name: str
    tag: str
    start: int
    end: int
    preserves: bool = False


class Walker:
    """Reads one part. Made to be extended where cells have types of their own."""

    def __init__(self, source: Source, contents: Contents, *, mixed: bool = False) -> None:
        """``mixed``: any text inside of a paragraph is of it (OpenDocument), not only that of runs."""
        self.source = source
        self.contents = contents
        self.mixed = mixed
        self.path: list[Element] = []
        self.paragraphs: list[Paragraph | None] = []
        self.tables: list[Table] = []
        self._label = ""
        self._deleted = 0
        self._inserted = 0

    def walk(self) -> None:
        """Read the part from end to end."""
        text = self.source.text
        done = 0
        for tag in tags(text):
            if tag.start() > done and self.path:
                self.text(done, tag.start())
            done = tag.end()
            if tag["name"]:
                self._start(tag)
            elif tag["close"]:
                self.end(self.path.pop())
            elif tag["cdata"] and self.path:
                self.text(*tag.span("cdata"), raw=True)
            elif tag["comment"]:
                self.aside(Unit([text_slot(self.source, *tag.span("comment"), raw=True)]))
        self.contents.script.close()

    def _start(self, tag: re.Match[str]) -> None:
        name, inside = tag["name"], tag["inside"]
        element = Element(local(name), name, tag.start(), tag.end(), 'xml:space="preserve"' in inside)
        found = attributes(inside, tag.start("inside")) if "=" in inside else []
        self.start(element, found)
        self.path.append(element)
        if inside.endswith("/"):
            self.end(self.path.pop())

    def start(self, element: Element, found: list[Attribute]) -> None:
        """An element begins."""
        name = element.name
        parent = self.path[-1].name if self.path else ""
        self._deleted += name in dialect.DELETIONS
        self._inserted += name in dialect.INSERTIONS
        if name in dialect.LABELLED:
            self._label = next((f"{one.value} : " for one in found if one.name == "name"), "")
        for one in found:
            self.attribute(element, one)
        if name in dialect.PARAGRAPHS:
            self.paragraphs.append(Paragraph())
        elif name in dialect.BARRIERS:
            self.paragraphs.append(None)
        elif name in dialect.BREAKS and parent not in dialect.NO_BREAK_IN and self.paragraphs and self.paragraphs[-1]:
            self.paragraphs[-1].add_break(dialect.BREAKS[name])
        elif name in dialect.TABLES:
            self.tables.append(Table())
        elif name in dialect.ROWS and self.tables:
            self.tables[-1].open_row()
        elif name in dialect.CELLS and self.tables:
            self.tables[-1].open_cell()
        elif self.mixed and name == "config-item" and any(one.value in dialect.BLANKED for one in found):
            element.name = "blanked"

    def end(self, element: Element) -> None:
        """An element, already out of the path, ends."""
        name = element.name
        self._deleted -= name in dialect.DELETIONS
        self._inserted -= name in dialect.INSERTIONS
        if name in dialect.PARAGRAPHS:
            paragraph = self.paragraphs.pop()
            if paragraph is not None:
                self.close_paragraph(element, paragraph)
        elif name in dialect.BARRIERS:
            self.paragraphs.pop()
        elif name in dialect.TABLES:
            self.tables[-1].close(self._read_on)
            self.tables.pop()
        elif name in dialect.ROWS and self.tables:
            self.tables[-1].close_row(self._read_on)

    def close_paragraph(self, _element: Element, paragraph: Paragraph) -> None:
        """A paragraph is complete: read it here."""
        for line in paragraph.close(self.contents.keep):
            self.line(line)

    def line(self, line: Line) -> None:
        """Read a line in the cell that is open, else by itself."""
        if self.tables:
            self.tables[-1].add(line)
        else:
            self.contents.emit(line)

    def aside(self, unit: Unit, context: str = "") -> None:
        """A unit by itself; inside of a table it is read after it, so that its rows stay together."""
        if not unit.text.strip():
            return
        if self.tables:
            self.contents.keep(unit)
            self.tables[-1].aside([context, whole(unit)])
        else:
            self.contents.alone(unit, context)

    def _read_on(self, line: Line, one_line: bool, title: str) -> None:
        """A row of the innermost table is complete: it is read in the cell around it, if any."""
        outer = self.tables[-2] if len(self.tables) > 1 else None
        if outer is not None:
            outer.add(line)
        else:
            self.contents.emit(line, one_line, title)

    def text(self, start: int, end: int, *, raw: bool = False) -> None:
        """The text ``[start, end)`` of the source, inside of the innermost open element."""
        element = self.path[-1]
        paragraph = self.paragraphs[-1] if self.paragraphs else None
        if paragraph is not None and (self.mixed or element.name in dialect.RUNS):
            paragraph.add(self._kind(element), self._run(element, start, end, raw=raw))
            return
        text = self.source.text[start:end]
        if not text.strip():
            return
        role = dialect.ELEMENTS.get(element.name, Role.FREE)
        if element.name == "blanked":
            self.source.edit(start, end, "")
        elif role is Role.STRUCTURE or _NO_WORDS.fullmatch(text):
            self.contents.rest.update(() if element.name in _PROGRAM else (text,))
        elif role is Role.ECHO and any(outer.name in _LISTED for outer in self.path):
            self.contents.keep(unit_of(text_slot(self.source, start, end, raw=raw), role))
        else:
            self.aside(unit_of(text_slot(self.source, start, end, raw=raw), role), self._label)

    def attribute(self, element: Element, attribute: Attribute) -> None:
        """An attribute: a unit if it holds words, else put aside for the last check."""
        roles = dialect.ATTRIBUTES.get(attribute.name)
        role = (roles.get(element.tag) or roles.get(element.name) or roles.get("*")) if roles else None
        if role is None or not attribute.value.strip():
            self.contents.rest.add(attribute.value)
        elif role is Role.LINK:
            self.aside(Unit([link_slot(self.source, attribute)]))
        elif role in {Role.QUOTE, Role.STYLE}:
            self.contents.keep(unit_of(attribute_slot(self.source, attribute), role))
        else:
            self.aside(unit_of(attribute_slot(self.source, attribute), role))

    def _kind(self, element: Element) -> Kind:
        if element.name in dialect.CODES:
            return Kind.CODE
        if self._deleted:
            return Kind.DELETED
        return Kind.INSERTED if self._inserted else Kind.KEPT

    def _run(self, element: Element, start: int, end: int, *, raw: bool) -> Slot:
        """A run; spaces that come to its edges are kept by ``xml:space`` where the vocabulary asks for it."""
        root = self.path[0].tag.rpartition(":")[0]
        if self.mixed or raw or element.preserves or element.tag.rpartition(":")[0] != root or element.name == "text":
            return text_slot(self.source, start, end, raw=raw)

        def keep_spaces(new: str) -> None:
            if new != new.strip():
                self.source.edit(element.end - 1, element.end - 1, ' xml:space="preserve"')

        return text_slot(self.source, start, end, before=keep_spaces)


def unit_of(slot: Slot, role: Role) -> Unit:
    """A unit by itself, as its role asks."""
    forced = "person_name" if role is Role.PERSON and slot.text.strip().casefold() not in _NOBODY else ""
    return Unit([slot], forced=forced, manner=_MANNERS.get(role, Manner.FREE))
