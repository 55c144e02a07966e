"""Draws are HMAC-SHA256 of the framed labels; what is remembered of names holds no word of them."""

from __future__ import annotations

import hmac

from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.finding import Finding
from beffroi.privacy.surrogates import person_names
from beffroi.privacy.surrogates.derivation import Derivation
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser


@given(st.binary(min_size=1, max_size=100), st.text(max_size=20), st.lists(st.text(max_size=20), max_size=4))
def test_a_draw_is_the_hmac_of_its_scope_and_labels(key: bytes, scope: str, labels: list[str]) -> None:
    message = "".join(f"{len(label)}:{label}" for label in [scope, *labels]).encode("utf-8", "surrogatepass")
    assert Derivation(key, scope).digest(*labels) == hmac.digest(key, message, "sha256")


def test_the_memory_of_names_holds_roles_and_no_word() -> None:
    text = "Mme Zéphyrine Quatrebarbes"
    found = [Finding(4, len(text), "person_name", 1.0, "test")]
    first = Pseudonymiser(b"k" * 32, "s").pseudonymise([text], [found])
    kept = repr(person_names._READ).lower()
    assert "quatrebarbes" not in kept
    assert "phyrine" not in kept
    person_names._READ.clear()
    assert Pseudonymiser(b"k" * 32, "s").pseudonymise([text], [found]).texts == first.texts
