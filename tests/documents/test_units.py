"""Runs, breaks, tracked changes: however a paragraph is cut, it is read and restored as one."""

from __future__ import annotations

from itertools import pairwise
from xml.sax.saxutils import escape

from hypothesis import given
from hypothesis import strategies as st
from tests.documents.files import NIR, PHONE

from beffroi.documents.contents import Contents
from beffroi.documents.protection import mask, unmask
from beffroi.documents.source import Source
from beffroi.documents.unit import Change, Slot, Unit
from beffroi.documents.xml_part import Walker
from beffroi.privacy.detection.default import default_detector
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser

TEXT = f"Madame Zéphyrine Quatrebarbes <née le 14/05/1984>, NIR {NIR} & tél. {PHONE} (Quatrebarbes)."


def read(xml: str) -> tuple[Source, Contents]:
    source, contents = Source(xml, markup=True), Contents()
    Walker(source, contents).walk()
    return source, contents


def body(inner: str) -> str:
    return f'<w:body xmlns:w="w">{inner}</w:body>'


def masked(xml: str, style: str = "realistic") -> tuple[str, str]:
    """The XML masked, then restored."""
    source, contents = read(xml)
    done = mask(contents, default_detector(tagger=False), Pseudonymiser(b"k" * 32, "test", style))
    again, its = read(source.render())
    unmask(its, done.substitutions)
    return source.render(), again.render()


def shown(xml: str) -> list[str]:
    return [unit.text for unit in read(xml)[1].units]


@given(st.lists(st.integers(0, len(TEXT)), max_size=30), st.sampled_from(["realistic", "labelled"]))
def test_any_cut_into_runs_is_masked_alike_and_restored(cuts: list[int], style: str) -> None:
    bounds = [0, *sorted(cuts), len(TEXT)]
    runs = "".join(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{escape(TEXT[start:end])}</w:t></w:r>" for start, end in pairwise(bounds))
    one = f"<w:r><w:t>{escape(TEXT)}</w:t></w:r>"
    copy, back = masked(body(f"<w:p>{runs}</w:p>"), style)
    whole, _ = masked(body(f"<w:p>{one}</w:p>"), style)
    assert shown(copy) == shown(whole)
    assert shown(back) == [TEXT]
    assert copy.count("<w:b/>") == runs.count("<w:b/>")


@given(st.lists(st.text(alphabet="aé &<'\"\n", max_size=6), min_size=1, max_size=6), st.data())
def test_changes_are_written_wherever_they_fall(parts: list[str], data: st.DataObject) -> None:
    written = list(parts)

    def slot(index: int) -> Slot:
        def write(new: str) -> None:
            written[index] = new

        return Slot(parts[index], write)

    unit = Unit([slot(index) for index in range(len(parts))])
    bounds = sorted(data.draw(st.lists(st.integers(0, len(unit.text)), unique=True, max_size=6)))
    changes = [Change(start, end, "§") for start, end in zip(bounds[::2], bounds[1::2], strict=False)]
    expected = unit.text
    for change in reversed(changes):
        expected = expected[: change.start] + change.text + expected[change.end :]
    unit.rewrite(changes)
    assert "".join(written) == expected


def test_spaces_at_the_edge_of_a_shortened_run_are_kept() -> None:
    copy, _ = masked(body("<w:p><w:r><w:t>Mme Quatre</w:t></w:r><w:r><w:t>barbes est là</w:t></w:r></w:p>"))
    assert '<w:t xml:space="preserve"> est là</w:t>' in copy


def test_a_name_half_deleted_is_found_in_what_was_there_before() -> None:
    runs = (
        "<w:r><w:t>Madame Quatre</w:t></w:r><w:del><w:r><w:delText>barbes</w:delText></w:r></w:del>"
        '<w:ins><w:r><w:t xml:space="preserve"> vingt</w:t></w:r></w:ins>'
    )
    copy, back = masked(body(f"<w:p>{runs}</w:p>"))
    assert "Quatre" not in copy
    assert "barbes" not in copy
    assert shown(back) == ["Madame Quatre", "barbes", " vingt"]


def test_a_break_ends_the_unit_but_not_what_is_read() -> None:
    copy, back = masked(body(f"<w:p><w:r><w:t>NIR :</w:t><w:tab/><w:t>{NIR}</w:t></w:r></w:p>"))
    assert NIR not in copy
    assert "<w:tab/>" in copy
    assert shown(back) == ["NIR :", NIR]


def test_a_text_box_inside_of_a_paragraph_is_apart() -> None:
    inner = "<w:txbxContent><w:p><w:r><w:t>Mme Quatrebarbes</w:t></w:r></w:p></w:txbxContent>"
    xml = body(f"<w:p><w:r><w:t>Avant</w:t></w:r><w:r><w:drawing>{inner}</w:drawing></w:r><w:r><w:t>après</w:t></w:r></w:p>")
    assert sorted(shown(xml)) == ["Avantaprès", "Mme Quatrebarbes"]


def test_what_no_rule_knows_is_a_text() -> None:
    copy, _ = masked("<dossier><agent>Madame Zéphyrine Quatrebarbes</agent><![CDATA[tél. 06 39 98 71 42]]></dossier>")
    assert "Quatrebarbes" not in copy
    assert "71 42" not in copy


def test_an_author_is_masked_whatever_the_name_looks_like() -> None:
    copy, back = masked(body('<w:ins w:author="zq59" w:date="2026-01-05"><w:r/></w:ins>'))
    assert "zq59" not in copy
    assert 'w:date="2026-01-05"' in copy
    assert 'w:author="zq59"' in back


def test_a_link_in_a_table_does_not_part_its_rows() -> None:
    rows = (
        "<w:tr><w:tc><w:p><w:r><w:t>Nom</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>NIR</w:t></w:r></w:p></w:tc></w:tr>"
        '<w:tr><w:tc><w:p><w:hyperlink w:tooltip="fiche"><w:r><w:t>Dupuis</w:t></w:r></w:hyperlink></w:p></w:tc>'
        "<w:tc><w:p><w:r><w:t>284057511600172</w:t></w:r></w:p></w:tc></w:tr>"
    )
    copy, back = masked(body(f"<w:tbl>{rows}</w:tbl>"))
    assert "284057511600172" not in copy
    assert "Dupuis" not in copy
    assert "284057511600172" in back


def test_a_bookmark_and_its_link_keep_one_name() -> None:
    xml = body(
        '<w:p><w:bookmarkStart w:id="1" w:name="Fiche_Quatrebarbes"/><w:r><w:t>Madame Quatrebarbes</w:t></w:r></w:p>'
        '<w:p><w:hyperlink w:anchor="Fiche_Quatrebarbes"><w:r><w:t>sa fiche</w:t></w:r></w:hyperlink></w:p>'
    )
    copy, back = masked(xml, "labelled")
    assert "Quatrebarbes" not in copy
    assert copy.count('="Fiche_PERSONNE_1') == 2
    assert back.count("Fiche_Quatrebarbes") == 2
