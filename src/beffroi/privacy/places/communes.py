"""The narrow port through which places ask whether a word names a commune, and its adapter to the shipped lexicon.

Kept apart so that the recognisers of places are tested with a handful of communes, and run with the 35,000 of the INSEE code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from beffroi.privacy.lexicons import names


def is_plausible_postcode(digits: str) -> bool:
    """Whether these are five digits that begin as a French postcode does (01 to 95, 97, 98; Corsica is 20)."""
    return len(digits) == 5 and digits.isascii() and digits.isdigit() and "01" <= digits[:2] <= "98" and digits[:2] != "96"


class Communes(Protocol):
    """What places need to know of French communes. Names are folded: lower case, no accent."""

    def is_commune(self, folded: str) -> bool:
        """Whether this is the name of a commune."""
        ...

    def is_postcode(self, digits: str) -> bool:
        """Whether these five digits are a French postcode."""
        ...


class LexiconCommunes:
    """The communes of ``beffroi.privacy.lexicons.names``, loaded at first use."""

    def is_commune(self, folded: str) -> bool:
        """Whether the lexicon holds this commune."""
        return bool(names.commune(folded) or ("oe" in folded and names.commune(folded.replace("oe", "œ"))))

    def is_postcode(self, digits: str) -> bool:
        """Whether the first two digits are a département's: CEDEX codes are in no list of communes."""
        return is_plausible_postcode(digits)


@dataclass(frozen=True, slots=True)
class FixedCommunes:
    """A handful of communes, for tests and closed lists; a postcode is any five digits of a plausible département."""

    names: frozenset[str]

    def is_commune(self, folded: str) -> bool:
        """Whether the name is in the list, hyphens and apostrophes read as spaces."""
        return folded.replace("-", " ").replace("'", " ") in self.names

    def is_postcode(self, digits: str) -> bool:
        """Whether the first two digits are a département's."""
        return is_plausible_postcode(digits)
