"""Names in text without capitals: "jean-pierre martin a appelé", "le dossier de aicha ben salah"."""

from __future__ import annotations

from beffroi.privacy.lexicons.names import UNKNOWN
from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.context import left_cue, speaks
from beffroi.privacy.names.cues import MARRIED, PARTICLES, STOP
from beffroi.privacy.names.grading import FREQUENT_GIVEN, is_place
from beffroi.privacy.names.public import figure_at, follows_saint, is_brand, is_hommage, is_public_figure
from beffroi.privacy.names.words import Words

_SEED = 4_000
_MAX_WORDS = 5


def is_seed(words: Words, index: int) -> bool:
    """Whether a word in lower case may begin a name: a frequent first name, or a rarer one before a sure surname."""
    entry = words.entries[index]
    if entry.given is None:
        return False
    births = entry.given.count
    if entry.word < 2 and (births >= _SEED or (births >= 400 and "-" in words.forms[index])):
        return True
    if births < 100 or (entry.word == 2 and births < FREQUENT_GIVEN) or index + 1 >= len(words) or words.gap(index) != " ":
        return False
    after = words.entries[index + 1]
    return after.word < 2 and after.surname >= (1_000 if entry.word else 400) and words.forms[index] not in STOP


def _is_family(words: Words, index: int) -> bool:
    """Whether a word in lower case may be the surname of the first name beside it."""
    if words.caps[index]:
        return words.entries[index].word < 2
    form, entry = words.forms[index], words.entries[index]
    if form in STOP or form in MARRIED or len(form) < 3:
        return False
    if entry.word == 2:
        return entry.surname >= 4_000
    return True


def _right(words: Words, index: int, first: int) -> int:
    """The last word of the surname that follows word ``index``, or ``index`` itself."""
    last = index
    while last + 1 < len(words) and words.joined(last) and last - first < _MAX_WORDS:
        after = last + 1
        if last == index == first and len(words.forms[after]) == 1 and words.forms[after] not in "ayocdlmtnsj":
            tail = words.text[words.ends[after] : words.ends[after] + 1]
            return after if tail in {"", ".", ",", "\n", ")"} and words.gap(last) == " " else last
        while after < len(words) - 1 and words.forms[after] in PARTICLES and words.joined(after) and after - last < 3:
            after += 1
        if after - last > 1 and words.key(last + 1, after) in words.compounds:
            last = after
            continue
        if words.forms[last + 1 : last + 3] == ["le", "du"] and words.text[words.starts[last + 2] + 1] == "û":
            last += 2  # "le dû"
            continue
        if words.forms[after] in PARTICLES or not _is_family(words, after):
            break
        if after - last > 1 and (words.forms[last + 1] in {"de", "d", "la", "le", "du", "a", "des", "les", "l"}):
            compound = words.key(last + 1, after) in words.compounds
            if not compound:
                break
        if last > index and words.entries[after].word:
            break
        last = after
    return last


def _left(words: Words, index: int) -> int:
    """The first word of a surname written before the first name ("martin jean-pierre"), or ``index`` itself."""
    before = index - 1
    if before < 0 or not words.joined(before) or words.caps[before]:
        return index
    entry, form = words.entries[before], words.forms[before]
    strong = entry.surname >= 100 and entry.word < 2 and not is_seed(words, before)
    return before if strong and form not in STOP and form not in PARTICLES else index


def lower_chain(words: Words, index: int) -> tuple[Candidate | None, int]:
    """The candidate around the first name at ``index`` (lower case), and the next word to look at."""
    start, end = words.starts[index], words.ends[index]
    if _inside_address(words.text, start, end) or is_brand(words, index, index):
        return None, index + 1
    figure = figure_at(words, index)
    if figure > index:
        return Candidate(index, figure, 0.9, "public", veto=True), figure + 1
    last = _right(words, index, index)
    first = _left(words, index) if last == index else index
    entry = words.entries[index]
    births = entry.given.count if entry.given else 0
    if is_public_figure(words, first, last) or is_brand(words, first, last):
        return Candidate(first, last, 0.9, "public", veto=True), last + 1
    if follows_saint(words, first):
        return Candidate(first - 1, last, 0.9, "public", veto=True), last + 1
    noun = is_hommage(words, first, has_given=True)
    if noun >= 0:
        return Candidate(noun, last, 0.9, "public", veto=True), last + 1
    cue = left_cue(words, first)
    if first == last:
        if entry.word or is_place(words, index, index):
            score = 0.3 + cue if cue >= 0.3 else 0.0 if entry.word else 0.3
        else:
            score = (0.6 if births >= FREQUENT_GIVEN else 0.5) + cue
            score += 0.15 if speaks(words, first, words.folded[end : end + 24]) else 0.0
        return (Candidate(first, last, min(score, 0.9), "lower") if score >= 0.2 else None), last + 1
    family = [words.entries[at] for at in range(first, last + 1) if at != index]
    if last == index + 1 and len(words.forms[last]) == 1:
        return Candidate(first, last, min(0.9, (0.6 if births >= FREQUENT_GIVEN else 0.5) + cue), "lower"), last + 1
    known = any(one.surname >= 1_000 and one.word < 2 for one in family)
    score = 0.8 if known else 0.7 if not any(one.word for one in family) else 0.55
    score -= 0.15 if entry.word and not known and births < 5 * FREQUENT_GIVEN else 0.0
    return Candidate(first, last, min(0.9, score + cue), "lower"), last + 1


