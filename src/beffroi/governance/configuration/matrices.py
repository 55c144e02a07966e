"""The protection matrix as it is written.

``[organizations.matrix.health]`` then ``eu = "refuse"``; or, under ``[organizations.matrix]``, ``bank = "refuse"`` everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from beffroi.policy.matrix import ACTION_LABELS, FLOOR, MASKABLE, TRUST_LABELS, completed, laxer_than
from beffroi.policy.snapshot import Action, Matrix, Organization, TrustLevel
from beffroi.privacy.taxonomy import CATEGORIES, Category
from beffroi.toml_table import Table


def read_organization_matrix(table: Table) -> Matrix:
    """The complete matrix of an organisation: what it writes, over the suggested one.

    Raises:
        ConfigurationError: an unknown category, level or action, or a rule laxer than the platform's floor.
    """
    matrix = completed(_written(table))
    _refuse_laxer(table, matrix, FLOOR, "le plancher de la plateforme")
    return matrix


def read_use_matrix(table: Table, organization: Organization) -> Matrix:
    """The rules of a use: only what it writes, each at least as strict as its organisation's.

    Raises:
        ConfigurationError: an unknown category, level or action, or a rule laxer than the organisation's.
    """
    matrix = _written(table)
    _refuse_laxer(table, matrix, organization.matrix, "la matrice de l’organisme")
    return MappingProxyType(matrix)


def _written(table: Table) -> dict[tuple[Category, TrustLevel], Action]:
    table.only(*(category.value for category in Category))
    matrix: dict[tuple[Category, TrustLevel], Action] = {}
    for name in table.keys:
        category = Category(name)
        matrix |= {(category, level): action for level, action in _row(table, category)}
    return matrix


def _row(table: Table, category: Category) -> Iterable[tuple[TrustLevel, Action]]:
    if isinstance(table.raw(category.value), str):
        action = table.choice(category.value, Action)
        _refuse_useless_mask(table, category.value, category, action)
        return [(level, action) for level in TrustLevel]
    row = table.table(category.value)
    row.only(*(level.value for level in TrustLevel))
    written = [(TrustLevel(name), row.choice(name, Action)) for name in row.keys]
    for level, action in written:
        _refuse_useless_mask(row, level.value, category, action)
    return written


def _refuse_useless_mask(table: Table, key: str, category: Category, action: Action) -> None:
    if action is Action.MASK and category not in MASKABLE:
        label = CATEGORIES[category].label
        raise table.fault(
            f'ne peut pas être "mask" : rien ne remplace une donnée de la catégorie « {label} ».',
            key,
            hint="Choisissez pass, reroute, hold ou refuse.",
        )


def _refuse_laxer(table: Table, matrix: Matrix, reference: Matrix, owner: str) -> None:
    for category, level in laxer_than(matrix, reference):
        written, least = matrix[category, level], reference[category, level]
        rule = f'{category.value}.{level.value} = "{written.value}"'
        raise table.fault(
            f"la règle {rule} ({CATEGORIES[category].label}, {TRUST_LABELS[level]} : {ACTION_LABELS[written]}) est moins "
            f'sévère que {owner}, qui veut au moins "{least.value}" ({ACTION_LABELS[least]}).'
        )
