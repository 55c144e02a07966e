"""Phrases met again: at the edges of a text, nested in one another, whatever stands between their words."""

from __future__ import annotations

from beffroi.documents.quotation import Phrases


def found(text: str, *phrases: str) -> list[str]:
    return [text[start:end] for start, end, _ in Phrases(phrases).find(text)]


def test_a_phrase_is_met_whatever_stands_between_its_words() -> None:
    assert found("C:/zephyrine.QUATREBARBES/x", "Zéphyrine Quatrebarbes") == ["zephyrine.QUATREBARBES"]


def test_the_longest_phrase_wins_and_the_end_of_a_text_is_no_trap() -> None:
    assert found("Quatrebarbes, Zéphyrine", "Zéphyrine Quatrebarbes", "Zéphyrine", "Quatrebarbes") == [
        "Quatrebarbes",
        "Zéphyrine",
    ]
    assert found("Zéphyrine Quatrebarbes", "Zéphyrine", "Zéphyrine Quatrebarbes") == ["Zéphyrine Quatrebarbes"]


def test_a_word_inside_of_another_is_not_met() -> None:
    assert found("Quatrebarbesque", "Quatrebarbes") == []
    assert found("", "Quatrebarbes") == []
