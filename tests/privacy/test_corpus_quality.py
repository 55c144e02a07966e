"""The regression test of detection: recall per type, precision and false alarms on the project's corpus, printed and held."""

from __future__ import annotations

from pathlib import Path

import pytest

from beffroi.privacy.detection.default import default_detector
from beffroi.testing.corpus import load
from beffroi.testing.evaluation import CHECKSUMMED, DIRECT, Report, evaluate

CORPUS = Path(__file__).resolve().parents[1] / "corpus"


@pytest.fixture(scope="module")
def report() -> Report:
    detector = default_detector()
    return evaluate(load(CORPUS), detector.detect)


def test_the_figures_are_printed(report: Report, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\n{report.table()}")
    assert report.types


def test_direct_identifiers_hardly_leak(report: Report) -> None:
    assert report.recall(DIRECT) >= 0.99, report.details()


def test_no_number_with_a_key_leaks(report: Report) -> None:
    assert report.recall(CHECKSUMMED) == 1, report.details()


def test_little_of_what_is_not_personal_is_masked(report: Report) -> None:
    assert report.masked_other_share <= 0.03, report.details()


def test_no_street_school_law_or_public_figure_is_masked(report: Report) -> None:
    assert not report.negatives_hit, report.details()


@pytest.mark.parametrize("kind", ["disorder", "treatment", "aptitude", "pregnancy", "disability"])
def test_health_mentions_are_seen(report: Report, kind: str) -> None:
    assert report.types[kind].recall >= 0.9, report.details()
