"""Real files, made by the libraries people use, about a person who does not exist."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import odf.table as odf_table
import odf.text as odf_text
from docx import Document
from odf import meta
from odf.dc import Creator, Date
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from openpyxl import Workbook
from openpyxl.comments import Comment
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

EMAIL = "zephyrine.q@messagerie.example"
PHONE = "06 39 98 71 42"
NIR = "2 84 05 75 116 001 72"
IBAN = "FR76 9999 9000 0112 3456 7890 189"
IDENTIFIERS = (
    *("uatrebarbes", "QUATREBARBES", "phyrine", "Quatre", EMAIL, "zephyrine", PHONE, "71 42", "639987142", NIR),
    *("284057511600172", IBAN, "14/05/1984", "14/05/84", "1984-05-14", ">30816<"),
)
"""What must stand in no byte of a protected copy."""
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _saved(save: Callable[[io.BytesIO], Any]) -> bytes:
    target = io.BytesIO()
    save(target)
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Every member of an archive, those of the archives in it included."""
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
            if PurePosixPath(name).suffix == ".xlsx":
                parts |= {f"{name}!{inner}": part for inner, part in parts_of(parts[name]).items()}
    return parts


def rewritten(content: bytes, changes: Mapping[str, bytes | Callable[[bytes], bytes]]) -> bytes:
    """An archive with members changed or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for info in source.infolist():
            change = changes.get(info.filename)
            part = source.read(info)
            copy.writestr(info, part if change is None else change if isinstance(change, bytes) else change(part))
        for name, change in changes.items():
            if name not in source.namelist() and isinstance(change, bytes):
                copy.writestr(name, change)
    return target.getvalue()


def docx(*paragraphs: str) -> bytes:
    """A letter, or the paragraphs given."""
    document = Document()
    if paragraphs:
        for text in paragraphs:
            document.add_paragraph(text)
        return _saved(document.save)
    first = document.add_paragraph("Madame Zéphy")
    first.add_run("rine Quatre").bold = True
    first.add_run(f"barbes, née le 14/05/1984, NIR {NIR}.")
    document.sections[0].header.paragraphs[0].text = "Dossier de Mme Quatrebarbes"
    document.sections[0].footer.paragraphs[0].text = f"Contact : {EMAIL}"
    table = document.add_table(2, 3)
    for column, (title, value) in enumerate((("Nom", "QUATREBARBES"), ("Téléphone", PHONE), ("IBAN", IBAN))):
        table.cell(0, column).text = title
        table.cell(1, column).text = value
    document.core_properties.author = "Zéphyrine Quatrebarbes"
    document.core_properties.title = "Courrier à Mme Quatrebarbes"
    document.add_comment(first.runs, text=f"Voir avec {EMAIL}", author="Zéphyrine Quatrebarbes", initials="ZQ")
    return rewritten(_saved(document.save), {"word/document.xml": _with_tracked_changes})


def _with_tracked_changes(part: bytes) -> bytes:
    """Insertions, deletions, a field, a text box and a break, as Word writes them."""
    author = 'w:id="9" w:author="Zéphyrine Quatrebarbes" w:date="2026-01-05T10:00:00Z"'
    added = (
        f"<w:p><w:r><w:t>Madame Quatre</w:t></w:r><w:del {author}><w:r><w:delText>barbes</w:delText></w:r></w:del>"
        f'<w:ins {author}><w:r><w:t xml:space="preserve"> Martin</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>'
        f"<w:p><w:r><w:t>Tél.</w:t><w:tab/><w:t>06 39 98</w:t></w:r><w:r><w:t xml:space='preserve'> 71 42</w:t></w:r></w:p>"
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "mailto:'
        f'{EMAIL}" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>écrire</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
        "<w:p><w:r><w:t>Avant</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml' "
        "alt='Mme Quatrebarbes'><v:textbox><w:txbxContent><w:p><w:r><w:t>Mme Quatrebarbes &amp; fils</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>après</w:t></w:r></w:p>"
    )
    return part.replace(b"<w:sectPr", added.encode() + b"<w:sectPr", 1)


def xlsx() -> bytes:
    """A workbook with a hidden sheet, numbers, dates, a formula, a comment, a header."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Mme Quatrebarbes"
    sheet.append(["Nom", "Prénom", "Date de naissance", "Téléphone", "NIR", "Montant"])
    sheet.append(["Quatrebarbes", "Zéphyrine", date(1984, 5, 14), 639987142, 284057511600172, 125.5])
    sheet.append(["Tournebroche", "Anselme", date(1979, 3, 2), PHONE, NIR, 80])
    sheet.oddHeader.center.text = "Dossier de Mme Quatrebarbes"
    sheet["A2"].hyperlink = f"mailto:{EMAIL}"
    hidden = book.create_sheet("Cachée")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "='Mme Quatrebarbes'!A2"
    hidden["A2"] = "Dossier Quatrebarbes"
    hidden["A2"].comment = Comment("appeler Mme Quatrebarbes", "Zéphyrine Quatrebarbes")
    book.properties.creator = "Zéphyrine Quatrebarbes"
    return _saved(book.save)


