from __future__ import annotations

import pytest

from beffroi.privacy.finding import Finding
from beffroi.testing.corpus import parse
from beffroi.testing.evaluation import evaluate

MESSAGE = parse("m-1", "demo", "Mme [[person_name|Léa Roy]] [[disorder|asthme]] [[!|rue Hugo]] [[?|mairie]] fin")


def finding(text: str, type_code: str, score: float = 0.9) -> Finding:
    start = MESSAGE.text.index(text)
    return Finding(start, start + len(text), type_code, score, "fake")


def test_a_perfect_detector() -> None:
    report = evaluate([MESSAGE], lambda text: [finding("Léa Roy", "person_name"), finding("asthme", "disorder")])
    assert report.recall() == report.char_precision == 1.0
    assert report.masked_other_share == 0.0
    assert report.leaks == report.negatives_hit == report.false_alarms == ()


def test_a_detector_that_sees_nothing_or_only_doubts() -> None:
    report = evaluate([MESSAGE], lambda text: [finding("Léa Roy", "person_name", 0.4)])
    assert report.recall() == 0.0
    assert [(miss.message_id, miss.type, miss.text) for miss in report.leaks] == [
        ("m-1", "person_name", "Léa Roy"),
        ("m-1", "disorder", "asthme"),
    ]


def test_a_wrong_type_does_not_leak_but_is_told() -> None:
    report = evaluate([MESSAGE], lambda text: [finding("Léa Roy", "phone"), finding("asthme", "health")])
    assert report.recall() == 1.0
    assert report.types["person_name"].typed_recall == 0.0
    assert report.types["disorder"].typed_recall == 1.0  # same family
    assert [miss.found_as for miss in report.mistyped] == ["phone(fake)"]


def test_partial_cover_leaks_under_four_fifths() -> None:
    assert evaluate([MESSAGE], lambda text: [finding("éa Roy", "person_name")]).types["person_name"].safe == 1
    assert evaluate([MESSAGE], lambda text: [finding("Roy", "person_name")]).types["person_name"].safe == 0


def test_false_alarms_and_negatives() -> None:
    report = evaluate(
        [MESSAGE], lambda text: [finding("Hugo", "person_name"), finding("fin", "phone"), finding("mairie", "commune")]
    )
    assert [miss.text for miss in report.negatives_hit] == ["rue Hugo"]
    assert [miss.text for miss in report.false_alarms] == ["fin"]
    assert report.masked_other == len("Hugofin")
    assert report.masked_other_share == pytest.approx(7 / len("Mmeruehugofin"))
    assert report.char_precision == 0.0


def test_the_report_prints() -> None:
    report = evaluate([MESSAGE], lambda text: [finding("Hugo", "person_name")])
    assert "person_name" in report.table()
    assert "rue Hugo" in report.details()
