"""What carries text in the XML of office files, by local names: the vocabularies do not clash, save where said."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """What an attribute, or the text of an element, is."""

    FREE = 0
    PERSON = 1
    """The name of somebody, always: authors of comments, of changes, of the file."""
    LINK = 2
    NAME = 3
    CODE = 4
    ECHO = 5
    QUOTE = 6
    """The name of a layout, a list of titles: not read by itself, masked where it quotes what was found elsewhere."""
    STYLE = 7
    """The name by which one part of the file calls another (a bookmark, a page style): as ``QUOTE``, without brackets."""
    STRUCTURE = 8
    """Never text: positions, dates, identifiers."""


PARAGRAPHS = frozenset({"p", "h", "si", "is", "text", "sequence"})
"""``w:p a:p text:p text:h``; shared and inline strings; notes of cells."""
RUNS = frozenset({"t", "delText", "instrText", "delInstrText", "text"})
CODES = frozenset({"instrText", "delInstrText"})
DELETIONS = frozenset({"del", "moveFrom", "delText", "delInstrText"})
INSERTIONS = frozenset({"ins", "moveTo"})
BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " ", "noBreakHyphen": "-"}
NO_BREAK_IN = frozenset({"tabs", "tabLst", "pPr", "rPr"})
BARRIERS = frozenset(
    {"drawing", "pict", "object", "annotation", "note", "frame", "custom-shape", "change-info", "tracked-changes", "ruby-text"}
)
"""What stands inside of a paragraph without being of its text."""
TABLES = frozenset({"tbl", "table", "sheetData"})
ROWS = frozenset({"tr", "table-row", "row"})
CELLS = frozenset({"tc", "table-cell", "covered-table-cell", "c"})

ELEMENTS: dict[str, Role] = {
    **dict.fromkeys(
        ("creator", "lastModifiedBy", "Manager", "initial-creator", "printed-by", "author", "creator-initials"), Role.PERSON
    ),
    **dict.fromkeys(("f", "formula", "formula1", "formula2", "definedName"), Role.CODE),
    **dict.fromkeys(("lpstr",), Role.ECHO),
    **dict.fromkeys(
        (
            *("posOffset", "align", "pctWidth", "pctHeight", "binary-data", "created", "modified", "lastPrinted", "date"),
            *("creation-date", "print-date", "editing-duration", "editing-cycles", "generator", "TotalTime", "AppVersion"),
            *("Application", "i4", "bool", "filetime", "formatCode", "idx", "order", "evt", "n", "from", "to", "ext"),
            *(
                "row",
                "col",
                "rowOff",
                "colOff",
                "Pages",
                "Words",
                "Characters",
                "Lines",
                "Paragraphs",
                "DocSecurity",
                "revision",
            ),
            *("CharactersWithSpaces", "HiddenSlides", "Notes", "Slides", "MMClips", "PresentationFormat", "Version"),
            *("ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "Anchor", "SizeWithCells", "MoveWithCells"),
        ),
        Role.STRUCTURE,
    ),
}
"""The role of the text of an element outside of paragraphs; ``FREE`` if it is not listed."""

ATTRIBUTES: dict[str, dict[str, Role]] = {
    **{name: {"*": Role.PERSON} for name in ("author", "userName", "lastModifiedBy", "author-name")},
    "displayName": {"person": Role.PERSON},
    "initials": {"*": Role.PERSON},
    "userId": {"*": Role.PERSON},
    **{
        name: {"*": Role.FREE}
        for name in (
            *("descr", "title", "alt", "tooltip", "display", "prompt", "promptTitle", "error", "errorTitle", "displayText"),
            *("string-value", "label", "help-text", "current-value", "statusText", "screenTip", "placeholder", "comment"),
            *("string-value-if-true", "string-value-if-false", "cite", "text", "description"),
        )
    },
    **{name: {"*": Role.LINK} for name in ("Target", "href", "url", "sourceFile", "target-frame-name")},
    **{name: {"*": Role.CODE} for name in ("instr", "formula", "condition", "cell-range-address", "location")},
    "val": dict.fromkeys(
        ("alias", "tag", "docVar", "description", "statusText", "helpText", "default", "listEntry"), Role.FREE
    ),
    "value": dict.fromkeys(("listItem", "text", "textarea", "formatted-text", "hidden"), Role.FREE),
    "v": {"s": Role.ECHO},
    "s": {"sharedItem": Role.ECHO},
    **{name: {"*": Role.STYLE} for name in ("master-page-name", "display-name", "ref-name", "anchor")},
    "caption": {"*": Role.ECHO},
    "name": {
        "sheet": Role.NAME,
        "table:table": Role.NAME,
        "tableColumn": Role.ECHO,
        "cmAuthor": Role.PERSON,
        "author": Role.PERSON,
        "cNvPr": Role.FREE,
        "docPr": Role.FREE,
        "cSld": Role.QUOTE,
        "frame": Role.FREE,
        "property": Role.FREE,
        "user-defined": Role.FREE,
        "page": Role.FREE,
        "cacheField": Role.ECHO,
        **dict.fromkeys(("bookmarkStart", "bookmark", "bookmark-start", "bookmark-end", "master-page"), Role.STYLE),
    },
    "sheet": {"worksheetSource": Role.NAME, "*": Role.NAME},
}
"""Attribute → element ("*": any; with its prefix where two vocabularies differ) → role."""

BLANKED = frozenset({"PrinterName", "PrinterSetup", "PrinterPaperFromSetup"})
"""Settings of OpenDocument (``config:name``) that describe the printer of somebody."""
LABELLED = frozenset({"property", "user-defined", "docVar"})
"""Elements whose attribute ``name`` says what their value is."""
