"""The parts of a person's name, and the other forms under which the same person comes back.

A name is read without its title. Nothing here looks at the text around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from beffroi.privacy.lexicons.names import Gender, entry, given_name, surname_count
from beffroi.privacy.names.cues import FEMALE_TITLES, MALE_TITLES, PARTICLES, TITLES
from beffroi.privacy.text_view import fold

Order = Literal["given_first", "family_first", "family_only", "given_only"]
Case = Literal["title", "upper", "lower", "mixed"]
_PART = re.compile(r"[^\s.,;]+(?:\.-[^\s.,;]+)*\.?")
_LEADERS = frozenset(
    {"el", "al", "ben", "bin", "abou", "abu", "ould", "ait", "van", "von", "da", "dos", "di", "mac", "le", "la", "de", "du"}
)
_LINK = re.compile(r"\b(?:nee?|né|epouse|epoux|veuve|ep|vve)\b")


@dataclass(frozen=True, slots=True)
class PersonName:
    """``given`` and ``family`` hold the words as written, in their order; an initial keeps its dot ("J.-P.").

    ``particles`` are those of ``family`` (they are in it too). ``order`` says which part comes first in the text, ``case`` how
    it is written ("mixed": "MARTIN Jean"). ``gender`` follows the title if one was given, else the first given name.
    """

    given: tuple[str, ...]
    family: tuple[str, ...]
    particles: tuple[str, ...]
    gender: Gender
    order: Order
    case: Case


def _case(words: list[str]) -> Case:
    letters = [word for word in words if not is_initial(word)]
    if not letters:
        return "title"
    if all(word.islower() for word in letters):
        return "lower"
    if all(word.isupper() for word in letters):
        return "upper"
    return "mixed" if any(word.isupper() for word in letters) else "title"


def is_initial(word: str) -> bool:
    """Whether a part is an initial: "J.", "J.-P.", "JP" is not."""
    return all(len(piece) == 1 or (len(piece) == 2 and piece[1] == ".") for piece in word.split("-") if piece)


def _is_given(word: str) -> bool:
    known = given_name(fold(word))
    return known is not None and known.count >= 200


def _weight(word: str) -> float:
    """Above 0 when the word is more of a first name than of a surname."""
    form = fold(word)
    known = given_name(form)
    return ((known.count if known else 0) + 1) / (surname_count(form) * 8 + 1)


def _split(words: list[str]) -> int:
    """How many of the words, from the left, are given names; negative: how many, from the right."""
    if len(words) == 1:
        if is_initial(words[0]):
            return 1
        return 1 if _weight(words[0]) > 1 and _is_given(words[0]) else 0
    uppers = [len(word) > 2 and word.isupper() and not is_initial(word) for word in words]
    if any(uppers) and not all(upper or fold(word) in PARTICLES for upper, word in zip(uppers, words, strict=True)):
        if uppers[0]:  # MARTIN Jean-Pierre
            return -sum(1 for upper, word in zip(uppers, words, strict=True) if not upper and fold(word) not in PARTICLES)
        first_upper = uppers.index(True)
        while first_upper > 1 and fold(words[first_upper - 1]) in PARTICLES:
            first_upper -= 1
        return first_upper
    if is_initial(words[-1]) and not is_initial(words[0]):
        return -1
    return _split_by_lexicon(words)


def _split_by_lexicon(words: list[str]) -> int:
    if is_initial(words[0]):
        return sum(1 for word in words if is_initial(word))
    if fold(words[0]) in _LEADERS:
        if _is_given(words[-1]) and len(words) > 2 and _weight(words[-1]) > 1:
            return -1
        return 0
    last, first = words[-1], words[0]
    if fold(words[-2]) not in PARTICLES and _is_given(last) and _weight(last) > 4 * _weight(first):
        return -1
    if not _is_given(first) and surname_count(fold(first)) >= 400 and _weight(last) > _weight(first):
        return 1 - len(words)
    if not _is_given(first) and not _is_given(last):
        return 1
    count = 1
    while (
        count < len(words) - 1 and _is_given(words[count]) and _weight(words[count]) > 1 and fold(words[count]) not in PARTICLES
    ):
        count += 1
    return count


def parse_person(text: str) -> PersonName:
    """Read a name, in any order and case: "MARTIN Jean-Pierre", "jean-pierre martin", "A. Ben Salah", "Mme Durand"."""
    words = [match.group().strip("'’-") for match in _PART.finditer(text)]
    words = [word for word in words if word.strip(".")]
    gender: Gender | None = None
    titled = False
    while len(words) > 1 and fold(words[0]).rstrip(".") in TITLES and not (len(words[0]) == 2 and titled):
        title = fold(words.pop(0)).rstrip(".")
        gender = "f" if title in FEMALE_TITLES else "m" if title in MALE_TITLES else gender
        titled = True
    words = [word if is_initial(word) else word.rstrip(".") for word in words]
    words = [word for word in words if word and not _LINK.fullmatch(fold(word))]
    if not words:
        return PersonName((), (), (), gender or "x", "family_only", "title")
    split = 0 if titled and len(words) == 1 else _split(words)
    given = words[:split] if split >= 0 else words[split:]
    family = words[split:] if split >= 0 else words[:split]
    order: Order = (
        "family_only" if not given else "given_only" if not family else "given_first" if split > 0 else "family_first"
    )
    known = given_name(fold(given[0])) if given else None
    particles = tuple(word for word in family[:-1] if fold(word) in PARTICLES)
    return PersonName(tuple(given), tuple(family), particles, gender or (known.gender if known else "x"), order, _case(words))


def _keys(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(piece for word in words for piece in fold(word).replace(".", " ").replace("-", " ").replace("'", " ").split())


def _agree(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether two lists of given names may be one: equal, an initial of it, or some of its names in order."""
    return all(a == b or (len(a) == 1 and b[0] == a) or (len(b) == 1 and a[0] == b) for a, b in zip(left, right, strict=False))


