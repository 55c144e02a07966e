"""The one list of types of personal data, read from ``taxonomy.toml`` beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType


class Category(StrEnum):
    """What the protection matrix has rows for."""

    IDENTITY = "identity"
    CONTACT = "contact"
    OFFICIAL_NUMBER = "official_number"
    BANK = "bank"
    DIGITAL = "digital"
    HEALTH = "health"
    ART9 = "art9"
    ART10 = "art10"
    SECRET = "secret"


class Sensitivity(StrEnum):
    """How much harm a disclosure does, lowest first."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class EntityType:
    """One type of personal data: ``label`` is French, ``mark`` is the French capital label of a labelled surrogate."""

    code: str
    label: str
    category: Category
    sensitivity: Sensitivity
    mark: str
    replaceable: bool


@dataclass(frozen=True, slots=True)
class CategoryInfo:
    """The French name of a category, and what it covers."""

    label: str
    description: str


def _load() -> tuple[Mapping[str, EntityType], Mapping[Category, CategoryInfo]]:
    raw = tomllib.loads((files(__package__) / "taxonomy.toml").read_text(encoding="utf-8"))
    types = {
        code: EntityType(
            code=code,
            label=row["label"],
            category=Category(row["category"]),
            sensitivity=Sensitivity(row["sensitivity"]),
            mark=row["mark"],
            replaceable=row["replaceable"],
        )
        for code, row in raw["types"].items()
    }
    categories = {Category(code): CategoryInfo(**row) for code, row in raw["categories"].items()}
    return MappingProxyType(types), MappingProxyType(categories)


TYPES, CATEGORIES = _load()


def category_of(type_code: str) -> Category:
    """The category of a type.

    Raises:
        KeyError: the code is not in the taxonomy.
    """
    return TYPES[type_code].category
