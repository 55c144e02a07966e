"""Shapes of words, spans at the edges of words, and the keyed draw."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.surrogates import numbers, wording
from beffroi.privacy.surrogates.derivation import Derivation
from beffroi.privacy.surrogates.spans import Span, settled
from beffroi.privacy.surrogates.wording import aligned_fold, restyled, spellings
from beffroi.privacy.text_view import fold


@pytest.mark.parametrize("module", [numbers, wording])
def test_examples_of_the_documentation(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # a module


@given(st.text(), st.integers(0, 100))
def test_folding_does_not_depend_on_where_a_text_is_cut(text: str, cut: int) -> None:
    assert aligned_fold(text[:cut]) + aligned_fold(text[cut:]) == aligned_fold(text)
    assert len(aligned_fold(text)) == len(text)


@pytest.mark.parametrize(
    ("original", "sent", "seen", "expected"),
    [
        ("Ben Salah", "Fesquet", "Fesquet", "Ben Salah"),
        ("Ben Salah", "Fesquet", "FESQUET", "BEN SALAH"),
        ("Ben Salah", "Fesquet", "fesquet", "ben salah"),
        ("BEN SALAH", "FESQUET", "Fesquet", "Ben Salah"),
        ("McDonald", "Fesquet", "FesQuet", "McDonald"),
    ],
)
def test_an_original_takes_the_case_that_the_model_chose(original: str, sent: str, seen: str, expected: str) -> None:
    assert restyled(original, sent, seen) == expected


def test_spellings_are_distinct_and_fold_alike() -> None:
    found = list(spellings("Fesquet"))
    assert len(found) == len(set(found)) > 20
    assert {fold(word) for word in found} == {"fesquet"}


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=8))
def test_settled_spans_are_apart_and_end_at_the_edges_of_words(text: str, edges: list[tuple[int, int]]) -> None:
    spans = settled(text, [Span(start, end, "phone") for start, end in edges])
    last = -1
    for span in spans:
        assert last < span.start < span.end <= len(text)
        last = span.end
        assert span.end == len(text) or not text[span.end].isalnum()
    asked = {place for start, end in edges for place in range(max(0, start), min(len(text), end))}
    assert asked <= {place for span in spans for place in range(span.start, span.end)}


def test_labels_are_never_run_together() -> None:
    derivation = Derivation(b"k", "s")
    assert derivation.digest("ab", "c") != derivation.digest("a", "bc")
    assert Derivation(b"k", "sa").digest("b") != Derivation(b"k", "s").digest("ab")
    assert list(derivation.order((1, 2, 3), "x")) != []
    assert sorted(derivation.order(range(10), "x")) == list(range(10))
