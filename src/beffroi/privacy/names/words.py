"""A text cut into words for the name rules: one pass, parallel lists, no object per word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from beffroi.privacy.lexicons.names import UNKNOWN, Entry, entries
from beffroi.privacy.names.cues import PARTICLES, STOP
from beffroi.privacy.text_view import TextView, fold

_WORDS_APART = re.compile(r"([^\W\d_](?:[^\W_]+|-(?=[^\W\d_])|(?<=c)'(?=h))*)")
_CAMEL = re.compile(r"[a-zà-ÿ](?=[A-ZÀ-Ý])|(?<=[A-ZÀ-Ý])[A-ZÀ-Ý](?=[a-zà-ÿ]{3})")
_GLUED = frozenset({"mc", "mac", "de", "le", "la", "di", "da", "van", "du", "el", "al", "fitz", "o"})
_GLUED_TITLE = re.compile(r"(?:Mmes?|Mlles?|Monsieur|Madame|Mr|MM)(?=[A-ZÀ-Ý][a-zà-ÿ.-]|[A-ZÀ-Ý]$)")
_CODE = Entry(None, 0, 2)
_DIGIT = re.compile(r"\d")
_NOISE = (str.maketrans("013458", "olease"), str.maketrans("013458", "oieasb"))
_DIGITS = dict.fromkeys(map(ord, "0123456789"))
_MAX_GAP = 4
_ACCENTED = {"le": "lê", "ni": "ní"}
_BESIDE = 2_000
_LONE_LETTERS = frozenset({"a", "y", "o"})
_JOINS = frozenset({" ", "  ", "   ", ".", ". ", ".-", "'", ".  ", " -", "- ", ". - ", " - ", "-"})


class Words:
    """Parallel lists over the words of ``view.text``: ``starts``, ``ends`` (offsets), ``forms`` (folded), ``entries``.

    ``runs`` are the runs of letters and digits of the view, ``vocabulary`` the set of them.
    ``caps`` tells a capital first letter, ``uppers`` a word of at least two letters all in capitals.
    A hyphenated word is one word; an apostrophe separates two.
    """

    __slots__ = ("caps", "compounds", "ends", "entries", "folded", "forms", "runs", "starts", "text", "uppers", "vocabulary")

    def __init__(self, view: TextView) -> None:
        self.text = text = view.text
        self.folded = view.folded
        self.compounds = known = entries()
        self.runs = view.words
        self.vocabulary = frozenset(self.runs.texts)
        pieces = _WORDS_APART.split(self.folded)  # gap, word, gap, word, …, gap
        offsets = list(accumulate(map(len, pieces)))
        self.forms: list[str] = pieces[1::2]
        self.starts: list[int] = offsets[:-1:2]
        self.ends: list[int] = offsets[1::2]
        self.caps: list[bool] = [not char.islower() for char in map(text.__getitem__, self.starts)]
        self.uppers: list[bool] = [False] * len(self.forms)
        glued = self._look_at_capitals() if True in self.caps else []
        self.entries: list[Entry] = [
            entry if entry is not None and "-" not in form else _derived(form, entry)
            for form, entry in zip(self.forms, map(known.get, self.forms), strict=True)
        ]
        if glued:
            self._insert_titles(glued)

    def _look_at_capitals(self) -> list[tuple[int, int, str]]:
        """Settle ``caps``, ``uppers`` and the odd forms; the titles glued to a word (index, start, form) are cut off it."""
        text, forms, starts, ends, caps = self.text, self.forms, self.starts, self.ends, self.caps
        glued = []
        for index in [index for index, cap in enumerate(caps) if cap]:
            start, end, form = starts[index], ends[index], forms[index]
            raw = text[start:end]
            if form[0] == "m" and end - start > 3 and (title := _GLUED_TITLE.match(raw)):  # "MmeDurand": two words
                cut = title.end()
                glued.append((index, start, form[:cut]))
                start, form, raw = start + cut, form[cut:], raw[cut:]
                starts[index], forms[index] = start, form
            if raw[1:].islower() and form not in _ACCENTED and "l" not in raw[1:2]:  # the plain case: "Dupont"
                caps[index] = raw[0].isupper()
                continue
            upper = end - start > 1 and raw.isupper()
            if not upper and end - start > 3 and "l" in raw and raw.replace("l", "I").isupper():  # "MEUNlER", scanned
                raw = raw.replace("l", "I")
                upper, forms[index] = True, fold(raw)
            elif form in _ACCENTED and raw[1] in "êÊíÍ":  # "Lê", "Ní": names, not "le", "ni"
                forms[index] = _ACCENTED[form]
            self.uppers[index] = upper
            caps[index] = raw[0].isupper() and (upper or end - start < 4 or not _is_camel(raw))
        return glued

    def _insert_titles(self, glued: list[tuple[int, int, str]]) -> None:
        """Give back, as words of their own, the titles cut off the words at those indexes."""
        before = {index: (start, form) for index, start, form in glued}
        rows = []
        for index, row in enumerate(zip(self.starts, self.ends, self.forms, self.entries, self.caps, self.uppers, strict=True)):
            if index in before:
                start, form = before[index]
                rows.append((start, start + len(form), form, UNKNOWN, True, False))
            rows.append(row)
        self.starts = [row[0] for row in rows]
        self.ends = [row[1] for row in rows]
        self.forms = [row[2] for row in rows]
        self.entries = [row[3] for row in rows]
        self.caps = [row[4] for row in rows]
        self.uppers = [row[5] for row in rows]

    def __len__(self) -> int:
        return len(self.starts)

    def openings(self, heads: frozenset[str], pattern: re.Pattern[str], *, folded: bool = True) -> Iterator[re.Match[str]]:
        """The matches of ``pattern``, which begins with one of the words ``heads``, in order and without overlap."""
        if heads.isdisjoint(self.vocabulary):
            return
        position, text, starts = 0, self.folded if folded else self.text, self.runs.starts
        for number, word in enumerate(self.runs.texts):
            if word in heads and starts[number] >= position:
                match = pattern.match(text, starts[number])
                if match is not None:
                    position = match.end()
                    yield match

    def gap(self, index: int) -> str:
        """The text between word ``index`` and the next one, folded; one line feed stands for a gap too long to matter."""
        start, end = self.ends[index], self.starts[index + 1]
        if start == end:
            return " "
        return self.folded[start:end] if end - start <= _MAX_GAP else "\n"

    def joined(self, index: int) -> bool:
        """Whether the word and the next one may belong to one name, by what separates them."""
        gap = self.gap(index)
        if gap in {" ", "'"}:
            return True
        if gap not in _JOINS:
            return False
        return "." not in gap or self.is_initial(index)

    def is_initial(self, index: int) -> bool:
        """A capital alone ("J."), several ("J-P") or a shortened first name ("Ph.", "Chr.")."""
        start, end = self.starts[index], self.ends[index]
        if not self.caps[index] or end - start > 3:
            return False
        after = self.text[end : end + 2]
        if end - start == 1:
            if after[:1] in {".", "-"}:
                return True
            return after[:1] == " " and after[1:].isupper() and self.forms[index] not in _LONE_LETTERS
        if after[:1] == "." and self.text[start + 1 : end] in _SHORTENED:
            return True
        return end - start == 3 and self.text[start + 1] == "-" and self.text[end - 1].isupper()

    def opens_sentence(self, index: int) -> bool:
        """Whether the word is the first of its sentence or line: its capital then proves nothing."""
        if index == 0:
            return True
        between = self.folded[self.ends[index - 1] : self.starts[index]]
        if "\n" in between or "\t" in between:
            return True
        mark = between.strip(' "«»()[]*_')
        return mark[:1] in {".", "!", "?", ":", "-", "•", "|", "…", ";"} and not (mark == "." and self.is_initial(index - 1))

    def in_capitals(self, index: int) -> bool:
        """Whether the word stands among words in capitals, where a capital proves nothing."""
        if not self.uppers[index]:
            return False
        for near in (index - 1, index + 1):
            if 0 <= near < len(self.starts) and self.uppers[near] and self.entries[near].word == 2:
                return True
        return False

    def beside_given(self, index: int) -> bool:
        """Whether a frequent first name stands just before or after, as in "PODA Stéphanie"."""
        for near, joint in ((index - 1, index - 1), (index + 1, index)):
            if 0 <= near < len(self.starts) and self.caps[near] and self.joined(joint):
                given = self.entries[near].given
                if given is not None and given.count >= _BESIDE and self.entries[near].word < 2:
                    return True
        return False

    def before_title_case_given(self, index: int) -> bool:
        """Whether a first name in small letters follows this word in capitals: "CHAOUCH Mohamed"."""
        after = index + 1
        if after >= len(self.starts) or self.uppers[after] or not self.caps[after] or not self.joined(index):
            return False
        entry = self.entries[after]
        return entry.word < 2 and entry.given is not None and entry.given.count >= _BESIDE

    def among_names(self, index: int) -> bool:
        """Whether the next or the previous word, in capitals too, is a name: "CHE GUEVARA", "LE GALL YANN"."""
        for near, joint in ((index - 1, index - 1), (index + 1, index)):
            if 0 <= near < len(self.starts) and self.uppers[near] and self.joined(joint):
                entry = self.entries[near]
                if entry.word < 2 and (entry.surname >= 100 or (entry.given is not None and entry.given.count >= _BESIDE)):
                    return True
        return False

    def is_stop(self, index: int) -> bool:
        """A word that is never part of a name, except as a particle."""
        return self.forms[index] in STOP

    def is_particle(self, index: int) -> bool:
        """A word that links the parts of a name ("de", "ben", "van")."""
        return self.forms[index] in PARTICLES

    def key(self, first: int, last: int) -> str:
        """The folded text of words ``first`` to ``last`` included, with single spaces."""
        return " ".join(self.forms[first : last + 1])


_SHORTENED = frozenset({"h", "hr", "hl", "r", "ich", "t", "téph", "d", "tienne", "aul", "ac", "acq", "hal"})


def _is_camel(raw: str) -> bool:
    """A capital inside a word ("TechStart", "JCDecaux"): a brand, unless after "Mc", "Mac", "De", "Le" … or a hyphen."""
    inner = _CAMEL.search(raw)
    return inner is not None and not (inner.start() < 3 and raw[: inner.start() + 1].lower() in _GLUED)


def _derived(form: str, known: Entry | None) -> Entry:
    """The entry of a form that no list holds, or of a rare hyphenated one: from its parts, or without its scanning noise."""
    if known is None and form.isalpha():
        return UNKNOWN
    if known is not None and (known.given is None or known.given.count >= 1_000):
        return known
    if _DIGIT.search(form):
        return _noisy(form) or _CODE
    return _compound(form) if "-" in form else known or UNKNOWN


def _noisy(form: str) -> Entry | None:
    """The entry of a word that a scanner spoiled ("mart1n", "dup0nt", "lefe6vre"), if it is a name."""
    table = entries()
    if any(table.get(form.translate(noise), UNKNOWN).word == 2 for noise in _NOISE):
        return None
    for noise in (*_NOISE, _DIGITS):
        found = table.get(form.translate(noise))
        if found is not None and len(form) > 3 and (found.given or found.surname) and found.word < 2:
            return found
    return None


def _compound(form: str) -> Entry:
    """The entry of "jean-pierre" or "martin-dubois", from its parts."""
    table = entries()
    parts = [table.get(part, UNKNOWN) for part in form.split("-")]
    if parts[0].given and all(part.given for part in parts) and parts[0].given.count >= 1_000:
        return Entry(parts[0].given, min(part.surname for part in parts), 0)
    surname = max((part.surname for part in parts if part.word < 2), default=0)
    if surname >= 100 and all(part.word < 2 or part.surname >= 100 for part in parts):
        return Entry(None, max(100, min(part.surname for part in parts)), 0)
    if all(part.word == 2 or part.surname for part in parts):
        return Entry(None, 0, 2)
    return Entry(None, min(part.surname for part in parts), 0)
