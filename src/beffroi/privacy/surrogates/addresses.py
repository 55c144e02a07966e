"""Surrogates of postal addresses: the number, the name of the street, the postcode and the commune change; the layout stays.

Each part is lent on its own, so that "rue des Lilas" alone, or the commune alone, is the same as within the whole address. The
postcodes begin with 96, which La Poste gives to no département (to be verified with each edition of its list).
"""

from __future__ import annotations

import re
from functools import cache

from beffroi.privacy.places.vocabulary import ANCHORS, STREETS
from beffroi.privacy.surrogates.ledger import Ledger
from beffroi.privacy.surrogates.place_names import lend_place
from beffroi.privacy.surrogates.pools import elision, surnames
from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.text_view import fold

_ATTEMPTS = 40
_MAX_NUMBER = 98
_POSTCODE_PREFIX = "96"
_CODE = re.compile(r"(?<![^\W_])\d{2} ?\d{3}(?![^\W_])")
_CEDEX = re.compile(r"(?:\s+cedex(?:\s+\d{1,2})?)?\s*(?:[,;(].*)?$")
_GENERIC = re.compile(r"(?P<kind>[^\W\d_]+\.?)\s*(?:n[°o]\s*)?(?P<value>[a-z]?\d{1,4}[a-z]?|[a-z])$")
_NAMED = re.compile(r"(?P<kind>(?:residence|res\.?|lieu[- ]dit|ld|lotissement|hameau|villa|domaine|chez)\s+)(?P<name>\S.*)$")
_NUMBER = re.compile(r"\d{1,4}\s?(?:bis|ter|quater|[a-f])?")
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?\.?")
_SEGMENT = re.compile(r"[^,;\n\r]+")


def lend_address(ledger: Ledger, type_code: str, mention: str) -> str | None:
    """The address with its parts replaced; None if a part cannot be read (the whole is then to be replaced in one piece).

    Raises:
        LookupError: no surrogate is left.
    """
    pieces: list[str] = []
    done = opening = 0
    number = False  # the segment before is "12," and belongs to this one
    for found in _SEGMENT.finditer(mention):
        core = _CORE.search(found[0])
        if core is None:
            continue
        start, end = (opening if number else found.start() + core.start()), found.start() + core.end()
        number = _NUMBER.fullmatch(fold(mention[start:end])) is not None
        opening = start
        if number:
            continue
        lent = _segment(ledger, type_code, mention[start:end])
        if lent is None:
            return None
        pieces += [mention[done:start], lent]
        done = end
    return None if number or not done else "".join(pieces) + mention[done:]


def lend_whole(ledger: Ledger, entity: int, type_code: str, mention: str, salt: str) -> str | None:
    """One fictitious address in one line for an address that cannot be read."""
    for attempt in range(_ATTEMPTS):
        key = f"{fold(mention)}\x00{salt}"
        name = ledger.base("street", key, surnames("x"), attempt)
        draw = ledger.derivation.number("address", key, str(attempt))
        surrogate = f"{1 + draw % _MAX_NUMBER} rue {name}"
        if ledger.lend(entity, type_code, Reading.PHRASE, surrogate, mention):
            return surrogate
    return None


def _segment(ledger: Ledger, type_code: str, text: str) -> str | None:
    folded = fold(text)
    code = _CODE.search(folded)
    if code is not None:
        return _with_postcode(ledger, type_code, text, code)
    street = _street().search(folded)
    if street is not None:
        return _numbered_street(ledger, type_code, text, street)
    generic = _GENERIC.match(folded)
    if generic is not None:
        return _complement(ledger, type_code, text, generic.start("value"))
    if any(char.isdigit() for char in folded):
        return None
    named = _NAMED.match(folded)
    start = named.start("name") if named else 0
    name = text[start:].rstrip(".")
    if not name[:1].isalnum() or not name[-1:].isalnum():
        return None
    return text[:start] + lend_place(ledger, type_code, name) + text[start + len(name) :]


