"""Reads XML and HTML where they stand: tags, attributes and texts with their offsets, so that only what changes is written."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import quote, unquote
from xml.parsers import expat

from beffroi.documents.limits import Limits
from beffroi.documents.source import Source
from beffroi.documents.unit import Slot
from beffroi.errors import DocumentDamaged, DocumentTooLarge

ATTRIBUTES = r"[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*"
"""Inside of a tag, as part of a regular expression: a ">" between quotes does not end it."""
_TAG = re.compile(
    rf"<!--(?P<comment>.*?)-->|<!\[CDATA\[(?P<cdata>.*?)\]\]>|<\?.*?\?>|</(?P<close>[^\s>]+)\s*>"
    rf"|<(?P<name>[^\s/>!?]+)(?P<inside>{ATTRIBUTES})>",
    re.S,
)
_ATTRIBUTE = re.compile(r"([^\s=\"'/>]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_IN_URL = "/:?#[]@!$&'()*+,;=~"


class Attribute(NamedTuple):
    """``name`` without prefix, its value decoded, and where the raw value stands (between its quotes)."""

    name: str
    value: str
    start: int
    end: int


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def check_xml(content: bytes, limits: Limits) -> None:
    """Whether a part is well-formed, without entities of its own, and not too deep.

    Raises:
        DocumentDamaged: it is not well-formed, or declares a document type.
        DocumentTooLarge: its elements are nested too deep.
    """
    parser = expat.ParserCreate()
    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.depth:
            raise DocumentTooLarge("Ce fichier emboîte trop d’éléments les uns dans les autres.")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_parts: object) -> None:
        raise DocumentDamaged("Ce fichier déclare des entités XML : Beffroi le refuse.")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError):
        raise DocumentDamaged from None


def tags(text: str) -> Iterator[re.Match[str]]:
    """The tags, comments and sections of a well-formed text, in order; what stands between them is text."""
    return _TAG.finditer(text)


def attributes(inside: str, offset: int) -> list[Attribute]:
    """The attributes of a tag, declarations of vocabularies aside. ``offset``: where ``inside`` begins in the text."""
    found = []
    for match in _ATTRIBUTE.finditer(inside):
        if match[1].startswith("xmlns"):
            continue
        group = 2 if match[2] is not None else 3
        start, end = match.span(group)
        raw = match[group]
        value = html.unescape(raw) if "&" in raw else raw
        found.append(Attribute(local(match[1]), value, offset + start, offset + end))
    return found


def escaped(text: str) -> str:
    """``text`` for XML or HTML, between tags or between quotes."""
    text = _NOT_IN_XML.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace("'", "&#39;")


def text_slot(source: Source, start: int, end: int, *, raw: bool = False, before: Callable[[str], None] | None = None) -> Slot:
    """The text ``[start, end)`` as a slot. ``raw``: it holds no references. ``before`` is told what is to be written."""
    written = source.text[start:end]
    text = written if raw or "&" not in written else html.unescape(written)

    def write(new: str) -> None:
        if before is not None:
            before(new)
        source.edit(start, end, new if raw else escaped(new).replace("&quot;", '"').replace("&#39;", "'"))

    return Slot(text, write)


def attribute_slot(source: Source, attribute: Attribute) -> Slot:
    """The value of an attribute as a slot."""
    return Slot(attribute.value, lambda new: _edit(source, attribute, new))


def link_slot(source: Source, attribute: Attribute) -> Slot:
    """The address in an attribute as a slot, read without its percent signs where they can be put back as they were."""
    plain = unquote(attribute.value)
    if plain == attribute.value or quote(plain, safe=_IN_URL) != attribute.value:
        return attribute_slot(source, attribute)
    return Slot(plain, lambda new: _edit(source, attribute, quote(new, safe=_IN_URL)))


def _edit(source: Source, attribute: Attribute, value: str) -> None:
    """Write a value, between quotes if it stood without any and would now be cut."""
    written = escaped(value)
    bare = source.text[attribute.start - 1] not in "\"'"
    source.edit(attribute.start, attribute.end, f'"{written}"' if bare and any(map(str.isspace, written)) else written)
