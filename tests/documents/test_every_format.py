"""For every format: nothing of the person is left in any byte, and every text comes back."""

from __future__ import annotations

import io

import pytest
from docx import Document
from odf.opendocument import load
from openpyxl import load_workbook
from pptx import Presentation
from tests.documents.conftest import Protect
from tests.documents.files import FILES, IDENTIFIERS, parts_of

from beffroi.documents.contents import Contents
from beffroi.documents.formats import open_document
from beffroi.documents.protected_copy import restore_document
from beffroi.privacy.surrogates.substitutions import Substitutions

STYLES = ("realistic", "labelled")


def texts(name: str, content: bytes) -> list[str]:
    contents = Contents()
    open_document(name, content, contents)
    return [unit.text for unit in contents.units]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("extension", FILES)
def test_no_identifier_is_left_in_any_byte(extension: str, style: str, protect: Protect) -> None:
    copy = protect(f"a.{extension}", FILES[extension](), style)
    parts = parts_of(copy.content) if copy.content.startswith(b"PK") else {"": copy.content}
    for name, part in parts.items():
        for encoding in ("utf-8", "cp1252", "utf-16-le"):
            text = name + part.decode(encoding, "ignore")
            left = [identifier for identifier in IDENTIFIERS if identifier in text]
            assert not left, f"{name}: {left}"
    assert copy.counts["person_name"] >= 1


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("extension", FILES)
def test_every_text_comes_back(extension: str, style: str, protect: Protect) -> None:
    name, original = f"a.{extension}", FILES[extension]()
    copy = protect(name, original, style)
    assert texts(name, copy.content) != texts(name, original)
    key = Substitutions.from_key(copy.substitutions.to_key())
    assert texts(name, restore_document(name, copy.content, key)) == texts(name, original)


@pytest.mark.parametrize("extension", ["csv", "txt", "md"])
def test_a_text_file_comes_back_to_the_byte(extension: str, protect: Protect) -> None:
    original = FILES[extension]()
    copy = protect(f"a.{extension}", original)
    assert restore_document(f"a.{extension}", copy.content, copy.substitutions) == original


@pytest.mark.parametrize("extension", ["docx", "xlsx", "pptx", "odt", "ods"])
def test_parts_without_personal_data_are_untouched(extension: str, protect: Protect) -> None:
    original = FILES[extension]()
    before, after = parts_of(original), parts_of(protect(f"a.{extension}", original).content)
    same = [name for name in before if before[name] == after.get(name)]
    assert [name for name in after if name not in before] == []
    wanted = {
        "docx": "word/styles.xml",
        "xlsx": "xl/styles.xml",
        "pptx": "ppt/theme/theme1.xml",
        "odt": "META-INF/manifest.xml",
        "ods": "mimetype",
    }
    assert wanted[extension] in same


def test_word_opens_the_copy_with_its_layout(protect: Protect) -> None:
    copy = Document(io.BytesIO(protect("a.docx", FILES["docx"]()).content))
    first = copy.paragraphs[0]
    assert first.text.startswith("Madame ")
    assert ", née le " in first.text
    assert [run.bold for run in first.runs][:3] == [None, True, None]
    assert copy.core_properties.author not in {"", "Zéphyrine Quatrebarbes"}
    assert copy.tables[0].cell(0, 0).text == "Nom"
    assert [comment.author for comment in copy.comments] == [copy.core_properties.author]


def test_a_name_is_the_same_everywhere_in_the_file(protect: Protect) -> None:
    copy = Document(io.BytesIO(protect("a.docx", FILES["docx"]()).content))
    surname = copy.sections[0].header.paragraphs[0].text.removeprefix("Dossier de Mme ")
    assert surname in copy.paragraphs[0].text
    assert surname.upper() == copy.tables[0].cell(1, 0).text


def test_numbers_and_dates_stay_numbers_and_dates(protect: Protect) -> None:
    book = load_workbook(io.BytesIO(protect("a.xlsx", FILES["xlsx"]()).content))
    sheet, hidden = book.worksheets
    name, _, birth, phone, nir, amount = (cell.value for cell in sheet[2])
    assert birth.year == 1984
    assert isinstance(phone, int)
    assert isinstance(nir, int)
    assert amount == 125.5
    assert sheet.title == f"Mme {name}"
    assert hidden["A1"].value == f"='{sheet.title}'!A2"
    assert hidden.sheet_state == "hidden"
    assert sheet.oddHeader.center.text == f"Dossier de Mme {name}"


def test_a_number_that_becomes_a_label_comes_back_as_a_number(protect: Protect) -> None:
    copy = protect("a.xlsx", FILES["xlsx"](), "labelled")
    masked = load_workbook(io.BytesIO(copy.content)).worksheets[0]
    assert str(masked["D2"].value).startswith("[TELEPHONE_")
    assert "[" not in masked.title
    back = load_workbook(io.BytesIO(restore_document("a.xlsx", copy.content, copy.substitutions))).worksheets[0]
    original = load_workbook(io.BytesIO(FILES["xlsx"]())).worksheets[0]
    assert [[cell.value for cell in row] for row in back.rows] == [[cell.value for cell in row] for row in original.rows]


def test_the_other_libraries_open_their_copies(protect: Protect) -> None:
    show = Presentation(io.BytesIO(protect("a.pptx", FILES["pptx"]()).content))
    assert len(show.slides) == 2
    assert show.slides[1]._element.get("show") == "0"
    for extension in ("odt", "ods"):
        assert load(io.BytesIO(protect(f"a.{extension}", FILES[extension]()).content))


def test_a_text_that_the_user_reworked_is_restored(protect: Protect) -> None:
    copy = protect("a.docx", FILES["docx"]())
    document = Document(io.BytesIO(copy.content))
    surname = document.tables[0].cell(1, 0).text.title()
    document.add_paragraph(f"Réponse à Mme {surname}.")
    target = io.BytesIO()
    document.save(target)
    back = Document(io.BytesIO(restore_document("a.docx", target.getvalue(), copy.substitutions)))
    assert back.paragraphs[-1].text == "Réponse à Mme Quatrebarbes."
