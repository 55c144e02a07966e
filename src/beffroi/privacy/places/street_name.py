"""Where a street name ends: with capitals where the text has them, else on the first word that cannot belong to a name."""

from __future__ import annotations

import re
from enum import Enum

from beffroi.privacy.places.vocabulary import DOTTED, MONTHS, NOT_STREETS, PARTICLES, SHORT, STOPS
from beffroi.privacy.text_view import TextView

_MAX_WORDS = 9
_MAX_LOWER_WORDS = 3
_JOINED = re.compile(r"[ \t]{0,2}['-][ \t]?(?:\n[ \t]?)?|[ \t]{1,3}|\.[ \t]{0,2}")
_FIRST_GAP = re.compile(r"[ \t]?[.,:]?[ \t]{0,2}\"?")
_YEAR_AFTER_MONTH = re.compile(r"\d{4}")
_ELIDED = frozenset({"d", "l"})


def _gap(view: TextView, index: int) -> str:
    """The text between word ``index`` and the one before it."""
    return view.folded[view.words.end(index - 1) : view.words.starts[index]]


def _is_first_gap(view: TextView, index: int) -> bool:
    """What may stand between the type of a street and its name: a full stop only after an abbreviation ("av. Foch")."""
    gap = _gap(view, index)
    return _FIRST_GAP.fullmatch(gap) is not None and ("." not in gap or view.words.texts[index - 1] in SHORT)


def _is_joined(view: TextView, index: int) -> bool:
    """Whether word ``index`` follows the previous one as in a name: a space, a hyphen, an apostrophe, the dot of "Gal."."""
    gap = _gap(view, index)
    if not _JOINED.fullmatch(gap):
        return False
    return not gap.startswith(".") or view.words.texts[index - 1] in DOTTED


def _is_date_street(texts: list[str], index: int) -> bool:
    """ "8 mai 1945", "11 novembre": the only digits that a street name holds."""
    return len(texts[index]) <= 2 and index + 1 < len(texts) and texts[index + 1] in MONTHS


def name_end(view: TextView, index: int) -> int:
    """Offset just past the street name that begins at word ``index``; -1 if nothing there can be one.

    Bounded work: at most nine words are looked at.
    """
    words = view.words
    end, lower, cased = -1, 0, False
    for position in range(index, min(index + _MAX_WORDS, len(words.texts))):
        if not (_is_joined(view, position) or (position == index and _is_first_gap(view, index))):
            break
        part = _part(view, position, first=position == index, begun=end >= 0, cased=cased)
        if part is _Part.STOP:
            break
        if part is _Part.LINK:
            continue
        if part is _Part.LOWER:
            lower += 1
            if lower > (1 if cased else _MAX_LOWER_WORDS):
                break
        cased = cased or part is _Part.CAPITAL
        end = words.end(position)
    return end


class _Part(Enum):
    """What a word is to a street name: its end, a link ("de la"), or one of its words."""

    STOP = "stop"
    LINK = "link"
    LOWER = "lower"
    CAPITAL = "capital"
    OTHER = "other"


def _part(view: TextView, position: int, *, first: bool, begun: bool, cased: bool) -> _Part:
    texts, text = view.words.texts, view.text
    word, start = texts[position], view.words.starts[position]
    shown = text[start : start + len(word)]
    if word.isdigit():
        after_month = not first and texts[position - 1] in MONTHS and _YEAR_AFTER_MONTH.fullmatch(word)
        return _Part.OTHER if after_month or _is_date_street(texts, position) else _Part.STOP
    if not first and text[start - 1] in "-‐‑–" and text[start - 2 : start - 1] != " ":
        return _Part.OTHER  # hyphenated: it belongs, whatever it is
    if word in PARTICLES:
        tied = word == "aux" and texts[position - 2] in PARTICLES  # "rue de la fosse aux chênes"
        ends = word in {"m", "s"} or (begun and word in {"au", "aux"} and not tied and not _next_is_capital(view, position))
        return _Part.STOP if ends else _Part.LINK
    if begun and cased and word in {"sur", "sous", "en"} and _next_is_capital(view, position):
        return _Part.LINK
    if word in STOPS and not (not begun and shown[0].isupper() and len(word) > 1 and word != "et"):
        return _Part.STOP
    if shown[0].isupper():
        return _Part.OTHER if shown.isupper() else _Part.CAPITAL
    if begun and cased and word not in MONTHS and texts[position - 1] not in PARTICLES:
        return _Part.STOP
    return _Part.LOWER


def _next_is_capital(view: TextView, index: int) -> bool:
    starts = view.words.starts
    return index + 1 < len(starts) and view.text[starts[index + 1]].isupper()


def looks_like_name(view: TextView, index: int) -> bool:
    """Whether what follows an ambiguous type ("place", "cours") looks like a street name rather than a common noun."""
    texts, starts = view.words.texts, view.words.starts
    position, definite = index, False
    while position < len(texts) and texts[position] in PARTICLES and position < index + 3:
        definite = definite or texts[position] not in {"de", "d"}
        position += 1
    if position >= len(texts) or texts[position] in NOT_STREETS:
        return False
    return view.text[starts[position]].isupper() or (definite and position > index)
