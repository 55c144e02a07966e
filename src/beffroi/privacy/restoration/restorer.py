"""Puts the original text back into what a model wrote, at once or as it arrives.

Streaming and whole restoration are one algorithm: a stream fed in any pieces gives, in all, what the whole text gives.
"""

from __future__ import annotations

from beffroi.privacy.surrogates.matcher import Matcher
from beffroi.privacy.surrogates.substitutions import Substitutions
from beffroi.privacy.surrogates.wording import ATOM, ESCAPES


class Restorer:
    """Restores the surrogates of one exchange, and of no other."""

    __slots__ = ("_matcher",)

    def __init__(self, substitutions: Substitutions) -> None:
        self._matcher = substitutions.matcher

    @property
    def longest_hold(self) -> int:
        """No stream ever holds back more than this (code points)."""
        return self._matcher.longest

    def restore(self, text: str) -> str:
        """``text`` with every surrogate replaced by what it stands for."""
        stream = StreamRestorer(self._matcher)
        return stream.feed(text) + stream.flush()

    def stream(self) -> StreamRestorer:
        """A restorer for one text that arrives in pieces."""
        return StreamRestorer(self._matcher)


class StreamRestorer:
    """``feed`` gives what can be shown already; it holds back only what could still become a surrogate."""

    __slots__ = ("_in_word", "_matcher", "_pending")

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._pending = ""
        self._in_word = False

    @property
    def held(self) -> int:
        """How many code points are held back now."""
        return len(self._pending)

    def feed(self, text: str) -> str:
        """What can be shown once ``text`` has arrived; may be empty."""
        return self._advance(text, final=False) if text else ""

    def flush(self) -> str:
        """What was held back. The stream may be fed again: a new text then begins."""
        rest = self._advance("", final=True)
        self._in_word = False
        return rest

    def _advance(self, text: str, *, final: bool) -> str:
        text = self._pending + text if self._pending else text
        if not text:
            return ""
        start = 0
        if self._in_word:  # a surrogate never begins inside a word
            word = ATOM.match(text)
            start = word.end() if word else 0
            if start == len(text):
                self._pending = ""
                return text
        matches, stop = self._matcher.scan(text, start, final=final)
        self._pending = text[stop:]
        pieces: list[str] = []
        done = 0
        for match in matches:
            pieces += (text[done : match.start], match.original)
            done = match.end
        pieces.append(text[done:stop])
        if stop:
            self._in_word = text[stop - 1].isalnum() and text[max(0, stop - 2) : stop] not in ESCAPES
        return "".join(pieces)
