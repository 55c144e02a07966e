"""One shared look at a text: where its digits are, and which words announce an identifier.

Every recogniser works on this scan instead of reading the text again: ordinary prose, which bears few digits, costs two
passes in all. The scan is kept with the view it was made from and dies with it. Linear in the length of the text.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import compress
from operator import itemgetter
from typing import Any, NamedTuple

from beffroi.privacy.finding import Finding
from beffroi.privacy.text_view import TextView

_KEY = "identifiers.scan"
_DIGITS = re.compile(r"[0-9]")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_ZONE = re.compile(r"[0-9]++(?:[^0-9]{1,10}+[0-9]++)*+")  # digits nearer than ten code points: "012 (clé : 45)"
# Rows of figures, of no identifier: single ones, or very many of two or three digits (lists of phones are shorter).
_ROWS = re.compile(
    r"[0-9](?<![0-9a-z].)(?:(?:[^0-9a-z]{1,3}[0-9](?![0-9a-z])){59,}+"
    r"|[0-9](?P<s>[^0-9a-z])(?:[0-9]{2}(?P=s)){199,}+|[0-9]{2}(?P<t>[^0-9a-z])(?:[0-9]{3}(?P=t)){199,}+)"
)
_MOST = 8  # numbers that one label may announce
_PAD = 10  # letters that may stand before or after the digits of an identifier ("FR76", "…89 AB")


class Zone(NamedTuple):
    """A stretch of text around digits: ``lo``/``hi`` are its bounds with a margin, ``digits`` how many it bears."""

    lo: int
    hi: int
    digits: int


class Cue(NamedTuple):
    """A word that announces an identifier of a ``kind`` (a table of ``cues.toml``); offsets 0-based, end exclusive."""

    start: int
    end: int
    kind: str


def _cue_patterns() -> tuple[dict[str, re.Pattern[str]], dict[str, tuple[str, ...]]]:
    """For each beginning of a word (three letters, or the whole word when shorter), the pattern of the cues that begin so.

    Only the words of the text that begin as one of them are then looked at. A phrase that stands in several kinds announces
    them all.
    """
    raw = tomllib.loads((files(__package__) / "cues.toml").read_text(encoding="utf-8"))
    by_head: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind, table in raw["kinds"].items():
        for phrase in table["phrases"]:
            phrases = by_head.setdefault(_LETTERS.findall(phrase)[0], {})
            phrases[phrase] = (*phrases.get(phrase, ()), kind)
    kinds: dict[str, tuple[str, ...]] = {}
    patterns = {}
    for head, phrases in by_head.items():
        tails = []
        for phrase in sorted(phrases, key=lambda phrase: -len(phrase)):
            group = f"g{len(kinds)}"
            kinds[group] = phrases[phrase]
            tails.append(f"(?P<{group}>{phrase[len(head) :].replace(' ', _BETWEEN)})(?![a-z])")
        patterns[head] = re.compile(rf"{head}(?<![a-z]{head})(?:{'|'.join(tails)})")
    return patterns, kinds


_END = itemgetter(1)
_BETWEEN = r"[\s'._-]{1,3}"
_LETTERS = re.compile(r"([a-z]{1,3})[a-z]*+")
_CUES, _KINDS_OF = _cue_patterns()
# A label of two letters may have its number stuck to it ("cb4970"): its three first characters are then these.
_OPENINGS = _CUES | {head + digit: pattern for head, pattern in _CUES.items() if len(head) == 2 for digit in "0123456789"}


class Scan:
    """What the recognisers of identifiers need to know about one text."""

    def __init__(self, view: TextView) -> None:
        self.text = view.text
        self.folded = view.folded
        self.words = view.words
        self.notes: dict[str, list[Any]] = {}
        self._bearing: dict[int, list[Zone]] = {}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the text once, folded."""
        return frozenset(self.words.texts)

    @cached_property
    def zones(self) -> list[Zone]:
        """Every zone of digits, in reading order; their windows never overlap on the left."""
        folded, last = self.folded, len(self.folded)
        zones: list[Zone] = []
        before = 0
        for run in _ZONE.finditer(folded):
            start, end = run.span()
            digits = end - start if run.group().isdigit() else len(_NOT_DIGITS.sub("", run.group()))
            zone = Zone(max(start - _PAD, before), min(end + _PAD, last), digits)
            zones.extend(self._without_rows(zone) if digits >= 60 else (zone,))
            before = end
        return zones

    def _without_rows(self, zone: Zone) -> Iterator[Zone]:
        """The parts of a zone outside its long rows of figures (matrices, scores): no identifier is written so."""
        at = zone.lo
        for row in _ROWS.finditer(self.folded, zone.lo, zone.hi):
            if row.start() > at:
                yield Zone(at, row.start(), len(_NOT_DIGITS.sub("", self.folded[at : row.start()])))
            at = row.end()
        if at < zone.hi:
            yield Zone(at, zone.hi, zone.digits if at == zone.lo else len(_NOT_DIGITS.sub("", self.folded[at : zone.hi])))

    @cached_property
    def cues(self) -> list[Cue]:
        """Every cue, in reading order."""
        folded = self.folded
        cues = []
        texts, starts = self.words.texts, self.words.starts
        known = {word for word in self.vocabulary if word[:3] in _OPENINGS or (word < "a" and not word.isdigit())}
        for word, at in compress(zip(texts, starts, strict=True), map(known.__contains__, texts)):
            pattern = _OPENINGS.get(word[:3])
            if pattern is None:
                letters = _LETTERS.search(word)  # "2dossiers"
                pattern = _CUES.get(letters.group(1)) if letters else None
                if letters is None or pattern is None:
                    continue
                found = pattern.match(folded, at + letters.start())
            else:
                found = pattern.match(folded, at)
            if found:
                span = found.span()
                cues += [Cue(*span, kind) for kind in _KINDS_OF[found.lastgroup or ""]]
        cues.sort(key=_END)
        return cues

    @cached_property
    def _cue_ends(self) -> list[int]:
        return [cue.end for cue in self.cues]

    @cached_property
    def cues_by_kind(self) -> dict[str, list[Cue]]:
        by_kind: dict[str, list[Cue]] = {}
        for cue in self.cues:
            by_kind.setdefault(cue.kind, []).append(cue)
        return by_kind

    def of(self, *kinds: str) -> Iterator[Cue]:
        """The cues of these kinds, kind by kind."""
        for kind in kinds:
            yield from self.cues_by_kind.get(kind, ())

    def windows(self, pattern: re.Pattern[str], digits: int, sign: str = "", count: int = 0) -> Iterator[re.Match[str]]:
        """Matches of ``pattern`` in the zones that bear at least so many ``digits``, and ``count`` times ``sign``.

        Patterns begin with a character class and look behind it afterwards: the engine skips at once what begins no match.
        """
        for zone in self.bearing(digits):
            if not count or self.folded.count(sign, zone.lo, zone.hi) >= count:
                yield from pattern.finditer(self.folded, zone.lo, zone.hi)

    def bearing(self, digits: int) -> list[Zone]:
        """The zones that bear at least so many ``digits``."""
        kept = self._bearing.get(digits)
        if kept is None:
            kept = self._bearing[digits] = [zone for zone in self.zones if zone.digits >= digits]
        return kept

    def kind_before(self, start: int, reach: int = 24) -> str | None:
        """Kind of the nearest cue that ends at most ``reach`` code points before ``start``, with no digit between."""
        index = bisect_right(self._cue_ends, start) - 1
        if index < 0:
            return None
        cue = self.cues[index]
        if start - cue.end > reach or _DIGITS.search(self.folded, cue.end, start):
            return None
        return cue.kind

    def announced(self, start: int, end: int, kinds: Collection[str], reach: int = 80, after: int = 14) -> bool:
        """Whether a cue of ``kinds`` stands at most ``reach`` code points before, or ``after`` behind, the span."""
        index = bisect_right(self._cue_ends, start) - 1
        while index >= 0 and start - self.cues[index].end <= reach:
            if self.cues[index].kind in kinds:
                return True
            index -= 1
        following = bisect_right(self._cue_ends, end)
        return (
            following < len(self.cues)
            and 0 <= self.cues[following].start - end <= after
            and self.cues[following].kind in kinds
            and "\n" not in self.folded[end : self.cues[following].start]
        )

    def labelled(
        self, kinds: Collection[str], pattern: re.Pattern[str], span: int = 140, more: re.Pattern[str] | None = None
    ) -> Iterator[re.Match[str]]:
        """Matches of ``pattern`` right after each cue of ``kinds``, in the next ``span`` code points.

        Then those of ``more`` right after one another ("titre de séjour 9926143075, carte n° XK4T7M2PQ").
        """
        if self.cues_by_kind.keys().isdisjoint(kinds):
            return
        for cue in self.of(*kinds):
            if not _DIGITS.search(self.folded, cue.end, cue.end + span):
                continue
            found = pattern.match(self.folded, cue.end, min(cue.end + span, len(self.folded)))
            for _ in range(_MOST):
                if not found:
                    break
                yield found
                found = more.match(self.folded, found.end("v"), found.end("v") + 80) if more else None