def same_person(a: PersonName, b: PersonName) -> bool:
    """Whether the two mentions can be one person: "A. Ben Salah", "ben salah", "Aïcha" and "BEN SALAH Aïcha" agree.

    Two names that share only an absent part ("Aïcha", "Ben Salah") do not: nothing says that they are one.
    """
    if a.gender != b.gender and "x" not in (a.gender, b.gender):
        return False
    given_a, given_b, family_a, family_b = _keys(a.given), _keys(b.given), _keys(a.family), _keys(b.family)
    if family_a and family_b:
        short, long = sorted((family_a, family_b), key=len)
        if short != long and not (len(long) > len(short) and (long[-len(short) :] == short or long[: len(short)] == short)):
            return False
        return not given_a or not given_b or _agree(given_a, given_b)
    if given_a and given_b:
        return len(given_a[0]) > 1 and len(given_b[0]) > 1 and _agree(given_a, given_b)
    # One has a family name only and the other a given name only; a lone word may have been read as the wrong part.
    only = given_a + family_a
    return bool(only) and only == given_b + family_b


def mention_forms(person: PersonName) -> Iterator[str]:
    """The folded forms under which the person may come back, fullest first: "aicha ben salah", "ben salah aicha",
    "a. ben salah", "ben salah", "aicha". A given name that is a usual word ("pierre", "rose") is not given alone.
    """
    given, family = fold(" ".join(person.given)), fold(" ".join(person.family))
    initials = "-".join(f"{piece[0]}." for piece in given.replace(".", "").replace(" ", "-").split("-") if piece)
    seen: set[str] = set()
    forms = (
        [f"{given} {family}", f"{family} {given}", f"{initials} {family}", f"{family} {initials}"] if given and family else []
    )
    if given and family:
        forms += [f"{initials.replace('.', '')} {family}", f"{initials.replace('.-', '')} {family}"]
    forms += [family] if family and entry(family).word < 2 else []
    forms += [given] if given and entry(given).word == 0 and not is_initial(person.given[0]) else []
    for form in map(fold, forms):  # folding the parts apart leaves a back quote that folding the whole does not
        if len(form) > 2 and form not in seen:
            seen.add(form)
            yield form