def after_married(words: Words, index: int) -> Candidate | None:
    """The surname after "née", "épouse", "veuve" when it is in lower case: "nee benali"."""
    after = index + 1
    if after >= len(words) or words.gap(index) not in {" ", ". "} or words.caps[after]:
        return None
    first = after
    while after < len(words) - 1 and words.forms[after] in {"el", "al", "ben", "le", "da", "de", "van"} and words.joined(after):
        after += 1
    entry = words.entries[after]
    if words.forms[after] in STOP or entry.word == 2 or words.caps[after]:
        return None
    if words.forms[index] != "nee" and not entry.surname and not entry.given:
        return None
    return Candidate(first, after, 0.75, "married")


LOWER_LEADERS = frozenset({"le", "ait", "ben", "el", "da", "ould"})
SIGNS = frozenset(
    {"appelle", "appelait", "signe", "signes", "signee", "prenomme", "prenommee", "prenom", "fille", "fils", "est"}
)


def with_leader(words: Words, index: int) -> Candidate | None:
    """A surname in two words in lower case: "son nom c est le bihan", "dossier ben salah"."""
    after = index + 1
    if after >= len(words) or words.gap(index) != " " or words.caps[after]:
        return None
    entry = words.entries[after]
    if entry.word or not entry.surname or len(words.forms[after]) < 4:
        return None
    surname = words.compounds.get(words.key(index, after), UNKNOWN).surname
    if (
        surname < 400
        or is_place(words, index, after)
        or is_place(words, after, after)
        or is_hommage(words, index, has_given=False) >= 0
    ):
        return None
    last = after
    if after + 1 < len(words) and words.gap(after) == " " and not words.caps[after + 1] and is_seed(words, after + 1):
        last = after + 1
    return Candidate(index, last, 0.65 if last == after else 0.8, "lower")


def after_verb(words: Words, index: int) -> Candidate | None:
    """The first name in lower case, even a rare one, after "s appelle", "signe", "sa fille", "c est"."""
    after = index + 1
    if after >= len(words) or words.gap(index) not in {" ", " : ", ": "} or words.caps[after]:
        return None
    if words.forms[index] == "est" and words.forms[index - 1] not in {"c", "moi"}:
        return None
    entry, form = words.entries[after], words.forms[after]
    if entry.given is None or entry.given.count < 100 or entry.word or form in STOP or len(form) < 3:
        return None
    if is_seed(words, after) and entry.given.count > _SEED:
        return None  # read at its own place
    if is_place(words, after, after) or is_brand(words, after, after) or figure_at(words, after) >= 0:
        return None
    last = _right(words, after, after)
    return Candidate(after, last, 0.7, "lower") if not is_public_figure(words, after, last) else None


def after_rank(words: Words, index: int) -> Candidate | None:
    """The surname in lower case after a rank: "brigadier chef pons", "gendarme morel"."""
    after, form = index + 1, words.forms[index]
    if after >= len(words) or words.gap(index) != " " or words.caps[after] or words.forms[after] in STOP:
        return None
    if form == "chef" and (not index or words.forms[index - 1] not in {"brigadier", "adjudant", "sergent", "gardien"}):
        return None
    entry = words.entries[after]
    if entry.word or entry.surname < 1_000 or is_hommage(words, index, has_given=False) >= 0:
        return None
    if figure_at(words, after) >= 0 or is_public_figure(words, after, after):
        return None
    return Candidate(after, after, 0.65, "rank")


def after_family(words: Words, index: int) -> Candidate | None:
    """The surname in lower case after "famille", "dossier", "consorts": "relance famille haddad"."""
    after = index + 1
    if words.forms[index] == "dossier" and words.forms[after : after + 1] == ["de"] and words.gap(index) == " ":
        index, after = after, after + 1
    if after >= len(words) or words.gap(index) != " " or words.caps[after]:
        return None
    entry, form = words.entries[after], words.forms[index]
    if entry.surname < 400 or entry.word == 2 or words.forms[after] in STOP or form == "mme":
        return None
    kin = form not in {"de", "famille", "familles", "dossier", "consorts", "affaire", "succession", "foyer", "chez", "nom"}
    if (kin or form in {"nom", "de"}) and (entry.surname < 1_000 or entry.word or is_place(words, after, after)):
        return None
    return Candidate(after, _right(words, after, after) if is_seed(words, after) else after, 0.65, "family")


def _inside_address(text: str, start: int, end: int) -> bool:
    """Whether the word is a part of an e-mail address, a host or a path."""
    before, after = text[start - 1 : start], text[end : end + 2]
    return before in {"@", "/", "_", "#"} or after[:1] in {"@", "_", "/"} or (after[:1] == "." and after[1:].isalnum())
