"""The end of a path in the matcher: decides whether what was walked is a surrogate, and what it stands for."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.surrogates.wording import ATOM, restyled

PENDING = object()
"""The text so far does not say yet."""

Spans = Sequence[tuple[int, int]]

_AFTER_INITIAL = re.compile(r"[^\S\n]*[.*_~'’‐‑-]{0,3}[^\S\n]*\n?[^\S\n]*[*_~]{0,3}")
_AFTER_NAME = re.compile(r"[^\S\n]*[*_~,-]{0,3}[^\S\n]*[*_~]{0,3}")
_IN_PHRASE = re.compile(r"[\s,.'’/‐‑–—-]+")
_IN_LABEL = re.compile(r"\\?_|[ -]|")


class Terminal:
    """All the spellings of one surrogate that share their letters and digits (``exact``: as sent → as typed)."""

    __slots__ = ("derived", "exact", "first", "lowered", "reading", "suffix", "type", "undotted")

    def __init__(self, type_code: str, reading: Reading, suffix: str = "", *, derived: bool = False) -> None:
        self.type = type_code
        self.reading = reading
        self.suffix = suffix
        self.derived = derived
        self.exact: dict[str, str] = {}
        self.lowered: dict[str, str] | None = {} if reading is Reading.STRICT else None
        self.first: tuple[str, str] | None = None
        self.undotted: tuple[str, ...] = ()

    def learn(self, sent: str, original: str, *, undotted: bool = False) -> None:
        """Adds a spelling; the first one in mixed case is the model for what comes back in another shape."""
        self.exact.setdefault(sent, original)
        if self.lowered is not None:
            self.lowered.setdefault(sent.lower(), original)
        if undotted:
            self.undotted += (sent,)
        if self.first is None or (_one_case(self.first[1]) and not _one_case(original)):
            self.first = (sent, original)

    def read(self, text: str, spans: Spans, *, final: bool) -> tuple[int, str] | object | None:
        """The end of the match and what it stands for, or None, or ``PENDING``. ``spans`` are the atoms walked."""
        if self.reading is Reading.WORDS:
            return self._word(text, spans[0]) if len(spans) == 1 else self._initials(text, spans, final=final)
        start, end = spans[0][0], spans[-1][1]
        raw = text[start:end]
        if self.reading is Reading.LABEL:
            return self._label(text, spans, final=final)
        original = self.exact.get(raw)
        if original is None and self.lowered is not None:
            original = self.lowered.get(raw.lower())
        if (
            original is None
            and self.reading is Reading.PHRASE
            and self.first is not None
            and _gaps_fit(text, spans, _IN_PHRASE)
        ):
            original = restyled(self.first[1], self.first[0], raw)
        return None if original is None else (end, original)

    def digits(self, raw: str) -> str:
        """The original of a ``NUMBER``, in the grouping of ``raw``."""
        original = self.exact.get(raw)
        if original is None:
            assert self.first is not None
            sent, typed = self.first
            original = restyled(typed, sent, raw) if sent.lower() == raw.lower() else regrouped(typed, raw)
        return original

    def _word(self, text: str, span: tuple[int, int]) -> tuple[int, str]:
        assert self.first is not None
        start, end = span
        raw = text[start:end]
        if self.suffix:
            raw = raw[: -len(self.suffix)]
        original = self.exact.get(raw)
        if original is None:
            original = restyled(self.first[1], self.first[0], raw)
        return end, original + text[end - len(self.suffix) : end]

    def _initials(self, text: str, spans: Spans, *, final: bool) -> tuple[int, str] | object | None:
        raws = [text[start:end] for start, end in spans]
        key = " ".join(raws)
        free = key in self.undotted
        for number, (start, end) in enumerate(spans):
            lone = end - start == 1
            if lone:
                if end == len(text) and not final:
                    return PENDING
                if (text[end : end + 1] != "." and not free) or not raws[number].isascii():
                    return None
            if number + 1 < len(spans):
                gap = text[end : spans[number + 1][0]]
                if not (_AFTER_INITIAL if lone else _AFTER_NAME).fullmatch(gap):
                    return None
        known = self.exact.get(key)
        if known is not None:
            words = known.split(" ")
        else:
            assert self.first is not None
            sent, original = (part.split(" ") for part in self.first)
            words = [restyled(*three) for three in zip(original, sent, raws, strict=True)]
        pieces = [words[0]]
        for number in range(1, len(spans)):
            pieces.append(text[spans[number - 1][1] : spans[number][0]])
            pieces.append(words[number])
        return spans[-1][1], "".join(pieces)

    def _label(self, text: str, spans: Spans, *, final: bool) -> tuple[int, str] | object | None:
        assert self.first is not None
        start, end = spans[0][0], spans[-1][1]
        if text[start] != "[":
            bare = text[start:end].replace("\\", "")
            return (end, self.first[1]) if bare == self.first[0][1:-1] else None
        if not _gaps_fit(text, spans, _IN_LABEL):
            return None
        if end == len(text) and not final:
            return PENDING
        if text[end : end + 1] == "\\":
            end += 1
            if end == len(text) and not final:
                return PENDING
        return (end + 1, self.first[1]) if text[end : end + 1] == "]" else None


def regrouped(original: str, raw: str) -> str:
    """The letters and digits of ``original`` in the layout of ``raw``; ``original`` itself if their numbers differ."""
    chars = "".join(ATOM.findall(original))
    places = [place for place, char in enumerate(raw) if char.isalnum()]
    if len(chars) != len(places):
        return original
    result = list(raw)
    for place, char in zip(places, chars, strict=True):
        seen = raw[place]
        result[place] = char.upper() if seen.isupper() else char.lower() if seen.islower() else char
    return "".join(result)


def _gaps_fit(text: str, spans: Spans, gap: re.Pattern[str]) -> bool:
    return all(gap.fullmatch(text, before[1], after[0]) for before, after in itertools.pairwise(spans))


def _one_case(text: str) -> bool:
    return text.isupper() or text.islower()
