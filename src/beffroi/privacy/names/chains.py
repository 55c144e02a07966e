"""Names without a title in text with capitals: "Jean Dupont", "DUPONT Jean", "A. Ben Salah", "mon fils Lucas"."""

from __future__ import annotations

from beffroi.privacy.lexicons.names import commune
from beffroi.privacy.names.candidate import Candidate
from beffroi.privacy.names.context import among_capitals, is_located, left_cue, right_cue
from beffroi.privacy.names.cues import MARRIED, NAMED_AFTER, PARTICLES, RANKS, ROLES, STOP, TITLES
from beffroi.privacy.names.grading import Grade, grade, is_place
from beffroi.privacy.names.public import follows_saint, is_brand, is_company, is_hommage, is_place_style, is_public_figure
from beffroi.privacy.names.titled import MAX_WORDS, starts_with_particle
from beffroi.privacy.names.words import Words

_HONOURS = frozenset({"sir", "lord", "lady", "don", "dona"})
_ANIMALS = frozenset(
    {
        "chien",
        "chienne",
        "chat",
        "chatte",
        "jument",
        "cheval",
        "poney",
        "lapin",
        "perroquet",
        "hamster",
        "chiot",
        "chaton",
    }
)
_OPENERS = frozenset(
    [
        "el",
        "al",
        "ben",
        "van",
        "von",
        "ait",
        "ould",
        "mac",
        "mc",
        "le",
        "de",
        "la",
        "du",
        "da",
        "dos",
        "di",
        "abou",
        "bin",
        "o",
        "des",
    ]
)


def read_chain(words: Words, first: int) -> tuple[int, list[Grade]]:
    """The last word of the run of name-like words that begins at ``first``, and the grade of each (particles: WORD)."""
    grades = [grade(words, first)]
    last = first
    while last + 1 < len(words) and last - first < MAX_WORDS and words.joined(last):
        index = last + 1
        found = grade(words, index) if words.caps[index] else Grade.WORD
        if words.caps[index] and _takes_letter(words, index, grades):
            grades.append(Grade.INITIAL)
            last = _other_letter(words, index)
            if last > index:
                break
            continue
        if words.forms[index] in PARTICLES and found is not Grade.GIVEN and not words.is_initial(index):
            real = starts_with_particle(words, index, lower=False)
            if real < 0 or _leads_to_place(words, first, index, real):
                break
            found = grade(words, real)
            if (
                words.uppers[real]
                and len(words.forms[real]) < 4
                and words.entries[real].surname < 400
                and not words.uppers[first]
            ):
                break  # "Samira des RH"
            if found is Grade.WORD and Grade.GIVEN in grades and words.entries[real].word < 2 and words.uppers[real]:
                found = Grade.SURNAME  # "MARIA DE LURDES"
            if (
                found is Grade.WORD
                and words.key(index, real) not in words.compounds
                and not words.forms[real].startswith("saint")
            ):
                break
            if found is Grade.WORD or (found is Grade.WEAK_SURNAME and Grade.GIVEN in grades):
                found = Grade.SURNAME
            grades += [Grade.WORD] * (real - index) + [found]
            last = real
        elif found is Grade.WORD:
            if not _is_odd_surname(words, index, grades):
                break
            grades.append(Grade.WEAK_SURNAME)
            last = index
        else:
            grades.append(found)
            last = index
    return last, grades


def _takes_letter(words: Words, index: int, grades: list[Grade]) -> bool:
    """Whether a capital letter alone is the initial after a name: "Nadège L", "Bourdin J", "DIARRA B"."""
    form, start, end = words.forms[index], words.starts[index], words.ends[index]
    if end - start != 1 or form in "ao" or grades[-1] not in {Grade.GIVEN, Grade.SURNAME} or words.gap(index - 1) != " ":
        return False
    after = words.text[end : end + 1]
    return (
        len(grades) < 3 and (after in {"", ",", ")", "\n", ";", ".", " "}) and words.text[end + 1 : end + 2] not in {"'", ":0"}
    )


def _other_letter(words: Words, index: int) -> int:
    """The last word of "B ou K" after a name, where ``index`` is "B"."""
    link, other = index + 1, index + 2
    linked = other < len(words) and words.forms[link] in {"ou", "et"} and words.gap(index) == " " == words.gap(link)
    return other if linked and words.caps[other] and words.ends[other] - words.starts[other] == 1 else index


def _is_odd_surname(words: Words, index: int, grades: list[Grade]) -> bool:
    """Whether a usual word with a capital is the surname after a lone first name ("Arthur Lambda")."""
    form = words.forms[index]
    if grades != [Grade.GIVEN] or not words.caps[index] or words.uppers[index] or len(form) < 4:
        return False
    return not (form in STOP or form in ROLES or form in RANKS or form in TITLES or form in MARRIED or form in NAMED_AFTER)


