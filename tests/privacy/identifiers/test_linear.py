"""No input, of any length or content, takes more than linear time."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.privacy.identifiers.registry import RECOGNIZERS
from beffroi.privacy.text_view import TextView
from beffroi.testing.growth import grows_linearly

PATTERNS = [
    "1 ",
    "0.",
    "1",
    "0 6 ",
    "aaaa@",
    "a.",
    "a@a.",
    "@",
    "@a",
    "-",
    "fr76 ",
    "fr",
    "f r ",
    "eyJ",
    "eyJa.",
    "sk-a",
    "http://",
    "http://a@",
    "www.",
    "facebook.com/a",
    "zero ",
    "un deux trois ",
    "quatre-vingt-dix ",
    "n° ",
    "dossier n° ",
    "mot de passe : ",
    "mdp",
    "iban ",
    "NIR 1 84 ",
    "+33 ",
    "(",
    "1.1.1.1",
    "::",
    "a:",
    "00:",
    "AB-123-",
    "section ab 12, 13 et ",
    "x",
    "xxxx ",
    "arobase ",
    "a point ",
    " at ",
    "-----BEGIN PRIVATE KEY-----",
    "\n",
    " \n",
    "1\n",
    "l1O0",
    "d'",
    "compteur n° 1-",
    "caf ",
    "tel ",
    "banque guichet 12345 ",
    "a1b2c3d4",
    "bic ",
    "é",
    "01/02/2024 ",
    "{}",
    "jean.martin@free.fr ",
    "12345678901234 ",
]


def _find(text: str) -> None:
    view = TextView(text)
    for recognizer in RECOGNIZERS:
        recognizer.find(view)


def _seconds(text: str) -> float:
    view = TextView(text)
    started = time.process_time()
    for recognizer in RECOGNIZERS:
        recognizer.find(view)
    return time.process_time() - started


@pytest.mark.parametrize("pattern", PATTERNS)
def test_repeated_pattern(pattern: str) -> None:
    assert grows_linearly(_find, pattern, small=6_000, large=48_000)


@pytest.mark.parametrize("pattern", ["0.", "aaaa@", "1", "un deux trois "])
def test_one_megabyte(pattern: str) -> None:
    assert _seconds(pattern * (1_000_000 // len(pattern))) < 40


@given(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=4))
@settings(max_examples=15, deadline=None)
def test_mixed_patterns(parts: list[str]) -> None:
    assert grows_linearly(_find, "".join(parts), small=3_000, large=24_000, slack=3)
