"""Surrogates of people's names, word by word.

Each word of a name has its own surrogate: "Aïcha" and "Ben Salah" are lent the same words in "Mme Aïcha Ben Salah", "BEN SALAH
Aïcha" and "Aïcha" alone, two spouses share a family name, and nothing needs to be known of the rest of the document. A first
name is lent one whose initial stands for its own, so that "A. Ben Salah" agrees with "Aïcha Ben Salah" whichever comes first.
Titles, French particles, spaces and hyphens stay as they are.

How a mention reads (the roles of its words, never a word of it) is remembered from one call to the next under a keyed hash, as
a conversation names the same people at every turn.
"""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from beffroi.privacy.lexicons.names import given_name, surname_count
from beffroi.privacy.names.person import PersonName, parse_person
from beffroi.privacy.surrogates.ledger import Ledger
from beffroi.privacy.surrogates.pools import Pool, elision, given_names, surnames
from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.surrogates.wording import IGNORABLE
from beffroi.privacy.text_view import fold

Role = Literal["given", "family", "initial", "kept"]
Gender = Literal["f", "m"]

_WORD = re.compile(  # "N'Diaye" and "Floc'h" are one word; the particles d' and l' stand apart
    rf"(?:[^\W\d_dDlL]['’](?=[^\W\d_]{{2}}))?[^\W\d_](?:[^\W\d_]|[{IGNORABLE}])*(?:(?<=[^\W\d_]{{2}})['’][^\W\d_](?![^\W\d_]))?"
)
_READABLE = re.compile(rf"(?:[^\W\d_]|[\s.,;:'’‘ʼ`()/&«»\"{IGNORABLE}‐‑–—-])*")
_IGNORABLE = re.compile(rf"[{IGNORABLE}]+")
_BETWEEN = re.compile(  # words between names that name nobody; at the beginning, titles tell the gender
    r"(?<=.)(?<![\w'’-])(?:et|ou|mmes?|mlles?|madame|mademoiselle|monsieur|née?|nee|[ée]pouse|[ée]poux|veuve|vve|dite?)(?![\w'’-])\.?",
    re.IGNORECASE,
)
_FRENCH_PARTICLES = frozenset({"de", "du", "des", "la", "le", "les", "d", "l"})
_LINKS = frozenset({"y", "e"})  # "Aguilar y Vega"
_FEMALE_BEFORE = re.compile(r"(?:mme|mlle|madame|mademoiselle|epouse|nee|soeur|fille)\W{0,3}$")
_MALE_BEFORE = re.compile(r"(?:\bm|\bmr|monsieur|\bne|epoux|frere|fils)\W{0,3}$")
_REACH = 16
_KNOWN_BIRTHS = 200
_MOST_READ = 20_000
"""Mentions whose reading is kept (about 5 MB); then all are forgotten."""
_CLEARLY = 50  # times more bearers as a surname


_Reading = tuple[Literal["f", "m", "x"], tuple[Role, ...]]
_READ: dict[bytes, _Reading | None] = {}
_MARK_KEY = secrets.token_bytes(32)


@dataclass(slots=True)
class _Part:
    """One word of a mention: where, folded, in which role, and what is lent for it."""

    start: int
    end: int
    raw: str
    key: str
    role: Role
    surrogate: str = ""


def lend_name(ledger: Ledger, type_code: str, mention: str, before: str) -> str | None:
    """The mention with its names replaced; None if it is not made of names only. ``before`` is the text before it.

    Raises:
        LookupError: no surrogate is left.
    """
    reading = _reading(mention)
    if reading is None:
        return None
    parts = [
        _Part(found.start(), found.end(), found[0], _key(found[0]), role)
        for found, role in zip(_WORD.finditer(mention), reading[1], strict=True)
    ]
    _follow_document(ledger, [part for part in parts if part.role in {"given", "family"}])
    gender = _gender(reading[0], before)
    for part in parts:
        if part.role == "given":
            pool = given_pool(ledger, part.key, gender)
            part.surrogate = ledger.word(type_code, "given", part.key, part.raw, pool)
        elif part.role == "family":
            part.surrogate = ledger.word(type_code, "family", part.key, part.raw, surnames(elision(part.key)))
    if not _lend_initials(ledger, type_code, mention, parts):
        return None
    _foresee_initials(ledger, type_code, parts)
    pieces: list[str] = []
    done = 0
    for part in parts:
        pieces += [mention[done : part.start], part.surrogate or part.raw]
        done = part.end
    return "".join(pieces) + mention[done:]


def _reading(mention: str) -> _Reading | None:
    """The gender of who is named and the role of each word; None if the mention is not made of names only."""
    mark = blake2b(mention.encode("utf-8", "surrogatepass"), key=_MARK_KEY, digest_size=16).digest()
    if mark in _READ:
        return _READ[mark]
    reading = None
    if _READABLE.fullmatch(mention):
        person = parse_person(_BETWEEN.sub(" ", mention if mention.isascii() else _IGNORABLE.sub("", mention)))
        roles = _roles(mention, person)
        if "given" in roles or "family" in roles:
            reading = person.gender, tuple(roles)
    if len(_READ) >= _MOST_READ:
        _READ.clear()
    _READ[mark] = reading
    return reading


def given_pool(ledger: Ledger, key: str, hint: Gender | None) -> Pool:
    """First names of the gender of ``key`` (``hint`` for those borne by both), with the initial that stands for its own."""
    known = given_name(key)
    gender: Gender
    if known is not None and known.gender != "x":
        gender = known.gender
    elif hint is not None:
        gender = hint
    else:
        gender = "f" if key.endswith("a") or ledger.derivation.number("gender", key) % 2 else "m"
    return given_names(gender, ledger.initial(key[0]))