def _leads_to_place(words: Words, first: int, particle: int, real: int) -> bool:
    """Whether the particle says where from: "Jean Martin de Nantes", "Paul à Lille"."""
    if words.forms[particle] not in {"de", "d", "du", "a"} or words.caps[particle] or words.entries[real].surname >= 4_000:
        return False
    place = commune(words.key(real, real))
    if place is None:
        return False
    if words.forms[particle] in {"de", "d"} and words.forms[particle - 2] in {"de", "d"} and particle > first + 2:
        return False  # "Guillemette de Montalembert d'Essé"
    village = len(place.postcodes) < 2 or words.forms[real].startswith("saint")
    return not (particle == first + 1 and words.forms[particle] in {"de", "d"} and village)  # not "Paul de Nantes"


def _trimmed(words: Words, first: int, last: int, grades: list[Grade]) -> tuple[int, int, list[Grade]]:
    """Without the usual word that only opens the sentence ("Petit Paul" keeps both; "Grand Merci" neither)."""
    while len(grades) > 1 and grades[0] in {Grade.WEAK_GIVEN, Grade.WEAK_SURNAME} and words.opens_sentence(first):
        if (
            words.uppers[first]
            and not words.uppers[first + 1]
            and words.entries[first].surname >= 400
            and grades[1] is Grade.GIVEN
        ):
            break  # "DUC Thanh Phong": the surname in capitals, then the first names
        if grades[0] is Grade.WEAK_GIVEN and grades[1] is Grade.SURNAME:
            births = words.entries[first].given
            if words.entries[first + 1].surname >= 1_000 or (births is not None and births.count >= 20_000):
                break
        if (
            Grade.GIVEN in grades[1:]
            and len(grades) == 2
            and grades[0] is Grade.WEAK_SURNAME
            and words.entries[first].surname >= 4_000
        ):
            break
        first, grades = first + 1, grades[1:]
        while len(grades) > 1 and grades[0] is Grade.WORD:
            first, grades = first + 1, grades[1:]
    while len(grades) > 1 and grades[-1] in {Grade.WEAK_GIVEN, Grade.WEAK_SURNAME} and not _supports(grades[:-1]):
        last, grades = last - 1, grades[:-1]
        while len(grades) > 1 and grades[-1] is Grade.WORD:
            last, grades = last - 1, grades[:-1]
    return first, last, grades


def _supports(grades: list[Grade]) -> bool:
    """Whether a weak surname may end the name: only after a first name or an initial, and once."""
    real = [one for one in grades if one is not Grade.WORD]
    return all(one in {Grade.GIVEN, Grade.INITIAL, Grade.WEAK_GIVEN} for one in real) and any(
        one is not Grade.WEAK_GIVEN for one in real
    )


def base_score(words: Words, first: int, last: int, grades: list[Grade]) -> float:
    """How sure the words alone make it, before looking around."""
    real = [one for one in grades if one is not Grade.WORD]
    given, initials = real.count(Grade.GIVEN), real.count(Grade.INITIAL)
    surnames, unknown = real.count(Grade.SURNAME), real.count(Grade.UNKNOWN)
    weak = real.count(Grade.WEAK_GIVEN) + real.count(Grade.WEAK_SURNAME)
    if len(real) == 1:
        return _single_score(words, first, last, real[0])
    if initials == len(real):
        return 0.1
    if given:
        return 0.95 if surnames or given > 1 else 0.9 if unknown else 0.85 if weak else 0.6
    if initials and real[0] is Grade.INITIAL:
        return 0.85 if surnames else 0.7 if unknown else 0.3
    if initials:
        return 0.55 if surnames else 0.35
    bearers = max(words.entries[at].surname for at in range(first, last + 1))
    if real[0] is Grade.WEAK_GIVEN and surnames:
        return 0.7 if bearers >= 1_000 else 0.55
    if weak and real[-1] is Grade.WEAK_SURNAME and len(real) == 2:
        return 0.45 if words.entries[last].surname >= 400 else 0.35
    if surnames and weak:
        return 0.6 if words.uppers[first] and words.uppers[last] and bearers >= 1_000 and words.entries[last].given else 0.45
    if not surnames:
        return 0.4 if unknown > 1 else 0.3
    spelled = 0.1 if unknown and not words.uppers[first] and len(real) == 2 and "-" not in words.forms[last] else 0.0
    return (
        (0.6 if surnames > 1 else 0.55 + spelled)
        - (0.1 if bearers < 4_000 else 0.0)
        - (0.3 if _ends_with_place(words, first, last) else 0.0)
    )


