"""Derived keys: separate for each organisation and purpose, the same tomorrow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.policy.keys import Purpose, derive

MASTER = bytes(range(32))
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)


@given(NAMES, NAMES)
def test_keys_are_separate_and_stable(first: str, second: str) -> None:
    keys = {derive(MASTER, name, purpose) for name in {first, second} for purpose in Purpose}
    assert len(keys) == len({first, second}) * len(Purpose)
    assert {len(key) for key in keys} == {32}
    assert derive(MASTER, first, "surrogates") == derive(MASTER, first, Purpose.SURROGATES)


def test_a_key_is_what_it_was() -> None:
    """A change here would change every pseudonym and break every commitment."""
    assert (
        derive(MASTER, "saint-aubin", "surrogates").hex() == "b57b19d5d6c751c2a92823a737b2dc9c1f8333d37e775e6f3be2151e3a3576ff"
    )


@pytest.mark.parametrize(
    ("master", "name", "purpose"), [(b"court", "x", "surrogates"), (MASTER, "", "surrogates"), (MASTER, "x", "tout")]
)
def test_nonsense_is_refused(master: bytes, name: str, purpose: str) -> None:
    with pytest.raises(ValueError):
        derive(master, name, purpose)
