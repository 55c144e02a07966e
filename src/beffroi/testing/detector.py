"""Detectors for tests that are not about detection: one that knows a list of words, one that fails."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from beffroi.privacy.finding import Finding


class DictionaryDetector:
    """Finds the words that it was given, wherever they stand, longest first. ``words``: text → type code."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)
        longest_first = sorted(words, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self.seen: list[list[str]] = []
        """The texts of each call."""

    def detect_all(self, texts: Sequence[str]) -> list[tuple[Finding, ...]]:
        """Findings with a score of 1."""
        self.seen.append(list(texts))
        return [
            tuple(Finding(m.start(), m.end(), self._words[m[0]], 1.0, "dictionary") for m in self._pattern.finditer(text))
            for text in texts
        ]


class FailingDetector:
    """Raises what it was given."""

    def __init__(self, failure: Exception) -> None:
        self._failure = failure

    def detect_all(self, texts: Sequence[str]) -> list[tuple[Finding, ...]]:
        """Fails."""
        raise self._failure