def _with_postcode(ledger: Ledger, type_code: str, text: str, code: re.Match[str]) -> str | None:
    start, end = code.span()
    before, after = text[:start], text[end:]
    lead = ""
    if before.strip(" -"):
        kept = before.rstrip(" -")
        lent = _segment(ledger, type_code, kept)
        if lent is None:
            return None
        lead = lent + before[len(kept) :]
    else:
        lead = before
    postcode = _postcode(ledger, type_code, text[start:end])
    if postcode is None:
        return None
    tail = _CEDEX.search(fold(after))
    cut = tail.start() if tail else len(after)
    town, rest = after[:cut], after[cut:]
    name = town.strip(" -.")
    if not name:
        return lead + postcode + after
    if any(char.isdigit() for char in name + rest.replace("cedex", "")) and not fold(rest).strip().startswith("cedex"):
        return None
    place = town.index(name)
    return lead + postcode + town[:place] + lend_place(ledger, type_code, name) + town[place + len(name) :] + rest


def _postcode(ledger: Ledger, type_code: str, typed: str) -> str | None:
    key = typed.replace(" ", "")
    entity = ledger.entity("postcode", key)
    for attempt in range(_ATTEMPTS):
        digits = _POSTCODE_PREFIX + f"{ledger.derivation.number('postcode', key, str(attempt)) % 1000:03d}"
        surrogate = digits if typed == key else f"{digits[:2]} {digits[2:]}"
        if digits != key and ledger.lend(entity, type_code, Reading.STRICT, surrogate, typed):
            return surrogate
    return None


def _numbered_street(ledger: Ledger, type_code: str, text: str, street: re.Match[str]) -> str | None:
    start = street.start("name")
    name = text[start:].rstrip(" .")
    if not name[:1].isalnum() or not name[-1:].isalnum() or any(char.isdigit() for char in text[: street.start()]):
        return None
    key = fold(name)
    lent = ledger.word(type_code, "street", key, name, surnames(elision("x")))
    rest = text[start + len(name) :]
    if street["number"] is None:
        return text[:start] + lent + rest
    opening, closing = street.span("number")
    middle = text[closing:start]
    entity = ledger.entity("dwelling", fold(text[opening:]))
    for attempt in range(_ATTEMPTS):
        draw = ledger.derivation.number("dwelling", fold(text[opening:]), str(attempt))
        number = str(1 + draw % _MAX_NUMBER)
        surrogate = f"{number}{middle}{lent}"
        original = text[opening : start + len(name)]
        if number != street["number"] and ledger.lend(entity, type_code, Reading.PHRASE, surrogate, original):
            return text[:opening] + surrogate + rest
    return None


def _complement(ledger: Ledger, type_code: str, text: str, start: int) -> str | None:
    """ "Bât. C", "appt 12", "BP 123": the value is drawn, and means something only beside its word."""
    value = text[start:]
    entity = ledger.entity("complement", fold(text))
    for attempt in range(_ATTEMPTS):
        rng = ledger.derivation.rng("complement", fold(text), str(attempt))
        drawn = "".join(
            str(rng.randrange(1, 10)) if char.isdigit() else rng.choice("BCDFGHJK" if char.isupper() else "bcdfghjk")
            for char in value
        )
        surrogate = text[:start] + drawn
        if drawn != value and ledger.lend(entity, type_code, Reading.PHRASE, surrogate, text):
            return surrogate
    return None


@cache
def _street() -> re.Pattern[str]:
    kinds = "|".join(sorted((re.escape(word) for word, anchor in ANCHORS.items() if anchor in STREETS), key=len, reverse=True))
    return re.compile(
        r"(?:(?P<number>(?<![^\W_])\d{1,4})(?:\s?(?:bis|ter|quater|quinquies|[a-f])(?![^\W_]))?[\s,]{1,3}"
        r"(?:(?:grande?|petite?|vieille|vieux|ancien(?:ne)?|haute|basse|nouvelle)\s)?|^)"
        rf"(?:{kinds})\.?\s+(?P<name>\S.*)$"
    )
