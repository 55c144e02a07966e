"""Which reader a file is for: by its name, checked against its first bytes; what is not read is refused in words."""

from __future__ import annotations

from typing import Protocol

from beffroi.documents.contents import Contents
from beffroi.documents.delimited import open_csv
from beffroi.documents.hypertext import open_html
from beffroi.documents.office import open_office
from beffroi.documents.plain import open_text
from beffroi.errors import DocumentActive, DocumentDamaged, DocumentEncrypted, DocumentUnsupported

TEXT = {"txt": open_text, "text": open_text, "md": open_text, "markdown": open_text}
HYPERTEXT = {"html": open_html, "htm": open_html, "xhtml": open_html}
DELIMITED = {"csv": open_csv, "tsv": open_csv}
OFFICE = frozenset({"docx", "xlsx", "pptx", "odt", "ods"})
EXTENSIONS = frozenset({*TEXT, *HYPERTEXT, *DELIMITED, *OFFICE})
"""Formats that are read, by the end of the name."""
_ACTIVE = frozenset({"docm", "dotm", "xlsm", "xlsb", "xltm", "xlam", "pptm", "potm", "ppsm"})
_OLD = frozenset({"doc", "xls", "ppt", "dot", "xlt", "pps"})
_IMAGES = frozenset({"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "svg"})
_REFUSED = frozenset({*_ACTIVE, *_OLD, *_IMAGES, "pdf", "eml", "msg"})
_ZIP = b"PK\x03\x04"
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Office files, and encrypted new ones


class Editable(Protocol):
    """An opened file."""

    def to_bytes(self) -> bytes:
        """The file with its edits."""
        ...


def extension_of(name: str) -> str:
    """The end of a file's name, lower case, without its dot; "" if it has none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""


def is_document(name: str) -> bool:
    """Whether a name is that of a document, read or refused, rather than of plain text."""
    extension = extension_of(name)
    return extension in _REFUSED or (extension in EXTENSIONS and extension not in TEXT)


def open_document(name: str, content: bytes, contents: Contents) -> Editable:
    """Read a file into ``contents``.

    Raises:
        DocumentError: it cannot be read; the message says why, in French.
    """
    contents.limits.check_size(content)
    extension = extension_of(name)
    _check_supported(extension)
    if extension in OFFICE:
        if content.startswith(_CFB):
            raise DocumentEncrypted
        if not content.startswith(_ZIP):
            raise DocumentDamaged
        return open_office(content, extension, contents)
    if content.startswith((_ZIP, _CFB, b"%PDF-")):
        raise DocumentDamaged
    reader = TEXT.get(extension) or HYPERTEXT.get(extension) or DELIMITED[extension]
    return reader(content, contents)


def _check_supported(extension: str) -> None:
    if extension in EXTENSIONS:
        return
    if extension in _ACTIVE:
        raise DocumentActive
    if extension == "pdf":
        raise DocumentUnsupported("Beffroi ne sait pas encore protéger les fichiers PDF.")
    if extension in _IMAGES:
        raise DocumentUnsupported("Beffroi ne sait pas encore lire les images.")
    if extension in {"eml", "msg"}:
        raise DocumentUnsupported("Beffroi ne sait pas encore lire les courriels enregistrés (eml, msg).")
    if extension in _OLD:
        raise DocumentUnsupported(
            "Beffroi ne lit pas les anciens formats d’Office (doc, xls, ppt).",
            hint="Enregistrez le fichier en docx, xlsx, pptx, odt ou ods, puis recommencez.",
        )
    raise DocumentUnsupported