def _ends_with_place(words: Words, first: int, last: int) -> bool:
    """Whether an unsure name ends with a town: "Keolis Lyon", "Smart City Lyon"."""
    return last > first and is_place(words, last, last)


def _single_score(words: Words, first: int, last: int, found: Grade) -> float:
    entry = words.entries[last]
    opening = words.opens_sentence(first)
    place = is_place(words, first, last)
    if found is Grade.GIVEN:
        births = entry.given.count if entry.given else 0
        if entry.word and words.uppers[first] and among_capitals(words, first):
            return 0.2
        score = 0.75 if births >= 20_000 else 0.65 if births >= 4_000 else 0.5 if births >= 1_000 else 0.35
        score -= (0.25 if births >= 100_000 else 0.3) if entry.word and opening else 0.1 if entry.word or opening else 0.0
        return score - (0.25 if place else 0.0)
    if found is Grade.SURNAME:
        score = 0.5 if entry.surname >= 10_000 else 0.42 if entry.surname >= 1_000 else 0.3
        return score - (0.15 if opening else 0.0) - (0.25 if place else 0.0)
    if found is Grade.UNKNOWN:
        return 0.1 if opening or place else 0.2
    return 0.1 if opening else 0.15 if found is not Grade.INITIAL else 0.0


def _is_veto(words: Words, first: int, last: int, grades: list[Grade]) -> int:
    """The first word of the mention if the name is public, or -1."""
    if words.forms[first : first + 2] == ["s", "a"] and words.text.startswith("S.A. ", words.starts[first]):
        return first  # a company
    if is_public_figure(words, first, last) or is_brand(words, first, last) or is_company(words, first, last):
        return first
    if follows_saint(words, first) or (first and is_public_figure(words, first - 1, last)):
        return first - 1
    return is_hommage(words, first, has_given=Grade.GIVEN in grades or Grade.INITIAL in grades)


def chain(words: Words, first: int) -> tuple[Candidate | None, int]:
    """The candidate that begins at word ``first`` (capital, no title before), and the next word to look at."""
    last, grades = read_chain(words, first)
    after = last + 1
    first, last, grades = _trimmed(words, first, last, grades)
    if is_place_style(words, first, last) and not left_cue(words, first):
        return Candidate(first, last, 0.6, "public", veto=True), after
    public = _is_veto(words, first, last, grades)
    if public >= 0:
        return Candidate(public, last, 0.9, "public", veto=True), after
    if is_located(words, first, last):
        return None, after
    score = base_score(words, first, last, grades)
    if first == last and first and words.forms[first - 1] in _ANIMALS and words.gap(first - 1) in {" ", ' "', " « "}:
        return None, after
    if first and words.forms[first - 1] in _HONOURS and words.caps[first - 1] and words.gap(first - 1) == " ":
        first, score = first - 1, score + 0.4
    cue = left_cue(words, first)
    if first == last and grades[0] in {Grade.WEAK_GIVEN, Grade.WEAK_SURNAME} and words.entries[first].surname < 10_000:
        cue = 0.0 if words.uppers[first] and among_capitals(words, first) else cue
        cue = cue if cue >= 0.5 else 0.2 if cue and grades[0] is Grade.WEAK_GIVEN else 0.0
    score += cue
    score += right_cue(words, first, last, score)
    if (
        score < 0.2
        or words.text[words.ends[last] : words.ends[last] + 1] == "@"
        or words.text[words.starts[first] - 1 : words.starts[first]] == "@"
    ):
        return None, after
    return Candidate(first, last, max(0.0, min(score, 0.97)), "chain"), after


def opens_with_particle(words: Words, index: int) -> int:
    """The real first word of a name that opens with a capital particle ("El Amrani", "De La Tour", "Le Gall"), or -1."""
    if words.forms[index] not in _OPENERS or words.forms[index] in TITLES:
        return -1
    real = starts_with_particle(words, index, lower=False)
    if real < 0 or not words.joined(index):
        return -1
    if words.forms[real] in STOP:
        return -1
    if (
        words.uppers[real]
        and words.entries[real].word == 2
        and among_capitals(words, real + 1)
        and not _given_follows(words, real)
    ):
        return -1
    key = words.key(index, real)
    if words.forms[index] in STOP:
        return real if key.partition("-")[0] in words.compounds else -1
    return real


def _given_follows(words: Words, index: int) -> bool:
    """Whether the next word is a sure first name."""
    after = index + 1
    if after >= len(words) or not words.joined(index) or words.entries[after].word == 2:
        return False
    given = words.entries[after].given
    return given is not None and given.count >= (2_000 if words.uppers[after] else 20)
