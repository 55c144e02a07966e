"""How a surrogate may come back from a model, and still be it."""

from __future__ import annotations

from enum import StrEnum


class Reading(StrEnum):
    """What of a form may change on the way without making it another thing."""

    WORDS = "words"
    """Parts of a name. Any case; the words are restored one by one, and what stands between them stays as it came. A single
    letter is an initial: it counts only beside a name. A surrogate of one word stands for the whole original."""

    PHRASE = "phrase"
    """Several words that mean one thing (an address line, a date): any case, any spaces, hyphens, commas or slashes between."""

    NUMBER = "number"
    """Digits and letters that may be grouped in any way; the original comes back in the grouping that the model chose."""

    STRICT = "strict"
    """The same characters, in any case (e-mail, host, short number)."""

    EXACT = "exact"
    """The very same characters (password, key)."""

    LABEL = "label"
    """A labelled surrogate, ``[PERSONNE_1]``, with or without its brackets."""
