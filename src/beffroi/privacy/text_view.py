"""One text, seen as recognisers need it: cleaned of invisible characters, and folded (lower case, no accent).

Both forms have exactly the same length, so that one offset serves both; ``to_source`` maps it back to the text as given.
For ordinary text nothing is copied: the clean text *is* the source.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from sys import maxunicode

# Zero-width, bidirectional and other format characters, soft hyphen, variation selectors, combining marks.
_NEEDS_CLEANING = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff\u0300-\u036f\uff01-\uff5e\U0001d400-\U0001d7ff]"
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)
_PUNCTUATION = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u2032\u0060\u00b4"), "'"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(
        map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
    ),
}
# Letters of other scripts that look like a Latin one, as used to smuggle identifiers past a filter.
_HOMOGLYPHS = dict(zip("асеорхуіјѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХ", "aceopxyijsdhqwabezhikmnoptyxabekmhopctyx", strict=True))


_WORDS_APART = re.compile(r"([^\W_]+)")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a folded text, in reading order: ``texts[i]`` begins at ``starts[i]`` (code points, 0-based)."""

    texts: list[str]
    starts: list[int]

    def end(self, index: int) -> int:
        """Offset just past word ``index``."""
        return self.starts[index] + len(self.texts[index])

    def at_or_after(self, offset: int) -> int:
        """Index of the first word that begins at ``offset`` or later; the number of words if there is none."""
        return bisect_left(self.starts, offset)


def _folding_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0x41, 0x2000):
        char = chr(code)
        base = unicodedata.normalize("NFD", char)[0].lower()
        if len(base) == 1 and base != char:
            table[code] = base
    table.update({ord("ø"): "o", ord("Ø"): "o", ord("ł"): "l", ord("Ł"): "l", ord("đ"): "d", ord("Đ"): "d", ord("ı"): "i"})
    table.update(_PUNCTUATION)
    table.update({ord(odd): plain for odd, plain in _HOMOGLYPHS.items()})
    return table


_FOLD = _folding_table()
_FOLDED_CHARS = {chr(code): plain for code, plain in _FOLD.items() if not chr(code).isalpha() or code > 0x7F}
_FOREIGN = re.compile(r"[^\x00-\x7f]|`")
_SHORT = 48
_MANY = 40


def fold(text: str) -> str:
    """``text`` in lower case, without accents, with plain apostrophes, dashes and spaces; same length as ``text``."""
    if text.isascii():
        return text.lower().replace("`", "'")
    if len(text) < _SHORT:
        return text.translate(_FOLD)
    foreign = set(_FOREIGN.findall(text))
    if len(foreign) > _MANY:  # each costs a pass over the text
        return text.translate(_FOLD)
    for char in foreign:
        plain = _FOLDED_CHARS.get(char)
        if plain is not None:
            text = text.replace(char, plain)
    # The lower case of bytes is that of ASCII letters alone, as in the table.
    return text.lower() if text.isascii() else text.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")


class TextView:
    """A text ready for recognisers. ``text`` and ``folded`` have the same length."""

    __slots__ = ("__dict__", "_offsets", "source", "text")

    def __init__(self, source: str) -> None:
        self.source = source
        self._offsets: list[int] | None = None
        self.text = source
        if not source.isascii() and _NEEDS_CLEANING.search(source):
            self.text, self._offsets = _clean(source)

    @cached_property
    def folded(self) -> str:
        """The text in lower case without accents (see ``fold``)."""
        return fold(self.text)

    @cached_property
    def words(self) -> Words:
        """The runs of letters and digits of ``folded``, found once for all recognisers."""
        pieces = _WORDS_APART.split(self.folded)  # gap, word, gap, word, …, gap
        return Words(pieces[1::2], list(accumulate(map(len, pieces)))[:-1:2])

    @property
    def is_exact(self) -> bool:
        """Whether ``text`` is the source itself, so that offsets need no mapping."""
        return self._offsets is None

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the source of the span ``[start, end)`` of ``text``; invisible characters inside are included."""
        if self._offsets is None:
            return start, end
        if start == end:
            return self._offsets[start], self._offsets[start]
        return self._offsets[start], self._offsets[end]


def _clean(source: str) -> tuple[str, list[int]]:
    """Cleaned text, and for each of its code points (plus one past the end) the offset in ``source`` where it begins."""
    chars: list[str] = []
    offsets: list[int] = []
    for offset, char in enumerate(source):
        if _INVISIBLE.match(char):
            continue
        if chars and unicodedata.combining(char):
            composed = unicodedata.normalize("NFC", chars[-1] + char)
            chars[-1] = composed if len(composed) == 1 else chars[-1]
            continue
        chars.append(_plain(char))
        offsets.append(offset)
    offsets.append(len(source))
    return "".join(chars), offsets


def _plain(char: str) -> str:
    """A full-width or mathematical letter or digit as the ordinary one it stands for."""
    if "\uff01" <= char <= "\uff5e" or "\U0001d400" <= char <= "\U0001d7ff":
        plain = unicodedata.normalize("NFKC", char)
        return plain if len(plain) == 1 else char
    return char


assert maxunicode == 0x10FFFF  # code points, not UTF-16 units