def scan_of(view: TextView) -> Scan:
    """The scan of ``view``, made at first use and kept beside its folded text."""
    scan = view.__dict__.get(_KEY)
    if not isinstance(scan, Scan):
        scan = view.__dict__[_KEY] = Scan(view)
    return scan


@dataclass(slots=True)
class IdentifierRecognizer:
    """A recogniser of one type; ``search`` reads the shared scan. Names of findings are ``type:evidence``."""

    name: str
    search: Callable[[Scan], Iterator[Finding]]

    def find(self, view: TextView) -> list[Finding]:
        """Findings in the coordinates of ``view.text``; they may overlap and may be doubts."""
        return list(dict.fromkeys(self.search(scan_of(view))))


def mark(type_code: str, start: int, end: int, score: float, evidence: str) -> Finding:
    """A finding named ``type:evidence``; evidence is ``checksum``, ``context``, ``layout`` or ``doubt``."""
    return Finding(start, end, type_code, score, f"{type_code}:{evidence}")


LOOSE = (
    r"(?:[^0-9\n]|\n(?![\s]*\n)){0,60}?(?:(?:\(?[0-9]{1,2} (?:chiffres|caracteres)"
    r"|[0-3]?[0-9](?:[/. \-][0-9]{2}[/. \-]|(?:er)? [a-z]{3,9} )(?:19|20)[0-9]{2})[^0-9]{0,24}?)?"
)
"""What may stand between a label and a value of a fixed, unmistakable shape (regular expression, bounded)."""

NEXT = r"[^0-9\n.]{1,48}?"
"""What may stand between a value and another one of the same label (regular expression, bounded)."""

STRICT = (
    r"(?:[\s:=*\"'«»(#|>_.\-]++|n(?:[°º]|[°ºo]s?(?![a-z]))|numero(?![a-z])|num(?![a-z])|est(?![a-z])|c'est(?![a-z])|sous(?![a-z])|le(?![a-z])"
    r"|,(?=\s))*+"
)
"""What may stand between a label and a value of a loose shape: punctuation and small words (possessive: no backtracking)."""
