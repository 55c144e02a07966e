"""The key carries everything, and says nothing when it is damaged."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import InvalidRequest
from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.surrogates.substitutions import Form, Substitutions

SUBSTITUTIONS = Substitutions(
    [
        Form(0, "person_name", Reading.WORDS, "Ouarda", "Aïcha\ud800"),
        Form(1, "phone", Reading.NUMBER, "06 39 98 31 90", "06 12 34 56 78"),
        Form(0, "person_name", Reading.WORDS, "OUARDA", "AICHA"),
    ]
)


def test_round_trip() -> None:
    assert Substitutions.from_key(SUBSTITUTIONS.to_key()) == SUBSTITUTIONS
    assert Substitutions.from_key(Substitutions().to_key()) == Substitutions()


def test_forms_are_grouped_by_entity() -> None:
    assert [[form.original for form in forms] for forms in SUBSTITUTIONS.entities] == [
        ["Aïcha\ud800", "AICHA"],
        ["06 12 34 56 78"],
    ]
    assert len(SUBSTITUTIONS) == 3
    assert hash(SUBSTITUTIONS) == hash(Substitutions(SUBSTITUTIONS.forms))


@given(st.text(max_size=30))
def test_a_foreign_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        Substitutions.from_key(key)
    assert caught.value.code == "invalid_restoration_key"


@given(st.integers(4, 200), st.integers(1, 60))
def test_a_damaged_key_is_refused_or_reads_the_same(place: int, size: int) -> None:
    key = SUBSTITUTIONS.to_key()
    cut = key[:place] + key[place + size :]
    try:
        assert Substitutions.from_key(cut) == SUBSTITUTIONS
    except InvalidRequest as problem:
        assert "Aïcha" not in problem.sentence  # noqa: PT017


@pytest.mark.parametrize(
    "body", [b"[]", b"[[],[1]]", b'[["x"],[[0,3,0,"a","b"]]]', b'[["x"],[[0,0,99,"a","b"]]]', b"{}", b"nope"]
)
def test_an_ill_formed_key_is_refused(body: bytes) -> None:
    key = "bf1." + base64.urlsafe_b64encode(zlib.compress(body)).decode().rstrip("=")
    with pytest.raises(InvalidRequest):
        Substitutions.from_key(key)


def test_a_bomb_is_refused() -> None:
    bomb = zlib.compress(b"[" * 70_000_000, 9)
    with pytest.raises(InvalidRequest):
        Substitutions.from_key("bf1." + base64.urlsafe_b64encode(bomb).decode().rstrip("="))