def pptx() -> bytes:
    """Slides with a table, a chart and its workbook, notes, a link, a hidden slide."""
    show = Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = "Situation de Mme Zéphyrine Quatrebarbes"
    paragraph = slide.placeholders[1].text_frame.paragraphs[0]
    paragraph.add_run().text = "Mme Quatre"
    run = paragraph.add_run()
    run.text = f"barbes, {PHONE}"
    run.hyperlink.address = f"mailto:{EMAIL}"
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(5), Inches(1)).table
    for row, (label, value) in enumerate((("Nom", "Quatrebarbes"), ("Téléphone", PHONE))):
        table.cell(row, 0).text = label
        table.cell(row, 1).text = value
    slide.notes_slide.notes_text_frame.text = f"Rappeler Mme Quatrebarbes, IBAN {IBAN}"
    chart = CategoryChartData()
    chart.categories = ["Mme Quatrebarbes", "Autres"]
    chart.add_series("Aides de Mme Quatrebarbes", (1.5, 2))
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Inches(1), Inches(1), Inches(3), Inches(3), chart)
    hidden = show.slides.add_slide(show.slide_layouts[6])
    hidden._element.set("show", "0")
    hidden.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = f"NIR {NIR}"
    show.core_properties.author = "Zéphyrine Quatrebarbes"
    return _saved(show.save)


def odt() -> bytes:
    """A text with spans, a note, an annotation, a link, a table."""
    document = OpenDocumentText()
    document.text.addElement(odf_text.H(outlinelevel=1, text="Dossier de Mme Quatrebarbes"))
    paragraph = odf_text.P(text="Madame Zéphy")
    paragraph.addElement(odf_text.Span(text="rine Quatre"))
    paragraph.addText("barbes, née le 14/05/1984,")
    note = odf_text.Note(id="n1", noteclass="footnote")
    note.addElement(odf_text.NoteCitation(text="1"))
    body = odf_text.NoteBody()
    body.addElement(odf_text.P(text=f"NIR {NIR}"))
    note.addElement(body)
    paragraph.addElement(note)
    annotation = Annotation()
    annotation.addElement(Creator(text="Zéphyrine Quatrebarbes"))
    annotation.addElement(Date(text="2026-01-01T00:00:00"))
    annotation.addElement(odf_text.P(text=f"appeler au {PHONE}"))
    paragraph.addElement(annotation)
    paragraph.addElement(odf_text.A(href=f"mailto:{EMAIL}", text=" écrire"))
    document.text.addElement(paragraph)
    spaced = odf_text.P(text="Mme")
    spaced.addElement(odf_text.S())
    spaced.addText("Quatrebarbes")
    spaced.addElement(odf_text.Tab())
    spaced.addText(PHONE)
    document.text.addElement(spaced)
    document.meta.addElement(meta.InitialCreator(text="Zéphyrine Quatrebarbes"))
    return _saved(document.save)


def ods() -> bytes:
    """A sheet with a date, numbers, a formula that names the sheet."""
    document = OpenDocumentSpreadsheet()
    table = odf_table.Table(name="Mme Quatrebarbes")
    birth = {"valuetype": "date", "datevalue": "1984-05-14"}
    rows: list[list[tuple[dict[str, str], str]]] = [
        [({"valuetype": "string"}, title) for title in ("Nom", "Prénom", "Date de naissance", "Téléphone", "NIR")],
        [
            ({"valuetype": "string"}, "Quatrebarbes"),
            ({"valuetype": "string"}, "Zéphyrine"),
            (birth, "14/05/84"),
            ({"valuetype": "float", "value": "639987142"}, "639987142"),
            ({"valuetype": "float", "value": "284057511600172"}, "284057511600172"),
        ],
        [({"valuetype": "string", "formula": "of:=['Mme Quatrebarbes'.A2]"}, "Quatrebarbes")],
    ]
    for cells in rows:
        row = odf_table.TableRow()
        for options, shown in cells:
            cell = odf_table.TableCell(**options)
            cell.addElement(odf_text.P(text=shown))
            row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    return _saved(document.save)


def html() -> bytes:
    """A page in Windows-1252, with references, a comment, a script, unclosed cells."""
    return f"""<!DOCTYPE html>
<html lang="fr"><head><meta charset="windows-1252"><title>Mme Quatrebarbes</title><style>p{{color:red}}</style></head>
<body class="x"><!-- dossier de Mme Z&eacute;phyrine Quatrebarbes -->
<p>Madame Z&eacute;phyrine <b>Quatre</b>barbes,
   née le 14/05/1984<br>IBAN {IBAN} &lt;3 &amp; 4 €</p>
<a href="mailto:{EMAIL}?subject=Mme%20Quatrebarbes" title="Mme Quatrebarbes">écrire</a> <a href=tel:+33639987142>appel</a>
<table><tr><th>Nom<th>Téléphone<tr><td>Quatrebarbes<td>{PHONE}</table>
<script>var nom = "Mme Quatrebarbes" + (1 < 2 && 3 > 2);</script></body></html>
""".encode("cp1252")


def csv() -> bytes:
    """A table with a mark, semicolons, quotes and CRLF."""
    rows = (
        "Nom;Prénom;Téléphone;Note",
        f'"Quatrebarbes";Zéphyrine;{PHONE};"dit ""la grande""; voir Mme Quatrebarbes"',
        "Tournebroche;Anselme;;",
        "",
    )
    return "\r\n".join(rows).encode("utf-8-sig")


def txt() -> bytes:
    """A note in Windows-1252."""
    return f"Madame Zéphyrine Quatrebarbes\r\nnée le 14/05/1984, {EMAIL}, {PHONE}, {NIR}\r\n".encode("cp1252")


def md() -> bytes:
    """A note in UTF-8."""
    return f"# Dossier\n\n**Mme Zéphyrine Quatrebarbes**, [écrire](mailto:{EMAIL}), `{IBAN}`\n".encode()


FILES: dict[str, Callable[[], bytes]] = {
    "docx": docx,
    "xlsx": xlsx,
    "pptx": pptx,
    "odt": odt,
    "ods": ods,
    "html": html,
    "csv": csv,
    "txt": txt,
    "md": md,
}
