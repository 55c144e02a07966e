"""Canonical bytes: exact, stable when fields are added, and strict when read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, fields
from math import inf, nan

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import JournalError
from beffroi.journal.encoding import decode_opening, decode_record, encode_opening, encode_record, plain_entry
from beffroi.journal.entry import Entry, Opening, Outcome, Record

TEXT = st.text(st.characters(codec="utf-8"), max_size=15)
COUNT = st.integers(0, 2**50)
AMOUNT = st.floats(0, 1e9)
COUNTS = st.dictionaries(TEXT, st.integers(0, 9999), max_size=4)
BY_TYPE = {"str": TEXT, "int": COUNT, "float": AMOUNT, "bool": st.booleans(), "Mapping[str, int]": COUNTS}
RECORDS = st.builds(
    Record,
    **{item.name: st.sampled_from(Outcome) if item.name == "outcome" else BY_TYPE[str(item.type)] for item in fields(Record)},
)


@given(RECORDS)
def test_the_round_trip_is_exact(record: Record) -> None:
    data = encode_record(record)
    assert decode_record(data) == record
    assert encode_record(decode_record(data)) == data


def test_a_field_at_its_default_is_absent(record: Callable[..., Record]) -> None:
    """So that a field added tomorrow changes no entry of today."""
    written = orjson.loads(encode_record(record(1, found={}, masked={}, rule="", duration_ms=0, model="", provider="")))
    required = {item.name for item in fields(Record) if item.default is MISSING and item.default_factory is MISSING}
    assert set(written) == required


def test_the_bytes_are_what_they_were() -> None:
    """Changing these bytes would break every chain in service."""
    record = Record("r", 1, "o", "u", "p", "g", "e", Outcome.REFUSED, 403, found={"nir": 2, "email": 1}, energy_wh_low=0.1)
    assert encode_record(record) == (
        b'{"at":1,"endpoint":"e","energy_wh_low":0.1,"found":{"email":1,"nir":2},"grant":"g","organization":"o",'
        b'"outcome":"refused","person":"p","request_id":"r","status":403,"use":"u"}'
    )


@pytest.mark.parametrize(
    "change",
    [
        {"energy_wh_low": nan},
        {"cost_eur": inf},
        {"person": "\ud800"},
        {"at": 2**70},
        {"found": {"nir": 2**70}},
    ],
)
def test_what_has_no_canonical_form_is_refused(record: Callable[..., Record], change: dict[str, object]) -> None:
    with pytest.raises(JournalError):
        encode_record(record(1, **change))


GOOD = (
    b'{"at":1,"endpoint":"e","grant":"g","organization":"o","outcome":"failed","person":"p","request_id":"r",'
    b'"status":1,"use":"u"}'
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b'{"at":1}',
        GOOD.replace(b"failed", b"lost"),
        GOOD.replace(b'"u"}', b'"u","zzz":1}'),
        GOOD.replace(b'"at":1,', b'"at": 1,'),
        GOOD.replace(b'"at":1,', b'"at":1,"at":1,'),
        GOOD.replace(b'"at":1,', b'"at":1,"cost_eur":0.0,'),
    ],
)
def test_only_canonical_bytes_are_read(data: bytes) -> None:
    with pytest.raises(JournalError):
        decode_record(data)


def test_the_example_of_the_test_above_is_good() -> None:
    assert encode_record(decode_record(GOOD)) == GOOD


def test_openings_come_back(opening: Callable[..., Opening]) -> None:
    assert decode_opening(encode_opening(opening(3))) == opening(3)
    with pytest.raises(JournalError):
        decode_opening(b'{"request_id":"r"}')


def test_plain_entries_show_every_field(record: Callable[..., Record]) -> None:
    plain = plain_entry(Entry(1, "a", "b", record(1)))
    assert set(plain) == {"seq", "previous", "hash"} | {item.name for item in fields(Record)}
    assert orjson.loads(orjson.dumps(plain))["found"] == {"nir": 1, "person_name": 2}
