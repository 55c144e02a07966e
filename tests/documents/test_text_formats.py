"""HTML, CSV and plain text: everything but the personal words stays as it was, to the byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.conftest import Protect
from tests.documents.files import EMAIL, PHONE, csv, html

from beffroi.documents.cell_value import day_kept, day_shown, iso_kept, iso_shown, number_kept, number_shown
from beffroi.documents.contents import Contents
from beffroi.documents.delimited import delimiter_of
from beffroi.documents.formats import open_document


@given(st.sampled_from(["a.html", "a.csv", "a.txt", "a.md"]), st.text(max_size=200))
def test_opening_and_writing_changes_nothing(name: str, text: str) -> None:
    content = text.replace("\x00", "").encode("utf-8", "ignore")
    contents = Contents()
    assert open_document(name, content, contents).to_bytes() == content


@given(st.text(alphabet="<>&;!-=\"' /abtdrscipy\n", max_size=80))
def test_broken_markup_never_breaks_the_reader(text: str) -> None:
    contents = Contents()
    file = open_document("a.html", text.encode(), contents)
    for unit in contents.units:
        unit.rewrite([])
    assert file.to_bytes() == text.encode()


def test_html_keeps_its_markup_its_script_and_its_encoding(protect: Protect) -> None:
    copy = protect("a.html", html()).content.decode("cp1252")
    for kept in (
        "<style>p{color:red}</style>\n</head>".replace("\n", ""),
        '<body class="x">',
        "+ (1 < 2 && 3 > 2);</script>",
        "<table><tr><th>Nom<th>Téléphone<tr><td>",
        "&lt;3 &amp; 4 €",
        "?subject=Mme%20",
    ):
        assert kept in copy


def test_an_attribute_without_quotes_gets_some_when_it_needs_them(protect: Protect) -> None:
    content = b"<p title=Quatrebarbes>Madame Quatrebarbes <img alt=Mme&nbsp;Quatrebarbes></p>"
    copy = protect("a.html", content, "labelled").content.decode()
    assert "Quatrebarbes" not in copy
    assert copy.count("<") == 3


def test_csv_keeps_its_mark_delimiter_quotes_and_line_ends(protect: Protect) -> None:
    copy = protect("a.csv", csv()).content
    assert copy.startswith(b"\xef\xbb\xbfNom;")
    assert copy.count(b"\r\n") == csv().count(b"\r\n")
    lines = copy.decode("utf-8-sig").split("\r\n")
    assert lines[1].startswith('"')
    assert lines[1].count(";") == 4  # one of them inside of quotes
    assert "Tournebroche" not in lines[2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_are_kept(encoding: str, protect: Protect) -> None:
    content = f"Élève suivi : {EMAIL}, tél. {PHONE}\n".encode(encoding)
    copy = protect("a.txt", content).content.decode(encoding)
    assert copy.startswith("Élève suivi : ")
    assert EMAIL not in copy
    assert PHONE not in copy


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_told_from_the_lines(delimiter: str) -> None:
    rows = [["nom", "note", "âge"], ["Anne", '"a, b; c | d"', "3"], ["Luc", "x", "4"]]
    assert delimiter_of("\n".join(delimiter.join(row) for row in rows)) == delimiter


@given(st.integers(1, 2_900_000), st.booleans())
def test_days_come_back(count: int, since_1904: bool) -> None:
    assert day_kept(day_shown(str(count), since_1904=since_1904), since_1904=since_1904) in {str(count), None}
    assert since_1904 or count < 3 or day_kept(day_shown(str(count))) == str(count)


@given(st.dates())
def test_iso_days_come_back(day: object) -> None:
    assert iso_kept(iso_shown(str(day)), str(day)) == str(day)


@given(st.integers(0, 10**15 - 1), st.sampled_from([0, 10, 15]))
def test_numbers_come_back(number: int, width: int) -> None:
    shown = number_shown(str(number), width)
    assert len(shown) >= width
    assert number_kept(shown, width) in {str(number), None}
    assert width or number_kept(shown) == str(number)
