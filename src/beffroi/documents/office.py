"""Office files, Microsoft's (docx, xlsx, pptx) and OpenDocument (odt, ods): which parts are read, dropped, kept or refused."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from beffroi.documents.contents import Contents
from beffroi.documents.hypertext import read_markup
from beffroi.documents.markup import Attribute, check_xml
from beffroi.documents.opendocument import OpenDocumentWalker
from beffroi.documents.package import Package, read_package
from beffroi.documents.source import Source, read_text, read_xml
from beffroi.documents.workbook import Book, SheetWalker, StringsWalker, read_styles, read_unshown
from beffroi.documents.xml_part import Element, Walker
from beffroi.errors import DocumentActive, DocumentDamaged, DocumentEncrypted, DocumentTooLarge, DocumentUnsupported


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_XML = (".xml", ".rels", ".vml", ".rdf")
_IMAGES = _words("png jpg jpeg jfif gif bmp tif tiff emf wmf svg svm webp wdp ico eps pict")
_SOUNDS = _words("mp3 mp4 m4a m4v wav avi mov wma wmv mpg mpeg")
_FONTS = _words("odttf ttf otf ttc fntdata")
_NESTED = {"xlsx": "xl/", "docx": "word/", "pptx": "ppt/"}
_ACTIVE = re.compile(r"vbaproject|vbadata|activex|oleobject|/ctrlprops/.*\.bin|^basic/|^scripts/|^dialogs/", re.I)
_DROPPED = re.compile(
    r"^docProps/thumbnail\.|^Thumbnails/|^ObjectReplacements/|^META-INF/.*signatures?\.xml$|^_xmlsignatures/"
    r"|printerSettings\d*\.bin$|^layout-cache$|^\[trash\]/"
)
"""Images of the clear page, signatures (no longer valid, and naming who signed), the printer of somebody."""
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*?/?>")
_TARGET = re.compile(r"""\bTarget\s*=\s*["']([^"']*)["']""")
_ENTRY = re.compile(r"""<manifest:file-entry\b[^>]*?manifest:full-path=["']([^"']*)["'][^>]*?/>""")
_OVERRIDE = re.compile(r"""<(?:\w+:)?Override\b[^>]*?PartName=["']/([^"']*)["'][^>]*?/>""")
_PRINTER_ID = re.compile(r"""(<(?:\w+:)?pageSetup\b[^>]*?)\s+r:id=["'][^"']*["']""")


@dataclass(slots=True)
class OfficeFile:
    """An office file being edited: its archive, the parts that are read, and the files embedded in it."""

    package: Package
    sources: dict[str, Source] = field(default_factory=dict)
    nested: dict[str, OfficeFile] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The file with its edits; parts without any are as they were."""
        for name, source in self.sources.items():
            if source.edited:
                self.package.members[name] = source.to_bytes()
        for name, inner in self.nested.items():
            self.package.members[name] = inner.to_bytes()
        return self.package.to_bytes()


class RelationsWalker(Walker):
    """Reads the relations of a part: only addresses outside of the file are text."""

    def start(self, element: Element, found: list[Attribute]) -> None:
        """A relation."""
        outside = any(one.name == "TargetMode" and one.value == "External" for one in found)
        super().start(element, found if outside else [])


def open_office(content: bytes, extension: str, contents: Contents, depth: int = 0) -> OfficeFile:
    """Read an office file into ``contents``. ``extension``: ``docx``, ``xlsx``, ``pptx``, ``odt`` or ``ods``.

    Raises:
        DocumentError: it is damaged, encrypted, active, too large, or holds what Beffroi cannot read.
    """
    if depth >= contents.limits.nesting:
        raise DocumentTooLarge("Ce fichier contient des fichiers emboîtés trop profondément.")
    package = read_package(content, contents.limits)
    _check_kind(package, extension)
    _refuse(package)
    _drop(package)
    file = OfficeFile(package)
    for name, member in package.members.items():
        if name.lower().endswith(_XML):
            file.sources[name] = _read(name, member, contents)
    if extension == "xlsx":
        _walk_workbook(file, contents)
    else:
        _walk(file, sorted(file.sources, key=_order), contents, open_document=extension in {"odt", "ods"})
    contents.rest.update(package.members)
    _others(file, contents, depth)
    return file


def _check_kind(package: Package, extension: str) -> None:
    names = package.members
    if extension in _NESTED:
        types = names.get("[Content_Types].xml", b"")
        if b"macroEnabled" in types:
            raise DocumentActive
        if not types or not any(name.startswith(_NESTED[extension]) for name in names):
            raise DocumentDamaged
        return
    kind = names.get("mimetype", b"").decode("ascii", "replace").strip()
    wanted = {"odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet"}
    if not kind.startswith(wanted[extension]) or "content.xml" not in names:
        raise DocumentDamaged
    if b"encryption-data" in names.get("META-INF/manifest.xml", b""):
        raise DocumentEncrypted


def _refuse(package: Package) -> None:
    if any(_ACTIVE.search(name) for name in package.members):
        raise DocumentActive("Ce fichier contient des macros ou un objet d’un autre programme : Beffroi le refuse.")


