"""Numbers said aloud: "zéro six douze trente-quatre", as dictation and speech recognition write them.

A *chain* is a run of number words, perhaps mixed with digits. The same words can be cut in several ways ("soixante dix
huit" is 78, 60 18 or 60 10 8), so a chain offers every reading of a given length, within a bounded number of words.
Linear in the text.

>>> [chain.digits_of(10) for chain in chains_in("au zéro six douze trente-quatre cinquante-six soixante-dix-huit merci")]
['0612345678']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from beffroi.privacy.finding import Finding
from beffroi.privacy.identifiers.scan import Scan
from beffroi.privacy.text_view import fold

_UNITS = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "un",
            "deux",
            "trois",
            "quatre",
            "cinq",
            "six",
            "sept",
            "huit",
            "neuf",
            "dix",
            "onze",
            "douze",
            "treize",
            "quatorze",
            "quinze",
            "seize",
        ]
    )
}
_UNITS |= {"une": 1, "vingts": 20, "cents": 100}
_TENS = {
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "octante": 80,
    "huitante": 80,
    "nonante": 90,
}
_WORDS = _UNITS | _TENS | {"cent": 100}
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_LINK = r"(?:[\s,.;…\-]{1,5}(?:et[\s\-]{1,2}|puis |espace |tiret |point |virgule |cle )?)"
_SLIP = r"[ ,.;…\-]{1,4}(?:non|pardon|euh non|ah non|plutot|je corrige|enfin)[ ,.;…]{1,4}"
_HEADED = "|".join(
    rf"(?<={head})(?:{'|'.join(word[1:] for word in sorted(_WORDS, key=len, reverse=True) if word[0] == head)})"
    for head in sorted({word[0] for word in _WORDS})
)  # the same words past their first letter: a pattern that begins with a character class skips at once what begins no match
_CHAIN = re.compile(
    rf"[0-9{''.join(sorted({word[0] for word in _WORDS}))}](?<![a-z0-9].)"
    rf"(?:(?:{_HEADED})(?![a-z])|(?<=[0-9])[0-9]{{0,2}}(?![a-z0-9]))"
    rf"(?:(?:{_LINK}|{_SLIP}|(?<=[a-z])(?=[0-9]))(?:{_WORD}|[0-9]{{1,3}})(?![a-z0-9])){{4,31}}+"
)
_PIECE = re.compile(rf"(?:{_WORD})(?![a-z])|[0-9]+|(?P<slip>(?<![a-z])(?:non|pardon|plutot|corrige|enfin)(?![a-z]))")
_HINTS = ("zero", "vingt", "trente", "quarante", "cinquante", "soixante")
_LONGEST = 32  # digits: no number said aloud is longer
_SHORTEST, _LOCATED = 8, 16  # digits of the numbers that are looked for inside a chain
_LIMIT = 24  # readings kept at each word: more would only be odder cuts


@dataclass(frozen=True)
class Chain:
    """A run of number words: its pieces in order, and the span of each in the text (code points, end exclusive)."""

    pieces: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where the first word begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return self.spans[-1][1]

    def digits_of(self, length: int, accept: Callable[[str], bool] = bool) -> str:
        """The likeliest reading of the whole chain that has ``length`` digits and that ``accept`` accepts, or nothing."""
        if len(self._natural[0]) > length + 2:
            return ""  # the natural reading is nearly the shortest: none is short enough
        if self._most < length:
            return ""
        return next((value for value in self._readings(0, length)[-1] if len(value) == length and accept(value)), "")

    @cached_property
    def _most(self) -> int:
        """Digits of the longest reading: each word on its own."""
        return sum(len(piece) if piece.isdigit() else len(str(_WORDS[piece])) for piece in self.pieces)

    @cached_property
    def _said(self) -> list[tuple[int, str]]:
        """For each word, how many words make the longest number said from there, and its digits; (0, "") for none."""
        return [next(_numbers(self.pieces, index), (0, "")) for index in range(len(self.pieces))]

    @cached_property
    def _natural(self) -> list[str]:
        """For each word, the digits said from there, number after number."""
        natural = [""] * (len(self.pieces) + 1)
        for first in range(len(self.pieces) - 1, -1, -1):
            size, digits = self._said[first]
            natural[first] = (digits + natural[first + size])[:_LONGEST] if size else ""
        return natural

    @cached_property
    def _cuts(self) -> dict[int, list[tuple[int, int]]]:
        """For each number of digits, the words from where the natural reading has as many, and where these end."""
        cuts: dict[int, list[tuple[int, int]]] = {length: [] for length in range(_SHORTEST, _LOCATED + 1)}
        steps = [(size, len(digits)) for size, digits in self._said] + [(0, 0)]
        for first in range(len(self.pieces)):
            total, index = 0, first
            size, count = steps[first]
            while size:
                total, index = total + count, index + size
                if total >= _SHORTEST:
                    if total > _LOCATED:
                        break
                    cuts[total].append((first, index))
                size, count = steps[index]
        return cuts

    def locate(self, length: int, accept: Callable[[str], bool], *, loose: bool = True) -> tuple[int, int] | None:
        """Span of the first words that say an accepted number of ``length`` digits (8 to 16).

        The natural reading (the longest numbers: "soixante dix huit" is 78) is tried from each word; then, when ``loose``,
        every reading of the whole chain: people do pause anywhere.
        """
        for first, index in self._cuts.get(length, ()):
            if accept(self._natural[first][:length]):
                whole = first == 0 and index < len(self.pieces) and loose and self.digits_of(length, accept)
                return self.spans[first][0], self.end if whole else self.spans[index - 1][1]
        return (self.start, self.end) if loose and self.digits_of(length, accept) else None

    def _readings(self, first: int, length: int) -> list[list[str]]:
        """For each number of words taken from ``first``, the digits they can stand for, never more than ``length``."""
        count = len(self.pieces) - first
        readings: list[list[str]] = [[] for _ in range(count + 1)]
        readings[0] = [""]
        for index in range(count):
            for size, digits in _numbers(self.pieces, first + index):
                target = readings[index + size]
                for prefix in readings[index]:
                    if len(target) < _LIMIT and len(prefix) + len(digits) <= length:
                        target.append(prefix + digits)
        return readings


def _numbers(pieces: tuple[str, ...], index: int) -> Iterator[tuple[int, str]]:
    """How many pieces from ``index`` make one number, and its digits: the longest first."""
    if pieces[index].isdigit():
        yield 1, pieces[index]
        return
    for size in range(min(6, len(pieces) - index), 0, -1):
        value = _value(pieces[index : index + size])
        if value is not None:
            yield size, str(value)


@lru_cache(maxsize=8192)
def _value(words: tuple[str, ...]) -> int | None:
    """The number below 1,000 that these words say, or nothing when they do not say one."""
    if any(word.isdigit() for word in words):
        return None
    if "cent" in words or "cents" in words:
        at = words.index("cent") if "cent" in words else words.index("cents")
        head = 1 if at == 0 else _below_hundred(words[:at])
        tail = 0 if at == len(words) - 1 else _below_hundred(words[at + 1 :])
        good = head is not None and tail is not None and 1 <= head <= 9 and (at == len(words) - 1 or tail > 0)
        return 100 * (head or 0) + (tail or 0) if good else None
    return _below_hundred(words)


def _below_hundred(words: tuple[str, ...]) -> int | None:
    if words[:2] in {("quatre", "vingt"), ("quatre", "vingts")}:
        if len(words) == 2:
            return 80
        rest = _UNITS.get(words[2]) if len(words) == 3 else _teen(words[2:])
        return 80 + rest if rest is not None and 1 <= rest <= 19 else None
    if len(words) == 1:
        return _WORDS[words[0]] if words[0] not in {"vingts", "cents"} else None
    base = _TENS.get(words[0])
    if base is None:
        return _teen(words)
    rest = _UNITS.get(words[1]) if len(words) == 2 else _teen(words[1:])
    limit = 19 if base == 60 else 9
    return base + rest if rest is not None and 1 <= rest <= limit else None


def _teen(words: tuple[str, ...]) -> int | None:
    """Dix-sept, dix-huit, dix-neuf."""
    if len(words) == 2 and words[0] == "dix" and words[1] in {"sept", "huit", "neuf"}:
        return 10 + _UNITS[words[1]]
    return None


def _chains(folded: str) -> Iterator[Chain]:
    if not any(map(folded.__contains__, _HINTS)):
        return
    for found in _CHAIN.finditer(folded):
        pieces: list[str] = []
        spans: list[tuple[int, int]] = []
        for piece in _PIECE.finditer(found.group()):
            if piece.group("slip"):  # "nonante… non 90": what comes after replaces what was said
                del pieces[-1:], spans[-1:]
                continue
            pieces.append(piece.group())
            spans.append((found.start() + piece.start(), found.start() + piece.end()))
        if sum(not piece.isdigit() for piece in pieces) >= 2 or (pieces and "non" in found.group() and not pieces[0].isdigit()):
            yield Chain(tuple(pieces), tuple(spans))


def number(folded: str) -> str:
    """The digits of number words said one number after another, in their natural reading; nothing if a word is no number.

    >>> number("six cent trois"), number("zero quatre-vingt-un"), number("six amis")
    ('603', '081', '')
    """
    words = re.findall(r"[a-z]+", folded)
    if not words or any(word not in _WORDS and word != "et" for word in words):
        return ""
    pieces = tuple(word for word in words if word != "et")
    digits, index = "", 0
    while index < len(pieces):
        size, value = next(_numbers(pieces, index), (0, ""))
        if not size:
            return ""
        digits, index = digits + value, index + size
    return digits


def chains_in(text: str) -> list[Chain]:
    """The chains of a text given as it is."""
    return list(_chains(fold(text)))


def chains(scan: Scan) -> list[Chain]:
    """The chains of a scan, found once."""
    kept = scan.notes.get("spoken")
    if kept is None:
        kept = scan.notes["spoken"] = list(_chains(scan.folded))
    return kept


def readings(scan: Scan, type_code: str, length: int, valid: Callable[[str], bool], kinds: frozenset[str]) -> Iterator[Finding]:
    """Findings of a number of ``length`` digits said aloud: proved by its key, or announced by a cue of ``kinds``."""
    for chain in chains(scan):
        span = chain.locate(length, valid, loose=False)
        if span:
            yield Finding(*span, type_code, 1.0, f"{type_code}:checksum")
        elif scan.announced(chain.start, chain.end, kinds) and chain.digits_of(length):
            yield Finding(chain.start, chain.end, type_code, 0.75, f"{type_code}:spoken")
