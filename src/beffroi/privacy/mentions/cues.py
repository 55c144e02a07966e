"""Cues around a mention: does it speak of somebody, or of health, religion or justice in general?"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag

from beffroi.privacy.mentions.lexicon import Strength, read_data, word_list
from beffroi.privacy.text_view import TextView

_NEAR = 3  # words: "a", "est", "sa" count only this near
_BEFORE = 7  # words looked at for a cue that governs the mention
_AROUND = 30  # words looked at on each side for the rest of the sentence
_STRONG_END = re.compile(r"[!?]|[.;:](?=\s*\n)|\.(?=\s)|;(?=\s)|\n\s*[\n•*–-]|[•]")
_ABBREVIATIONS = frozenset({"m", "mr", "mme", "mlle", "dr", "pr", "st", "av", "art", "no", "n", "cf", "etc", "p", "mm", "mmes"})


class Cue(IntFlag):
    """What a word tells."""

    NONE = 0
    ILLNESS = 1
    HAVING = 2
    BEING = 4
    POSSESSIVE = 8
    HARD = 16
    SOFT = 32
    PERSON = 64


def _cue_words() -> dict[str, int]:
    data = read_data("cues.toml")
    names = {
        "illness": Cue.ILLNESS, "having": Cue.HAVING, "being": Cue.BEING, "possessive": Cue.POSSESSIVE,
        "generic_hard": Cue.HARD, "generic_soft": Cue.SOFT, "person": Cue.PERSON,
    }  # fmt: skip
    table: dict[str, int] = {}
    for name, cue in names.items():
        for word in word_list(data[name]):
            table[word] = table.get(word, 0) | cue.value
    return table


CUES = _cue_words()
LABELS = word_list(read_data("cues.toml")["labels"])
NAMED = word_list(read_data("cues.toml")["named"])
NAMED_AFTER = word_list(read_data("cues.toml")["named_after"])
_SPEECH = frozenset({"il", "elle", "lui", "son", "sa", "ses", "nous", "tu", "t", "vous"})
_DENIED = re.compile(r"\s?:\s?(?:non|neant|aucune?|ras)\b")
_OPINIONS = frozenset({"apte", "inapte"})
"""These make a mention of what would else be a title: "apte avec restrictions : pas de conduite"."""
_KINDS = frozenset({"pathologies", "antecedents", "traitements", "allergies"})
_OF = frozenset({"de", "des", "du", "d", "les", "ces", "au", "aux"})
_CELL_END = re.compile(r" ?[;|\t]")
_CELL_START = re.compile(r"[;|\t] ?$")
_TITLE_REACH = 160  # code points
_ILLNESS, _HAVING, _BEING, _POSSESSIVE = (cue.value for cue in (Cue.ILLNESS, Cue.HAVING, Cue.BEING, Cue.POSSESSIVE))
_HARD, _SOFT, _PERSON = Cue.HARD.value, Cue.SOFT.value, Cue.PERSON.value  # plain integers: flags are slow


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a mention. ``direct``: somebody has it, in so many words; ``hard_before``: general talk governs it."""

    direct: bool
    hard_before: bool
    hard: bool
    soft: bool
    person: bool
    since: bool


def is_sentence_end(view: TextView, index: int) -> bool:
    """Whether a sentence (or a line of its own) ends between word ``index`` and the next one."""
    words = view.words
    start = words.starts[index + 1]
    gap = view.folded[words.starts[index] + len(words.texts[index]) : start]
    if gap == " " or (len(gap) == 1 and gap != "\n"):
        return False
    if "\n" in gap and (view.text[start].isupper() or view.text[start].isdigit()):
        return True
    return bool(_STRONG_END.search(gap)) and not (gap.startswith(".") and words.texts[index] in _ABBREVIATIONS)


def look_around(
    view: TextView, first: int, last: int, strength: Strength, is_given_name: Callable[[str], bool]
) -> Surroundings:
    """The surroundings of the mention made of words ``first`` to ``last`` (included). Bounded work."""
    texts = view.words.texts
    starts, folded = view.words.starts, view.folded
    for begin in range(first, max(0, first - _AROUND), -1):
        before = starts[begin - 1] + len(texts[begin - 1])
        if folded[before : starts[begin]] != " " and is_sentence_end(view, begin - 1):
            break
    else:
        begin = max(0, first - _AROUND)
    end = last
    for end in range(last, min(len(texts) - 1, last + _AROUND)):
        after = starts[end] + len(texts[end])
        if folded[after : starts[end + 1]] != " " and is_sentence_end(view, end):
            break
    else:
        end = min(len(texts) - 1, last + _AROUND)
    direct, hard_before = (True, False) if _is_apposed(view, first) else _governing(view, begin, first, strength)
    direct = direct or any(CUES.get(word, 0) & _POSSESSIVE for word in texts[first : last + 1])
    if _in_title(view, first, last) or (not direct and texts[first] not in _OPINIONS and _is_label(view, last)):
        direct, hard_before = False, True
    seen = 0
    for word in CUES.keys() & (*texts[begin:first], *texts[last + 1 : end + 1]):
        seen |= CUES[word]
    person = bool(seen & _PERSON) or any(
        is_given_name(texts[index]) and _is_somebody(view, index, is_given_name)
        for index in (*range(begin, first), *range(last + 1, end + 1))
    )
    since = last + 1 <= end and texts[last + 1] == "depuis"
    return Surroundings(direct, hard_before, bool(seen & _HARD), bool(seen & _SOFT), person, since)


