"""French numbers in words, from 0 to 999,999, both ways ("quatre-vingt-quatre", "mil neuf cent", "soixante dix huit")."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix",
    "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_VALUES = {"zero": 0, "une": 1, "septante": 70, "huitante": 80, "octante": 80, "nonante": 90, "vingts": 20}
_VALUES |= {word.replace("é", "e"): value for value, word in enumerate(_UNITS) if "-" not in word}
_VALUES |= {word: value for value, word in _TENS.items()}
_SCALES = frozenset({"cent", "cents", "mille", "mil", "milles"})
NUMBER_WORDS = frozenset(_VALUES) | _SCALES | {"et"}
"""Folded words that numbers are made of."""

_MAX_WORDS = 16
_BELGIAN = frozenset({"septante", "huitante", "octante", "nonante"})


class Hyphens(Enum):
    """Where hyphens go: as usual ("vingt-deux", "vingt et un"), nowhere (dictated text), or everywhere (1990 spelling)."""

    USUAL = "usual"
    NONE = "none"
    ALL = "all"


def _below_hundred(number: int) -> str:
    if number < 20:
        return _UNITS[number]
    if number in _TENS:
        return _TENS[number]
    if number == 80:
        return "quatre-vingts"
    if number > 80:
        return f"quatre-vingt-{_UNITS[number - 80]}"
    ten = 60 if number >= 60 else number // 10 * 10
    unit = number - ten
    return f"{_TENS[ten]} et {_UNITS[unit]}" if unit in {1, 11} else f"{_TENS[ten]}-{_UNITS[unit]}"


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest)
    head = "cent" if hundreds == 1 else f"{_UNITS[hundreds]} cent"
    if not rest:
        return head if hundreds == 1 else f"{head}s"
    return f"{head} {_below_hundred(rest)}"


def spell(number: int, hyphens: Hyphens = Hyphens.USUAL, thousand: str = "mille") -> str:
    """``number`` in French words, masculine.

    Raises:
        ValueError: the number is not in [0, 999999].
    """
    if not 0 <= number <= 999_999:
        raise ValueError("number out of range")
    thousands, rest = divmod(number, 1000)
    parts = []
    if thousands:
        head = "" if thousands == 1 else _below_thousand(thousands).replace("cents", "cent").replace("vingts", "vingt")
        parts.append(f"{head} {thousand}".strip())
    if rest or not thousands:
        parts.append(_below_thousand(rest))
    written = " ".join(parts)
    if hyphens is Hyphens.NONE:
        return written.replace("-", " ")
    return written.replace(" ", "-") if hyphens is Hyphens.ALL else written


def _plain(words: Sequence[str]) -> list[str]:
    """Words without what spelling varies on: "et", plurals, "mil", "une"."""
    plain = {"vingts": "vingt", "cents": "cent", "milles": "mille", "mil": "mille", "une": "un"}
    return [plain.get(word, word) for word in words if word != "et"]


def _value(words: Sequence[str]) -> int:
    """What the words add up to, right or wrong in French; ``read_number`` checks the grammar by spelling it again."""
    total, current = 0, 0
    for word in words:
        if word in {"cent", "cents"}:
            current = max(1, current) * 100
        elif word in {"mille", "mil", "milles"}:
            total, current = total + max(1, current) * 1000, 0
        elif word in {"vingt", "vingts"} and current % 100 == 4:
            current += 76
        elif word != "et":
            current += _VALUES[word]
    return total + current


def _is_spelling_of(words: Sequence[str], number: int) -> bool:
    if not 0 <= number <= 999_999:
        return False
    plain = _plain(words)
    if any(word in _BELGIAN for word in plain):
        return True
    accepted = [spell(number)]
    if 1100 <= number < 2000:  # "dix-neuf cent quatre-vingts"
        rest = number % 100
        accepted.append(f"{_UNITS[number // 100]} cent {_below_hundred(rest) if rest else ''}")
    return any(plain == _plain(text.replace("é", "e").replace("-", " ").split()) for text in accepted)


def read_number(words: Sequence[str]) -> tuple[int, int] | None:
    """The longest number that begins ``words`` (folded): its value, and how many words it takes. None if there is none.

    "vingt trente" is not a number: it reads as 20, in one word.
    """
    length = 0
    while length < min(len(words), _MAX_WORDS) and words[length] in NUMBER_WORDS:
        length += 1
    for size in range(length, 0, -1):
        part = words[:size]
        if part[0] == "et" or part[-1] == "et":
            continue
        number = _value(part)
        if _is_spelling_of(part, number):
            return number, size
    return None
