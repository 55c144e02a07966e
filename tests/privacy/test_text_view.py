"""The folded twin has the length of the text, and every offset finds its way back to the source."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.text_view import TextView, fold

texts = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=("Cs",)), st.sampled_from("éÉ\u0301\u200b\u00ad\ufeff\u00a0’ﬁİ１"))
)


@given(texts)
def test_both_forms_have_the_same_length(text: str) -> None:
    view = TextView(text)
    assert len(view.text) == len(view.folded)
    assert len(fold(text)) == len(text)


@given(texts)
def test_offsets_come_back_in_order_and_cover_the_source(text: str) -> None:
    view = TextView(text)
    if not view.text:
        return
    assert view.to_source(0, len(view.text))[1] == len(text)
    spans = [view.to_source(index, index + 1) for index in range(len(view.text))]
    assert all(left[1] <= right[0] or left[1] == right[0] for left, right in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("AÏCHA", "aicha"),
        ("L`ECOLE", "l'ecole"),
        ("L`ÉCOLE", "l'ecole"),
        ("L’été – NBSP\u00a0ici", "l'ete - nbsp ici"),
        ("E\u0301lise", "elise"),
        ("06\u200b39", "0639"),
        ("１２３", "123"),
        ("\u0430\u0440", "ap"),
    ],
)
def test_what_people_write_becomes_plain(written: str, folded: str) -> None:
    assert TextView(written).folded == folded
