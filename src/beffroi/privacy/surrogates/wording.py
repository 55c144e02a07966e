"""Case and spelling of words: pours a surrogate, or an original, into the shape that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from beffroi.privacy.text_view import fold

IGNORABLE = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff"
"""Characters, as the inside of a regular-expression class, that show nothing or belong to the letter before."""

ATOM = re.compile(r"[^\W_]+")
"""A run of letters and digits: the smallest thing that is matched; nothing is ever replaced inside one."""

ESCAPES = frozenset({"\\n", "\\r", "\\t"})
"""Escapes of a JSON string, as seen in a text that quotes JSON: the letter belongs to no word."""

_WORD = re.compile(r"[^\W\d_]+")
_ACCENTS = {"a": "àâ", "e": "éèê", "i": "îï", "o": "ôö", "u": "ûü", "c": "ç", "y": "ÿ", "n": "ñ"}


def aligned_fold(text: str) -> str:
    """``fold``, character by character: the fold of a text is that of its pieces, wherever it is cut. Same length."""
    return text.lower().replace("`", "'") if text.isascii() else fold(text).lower()


def atoms_of(text: str) -> list[str]:
    """The atoms of ``text``, folded, in order."""
    folded = aligned_fold(text)
    return [folded] if folded.isalnum() else ATOM.findall(folded)


def like_shape(word: str, model: str) -> str:
    """``word`` in upper or lower case if ``model`` is wholly so, else as it is.

    >>> like_shape("Garnier", "BEN SALAH"), like_shape("Garnier", "salah"), like_shape("Garnier", "Salah")
    ('GARNIER', 'garnier', 'Garnier')
    """
    if model.islower():
        return word.lower()
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word


def restyled(original: str, sent: str, seen: str) -> str:
    """``original`` in the case that the model gave to its surrogate: ``sent`` is what left, ``seen`` what came back."""
    if seen == sent:
        return original
    if seen.islower():
        return original.lower()
    if seen.isupper() and (len(seen) > 1 or not sent.isupper()):
        return original.upper()
    if not original.isupper() and not original.islower():
        return original
    if sent.isupper() or sent.islower():
        return titled(original) if any(char.islower() for char in seen) else original
    return original


def titled(text: str) -> str:
    """Each word with a capital first letter.

    >>> titled("BEN SALAH-d'ornano")
    "Ben Salah-D'Ornano"
    """
    return _WORD.sub(lambda word: word.group()[0].upper() + word.group()[1:].lower(), text)


def spellings(word: str) -> Iterator[str]:
    """``word``, then near spellings of it that differ by one or two accents and fold to the same word.

    They tell apart two spellings of one name ("Aïcha", "Aicha") while a reader still sees one person.
    """
    yield word
    singles = [
        (place, word[:place] + accented + word[place + 1 :])
        for place in range(len(word) - 1, 0, -1)
        for accented in _ACCENTS.get(word[place], "")
    ]
    for _, single in singles:
        yield single
    for last, single in singles:
        for place in range(last - 1, 0, -1):
            for accented in _ACCENTS.get(word[place], ""):
                yield single[:place] + accented + single[place + 1 :]
