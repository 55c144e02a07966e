"""The suggested protection matrix and the platform's floor, read from ``matrix.toml`` beside this file.

An organisation may be stricter than the floor, never laxer; a use may be stricter than its organisation, never laxer.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from beffroi.policy.snapshot import Action, Matrix, TrustLevel
from beffroi.privacy.taxonomy import TYPES, Category

Pair = tuple[Category, TrustLevel]

_STRICTNESS = {action: rank for rank, action in enumerate(Action)}

MASKABLE: frozenset[Category] = frozenset(kind.category for kind in TYPES.values() if kind.replaceable)
"""Categories whose types have a substitute: elsewhere ``mask`` would protect nothing, and is not allowed."""


def strictness(action: Action) -> int:
    """Rank of an action: 0 is the least strict (``pass``)."""
    return _STRICTNESS[action]


def stricter(first: Action, second: Action) -> Action:
    """The stricter of two actions."""
    return first if strictness(first) >= strictness(second) else second


def _read(categories: Mapping[str, Mapping[str, Mapping[str, str]]], side: str) -> Matrix:
    return MappingProxyType(
        {
            (category, level): Action(categories[category.value][side][level.value])
            for category in Category
            for level in TrustLevel
        }
    )


_RAW = tomllib.loads((files(__package__) / "matrix.toml").read_text(encoding="utf-8"))

DEFAULT_MATRIX: Matrix = _read(_RAW["categories"], "default")
"""What an organisation gets when it writes nothing. Complete."""

FLOOR: Matrix = _read(_RAW["categories"], "floor")
"""The least that the platform accepts. Complete."""

CERTIFICATIONS: Mapping[Category, frozenset[str]] = MappingProxyType(
    {Category(code): frozenset(row["certifications"]) for code, row in _RAW["categories"].items() if "certifications" in row}
)
"""Outside the house, ``pass`` holds only at a provider with at least one of these."""

EXPLANATIONS: Mapping[Category, str] = MappingProxyType(
    {Category(code): row["explanation"] for code, row in _RAW["categories"].items()}
)
"""Why, per category: one French sentence."""

TRUST_LABELS: Mapping[TrustLevel, str] = MappingProxyType(
    {TrustLevel(code): label for code, label in _RAW["trust_levels"].items()}
)
ACTION_LABELS: Mapping[Action, str] = MappingProxyType({Action(code): label for code, label in _RAW["actions"].items()})


def laxer_than(matrix: Matrix, reference: Matrix) -> list[Pair]:
    """The pairs of ``matrix`` whose action is less strict than the one of ``reference``, in the order of the enumerations."""
    return [
        pair
        for category in Category
        for level in TrustLevel
        if (pair := (category, level)) in matrix and strictness(matrix[pair]) < strictness(reference[pair])
    ]


def completed(overrides: Matrix, base: Matrix = DEFAULT_MATRIX) -> Matrix:
    """``base`` with ``overrides`` written over it, immutable."""
    return MappingProxyType({**base, **overrides})
