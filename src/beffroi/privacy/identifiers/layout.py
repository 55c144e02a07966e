"""Pours a fictitious value into the spelling of the original: its spaces, dots, dashes, line breaks and case.

What a surrogate looks like must not depend on its type: "06.12.34.56.78" becomes "06.39.98.xx.xx", never "0639 98 xx xx".
"""

from __future__ import annotations

import random
import re

from beffroi.privacy.text_view import fold

_LABEL = re.compile(r"(?<![a-z])(?:cle|clef|key|n[o°]|numero)(?![a-z])")
_GAPS = re.compile(r"[^0-9a-z]+")
OCR = str.maketrans({"o": "0", "i": "1", "l": "1", "s": "5", "b": "8", "z": "2", "|": "1"})
"""Letters that optical recognition puts for digits, to be applied to folded text."""


def bare(value: str) -> str:
    """Only the ASCII letters and digits of ``value``, folded to lower case.

    >>> bare("1 84.05-2A É")
    '184052ae'
    """
    return _GAPS.sub("", fold(value))


def slots(original: str) -> list[int]:
    """Offsets in ``original`` (code points, 0-based) that hold a character of the identifier: labels inside are left out.

    >>> slots("12 (clé 3)")
    [0, 1, 8]
    """
    folded = fold(original)
    masked = _LABEL.sub(lambda found: "·" * len(found.group()), folded)
    return [offset for offset, char in enumerate(masked) if char.isascii() and char.isalnum()]


def imitate(original: str, value: str) -> str:
    """``value`` in the layout and case of ``original``; ``value`` itself when the two have not the same length.

    >>> imitate("ab-123.cd", "WX 987 YZ")
    'wx-987.yz'
    >>> imitate("tout autre chose", "42")
    '42'
    """
    letters = [char for char in value if char.isascii() and char.isalnum()]
    places = slots(original)
    lower = any(char.islower() for char in (original[place] for place in places)) and not any(
        original[place].isupper() for place in places
    )
    if len(places) != len(letters):
        return value.lower() if lower else value
    chars = list(original)
    for place, letter in zip(places, letters, strict=True):
        chars[place] = letter.lower() if lower else letter
    return "".join(chars)


def grouped(value: str, *sizes: int, separator: str = " ") -> str:
    """``value`` cut in groups of ``sizes``; what remains is the last group.

    >>> grouped("73282932000074", 3, 3, 3)
    '732 829 320 00074'
    """
    parts: list[str] = []
    start = 0
    for size in sizes:
        parts.append(value[start : start + size])
        start += size
    parts.append(value[start:])
    return separator.join(part for part in parts if part)


def redraw(original: str, rng: random.Random) -> str:
    """Other digits and letters in the place of those of ``original``, never the same value (unless it has neither).

    >>> redraw("2024-A12", random.Random(1))
    '2914-C77'
    """
    places = slots(original)
    chars = list(original)
    for place in places:
        chars[place] = rng.choice("0123456789") if original[place].isdigit() else rng.choice("BCDFGHJKLM")
        if original[place].islower():
            chars[place] = chars[place].lower()
    if places and "".join(chars) == original:
        last = places[-1]
        chars[last] = str((int(original[last]) + 1) % 10) if original[last].isdigit() else "Z" if original[last] != "Z" else "Y"
    return "".join(chars)
