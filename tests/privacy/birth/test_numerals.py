"""French numbers in words, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.birth.numerals import Hyphens, read_number, spell
from beffroi.privacy.text_view import fold


@given(st.integers(0, 999_999), st.sampled_from(Hyphens))
def test_spelling_reads_back(number: int, hyphens: Hyphens) -> None:
    words = fold(spell(number, hyphens)).replace("-", " ").split()
    assert read_number(words) == (number, len(words))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("mil neuf cent soixante dix huit", 1978),
        ("dix neuf cent quatre vingt quatre", 1984),
        ("cinquante neuf mille", 59000),
        ("septante deux", 72),
        ("deux mille cinq", 2005),
        ("vingt et un", 21),
    ],
)
def test_reads(written: str, number: int) -> None:
    words = written.split()
    assert read_number(words) == (number, len(words))


def test_stops_where_the_number_ends() -> None:
    assert read_number(["vingt", "trente"]) == (20, 1)
    assert read_number(["deux", "rue"]) == (2, 1)
    assert read_number(["rue", "deux"]) is None
    assert read_number([]) is None


def test_refuses_what_it_cannot_spell() -> None:
    with pytest.raises(ValueError):
        spell(1_000_000)
