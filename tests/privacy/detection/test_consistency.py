"""A known name comes back in other forms; a word that only looks like it does not."""

from __future__ import annotations

import pytest

from beffroi.privacy.detection.detector import Detector
from beffroi.privacy.names.recognizer import NameRecognizer

DETECTOR = Detector([NameRecognizer(None)])


def names_of(text: str) -> list[str]:
    return [text[finding.start : finding.end] for finding in DETECTOR.detect(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Mme Aïcha Quettelart. quettelart a rappelé, A. Quettelart aussi.",
            ["Aïcha Quettelart", "quettelart", "A. Quettelart"],
        ),
        ("Mme Marie Quettelart est là. Le couple est marié depuis 2012.", ["Marie Quettelart"]),
        ("M. Bourdin est venu. Vu avec Bourdin J hier.", ["Bourdin", "Bourdin J"]),
    ],
)
def test_a_known_name_comes_back(text: str, expected: list[str]) -> None:
    assert names_of(text) == expected
