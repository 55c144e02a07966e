"""The cascade over a document: fails closed, keeps offsets, and knows a person everywhere once named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from beffroi.errors import ProtectionError
from beffroi.privacy.detection.detector import Detector
from beffroi.privacy.finding import Finding
from beffroi.privacy.recognizer import PUBLIC_MENTION
from beffroi.privacy.text_view import TextView


@dataclass(frozen=True)
class Pattern:
    """A recogniser of one regular expression over the folded text."""

    name: str
    pattern: str
    type: str = "person_name"
    score: float = 0.9

    def find(self, view: TextView) -> Iterable[Finding]:
        for match in re.finditer(self.pattern, view.folded):
            yield Finding(match.start(), match.end(), self.type, self.score, self.name)


class Broken:
    name = "broken"

    def find(self, view: TextView) -> Iterable[Finding]:
        raise ValueError(view.text)


FULL_NAME = Pattern("full", "aicha ben salah")


def spans(text: str, findings: Iterable[Finding]) -> list[str]:
    return [text[found.start : found.end] for found in findings]


def test_a_recogniser_that_raises_closes_the_door_without_a_word_of_the_text() -> None:
    with pytest.raises(ProtectionError) as caught:
        Detector([FULL_NAME, Broken()]).detect("Zoé Canari habite ici")
    assert "Canari" not in caught.value.sentence
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "mention",
    [
        "Aïcha",
        "ben salah",
        "BEN SALAH Aïcha",
        "AÏCHA BEN SALAH",
        "A. Ben Salah",
        "Ben Salah",
        "aicha",
        "Ai\u0308cha Ben\u200b Salah",
    ],
)
def test_a_person_named_once_is_known_everywhere(mention: str) -> None:
    texts = ["Aïcha Ben Salah demande un logement.", f"Dossier suivi : {mention} est venue hier."]
    first, second = Detector([FULL_NAME]).detect_all(texts)
    assert spans(texts[0], first) == ["Aïcha Ben Salah"]
    assert spans(texts[1], second) == [mention]


def test_known_names_do_not_reach_into_public_mentions() -> None:
    street = Pattern("street", "rue victor hugo", PUBLIC_MENTION, 0.9)
    person = Pattern("person", r"(?<=mme )lea hugo")
    text = "Mme Léa Hugo, 12 rue Victor Hugo. Hugo est prévenue par la mairie, et Léa aussi."
    found = spans(text, Detector([person, street]).detect(text))
    assert found.count("Hugo") == 1
    assert "Léa Hugo" in found
    assert "Léa" in found
    assert text.index("rue Victor Hugo") + 11 not in {f.start for f in Detector([person, street]).detect(text)}


def test_words_that_are_also_names_need_their_capital() -> None:
    person = Pattern("person", "julie petit")
    text = "Julie Petit a un petit appartement ; nous avons prévenu Petit hier, un petit mot suffira."
    assert spans(text, Detector([person]).detect(text)) == ["Julie Petit", "Petit"]


def test_offsets_are_those_of_the_text_as_given() -> None:
    text = "Je suis A\u0301icha Ben Sa\u200blah, et voilà"
    found = Detector([FULL_NAME]).detect(text)
    assert spans(text, found) == ["A\u0301icha Ben Sa\u200blah"]


def test_doubts_are_kept_for_audits_and_never_acted_upon() -> None:
    doubtful = Pattern("doubt", "dupont", score=0.3)
    detector = Detector([doubtful])
    assert detector.detect("chez dupont") == ()
    assert spans("chez dupont", detector.doubts("chez dupont")) == ["dupont"]


def test_no_text_no_finding() -> None:
    assert Detector([FULL_NAME]).detect("") == ()
    assert Detector([FULL_NAME]).detect_all([]) == []
