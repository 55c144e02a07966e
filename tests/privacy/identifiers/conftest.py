"""What the tests of identifiers share: a finder of spans, and numbers made with valid keys but of nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beffroi.privacy.identifiers.registry import RECOGNIZERS
from beffroi.privacy.text_view import TextView

Found = list[tuple[str, str, float]]


def _find_all(text: str, threshold: float = 0.5) -> Found:
    view = TextView(text)
    findings = [finding for recognizer in RECOGNIZERS for finding in recognizer.find(view)]
    assert all(0 <= f.start < f.end <= len(view.text) and 0 <= f.score <= 1 for f in findings)
    return [(f.type, view.text[f.start : f.end], f.score) for f in findings if f.score >= threshold]


@pytest.fixture(scope="session")
def find_all() -> Callable[..., Found]:
    """``find_all(text, threshold=0.5)``: (type, text of the span, score) of every finding of action."""
    return _find_all
