"""The suggested matrix and its floor: complete, coherent, and severe where the law is."""

from __future__ import annotations

import pytest

from beffroi.policy.matrix import (
    ACTION_LABELS,
    CERTIFICATIONS,
    DEFAULT_MATRIX,
    EXPLANATIONS,
    FLOOR,
    MASKABLE,
    TRUST_LABELS,
    completed,
    laxer_than,
    stricter,
    strictness,
)
from beffroi.policy.snapshot import Action, TrustLevel
from beffroi.privacy.taxonomy import Category

PAIRS = {(category, level) for category in Category for level in TrustLevel}
OUTSIDE = [level for level in TrustLevel if level is not TrustLevel.LOCAL]


def test_both_are_complete_and_the_default_holds_the_floor() -> None:
    assert set(DEFAULT_MATRIX) == set(FLOOR) == PAIRS
    assert laxer_than(DEFAULT_MATRIX, FLOOR) == []


@pytest.mark.parametrize(
    "category", [Category.IDENTITY, Category.CONTACT, Category.OFFICIAL_NUMBER, Category.BANK, Category.DIGITAL]
)
def test_no_direct_identifier_ever_leaves_the_house(category: Category) -> None:
    assert all(strictness(FLOOR[category, level]) >= strictness(Action.MASK) for level in OUTSIDE)
    assert FLOOR[category, TrustLevel.LOCAL] is Action.PASS


def test_a_secret_is_masked_even_at_home() -> None:
    assert {FLOOR[Category.SECRET, level] for level in TrustLevel} == {Action.MASK}


@pytest.mark.parametrize("category", [Category.HEALTH, Category.ART9, Category.ART10])
def test_sensitive_mentions_stay_home_or_go_to_a_certified_host(category: Category) -> None:
    assert FLOOR[category, TrustLevel.EU] is FLOOR[category, TrustLevel.NON_EU] is Action.REROUTE
    assert CERTIFICATIONS[category] == {"HDS"}
    assert category not in MASKABLE


def test_nothing_masks_what_has_no_substitute() -> None:
    assert not [pair for pair in PAIRS if DEFAULT_MATRIX[pair] is Action.MASK and pair[0] not in MASKABLE]


def test_trust_never_makes_a_rule_stricter() -> None:
    for matrix in (DEFAULT_MATRIX, FLOOR):
        for category in Category:
            ranks = [strictness(matrix[category, level]) for level in TrustLevel]
            assert ranks == sorted(ranks)


def test_strictness_follows_the_enumeration() -> None:
    assert [strictness(action) for action in Action] == [0, 1, 2, 3, 4]
    assert stricter(Action.MASK, Action.HOLD) is stricter(Action.HOLD, Action.MASK) is Action.HOLD


def test_overrides_win_and_the_laxer_are_named() -> None:
    pair = (Category.SECRET, TrustLevel.EU)
    matrix = completed({pair: Action.PASS})
    assert matrix[pair] is Action.PASS
    assert laxer_than(matrix, FLOOR) == [pair]
    with pytest.raises(TypeError):
        matrix[pair] = Action.MASK  # type: ignore[index]  # that it cannot be written is the point


def test_every_code_has_its_french_label() -> None:
    assert set(TRUST_LABELS) == set(TrustLevel)
    assert set(ACTION_LABELS) == set(Action)
    assert set(EXPLANATIONS) == set(Category)