def _is_apposed(view: TextView, first: int) -> bool:
    """Whether the mention stands right after a name, in brackets or between commas: "Mme Roy (CGT)", "Mme Roy, aveugle"."""
    words, text = view.words, view.text
    if first == 0 or text[words.end(first - 1) : words.starts[first]] not in {" (", ", "}:
        return False
    before = text[words.starts[first - 1] : words.end(first - 1)]
    return before[0].isupper() and len(before) > 1 and first > 1 and text[words.starts[first - 2]].isupper()


def _governing(view: TextView, begin: int, first: int, strength: Strength) -> tuple[bool, bool]:
    """Whether a direct cue, else a hard general one, governs the mention: the nearest before it decides."""
    words = view.words
    for index in range(first - 1, max(begin, first - _BEFORE) - 1, -1):
        cue = CUES.get(words.texts[index], 0)
        if (
            strength is Strength.SPECIFIC and words.texts[index] == "mal" and words.texts[index + 1] in _OF
        ):  # "mal de dos, arthrose": another mention
            continue
        if index and words.texts[index - 1] == "de" and words.texts[index] in _KINDS:  # "cinq groupes de pathologies : …"
            continue
        if words.texts[index] in LABELS and view.folded[words.end(index) : words.end(index) + 2].lstrip().startswith(":"):
            return True, False
        if not cue:
            continue
        near = first - index <= _NEAR
        if cue & _ILLNESS:
            return True, False
        if near and cue & _POSSESSIVE:
            return True, False
        if near and cue & _HAVING and view.text[words.starts[index]] not in "àÀ":
            return True, False
        if near and cue & _BEING and strength is not Strength.SPECIFIC:
            return True, False
        if cue & _HARD:
            return False, True
    return False, False


def names_a_person(view: TextView, is_given_name: Callable[[str], bool]) -> bool:
    """Whether the text speaks of somebody in particular: a title, the first person, a first name."""
    texts = view.words.texts
    if not NAMED.isdisjoint(texts):
        return True
    return any(is_given_name(word) and _is_somebody(view, index, is_given_name) for index, word in enumerate(texts))


def _is_somebody(view: TextView, index: int, is_given_name: Callable[[str], bool]) -> bool:
    """Whether word ``index`` is the first name of a person, rather than that of a street or a hospital ("Ambroise-Paré")."""
    words = view.words
    if not is_given_name(words.texts[index]):
        return False
    listed = index and words.texts[index - 1] in {"et", "ou"}  # "gymnases Jean-Bouin et Jesse-Owens"
    if not NAMED_AFTER.isdisjoint(words.texts[max(0, index - (4 if listed else 1)) : index]):
        return False
    if view.folded[words.starts[index] - 1 : words.starts[index]] == "-":
        # the first part of a compound name decides for it, unless it is an ordinary word too ("Marie-Josèphe")
        return not is_given_name(words.texts[index - 1]) and NAMED_AFTER.isdisjoint(words.texts[max(0, index - 2) : index - 1])
    following = words.end(index)
    hyphened = view.folded[following : following + 1] == "-" and index + 1 < len(words.texts)
    return not hyphened or is_given_name(words.texts[index + 1]) or is_given_name(words.texts[index + 1].rstrip("e"))


def _is_label(view: TextView, last: int) -> bool:
    """Whether the mention only titles a field or a column, or is denied: "Allergies :", "; Allergies ;", "PAI : non"."""
    words = view.words
    end = words.end(last)
    if _DENIED.match(view.folded, end):
        return True
    if words.texts[last] not in LABELS:
        return False
    if view.folded[end : end + 2].lstrip().startswith(":"):
        return True
    return bool(_CELL_END.match(view.folded, end)) and bool(
        _CELL_START.search(view.folded, max(0, words.starts[last] - 4), words.starts[last])
    )


def _in_title(view: TextView, first: int, last: int) -> bool:
    """Whether the mention stands in a quoted title: « Vivre avec la bipolarité »; quoted speech has a pronoun or no capital."""
    start, end = view.words.starts[first], view.words.end(last)
    opening = view.text.rfind("«", max(0, start - _TITLE_REACH), start)
    if opening < 0 or "»" in view.text[opening:start]:
        return False
    closing = view.text.find("»", end, end + _TITLE_REACH)
    quoted = view.text[opening + 1 : closing].strip()
    if closing < 0 or not quoted[:1].isupper() or len(quoted) <= end - start + 2:
        return False
    begin, stop = view.words.at_or_after(opening), view.words.at_or_after(closing)
    return NAMED.isdisjoint(view.words.texts[begin:stop]) and _SPEECH.isdisjoint(view.words.texts[begin:stop])
