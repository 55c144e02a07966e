"""The warm-up does a whole protection, and never stops a server."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import pytest

from beffroi.privacy.detection.default import default_detector
from beffroi.privacy.finding import Finding
from beffroi.site.warm_up import warm_up


class _Recording:
    def __init__(self) -> None:
        self.found: list[list[Finding]] = []

    def detect_all(self, texts: Sequence[str]) -> list[list[Finding]]:
        self.found = [list(found) for found in default_detector(tagger=False).detect_all(texts)]
        return self.found


class _Broken:
    def detect_all(self, texts: Sequence[str]) -> list[list[Finding]]:
        raise RuntimeError(texts[0])


def test_what_an_exchange_needs_is_loaded() -> None:
    detector = _Recording()
    warm_up(detector)
    types = {finding.type for finding in detector.found[0]}
    assert {"person_name", "birth_date", "postal_address", "phone", "email"} <= types


def test_a_failure_is_told_without_its_text(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="beffroi.site"):
        warm_up(_Broken())
    assert [record.getMessage() for record in caplog.records] == ["site:warm_up:failed cause=RuntimeError"]
