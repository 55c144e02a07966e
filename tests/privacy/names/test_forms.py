"""Every form in which a person is named, and every form that only looks like it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from beffroi.privacy.names.recognizer import NameRecognizer
from beffroi.privacy.text_view import TextView

FORMS = tomllib.loads((Path(__file__).parent / "forms.toml").read_text(encoding="utf-8"))
CASES = [(section, text) for section, row in FORMS.items() for text in row["texts"]]
RECOGNIZER = NameRecognizer(None)


def found_in(text: str) -> list[str]:
    view = TextView(text)
    return [
        view.text[finding.start : finding.end]
        for finding in sorted(RECOGNIZER.find(view))
        if finding.type == "person_name" and finding.score >= 0.5
    ]


@pytest.mark.parametrize(("section", "marked"), CASES)
def test_names_are_found_exactly(section: str, marked: str) -> None:
    expected = re.findall("⟦(.*?)⟧", marked)
    assert found_in(re.sub("[⟦⟧]", "", marked)) == expected, section


def test_a_public_mention_hides_no_person() -> None:
    found = found_in("Mme Pasteur, 3 boulevard Pasteur, et M. Jules Ferry-Dubois, école Jules Ferry.")
    assert found == ["Pasteur", "Jules Ferry-Dubois"]


def test_vetoes_are_reported_for_the_resolver() -> None:
    view = TextView("Le lycée Jean Moulin")
    (veto,) = RECOGNIZER.find(view)
    assert veto.type == "public_mention"
    assert "Jean Moulin" in view.text[veto.start : veto.end]


def test_doubts_stay_below_the_threshold() -> None:
    findings = list(RECOGNIZER.find(TextView("Nous avons vu Kifri Barzanel hier.")))
    assert [finding.score < 0.5 for finding in findings] == [True]
