"""What is not read is refused in words; what would exhaust the machine is bounded; nothing is written then."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from tests.documents.conftest import Protect
from tests.documents.files import FILES, docx, odt, parts_of, rewritten, xlsx

from beffroi.documents.contents import Contents
from beffroi.documents.formats import open_document
from beffroi.documents.limits import Limits
from beffroi.documents.protected_copy import Terms
from beffroi.errors import (
    DocumentActive,
    DocumentDamaged,
    DocumentEncrypted,
    DocumentError,
    DocumentNotProtected,
    DocumentTooLarge,
    DocumentUnsupported,
)

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
_PIXEL = b"\x89PNG\r\n\x1a\n"


def opened(name: str, content: bytes, limits: Limits | None = None) -> Contents:
    contents = Contents(limits or Limits())
    open_document(name, content, contents)
    return contents


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.jpeg", "a.eml", "a.msg", "a.doc", "a.xls", "a.zip", "a", ".docx"])
def test_other_formats_are_refused_in_words(name: str) -> None:
    with pytest.raises(DocumentUnsupported) as refused:
        opened(name, b"x")
    assert refused.value.sentence[0].isupper()


@pytest.mark.parametrize("name", ["a.docm", "a.xlsm", "a.pptm", "a.xlsb"])
def test_files_with_macros_are_refused(name: str) -> None:
    with pytest.raises(DocumentActive):
        opened(name, docx("rien"))


@pytest.mark.parametrize(
    "member", ["word/vbaProject.bin", "word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml", "xl/ctrlProps/a.bin"]
)
def test_a_program_inside_is_refused_whatever_the_name_of_the_file(member: str) -> None:
    with pytest.raises(DocumentActive):
        opened("a.docx", rewritten(docx("rien"), {member: b"<x/>"}))


def test_macros_of_open_document_are_refused() -> None:
    with pytest.raises(DocumentActive):
        opened("a.odt", rewritten(odt(), {"Basic/Standard/Module1.xml": b"<x/>"}))


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx", "odt", "ods"])
def test_encrypted_files_are_refused(extension: str) -> None:
    with pytest.raises(DocumentEncrypted):
        opened(f"a.{extension}", _CFB)


def test_an_encrypted_open_document_is_refused() -> None:
    manifest = b'<manifest xmlns="m"><file-entry><encryption-data/></file-entry></manifest>'
    with pytest.raises(DocumentEncrypted):
        opened("a.odt", rewritten(odt(), {"META-INF/manifest.xml": manifest}))


def test_an_encrypted_member_is_refused() -> None:
    content = bytearray(docx("rien"))
    at = content.rindex(b"PK\x01\x02")
    flags = struct.unpack_from("<H", content, at + 8)[0]
    struct.pack_into("<H", content, at + 8, flags | 1)
    with pytest.raises(DocumentEncrypted):
        opened("a.docx", bytes(content))


def test_an_unknown_object_is_refused() -> None:
    with pytest.raises(DocumentUnsupported):
        opened("a.docx", rewritten(docx("rien"), {"word/media/objet.dat": b"secret"}))


@pytest.mark.parametrize("extension", sorted(FILES))
def test_another_content_than_the_name_says_is_refused(extension: str) -> None:
    with pytest.raises(DocumentError):
        opened(f"a.{extension}", b"%PDF-1.7 \x00\x01")


@pytest.mark.parametrize("cut", [10, 200, 3000])
def test_a_cut_archive_is_damaged(cut: int) -> None:
    with pytest.raises(DocumentDamaged):
        opened("a.docx", docx("rien")[:cut])


def test_a_workbook_under_the_name_of_a_letter_is_damaged() -> None:
    with pytest.raises(DocumentDamaged):
        opened("a.docx", xlsx())


def test_entities_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'
    with pytest.raises(DocumentDamaged):
        opened("a.docx", rewritten(docx("rien"), {"customXml/item1.xml": bomb}))


def test_elements_too_deep_are_refused() -> None:
    deep = b"<a>" * 10_000 + b"</a>" * 10_000
    with pytest.raises(DocumentTooLarge):
        opened("a.docx", rewritten(docx("rien"), {"customXml/item1.xml": deep}))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(DocumentTooLarge):
        opened("a.docx", rewritten(docx("rien"), {"word/media/a.png": bytes(40_000_000)}))


@pytest.mark.parametrize(
    "limits", [Limits(members=3), Limits(unpacked_bytes=5_000), Limits(file_bytes=1_000), Limits(pages=0), Limits(units=2)]
)
def test_each_bound_holds(limits: Limits) -> None:
    with pytest.raises(DocumentTooLarge) as refused:
        opened("a.docx", docx(*["un paragraphe"] * 5), limits)
    assert str(refused.value).endswith(".")


def test_a_file_in_a_file_in_a_file_is_refused() -> None:
    inner = docx("rien")
    for _ in range(4):
        inner = rewritten(docx("rien"), {"word/embeddings/a.docx": inner})
    with pytest.raises(DocumentTooLarge):
        opened("a.docx", inner)


def test_two_members_of_one_name_are_refused() -> None:
    target = io.BytesIO(docx("rien"))
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", b"<a/>")
    with pytest.raises(DocumentDamaged):
        opened("a.docx", target.getvalue())


def test_images_are_kept_and_told(protect: Protect) -> None:
    copy = protect("a.docx", rewritten(docx("rien"), {"word/media/image1.png": _PIXEL}))
    assert parts_of(copy.content)["word/media/image1.png"] == _PIXEL
    assert any("1 image" in warning for warning in copy.warnings)


def test_the_image_of_the_first_page_is_removed_and_nothing_points_to_it(protect: Protect) -> None:
    original = docx("rien")
    assert "docProps/thumbnail.jpeg" in parts_of(original)
    parts = parts_of(protect("a.docx", original).content)
    assert "docProps/thumbnail.jpeg" not in parts
    assert b"thumbnail" not in parts["_rels/.rels"]


def test_a_person_in_what_is_not_text_stops_the_copy(protect: Protect) -> None:
    def name_style(part: bytes) -> bytes:
        return part.replace(b'<w:name w:val="Normal"/>', '<w:name w:val="Zéphyrine Quatrebarbes"/>'.encode())

    content = rewritten(docx("Madame Zéphyrine Quatrebarbes"), {"word/styles.xml": name_style})
    with pytest.raises(DocumentNotProtected):
        protect("a.docx", content)


def test_the_progress_is_told_up_to_the_end(protect: Protect) -> None:
    seen: list[tuple[int, int]] = []
    text = "Une phrase de la commune qui ne dit rien de personne. " * 20
    protect("a.docx", docx(*[text] * 60), terms=Terms(progress=lambda done, total: seen.append((done, total))))
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1]
    assert len(seen) > 3
    assert seen == sorted(seen)
