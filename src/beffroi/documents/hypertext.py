"""HTML: texts joined over inline tags, attributes, comments, scripts; everything else stays as it was, to the byte."""

from __future__ import annotations

import html
import re

from beffroi.documents.contents import Contents
from beffroi.documents.markup import ATTRIBUTES, Attribute, attribute_slot, attributes, link_slot, local, text_slot
from beffroi.documents.paragraph import Kind, Paragraph
from beffroi.documents.passage import Line, whole
from beffroi.documents.source import Source, read_text
from beffroi.documents.table import Table
from beffroi.documents.unit import Slot, Unit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TAG = re.compile(
    rf"<!--(?P<comment>.*?)(?:-->|\Z)|<!\[CDATA\[(?P<cdata>.*?)\]\]>|<[!?][^>]*>|</(?P<close>[A-Za-z][^\s>/]*)[^>]*>"
    rf"|<(?P<name>[A-Za-z][^\s/>]*)(?P<inside>{ATTRIBUTES})>",
    re.S,
)
_BARE = re.compile(r"([^\s=\"'/>]+)\s*=\s*([^\s\"'>]+)")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_-]{1,30})""", re.I)
_INLINE = _words(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike strong "
    "sub sup time tt u var wbr"
)
_RAW = frozenset({"script", "style", "textarea", "title", "xmp"})
_LINKS = frozenset({"href", "src", "action", "cite", "formaction", "data", "background", "srcset", "poster"})
_STRUCTURE = _words(
    "class id style rel type for name role lang dir charset width height align valign border colspan rowspan target "
    "method http-equiv tabindex media sizes xmlns scope headers bgcolor color face size cellpadding cellspacing"
)
_DATA = "data:"


def open_html(content: bytes, contents: Contents) -> Source:
    """Read an HTML page into ``contents``.

    Raises:
        DocumentDamaged: it is not text.
        DocumentTooLarge: it holds more text than allowed.
    """
    declared = _CHARSET.search(content[:4096])
    source = read_text(content, declared=declared[1].decode("ascii") if declared else "", markup=True)
    read_markup(source, contents)
    return source


def read_markup(source: Source, contents: Contents) -> None:
    """Read the text of a page, tag by tag."""
    _Page(source, contents).read()


class _Page:
    def __init__(self, source: Source, contents: Contents) -> None:
        self._source = source
        self._contents = contents
        self._paragraph = Paragraph()
        self._tables: list[Table] = []
        self._images = 0

    def read(self) -> None:
        text = self._source.text
        done = 0
        while True:
            tag = _TAG.search(text, done)
            start = tag.start() if tag else len(text)
            if start > done:
                self._paragraph.add(Kind.KEPT, text_slot(self._source, done, start))
            if tag is None:
                break
            done = tag.end()
            if tag["name"]:
                done = self._start(tag)
            elif tag["close"]:
                self._end(local(tag["close"]).lower())
            elif tag["comment"]:
                self._aside(Unit([self._comment_slot(*tag.span("comment"))]))
            elif tag["cdata"]:
                self._paragraph.add(Kind.KEPT, text_slot(self._source, *tag.span("cdata"), raw=True))
        self._close_paragraph()
        while self._tables:
            self._tables.pop().close(self._emit)
        self._contents.script.close()
        if self._images:
            self._contents.warn(f"{self._images} image(s) incluse(s) dans la page : Beffroi ne les lit pas encore.")

    def _start(self, tag: re.Match[str]) -> int:
        """A tag begins; where to read on."""
        name = local(tag["name"]).lower()
        for attribute in self._attributes(tag):
            self._attribute(attribute)
        if name == "br":
            self._paragraph.add_break("\n")
        elif name not in _INLINE:
            self._close_paragraph()
        if name in _RAW and not tag["inside"].endswith("/"):
            return self._raw(name, tag.end())
        if name == "table":
            self._tables.append(Table())
        elif name == "tr" and self._tables:
            self._tables[-1].close_row(self._emit)
            self._tables[-1].open_row()
        elif name in {"td", "th"} and self._tables:
            self._tables[-1].open_cell()
        return tag.end()

    def _end(self, name: str) -> None:
        if name not in _INLINE:
            self._close_paragraph()
        if name == "tr" and self._tables:
            self._tables[-1].close_row(self._emit)
        elif name == "table" and self._tables:
            self._tables.pop().close(self._emit)

    def _raw(self, name: str, start: int) -> int:
        """A script, a style: its text up to its end tag."""
        closing = re.compile(rf"</{name}\b", re.I).search(self._source.text, start)
        end = closing.start() if closing else len(self._source.text)
        if end > start:
            raw = name in {"script", "style"}
            self._aside(Unit([text_slot(self._source, start, end, raw=raw)]))
        return end

    def _comment_slot(self, start: int, end: int) -> Slot:
        """A comment: often markup put aside, references included."""
        source = self._source
        return Slot(html.unescape(source.text[start:end]), lambda new: source.edit(start, end, new.replace("&", "&amp;")))

    def _attributes(self, tag: re.Match[str]) -> list[Attribute]:
        inside, offset = tag["inside"], tag.start("inside")
        found = attributes(inside, offset)
        bare = re.sub(r"\"[^\"]*\"|'[^']*'", lambda quoted: '"' + " " * (len(quoted[0]) - 2) + '"', inside)
        for match in _BARE.finditer(bare):
            start, end = match.span(2)
            found.append(Attribute(local(match[1]), html.unescape(inside[start:end]), offset + start, offset + end))
        return sorted(found, key=lambda one: one.start)

    def _attribute(self, attribute: Attribute) -> None:
        name, value = attribute.name.lower(), attribute.value
        if not value.strip() or name in _STRUCTURE:
            self._contents.rest.add(value)
        elif value.lstrip().lower().startswith(_DATA):
            self._images += 1
        elif name in _LINKS:
            self._aside(Unit([link_slot(self._source, attribute)]))
        else:
            self._aside(Unit([attribute_slot(self._source, attribute)]))

    def _aside(self, unit: Unit) -> None:
        """A unit by itself; inside of a table it is read after it."""
        if self._tables and unit.text.strip():
            self._contents.keep(unit)
            self._tables[-1].aside([whole(unit)])
        else:
            self._contents.alone(unit)

    def _close_paragraph(self) -> None:
        paragraph, self._paragraph = self._paragraph, Paragraph()
        for line in paragraph.close(self._contents.keep):
            if self._tables:
                self._tables[-1].add(line)
            else:
                self._emit(line)

    def _emit(self, line: Line, _one_line: bool = True, title: str = "") -> None:
        """Line ends of the page's text mean nothing: they are read as spaces."""
        self._contents.emit(line, True, title)
