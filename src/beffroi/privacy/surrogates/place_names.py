"""Surrogates of communes and birth places: names of places that do not exist, the same one wherever a place is named."""

from __future__ import annotations

from beffroi.privacy.lexicons.names import place_key
from beffroi.privacy.surrogates.ledger import Ledger
from beffroi.privacy.surrogates.pools import elision, places
from beffroi.privacy.text_view import fold


def lend_place(ledger: Ledger, type_code: str, mention: str) -> str:
    """The invented place for ``mention``, in its case. "Saint-Étienne" and "ST ETIENNE" are one place.

    Raises:
        LookupError: no surrogate is left.
    """
    key = place_key(fold(mention))
    return ledger.word(type_code, "place", key, mention, places(elision(mention)))
