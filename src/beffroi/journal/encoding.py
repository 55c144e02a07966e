"""A record ↔ its canonical bytes, which are what the chain proves.

Canonical form: JSON, UTF-8, keys sorted, no space, and **a field at its default value is absent**. Adding a field with a
default to ``Record`` therefore changes the bytes of no earlier entry; a default, a name or a meaning must never change.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from math import isfinite

import orjson

from beffroi.errors import JournalError
from beffroi.journal.entry import Entry, Opening, Outcome, Record

_DEFAULTS = {
    item.name: item.default if item.default is not MISSING else {}
    for item in fields(Record)
    if item.default is not MISSING or item.default_factory is not MISSING
}
_NAMES = tuple(item.name for item in fields(Record))
_FLOATS = tuple(name for name, default in _DEFAULTS.items() if isinstance(default, float))
_COUNTS = ("found", "masked")
_OPENING_NAMES = tuple(item.name for item in fields(Opening))
_REQUIRED = frozenset(_NAMES) - _DEFAULTS.keys()


def encode_record(record: Record) -> bytes:
    """Canonical bytes of a record.

    Raises:
        JournalError: a value has no canonical form (not finite, out of 64 bits, not Unicode).
    """
    kept: dict[str, object] = {}
    for name in _NAMES:
        value = getattr(record, name)
        if name not in _DEFAULTS or value != _DEFAULTS[name]:
            kept[name] = value
    for name in _COUNTS:
        if name in kept:
            kept[name] = dict(getattr(record, name))
    if not all(isfinite(getattr(record, name)) for name in _FLOATS if name in kept):
        raise JournalError("Une mesure de l’échange n’est pas un nombre : rien ne peut être journalisé.")
    return _dump(kept)


def decode_record(data: bytes) -> Record:
    """The record of canonical bytes.

    Raises:
        JournalError: not a record, unknown fields (a newer Beffroi wrote it), or not in canonical form (it was altered).
    """
    try:
        raw = orjson.loads(data)
        unknown = raw.keys() - set(_NAMES)
        if unknown:
            raise JournalError("Cette écriture du journal vient d’une version plus récente de Beffroi.")
        if not raw.keys() >= _REQUIRED:
            raise JournalError("Une écriture du journal est incomplète.")
        record = Record(**{**raw, "outcome": Outcome(raw["outcome"])})
        canonical = encode_record(record)
    except (TypeError, ValueError, AttributeError) as error:
        raise JournalError("Une écriture du journal est illisible.") from error
    if canonical != data:
        raise JournalError("Une écriture du journal n’est pas sous sa forme d’origine : elle a été modifiée.")
    return record


def encode_opening(opening: Opening) -> bytes:
    """JSON of an opening.

    Raises:
        JournalError: a value cannot be written.
    """
    return _dump({name: getattr(opening, name) for name in _OPENING_NAMES})


def decode_opening(data: bytes) -> Opening:
    """The opening of its JSON.

    Raises:
        JournalError: not an opening.
    """
    try:
        return Opening(**orjson.loads(data))
    except (TypeError, ValueError) as error:
        raise JournalError("Une ouverture d’échange est illisible dans le journal.") from error


def _dump(values: dict[str, object]) -> bytes:
    try:
        return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
    except (TypeError, ValueError) as error:
        raise JournalError("L’échange contient une valeur qui ne peut pas être journalisée.") from error


def plain_entry(entry: Entry) -> dict[str, object]:
    """An entry as JSON-ready values, every field present: for people and tools, not for hashing."""
    record = {name: getattr(entry.record, name) for name in _NAMES}
    record |= {name: dict(getattr(entry.record, name)) for name in _COUNTS}
    return {"seq": entry.seq, "previous": entry.previous, "hash": entry.hash, **record}
