"""The words of a view: what every recogniser of places, births and mentions walks over."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.text_view import TextView


@given(st.text(max_size=200))
def test_words_are_found_where_they_are_said_to_be(text: str) -> None:
    view = TextView(text)
    words = view.words
    assert words.starts == sorted(words.starts)
    for index, word in enumerate(words.texts):
        assert view.folded[words.starts[index] : words.end(index)] == word
        assert words.at_or_after(words.starts[index]) == index


def test_looking_up_by_offset() -> None:
    words = TextView("12 rue d'Aire").words
    assert words.texts == ["12", "rue", "d", "aire"]
    assert words.at_or_after(4) == 2
    assert words.at_or_after(99) == 4