def is_given(key: str) -> bool:
    """Whether a folded word is rather a first name, outside of any context."""
    known = given_name(key)
    return known is not None and known.count >= max(_KNOWN_BIRTHS, surname_count(key))


def _is_surname(key: str) -> bool:
    known = given_name(key)
    return surname_count(key) > (_CLEARLY * known.count if known is not None else 0)


def _gender(read: Literal["f", "m", "x"], before: str) -> Gender | None:
    if read != "x":
        return read
    near = fold(before[-_REACH:])
    return "f" if _FEMALE_BEFORE.search(near) else "m" if _MALE_BEFORE.search(near) else None


def _roles(mention: str, person: PersonName) -> list[Role]:
    """The roles of the words of the mention; what the reading of the name left out (titles, "née") is kept."""
    given = [(key, "given") for key in _keys(person.given)]
    family = [(key, "family") for key in _keys(person.family)]
    queue = family + given if person.order == "family_first" else given + family
    roles: list[Role] = []
    following = 0
    for found in _WORD.finditer(mention):
        raw = found[0]
        key = _key(raw)
        role: Role = "kept"
        if following < len(queue) and queue[following][0] == key:
            role = "given" if queue[following][1] == "given" else "family"
            following += 1
            if role == "given" and _is_surname(key):
                role = "family"
            if len(key) == 1 and len(queue) > 1:
                after = mention[found.end() : found.end() + 1]
                linking = key in _LINKS and (raw.islower() or mention.isupper()) and after != "." and 1 < following < len(queue)
                role = "kept" if linking or (key in _FRENCH_PARTICLES and after in {"'", "’"}) else "initial"
            elif role == "family" and key in _FRENCH_PARTICLES and following < len(queue):
                role = "kept"
        roles.append(role)
    if following < len(queue):  # read otherwise than it is written: every word is hidden
        return ["family" if len(_key(found[0])) > 1 else "kept" for found in _WORD.finditer(mention)]
    return roles


def _follow_document(ledger: Ledger, named: list[_Part]) -> None:
    """Family names seen earlier stay family names ("ben salah"), and a lone word keeps the role that it had."""
    for part in named:
        if ("family", part.key) not in ledger.bases:
            break
    else:
        for part in named:
            if len(named) == 1 or ("given", part.key) not in ledger.bases:
                part.role = "family"
        return
    if len(named) == 1 and ("given", named[0].key) in ledger.bases:
        named[0].role = "given"


def _keys(words: tuple[str, ...]) -> Iterator[str]:
    for word in words:
        for found in _WORD.finditer(word):
            yield _key(found[0])


def _key(word: str) -> str:
    return word.lower() if word.isascii() else fold(_IGNORABLE.sub("", word))


def _lend_initials(ledger: Ledger, type_code: str, mention: str, parts: list[_Part]) -> bool:
    """Lends letters for the initials, each tied to the name beside it; False if one cannot be told apart."""
    for part in parts:
        if part.role == "initial":
            part.surrogate = _cased(ledger.initial(part.key), part.raw)
    for place, part in enumerate(parts):
        if part.role != "initial":
            continue
        run = _run_to_name(parts, place, 1) or _run_to_name(parts, place, -1)
        if run is None:
            return False
        if not _lend_run(ledger, type_code, mention, run):
            return False
    return True


def _run_to_name(parts: list[_Part], place: int, step: int) -> list[_Part] | None:
    """The parts from an initial to the first name beside it, in reading order."""
    run: list[_Part] = []
    while 0 <= place < len(parts):
        run.append(parts[place])
        if parts[place].role in {"given", "family"}:
            return run[::step]
        place += step
    return None


def _lend_run(ledger: Ledger, type_code: str, mention: str, run: list[_Part]) -> bool:
    initials = [part for part in run if part.role == "initial"]
    entity = ledger.entity("initials", " ".join(part.key for part in run))
    original = " ".join(part.raw for part in run)
    for attempt in range(12):
        if attempt:
            for part in initials:
                letter = ledger.initial("abcdefghijlnop"[(ord(part.key) + attempt) % 14])
                part.surrogate = _cased(letter, part.raw)
        words = [(part.surrogate or part.raw) + ("." if _dotted(mention, part) else "") for part in run]
        if ledger.lend(entity, type_code, Reading.WORDS, " ".join(words), original):
            return True
    return False


def _foresee_initials(ledger: Ledger, type_code: str, parts: list[_Part]) -> None:
    """A model may shorten a full name ("F. Garnier"): the initial is then that of the first name as typed."""
    named = [part for part in parts if part.role in {"given", "family"}]
    for first, second in itertools.pairwise(named):
        if first.role == second.role:
            continue
        if len(first.raw) > len(first.key) or len(second.raw) > len(second.key):
            continue  # invisible characters inside: only as typed
        shown = [f"{part.surrogate[0]}." if part.role == "given" else part.surrogate for part in (first, second)]
        original = [part.raw[0] if part.role == "given" else part.raw for part in (first, second)]
        entity = ledger.entity(
            "initials", " ".join(part.key[0] if part.role == "given" else part.key for part in (first, second))
        )
        ledger.lend(entity, type_code, Reading.WORDS, " ".join(shown), " ".join(original))


def _dotted(mention: str, part: _Part) -> bool:
    return part.role == "initial" and mention[part.end : part.end + 1] == "."


def _cased(letter: str, raw: str) -> str:
    return letter.lower() if raw.islower() else letter
