"""Where texts quote one another: known phrases met again, word by word, whatever stands between the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from beffroi.privacy.text_view import fold

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 12  # words of a phrase that are looked at


class Phrases:
    """Phrases to be met again, as sequences of folded words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._known: dict[tuple[str, ...], str] = {}
        for phrase in phrases:
            words = tuple(_WORD.findall(fold(phrase)))[:_LONGEST]
            if words:
                self._known.setdefault(words, phrase)
        self._firsts = {words[0] for words in self._known}
        self._lengths = sorted({len(words) for words in self._known}, reverse=True)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """(start, end, phrase) of each, the longest at each place, apart and in order; code points of ``text``."""
        words = list(_WORD.finditer(fold(text)))
        index = 0
        while index < len(words):
            length = self._length_at(words, index) if words[index][0] in self._firsts else 0
            if length:
                spelled = tuple(word[0] for word in words[index : index + length])
                yield words[index].start(), words[index + length - 1].end(), self._known[spelled]
            index += max(1, length)

    def _length_at(self, words: list[re.Match[str]], index: int) -> int:
        for length in self._lengths:
            if index + length <= len(words) and tuple(word[0] for word in words[index : index + length]) in self._known:
                return length
        return 0
