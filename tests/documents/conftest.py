"""The detector without its tagger: quick, and enough for these files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from beffroi.documents.protected_copy import ProtectedCopy, Terms, protect_document
from beffroi.privacy.detection.default import default_detector
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser

Protect = Callable[..., ProtectedCopy]


@pytest.fixture
def protect() -> Protect:
    def call(name: str, content: bytes, style: str = "realistic", terms: Terms | None = None) -> ProtectedCopy:
        pseudonymiser = Pseudonymiser(b"k" * 32, "test", style)
        return protect_document(name, content, default_detector(tagger=False), pseudonymiser, terms or Terms())

    return call
