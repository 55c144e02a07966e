"""Names after a title: "Mme Nguyen Thi Lan", "MM. Durand et Petit", "dr martin", "M. et Mme Ben Salah"."""

from __future__ import annotations

from collections.abc import Iterator

from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.cues import CAREFUL_TITLES, MARRIED, PARTICLES, PLURAL_TITLES, RANKS, ROLES, STOP, TITLES
from beffroi.privacy.names.grading import FREQUENT_GIVEN
from beffroi.privacy.names.words import Words

MAX_WORDS = 6
_VIETNAMESE = frozenset(
    {"vu", "nguyen", "tran", "pham", "hoang", "phan", "bui", "dang", "ngo", "duong", "huynh", "dinh", "trinh"}
)
_TITLE_GAPS = frozenset({" ", ". ", ".", "  ", " . ", ".  "})


def _is_word(words: Words, index: int) -> bool:
    """A word that cannot go on a name already begun: a stop word, a role, or a usual word that few people bear."""
    form, entry = words.forms[index], words.entries[index]
    births = entry.given.count if entry.given else 0
    if form in STOP:
        return not (births >= FREQUENT_GIVEN and entry.word < 2 and words.caps[index])
    return form in ROLES or form in TITLES or form in MARRIED or (entry.word == 2 and entry.surname < 100 and births < 1_000)


def _accepts_first(words: Words, index: int, *, careful: bool) -> bool:
    """Whether the word after a title begins a name."""
    form, entry = words.forms[index], words.entries[index]
    if (form in ROLES or form in RANKS) and words.caps[index] and not words.uppers[index] and entry.surname >= 1_000:
        return words.forms[index - 1] in {"m", "mme", "mlle", "dr"}  # "M. Juge", but "Madame Principale" is nobody's name
    if form in TITLES or form in ROLES or form in MARRIED:
        return False
    if form == "vu" and words.forms[index + 1 : index + 2] in (["van"], ["thi"]) and words.gap(index) == " ":
        return True
    births = entry.given.count if entry.given else 0
    if words.uppers[index] and words.uppers[index - 1] and entry.word == 2 and words.forms[index - 1] in CAREFUL_TITLES:
        return False
    if words.caps[index]:
        if form in STOP:
            return births >= FREQUENT_GIVEN and entry.word < 2
        return form not in RANKS
    if form in STOP or (entry.word == 2 and (careful or entry.surname < 10_000)):
        return False
    return not careful or entry.surname >= 200 or births >= 100 or (entry.word == 0 and len(form) > 3)


def _goes_on(words: Words, index: int, *, lower: bool) -> bool:
    """Whether the word continues a name already begun."""
    if words.is_initial(index):
        return True
    if not words.caps[index]:
        entry, form = words.entries[index], words.forms[index]
        if not lower or form in STOP or form in MARRIED or form in ROLES or form in TITLES:
            return False
        return entry.word < 2 or (entry.surname >= 1_000 and words.entries[index - 1].given is not None)
    return not _is_word(words, index)


def read_name(words: Words, first: int, *, lower: bool) -> int:
    """The last word of the name that begins at ``first``; particles count only when a name follows them."""
    last, index = first, first + 1
    if _lone_given(words, first, index):
        last, index = index, index + 1
    while index < len(words) and index - first < MAX_WORDS and words.joined(index - 1):
        if words.forms[index] in PARTICLES and not words.is_initial(index):
            after = index + 1
            while after < len(words) and words.forms[after] in PARTICLES and words.joined(after - 1):
                after += 1
            follows = after < len(words) and words.joined(after - 1) and (words.caps[after] or lower)
            if not follows and after == index + 1 and _is_cut(words, index):
                last = index
            if after - first >= MAX_WORDS or not follows:
                break
            if not (
                _goes_on(words, after, lower=lower)
                or words.key(index, after) in words.compounds
                or (words.caps[after] and "-" in words.forms[after])
            ):
                break
            last, index = after, after + 1
        elif _goes_on(words, index, lower=lower):
            last, index = index, index + 1
        else:
            break
    return last


def _is_cut(words: Words, index: int) -> bool:
    """Whether a particle with a capital ends the name because the rest is lost ("Mlle Tiphaine Le.", "Mme Le (Bihan)")."""
    after = words.text[words.ends[index] : words.ends[index] + 2]
    return words.caps[index] and not words.uppers[index] and (after == "" or after[0] in ".,;\n" or after == " (")


