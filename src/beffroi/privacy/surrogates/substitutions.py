"""What to put back: the list of surrogates of one exchange, immutable, and its compact self-contained spelling.

The key holds the original data (compressed, **not** encrypted): it is meant for who held the text anyway, and is to be kept
like the text itself.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from beffroi.errors import InvalidRequest
from beffroi.privacy.surrogates.matcher import Matcher
from beffroi.privacy.surrogates.reading import Reading

_VERSION = "bf1."
_MAX_BYTES = 64 * 1024 * 1024
_READINGS = tuple(Reading)


class Form(NamedTuple):
    """One spelling of one entity: ``surrogate`` as sent, ``original`` as typed, and how the two are to be read.

    ``entity`` numbers the entities from 0 in order of first appearance; the forms of one entity share it.
    """

    entity: int
    type: str
    reading: Reading
    surrogate: str
    original: str


class Substitutions:
    """The surrogates of one exchange. ``repr`` shows no text."""

    __slots__ = ("_forms", "_matcher")

    def __init__(self, forms: Sequence[Form] = (), matcher: Matcher | None = None) -> None:
        """``matcher``, if given, holds these very forms already."""
        self._forms = tuple(forms)
        self._matcher = matcher

    @property
    def forms(self) -> tuple[Form, ...]:
        """Every form, in order of first appearance."""
        return self._forms

    @property
    def entities(self) -> tuple[tuple[Form, ...], ...]:
        """The forms, grouped by entity, in order of first appearance."""
        groups: dict[int, list[Form]] = {}
        for form in self._forms:
            groups.setdefault(form.entity, []).append(form)
        return tuple(map(tuple, groups.values()))

    @property
    def matcher(self) -> Matcher:
        """The matcher of these forms, built once."""
        if self._matcher is None:
            matcher = Matcher()
            for form in self._forms:
                matcher.add(form.type, form.reading, form.surrogate, form.original)
            self._matcher = matcher
        return self._matcher

    def to_key(self) -> str:
        """A compact, self-contained base64url string that ``from_key`` reads."""
        types = sorted({form.type for form in self._forms})
        rows = [
            [form.entity, types.index(form.type), _READINGS.index(form.reading), form.surrogate, form.original]
            for form in self._forms
        ]
        packed = zlib.compress(json.dumps([types, rows], separators=(",", ":")).encode("ascii"), 9)
        return _VERSION + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")

    @classmethod
    def from_key(cls, key: str) -> Substitutions:
        """The substitutions that ``to_key`` spelled.

        Raises:
            InvalidRequest: the key is foreign, cut or damaged (its code is ``invalid_restoration_key``).
        """
        if not key.startswith(_VERSION):
            raise _unreadable()
        body = key[len(_VERSION) :]
        try:
            packed = base64.b64decode((body + "=" * (-len(body) % 4)).encode("ascii"), altchars=b"-_", validate=True)
            inflater = zlib.decompressobj()
            raw = inflater.decompress(packed, _MAX_BYTES)
            if not inflater.eof:
                raise _unreadable()
            types, rows = json.loads(raw)
            forms = [
                Form(int(entity), str(types[kind]), _READINGS[reading], str(surrogate), str(original))
                for entity, kind, reading, surrogate, original in rows
            ]
        except (UnicodeError, binascii.Error, zlib.error, ValueError, TypeError, IndexError) as problem:
            raise _unreadable() from problem
        return cls(forms)

    def __len__(self) -> int:
        return len(self._forms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Substitutions) and self._forms == other._forms

    def __hash__(self) -> int:
        return hash(self._forms)

    def __repr__(self) -> str:
        return f"Substitutions({len(self._forms)} forms)"


def _unreadable() -> InvalidRequest:
    return InvalidRequest(
        "La clé de restauration est abîmée, incomplète ou d’une autre version.",
        hint="Reprenez la clé entière, telle que « beffroi pseudonymize » l’a donnée.",
        code="invalid_restoration_key",
    )
