"""Finds surrogates in a text that may not be complete yet, in time linear in the text.

Two small indexes: a trie whose steps are *atoms* (runs of letters and digits, folded), and, for numbers that may be grouped
anyhow, the set of all their beginnings. Nothing is compiled per exchange, and a path of the trie is made only once its first
atom is met, so that building is as cheap as reading. A decision
taken on the beginning of a text is the decision taken on the whole: where more text could change it, the scan says from where
to hold.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.surrogates.terminal import PENDING, Terminal
from beffroi.privacy.surrogates.wording import ATOM, aligned_fold, atoms_of

_MAX_GAP = 12
_MAX_NUMBER_GAP = 3
_SCAN = re.compile(r"\\[nrt]|[^\W_]+|\[")  # the escapes of a JSON string, quoted in a text, end a word
_APART = re.compile(rf"({_SCAN.pattern})")
_LONG = 64  # code points from which a whole text is cut in one go
_GAP = re.compile(rf"[\W_]{{0,{_MAX_GAP}}}")
_NUMBER_GAP = re.compile(rf"[\s.,/_·:()*\u200b\u2060'’`´\\|‐‑‒–-]{{0,{_MAX_NUMBER_GAP}}}")
_GAP_CHARS = re.compile(r"[\W_]")
_SPACES = " \t\n\r\u00a0\u2007\u2009\u202f"
_FREE_GAPS = {
    Reading.WORDS: frozenset(_SPACES + ".,*_~'’‐‑-"),
    Reading.PHRASE: frozenset(_SPACES + ",.'’/‐‑–—-"),
    Reading.LABEL: frozenset(" -_\\"),
}
_PLURAL_LENGTH = 4
_NOTHING: Mapping[str, _Node] = MappingProxyType({})
_NATIONAL_LENGTH = 10
_LONGER_PHONE = 3  # what a prefix adds to a national number


class Match(NamedTuple):
    """A surrogate at ``[start, end)`` of the text scanned (code points), what it stands for, and its type."""

    start: int
    end: int
    original: str
    type: str


class _Node:
    """A step of a path. ``gaps``: the characters that may stand before the next one. Made cheap: there are many."""

    __slots__ = ("gaps", "next", "terminals")

    def __init__(self) -> None:
        self.next: Mapping[str, _Node] = _NOTHING
        self.terminals: list[Terminal] | tuple[()] = ()
        self.gaps: frozenset[str] = frozenset()

    def step(self, key: str) -> _Node:
        node = self.next.get(key)
        if node is None:
            node = _Node()
            if isinstance(self.next, dict):
                self.next[key] = node
            else:
                self.next = {key: node}
        return node

    def terminal(self, type_code: str, reading: Reading) -> Terminal:
        for known in self.terminals:
            if known.reading is reading and not known.derived:
                return known
        made = Terminal(type_code, reading)
        self.terminals = [*(known for known in self.terminals if not known.derived), made]
        return made


def _room(type_code: str, reading: Reading, surrogate: str, original: str, atoms: Sequence[str]) -> int:
    """No spelling of that form is longer (code points)."""
    size = sum(map(len, atoms))
    if reading is Reading.NUMBER:
        return (1 + _MAX_NUMBER_GAP) * (size + _LONGER_PHONE) + 1
    return size + _MAX_GAP * len(atoms) + 3


_Added = tuple[str, Reading, str, str, Sequence[str]]
"""A form as it was added: type, reading, surrogate, original, atoms."""


class Matcher:
    """Grows by ``add``; ``scan`` reads."""

    __slots__ = ("_added", "_atoms", "_beginnings", "_numbers", "_plurals", "_sorted", "_starts", "_waiting")

    def __init__(self) -> None:
        self._atoms = _Node()
        self._numbers: dict[str, Terminal] = {}
        self._beginnings: set[str] = set()
        self._plurals: dict[str, list[tuple[str, str, str]]] = {}  # not yet met: type, surrogate, original
        self._waiting: dict[str, list[_Added]] = {}  # not yet met: the forms whose path begins with an atom, or with "["
        self._starts: set[str] = set()  # every atom that can begin a match
        self._sorted: list[str] | None = None
        self._added: list[_Added] = []

    @property
    def longest(self) -> int:
        """No match, and no text held back, is longer (code points)."""
        return max((_room(*added) for added in self._added), default=0)

    def add(self, type_code: str, reading: Reading, surrogate: str, original: str, atoms: Sequence[str] | None = None) -> None:
        """Adds a form. The surrogate begins and ends with a letter or a digit (or with brackets, for a label).

        ``atoms`` are those of the surrogate, if the caller has them already.
        """
        self._sorted = None
        atoms = atoms or atoms_of(surrogate)
        if not atoms:
            return
        if reading is Reading.NUMBER:
            self._added.append((type_code, reading, surrogate, original, atoms))
            self._add_number(type_code, "".join(atoms), surrogate, original)
            return
        first = atoms[0]
        added = (type_code, reading, surrogate, original, atoms)
        self._added.append(added)
        self._wait(first, added)
        if reading is Reading.LABEL:
            self._wait("[", added)
        elif reading is Reading.WORDS and len(atoms) == 1 and len(first) >= _PLURAL_LENGTH:
            self._plurals.setdefault(first + "s", []).append((type_code, surrogate, original))
            self._starts.add(first + "s")

    def _wait(self, first: str, added: _Added) -> None:
        waiting = self._waiting.get(first)
        if waiting is None:
            self._waiting[first] = [added]
            self._starts.add(first)
        else:
            waiting.append(added)

    def _make(self, first: str, added: _Added) -> None:
        """The path of one form, that begins with the atom ``first`` or, for a label, with its bracket."""
        type_code, reading, surrogate, original, atoms = added
        node = self._atoms.step(first)
        if following := atoms if first == "[" else atoms[1:]:
            gaps = _FREE_GAPS.get(reading) or frozenset(_GAP_CHARS.findall(surrogate))
            for atom in following:
                node.gaps |= gaps
                node = node.step(atom)
        if reading is not Reading.WORDS:
            node.terminal(type_code, reading).learn(surrogate, original)
            return
        if len(atoms) > 1:
            undotted = any(len(word) == 1 for word in surrogate.split(" "))
            node.terminal(type_code, reading).learn(" ".join(ATOM.findall(surrogate)), original, undotted=undotted)
            return
        node.terminal(type_code, reading).learn(surrogate, original)

    def scan(self, text: str, start: int = 0, *, final: bool = True) -> tuple[list[Match], int]:
        """The matches from ``start`` on, in order, and the offset from where the text is still open (its length if none).

        ``start`` must not be inside a word. With ``final``, the text ends here and nothing stays open.
        """
        size = len(text)
        starts = self._starts
        if final and not starts:
            return [], size
        folded = aligned_fold(text)
        if final and size - start > _LONG:
            return self._scan_whole(text, folded, start), size
        matches: list[Match] = []
        while True:
            for found in _SCAN.finditer(folded, start):
                atom = found[0]
                if not final and found.end() == size:
                    if self._may_grow(atom):
                        return matches, found.start()
                    continue
                if atom not in starts:
                    continue
                match = self._at(text, folded, atom, found.span(), final=final)
                if match is None:
                    continue
                if not isinstance(match, Match):
                    return matches, found.start()
                matches.append(match)
                start = match.end
                break
            else:
                return matches, max(start, size - 1) if not final and text.endswith("\\") else size

    def _scan_whole(self, text: str, folded: str, start: int) -> list[Match]:
        """The matches from ``start`` on of a text that ends here."""
        starts = self._starts
        pieces = _APART.split(folded[start:] if start else folded)  # gap, atom, gap, atom, …, gap
        hits = [number for number, atom in enumerate(pieces) if atom in starts]
        matches: list[Match] = []
        if not hits:
            return matches
        ends = list(accumulate(map(len, pieces), initial=start))
        for hit in hits:
            if ends[hit] < start:  # inside the last match
                continue
            match = self._at(text, folded, pieces[hit], (ends[hit], ends[hit + 1]), final=True)
            if isinstance(match, Match):
                matches.append(match)
                start = match.end
        return matches

    def _at(self, text: str, folded: str, atom: str, span: tuple[int, int], *, final: bool) -> Match | object | None:
        """The longest match that begins with ``atom``, which stands at ``span``."""
        best: Match | None = None
        if atom in self._waiting:
            for added in self._waiting.pop(atom):
                self._make(atom, added)
        if atom in self._plurals:
            self._meet_plural(atom)
        node = self._atoms.next.get(atom)
        if node is not None:
            walked = self._walk(text, folded, node, span, final=final)
            if walked is PENDING:
                return PENDING
            best = walked if isinstance(walked, Match) else None
        if atom in self._beginnings or atom in self._numbers:
            number = self._number(text, folded, *span, final=final)
            if number is PENDING:
                return PENDING
            if isinstance(number, Match) and (best is None or number.end > best.end):
                best = number
        return best

    def _walk(self, text: str, folded: str, node: _Node, first: tuple[int, int], *, final: bool) -> Match | object | None:
        spans = [first]
        best: Match | None = None
        size = len(text)
        while True:
            for terminal in node.terminals:
                verdict = terminal.read(text, spans, final=final)
                if verdict is PENDING:
                    return PENDING
                if isinstance(verdict, tuple):
                    best = Match(first[0], verdict[0], verdict[1], terminal.type)
            if not node.next:
                return best
            gap = _GAP.match(text, spans[-1][1])
            at = gap.end() if gap else size
            if gap and not node.gaps.issuperset(gap[0]):
                return best
            if at == size and not final:
                return PENDING
            atom = ATOM.match(folded, at)
            if atom is None:
                return best
            if atom.end() == size and not final:
                return PENDING if any(key.startswith(atom[0]) for key in node.next) else best
            following = node.next.get(atom[0])
            if following is None:
                return best
            node = following
            spans.append(atom.span())

    def _number(self, text: str, folded: str, start: int, end: int, *, final: bool) -> Match | object | None:
        """The longest number that begins with the atom ``[start, end)``, which is the beginning of one."""
        compact = folded[start:end]
        best: Match | None = None
        size = len(text)
        while True:
            terminal = self._numbers.get(compact)
            if terminal is not None:
                best = Match(start, end, terminal.digits(text[start:end]), terminal.type)
            if compact not in self._beginnings:
                return best
            gap = _NUMBER_GAP.match(text, end)
            at = gap.end() if gap else size
            if at == size and not final:
                return PENDING
            atom = ATOM.match(folded, at)
            if atom is None:
                return best
            compact += atom[0]
            end = atom.end()
            if end == size and not final:
                return PENDING if compact in self._beginnings or compact in self._numbers else best
            if compact not in self._beginnings and compact not in self._numbers:
                return best

    def _may_grow(self, atom: str) -> bool:
        """Whether the last word of an unfinished text could become, or begin, a surrogate."""
        if self._sorted is None:
            self._sorted = sorted({*self._atoms.next, *self._waiting, *self._plurals})
        place = bisect_left(self._sorted, atom)
        if place < len(self._sorted) and self._sorted[place].startswith(atom):
            return True
        return atom in self._beginnings or atom in self._numbers

    def _add_number(self, type_code: str, compact: str, surrogate: str, original: str) -> None:
        forms = [(compact, surrogate, original)]
        inner = "".join(ATOM.findall(original))
        if type_code == "phone" and len(compact) == len(inner) == _NATIONAL_LENGTH and compact[0] == inner[0] == "0":
            forms += [(code + compact[skip:], "", code + inner[skip:]) for code, skip in (("33", 1), ("330", 1), ("0033", 1))]
        elif type_code == "phone" and compact.startswith("33") and inner.startswith("33") and len(compact) == len(inner):
            forms += [("0" + compact[2:], "", "0" + inner[2:]), ("330" + compact[2:], "", "330" + inner[2:])]
        for path, sent, value in forms:
            terminal = self._numbers.get(path)
            if terminal is None:
                terminal = self._numbers[path] = Terminal(type_code, Reading.NUMBER)
                beginnings = list(accumulate(path))
                self._starts.update(beginnings)
                del beginnings[-1]
                self._beginnings.update(beginnings)
            terminal.learn(sent or path, value)

    def _meet_plural(self, atom: str) -> None:
        """Makes the path of a plural, unless it is itself the spelling of a form."""
        node = self._atoms.step(atom)
        for type_code, surrogate, original in self._plurals.pop(atom):
            if all(known.derived for known in node.terminals):
                if not node.terminals:
                    node.terminals = [Terminal(type_code, Reading.WORDS, "s", derived=True)]
                node.terminals[0].learn(surrogate, original)
