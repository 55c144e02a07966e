"""Cells under a column of a pasted table."""

from __future__ import annotations

import pytest

from beffroi.privacy.columns import Columns, column_cells
from beffroi.privacy.text_view import TextView

CITY = Columns(frozenset({"ville", "date de naissance"}))


@pytest.mark.parametrize(
    "text",
    [
        "nom;Ville;âge\nA;Lille;3\nB;Lens;4",
        "nom\tVille\tâge\nA\tLille\t3\nB\tLens\t4",
        "| nom | Ville | âge |\n|-----|-------|-----|\n| A | Lille | 3 |\n| B | Lens | 4 |",
        "nom   Ville   âge\nA   Lille   3\nB   Lens   4",
        'nom,"Ville",âge\nA,"Lille",3\nB,"Lens",4',
    ],
)
def test_reads_every_separator(text: str) -> None:
    view = TextView(text)
    assert [view.text[start:end] for start, end in column_cells(view, CITY)] == ["Lille", "Lens"]


@pytest.mark.parametrize(
    "text", ["ville", "la ville, belle, et grande\nest là", "Bonjour,\nla ville de Lille, merci", "nom;Ville\n\nFin du tableau"]
)
def test_ordinary_text_is_no_table(text: str) -> None:
    assert list(column_cells(TextView(text), CITY)) == []
