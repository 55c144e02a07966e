"""Letters said aloud: the radio alphabet ("Delta Victor"), "D comme Denise", and letters spelled one by one.

Plates and accounts are dictated so. A letter is only read beside number words or digits: alone, "Victor" is a first name.
Linear in the text.

>>> letter("foxtrot"), letter("b"), letter("bonjour")
('f', 'b', '')
"""

from __future__ import annotations

RADIO = [
    *(
        "alpha",
        "alfa",
        "bravo",
        "charlie",
        "delta",
        "echo",
        "foxtrot",
        "golf",
        "hotel",
        "india",
        "juliett",
        "juliet",
        "juliette",
    ),
    *(
        "kilo",
        "lima",
        "mike",
        "november",
        "oscar",
        "papa",
        "quebec",
        "romeo",
        "sierra",
        "tango",
        "uniform",
        "victor",
        "whiskey",
    ),
    *("whisky", "xray", "yankee", "zulu"),
]
"""Words of the radio alphabet (ICAO) as people write them, folded; the first letter of each is the letter it says."""

WORD = "(?:" + "|".join(sorted(RADIO, key=len, reverse=True)) + "|[a-z](?: comme [a-z]{3,12})?)"
"""One letter said aloud, as a regular expression on folded text."""


def letter(word: str) -> str:
    """The letter that a folded word says, or nothing."""
    head = word.partition(" ")[0]
    return head[0] if len(head) == 1 or head in _RADIO else ""


_RADIO = frozenset(RADIO)
