"""The recogniser of person names: rules first, the tagger where they leave a doubt.

Yields ``person_name`` findings, and vetoes (``PUBLIC_MENTION``) over what names nobody. It does not link the mentions of one
person across the text: the detector does, with ``names.person``.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from beffroi.privacy.finding import Finding
from beffroi.privacy.names.brief import brief_names
from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.chains import chain, opens_with_particle
from beffroi.privacy.names.context import left_cue
from beffroi.privacy.names.cues import KIN, MARRIED, NICKNAMES, PARTICLES, RANKS, TITLES
from beffroi.privacy.names.fields import greeted, labelled, signed
from beffroi.privacy.names.grading import Grade, grade, is_place
from beffroi.privacy.names.lists import lists_go_on
from beffroi.privacy.names.lowercase import (
    LOWER_LEADERS,
    SIGNS,
    after_family,
    after_married,
    after_rank,
    after_verb,
    is_seed,
    lower_chain,
    with_leader,
)
from beffroi.privacy.names.positions import alone, personal
from beffroi.privacy.names.public import case_law, figure_at, is_public_figure, is_street_title, named_after
from beffroi.privacy.names.rolls import roll_calls
from beffroi.privacy.names.spelled import with_spelled
from beffroi.privacy.names.tables import table_names
from beffroi.privacy.names.titled import is_title, titled_names
from beffroi.privacy.names.words import Words
from beffroi.privacy.recognizer import PUBLIC_MENTION, NameTagger
from beffroi.privacy.tagger.windows import settle
from beffroi.privacy.text_view import TextView

_FAMILIES = KIN | frozenset(
    {
        "psy",
        "kine",
        "ortho",
        "prof",
        "mme",
        "nom",
        "famille",
        "familles",
        "dossier",
        "consorts",
        "affaire",
        "succession",
        "foyer",
        "chez",
    }
)
_ODD = NICKNAMES | {"thi"}
_BEFORE_SURNAME = frozenset({"da", "dos", "das", "di", "del", "della", "van", "von", "el", "ait", "ould"})
_TRIGGERS = RANKS | LOWER_LEADERS | SIGNS | {"chef"} | TITLES | MARRIED | _FAMILIES
_REPORTED = 0.3
_SURE = 0.6
_PLAIN = frozenset({Grade.GIVEN, Grade.SURNAME, Grade.UNKNOWN, Grade.INITIAL})


def scan(words: Words) -> list[Candidate]:
    """All candidates of a text, in reading order: names after a title, in capitals, then in lower case."""
    found: list[Candidate] = []
    index = 0
    forms, caps, thi = words.forms, words.caps, "thi" in words.vocabulary
    for at in _worth_a_look(words):
        if at < index:
            continue
        index, form = at, forms[at]
        if form in TITLES and is_title(words, index):
            names = list(_after_title(words, index))
            if names:
                found += names
                index = max(index + 1, names[-1].last + 1)
                continue
        if caps[index]:
            one, after = _capital(words, index)
            if (
                one is None
                or one.score < _SURE
                or one.veto
                or form in _ODD
                or (thi and forms[index + 1 : index + 2] == ["thi"])
            ):
                one, after = _by_position(words, index, one, after)
        else:
            one, after = _lower(words, index)
        if one is not None:
            one = _with_particle(words, one)
            if found and one.first <= found[-1].last and not one.veto:
                one = Candidate(min(found[-1].last + 1, one.last), one.last, one.score, one.cue)
            found.append(one)
        index = max(index + 1, after)
    return lists_go_on(found, words)


def _lower(words: Words, index: int) -> tuple[Candidate | None, int]:
    """A candidate in lower case at the word or after it, and the next word to look at."""
    form = words.forms[index]
    one = after_verb(words, index) if form in SIGNS else with_leader(words, index) if form in LOWER_LEADERS else None
    if one is not None:
        return one, one.last + 1
    if is_seed(words, index):
        return lower_chain(words, index)
    if form in _FAMILIES:
        one = after_family(words, index)
    elif form in RANKS or form == "chef":
        one = after_rank(words, index)
    elif form in MARRIED:
        one = after_married(words, index)
    return one, index + 1


def _with_particle(words: Words, one: Candidate) -> Candidate:
    """The candidate with the particle in lower case that opens its surname: "da Costa Rui"."""
    before = one.first - 1
    if one.veto or before < 0 or words.forms[before] not in _BEFORE_SURNAME or words.gap(before) != " ":
        return one
    known = words.key(before, one.first) in words.compounds and not words.caps[before]
    return replace(one, first=before) if known else one


def _worth_a_look(words: Words) -> list[int]:
    """Indexes of the words where something may begin: a capital, a first name, a word that announces a name."""
    return [
        index
        for index, (form, cap, entry) in enumerate(zip(words.forms, words.caps, words.entries, strict=True))
        if cap or entry.given is not None or form in _TRIGGERS
    ]


def _after_title(words: Words, index: int) -> Iterator[Candidate]:
    street = is_street_title(words, index)
    for one in titled_names(words, index):
        public = is_public_figure(words, index, one.last) or (
            one.last > one.first and is_public_figure(words, one.first, one.last)
        )
        if street or public:
            yield Candidate(index, one.last, 0.9, "public", veto=True)
        else:
            yield one


def _capital(words: Words, index: int) -> tuple[Candidate | None, int]:
    """A candidate at a word with a capital."""
    figure = figure_at(words, index)
    if figure > index or (figure == index and "-" in words.forms[index]):
        return Candidate(index, figure, 0.9, "public", veto=True), figure + 1
    form = words.forms[index]
    if form[0] == "s" and form.startswith(("saint-", "sainte-")) and index and named_after(words, index) == index - 1:
        return Candidate(index - 1, index, 0.9, "public", veto=True), index + 1  # "plage Saint-Jean"
    real = opens_with_particle(words, index)
    found = grade(words, index)
    if (
        real > 0
        and (words.key(index, real) in words.compounds or not is_place(words, real, real))
        and (words.forms[index] in PARTICLES or found is Grade.WORD)
    ):
        one, after = chain(words, real)
        if one is not None and one.first == real and not one.veto:
            return Candidate(index, one.last, min(0.95, one.score + 0.1 + left_cue(words, index)), one.cue), after
        return one, after
    if found is Grade.WORD:
        return None, index + 1
    return chain(words, index)


def _by_position(words: Words, index: int, one: Candidate | None, after: int) -> tuple[Candidate | None, int]:
    """What the position says of a capital word that the lexicons leave in doubt."""
    placed = personal(words, index)
    if placed is None and (one is None or not one.veto) and index and words.caps[index]:
        placed = alone(words, index)
    if placed is None or (one is not None and one.veto and (one.first < index or one.last > placed.last)):
        return one, after
    if one is not None and not one.veto and one.score >= placed.score:
        return one, after
    return placed, max(after, placed.last + 1)


class NameRecognizer:
    """``Recognizer`` of person names. ``tagger`` settles the doubtful candidates; None leaves the rules alone.

    Scores: 0.5 and more is to be masked; what the rules doubt and nothing settles stays below, for audits.
    """

    name = "names"

    def __init__(self, tagger: NameTagger | None = None) -> None:
        self._tagger = tagger

    def find(self, view: TextView) -> Iterable[Finding]:
        """Findings in the coordinates of ``view.text``, vetoes among them."""
        words = Words(view)
        if not len(words):
            return []
        candidates = scan(words)
        if self._tagger is not None:
            candidates = settle(words, candidates, self._tagger)
        candidates += labelled(words)
        candidates += greeted(words)
        candidates += signed(words)
        candidates += brief_names(words)
        candidates += roll_calls(words)
        candidates = with_spelled(candidates, words)
        found = [_finding(words, one) for one in candidates if one.score >= _REPORTED]
        found += [Finding(start, end, PUBLIC_MENTION, 0.9, "names:case_law") for start, end in case_law(words)]
        found.extend(table_names(words))
        return _without_overlap(found)


def _finding(words: Words, one: Candidate) -> Finding:
    start, end = words.starts[one.first], words.ends[one.last]
    if words.is_initial(one.last) and words.text[end : end + 1] == ".":
        end += 1
    kind = PUBLIC_MENTION if one.veto else "person_name"
    return Finding(start, end, kind, round(one.score, 2), f"names:{one.cue}")


def _without_overlap(found: list[Finding]) -> list[Finding]:
    """One name per place: the surest, then the longest; a veto gives way to a sure title, label or signature."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (-_rank(one), one.start)):
        at = bisect_left(kept, one)
        if not any(one.overlaps(other) for other in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, one)
    return kept


def _rank(one: Finding) -> float:
    return one.score + (one.end - one.start) / 1_000 + (0.02 if one.type == PUBLIC_MENTION else 0.0)