def _lone_given(words: Words, first: int, index: int) -> bool:
    """Whether the word is the surname after a sure first name, though a usual word ("M. Marc Feuillée") or in lower case."""
    if index >= len(words) or not words.joined(first) or words.is_initial(index):
        return False
    given, form, entry = words.entries[first].given, words.forms[index], words.entries[index]
    if given is None or given.count < 1_000 or words.entries[first].word == 2 or form in PARTICLES:
        return False
    if form in STOP or form in ROLES or form in TITLES or form in MARRIED:
        return False
    return words.caps[index] or (words.caps[first] and entry.word == 0 and entry.surname >= 30)


def starts_with_particle(words: Words, index: int, *, lower: bool) -> int:
    """The first real word of a name that opens with particles ("de La Tour", "Ben Salah"), or -1."""
    after = index
    while after < len(words) - 1 and words.forms[after] in PARTICLES and words.joined(after) and after - index < 3:
        after += 1
    if after == index or words.forms[after] in PARTICLES:
        return -1
    if not (words.caps[after] or (lower and words.entries[after].word < 2)):
        return -1
    if words.forms[after] in ROLES or (words.forms[after] in RANKS and index and words.forms[index - 1] in TITLES):
        return -1  # "Monsieur le Maire", in any case
    if words.key(index, after).partition("-")[0] in words.compounds and words.caps[after]:
        return after
    return -1 if _is_word(words, after) or words.forms[after] in RANKS else after


def is_title(words: Words, index: int) -> bool:
    """Whether the word is a title with a name after it, by its own form and what separates it from the next word."""
    form = words.forms[index]
    if form not in TITLES or index + 1 >= len(words):
        return False
    gap = words.gap(index)
    if gap not in _TITLE_GAPS:
        return False
    if form in CAREFUL_TITLES and not words.caps[index]:
        if form == "me":
            return _is_lawyer(words, index)
        return form in {"m", "mr", "dr", "pr", "docteur", "docteure"} and (form != "m" or gap.startswith("."))
    if form == "m":
        if gap == " " and words.ends[index + 1] - words.starts[index + 1] == 1:
            return False
        before = index - 1
        if before >= 0 and words.is_initial(before) and words.joined(before) and words.forms[before] != "m":
            return False
    return True


def _lower_initial(words: Words, index: int) -> bool:
    """Whether a letter and a surname follow in lower case: "dr t. moreau"."""
    if words.caps[index] or len(words.forms[index]) != 1 or index + 1 >= len(words) or words.gap(index) not in {". ", "."}:
        return False
    after = words.entries[index + 1]
    return after.word < 2 and after.surname >= 100


def _is_lawyer(words: Words, index: int) -> bool:
    """Whether "me" in lower case is a title: after a stop, and before a known surname ("contact: me cohen")."""
    before = words.folded[words.ends[index - 1] : words.starts[index]].strip(" ") if index else "."
    after = words.entries[index + 1]
    if index and words.forms[index - 1] in {"avocat", "avocate", "c", "notaire", "chez"} and before in {"", "est"}:
        return after.surname >= 1_000 and after.word < 2
    return bool(before) and before not in {"'", "-"} and after.surname >= 1_000 and after.word < 2


def titled_names(words: Words, index: int) -> Iterator[Candidate]:
    """The name, or for a plural title the names, after the title at ``index``."""
    form = words.forms[index]
    careful = form in CAREFUL_TITLES
    start = index + 1
    lower = not words.caps[start]
    first = start
    if words.forms[start] in PARTICLES and not words.is_initial(start):
        real = starts_with_particle(words, start, lower=lower)
        if real < 0:
            return
        first = real
    elif _lower_initial(words, start):
        first = start + 1
    elif not (words.is_initial(start) or _accepts_first(words, start, careful=careful and not words.caps[index])):
        return
    last = read_name(words, first, lower=lower)
    if last + 1 < len(words) and words.forms[last + 1] in {"van", "thi"} and words.forms[last] in _VIETNAMESE:
        last += words.gap(last) == " "  # "dr vu van le prolonge"
    score = _score(words, start, last, lower=lower)
    yield Candidate(start, last, score, "title")
    while form in PLURAL_TITLES and last + 1 < len(words):
        gap = words.gap(last)
        start = last + 1
        if gap == " " and words.forms[start] == "et" and start + 1 < len(words):
            start += 1
        elif gap not in {", ", " , "}:
            return
        first = starts_with_particle(words, start, lower=False) if words.forms[start] in PARTICLES else start
        if first < 0 or not words.caps[first] or words.forms[first] in TITLES | STOP | ROLES:
            return
        last = read_name(words, first, lower=False)
        yield Candidate(start, last, 0.9, "title")


def _score(words: Words, start: int, last: int, *, lower: bool) -> float:
    if not lower:
        if start == last and words.is_initial(start):
            return 0.75
        return 0.97 if words.entries[start].word < 2 or start != last else 0.9
    entry = words.entries[last]
    return 0.9 if entry.surname >= 200 or entry.given else 0.75
