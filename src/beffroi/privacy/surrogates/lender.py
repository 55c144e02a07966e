"""Chooses, for one span and its type, how its surrogate is made, and lends it through the ledger."""

from __future__ import annotations

from beffroi.privacy.surrogates import online
from beffroi.privacy.surrogates.addresses import lend_address, lend_whole
from beffroi.privacy.surrogates.dates import lend_date, lend_other_date
from beffroi.privacy.surrogates.labels import Labels
from beffroi.privacy.surrogates.ledger import Ledger
from beffroi.privacy.surrogates.numbers import draw_number, is_too_short, read_number, reading_of
from beffroi.privacy.surrogates.person_names import lend_name
from beffroi.privacy.surrogates.place_names import lend_place
from beffroi.privacy.surrogates.pools import elision, surnames
from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.surrogates.spans import Span
from beffroi.privacy.surrogates.wording import atoms_of
from beffroi.privacy.taxonomy import TYPES, Category
from beffroi.privacy.text_view import fold

_ATTEMPTS = 24
_PLACES = frozenset({"commune", "birth_place"})
_ONLINE = frozenset({"email", "url", "handle", "ip_address", "mac_address"})


class Lender:
    """Lends surrogates in one style, for the texts of one document in order."""

    def __init__(self, ledger: Ledger, *, labelled: bool) -> None:
        self._ledger = ledger
        self._labels = Labels(ledger)
        self._labelled = labelled
        self._known: dict[tuple[str, str, bool, int], str] = {}

    def open_text(self, text: str) -> None:
        """To be called with each text before its spans."""
        self._ledger.open_text(text)
        self._labels.open_text(text)

    def surrogate(self, text: str, span: Span) -> str:
        """What replaces ``span``."""
        mention = text[span.start : span.end]
        name = (span.type, mention, span.whole, span.salt)
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = self._make(text, span, mention)
        return known

    def _make(self, text: str, span: Span, mention: str) -> str:
        entity_type = TYPES[span.type]
        salt = str(span.salt) if span.salt else ""
        if self._labelled or not entity_type.replaceable:
            return self._labels.lend(span.type, mention, salt)
        try:
            made = None if span.whole else self._by_parts(text, span, mention)
            if made is None:
                made = self._in_one_piece(span, mention, salt)
        except LookupError:
            made = None
        return made if made is not None else self._labels.lend(span.type, mention, salt or "label")

    def _by_parts(self, text: str, span: Span, mention: str) -> str | None:
        """The mention read by its type; None if it is not what the type expects."""
        lead, core, trail = _edges(mention)
        if not core or TYPES[span.type].category is Category.SECRET:
            return None
        made: str | None
        if span.type == "person_name":
            made = lend_name(self._ledger, span.type, core, text[max(0, span.start - 24) : span.start] + lead)
        elif span.type == "postal_address":
            made = lend_address(self._ledger, span.type, core)
        elif span.type == "birth_date":
            made = lend_date(self._ledger, span.type, core)
        elif span.type in _PLACES:
            made = lend_place(self._ledger, span.type, core)
        elif span.type in _ONLINE:
            made = self._online(span.type, core)
        else:
            made = self._number(span.type, mention, core, lead)
        return None if made is None else lead + made + trail

    def _in_one_piece(self, span: Span, mention: str, salt: str) -> str | None:
        """A surrogate for the whole span, whatever is in it."""
        ledger, type_code = self._ledger, span.type
        entity = ledger.entity(f"whole {type_code}", mention + salt)
        if type_code == "person_name" or type_code in _PLACES:
            key = f"{mention}\x00{salt}"
            for attempt in range(_ATTEMPTS):
                word = ledger.base("whole", key, surnames(elision(mention)), attempt)
                if ledger.lend_word(entity, type_code, word, mention):
                    return word
            return None
        if type_code == "postal_address":
            return lend_whole(ledger, entity, type_code, mention, salt)
        if type_code == "birth_date":
            return lend_other_date(ledger, entity, type_code, mention, salt)
        secret = TYPES[type_code].category is Category.SECRET
        number = read_number(type_code, mention)
        for attempt in range(_ATTEMPTS):
            nonce = f"{salt}/{attempt}"
            if secret:
                made = online.secret(ledger.derivation, mention, nonce)
            elif type_code in _ONLINE:
                made = self._draw_online(type_code, mention, nonce)
            else:
                made = _core(draw_number(ledger.derivation, number, nonce, plain=True))
            atoms = atoms_of(made)
            reading = Reading.EXACT if secret else Reading.STRICT if type_code in _ONLINE else reading_of(made, atoms)
            if not is_too_short(atoms) and ledger.lend(entity, type_code, reading, made, mention, atoms):
                return made
        return None

    def _online(self, type_code: str, core: str) -> str | None:
        entity = self._ledger.entity(type_code, fold(core))
        for attempt in range(_ATTEMPTS):
            made = self._draw_online(type_code, core, str(attempt) if attempt else "")
            if made != core and self._ledger.lend(entity, type_code, Reading.STRICT, made, core):
                return made
        return None

    def _draw_online(self, type_code: str, core: str, salt: str) -> str:
        derivation = self._ledger.derivation
        if type_code == "email":
            made = online.email(self._ledger, core, salt)
        elif type_code == "url":
            made = online.url(derivation, core, salt)
        elif type_code == "handle":
            made = online.handle(derivation, core, salt)
        elif type_code == "ip_address":
            made = online.ip_address(derivation, core, salt)
        else:
            made = online.mac_address(derivation, core, salt)
        return made.upper() if core.isupper() and type_code == "email" else made

    def _number(self, type_code: str, mention: str, core: str, lead: str) -> str | None:
        """A number drawn like the mention; its sign ("+") helps to read it, and stays outside of the surrogate."""
        ledger = self._ledger
        number = read_number(type_code, lead + core)
        entity = ledger.entity(type_code, number.key)
        for attempt in range(_ATTEMPTS):
            salt = str(attempt) if attempt else ""
            made = _core(draw_number(ledger.derivation, number, salt))
            atoms = atoms_of(made)
            if is_too_short(atoms):
                made = _core(draw_number(ledger.derivation, number, salt, plain=True))
                atoms = atoms_of(made)
            if is_too_short(atoms) or fold(made) == fold(core):
                continue
            if ledger.lend(entity, type_code, reading_of(made, atoms), made, core, atoms):
                return made
        return None


def _edges(text: str) -> tuple[str, str, str]:
    """The signs before, what begins and ends with a letter or a digit, the signs after."""
    if text[:1].isalnum() and text[-1:].isalnum():
        return "", text, ""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    return text[:start], text[start:end], text[end:]


def _core(text: str) -> str:
    return _edges(text)[1]
