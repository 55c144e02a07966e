"""Whatever the text: offsets are right, findings do not overlap, and the time stays linear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.names.recognizer import NameRecognizer
from beffroi.privacy.text_view import TextView
from beffroi.testing.growth import grows_linearly

RECOGNIZER = NameRecognizer(None)
PIECES = [
    "Jean",
    "martin",
    "M.",
    "Mme",
    " ",
    "\n",
    "de La",
    "-",
    "'",
    ",",
    "née",
    "Nom :",
    ";",
    "\t",
    "J.",
    "Saint",
    "rue",
    "É",
    "0",
    "œ",
    "\u200b",
]
HOSTILE = [
    "Pour : Martin, ",
    "arrêt Jean, ",
    "A.-B. ",
    "\n01 MARTIN Zed ",
    "née de la ",
    " b. ",
    "alias « ",
    "A",
    "A ",
    "M. ",
    "Jean ",
    "jean ",
    "Jean, ",
    "Jean-",
    "Jean de ",
    "rue Jean ",
    "nom : ",
    "née ",
    "Mme De ",
    "Le ",
    "; ",
    "\n",
    "J.-",
    "mart1n ",
    "MmeDurand ",
    "K E R O U A N ",
    "K-E-R-O-U-A-N ",
    "j'épelle k e r o u a n kerouan ",
    "a ",
    "s appelle ourida ",
    "le bihan ",
    "nom, ",
    "le maire ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80))
def test_findings_are_ordered_disjoint_spans(text: str) -> None:
    view = TextView(text)
    end = 0
    for finding in RECOGNIZER.find(view):
        assert end <= finding.start < finding.end <= len(view.text)
        assert 0.0 <= finding.score <= 1.0
        end = finding.end


@given(st.sampled_from(["Mme Aïcha Ben Salah", "MARTIN Jean-Pierre", "mon fils Lucas"]), st.integers(0, 5), st.integers(0, 5))
def test_blank_around_changes_nothing(name: str, before: int, after: int) -> None:
    plain = [(found.end - found.start, found.score) for found in RECOGNIZER.find(TextView(name))]
    padded = [
        (found.end - found.start, found.score) for found in RECOGNIZER.find(TextView("\n" * before + name + "\n" * after))
    ]
    assert plain == padded


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear(piece: str) -> None:
    def find(text: str) -> None:
        view = TextView(text)
        list(RECOGNIZER.find(view))

    assert grows_linearly(find, piece)