def _drop(package: Package) -> None:
    """Leave out what shows the clear text or names somebody without being of the text."""
    dropped = {name for name in package.members if _DROPPED.search(name)}
    if not dropped:
        return
    for name in dropped:
        package.drop(name)
    for name, content in list(package.members.items()):
        if name.endswith(".rels"):
            package.members[name] = _edited(content, _RELATION, lambda tag, of=name: _points_to(tag[0], of, dropped))
        elif name == "[Content_Types].xml":
            package.members[name] = _edited(content, _OVERRIDE, lambda tag: tag[1] in dropped)
        elif name == "META-INF/manifest.xml":
            package.members[name] = _edited(content, _ENTRY, lambda tag: tag[1] in dropped)
        elif re.match(r"xl/(?:work|chart|dialog)sheets/", name) and any("printerSettings" in one for one in dropped):
            source = read_xml(content)
            package.members[name] = source.bom + _PRINTER_ID.sub(r"\1", source.text).encode(source.encoding)


def _edited(content: bytes, tags: re.Pattern[str], goes: object) -> bytes:
    """``content`` without the tags for which ``goes`` is true."""
    assert callable(goes)
    source = read_xml(content)
    return source.bom + tags.sub(lambda tag: "" if goes(tag) else tag[0], source.text).encode(source.encoding)


def _points_to(tag: str, rels: str, names: Iterable[str]) -> bool:
    target = _TARGET.search(tag)
    if target is None or "External" in tag:
        return False
    folder = posixpath.dirname(posixpath.dirname(rels))
    path = posixpath.normpath(posixpath.join("/", folder, target[1])).lstrip("/")
    return path in names


def _read(name: str, member: bytes, contents: Contents) -> Source:
    if name.lower().endswith(".vml"):
        try:
            check_xml(member, contents.limits)
        except DocumentDamaged:  # Excel writes VML that is no XML; it is read as HTML
            return read_text(member, markup=True)
    check_xml(member, contents.limits)
    return read_xml(member)


def _walk(file: OfficeFile, names: Iterable[str], contents: Contents, *, open_document: bool = False) -> None:
    for name in names:
        source = file.sources[name]
        if name == "[Content_Types].xml" or (open_document and name.startswith("META-INF/")):
            contents.rest.add(source.text)
        elif name.endswith(".rels"):
            RelationsWalker(source, contents).walk()
        elif name.lower().endswith(".vml") and "<br>" in source.text:
            read_markup(source, contents)
        elif open_document:
            OpenDocumentWalker(source, contents).walk()
        else:
            Walker(source, contents).walk()


def _order(name: str) -> tuple[bool, bool, str]:
    """The text of the document first: the rest is read in its light."""
    main = name in {"word/document.xml", "content.xml"} or name.startswith("ppt/slides/slide")
    return not main, name.endswith(".rels"), name


def _walk_workbook(file: OfficeFile, contents: Contents) -> None:
    book = Book()
    workbook = file.sources.get("xl/workbook.xml")
    if workbook is None:
        raise DocumentDamaged
    book.since_1904 = bool(re.search(r"""date1904\s*=\s*["'](?:1|true)["']""", workbook.text))
    if "xl/styles.xml" in file.sources:
        book.styles = read_styles(file.sources["xl/styles.xml"].text)
    if "xl/sharedStrings.xml" in file.sources:
        StringsWalker(file.sources["xl/sharedStrings.xml"], contents, book).walk()
    sheets = sorted(name for name in file.sources if name.startswith("xl/worksheets/") and name.endswith(".xml"))
    for name in sheets:
        SheetWalker(file.sources[name], contents, book).walk()
    read_unshown(book, contents)
    done = {*sheets, "xl/sharedStrings.xml"}
    _walk(file, sorted((name for name in file.sources if name not in done), key=_order), contents)


def _others(file: OfficeFile, contents: Contents, depth: int) -> None:
    """The members that are not XML: embedded files are read, images kept and told, anything else refused."""
    images = sounds = 0
    for name, member in file.package.members.items():
        extension = name.rpartition(".")[2].lower()
        if name in file.sources or name == "mimetype" or not member:
            continue
        if extension in _NESTED:
            file.nested[name] = open_office(member, extension, contents, depth + 1)
        elif extension in _IMAGES or name.startswith("Pictures/"):
            images += 1
        elif extension in _SOUNDS:
            sounds += 1
        elif extension not in _FONTS:
            raise DocumentUnsupported(
                "Ce fichier contient un objet que Beffroi ne sait pas lire : aucune copie n’a été écrite.",
                hint="Retirez les objets incorporés, puis recommencez.",
            )
    if images:
        contents.warn(
            f"{images} image(s) gardée(s) telle(s) quelle(s) : Beffroi ne lit pas encore les images. "
            "Vérifiez qu’aucune ne montre de donnée personnelle."
        )
    if sounds:
        contents.warn(f"{sounds} son(s) ou vidéo(s) gardé(s) tel(s) quel(s), sans être écouté(s).")
