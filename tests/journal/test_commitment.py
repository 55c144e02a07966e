"""Commitments: prove a text without keeping it, and reveal nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.journal.commitment import commit_content, proves_answer, proves_request

KEY = bytes(range(32))


@given(st.text(), st.text(), st.text(), st.text())
def test_only_the_same_texts_prove(request_text: str, answer: str, other_request: str, other_answer: str) -> None:
    commitment = commit_content(KEY, request_id="r1", request=request_text, answer=answer)
    assert proves_request(commitment, KEY, request_id="r1", request=other_request) == (request_text == other_request)
    assert proves_answer(commitment, KEY, request_id="r1", answer=other_answer) == (answer == other_answer)


def test_equal_texts_do_not_look_equal() -> None:
    first, second = (commit_content(KEY, request_id=name, request="oui", answer="oui") for name in ("r1", "r2"))
    halves = {first[:64], first[64:], second[:64], second[64:]}
    assert len(halves) == 4


def test_another_key_proves_nothing() -> None:
    commitment = commit_content(KEY, request_id="r1", request="oui", answer="non")
    assert not proves_request(commitment, KEY[::-1], request_id="r1", request="oui")
    assert not proves_request("", KEY, request_id="r1", request="oui")


def test_boundaries_cannot_be_moved() -> None:
    assert (
        commit_content(KEY, request_id="r", request="1x", answer="")[:64]
        != commit_content(KEY, request_id="r1", request="x", answer="")[:64]
    )


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        commit_content(b"court", request_id="r", request="x", answer="y")
