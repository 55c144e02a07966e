"""The words of French addresses, read from the two data files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any


class Anchor(Enum):
    """What a word may begin in an address."""

    PLAIN_STREET = "plain"
    SHORT_STREET = "short"
    AMBIGUOUS_STREET = "ambiguous"
    DWELLING = "dwelling"
    COMPLEMENT = "complement"
    BOX = "box"
    LIEU_DIT = "lieu_dit"
    POSTAL_BOX = "postal_box"


STREETS = frozenset({Anchor.PLAIN_STREET, Anchor.SHORT_STREET, Anchor.AMBIGUOUS_STREET})


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


def words(name: str, *, file: str = "streets.toml") -> frozenset[str]:
    """One list of folded words of a data file.

    Raises:
        KeyError: the file has no such list.
    """
    return frozenset(_read(file)[name])


def _anchors() -> dict[str, Anchor]:
    table = dict.fromkeys(words("complements"), Anchor.COMPLEMENT)
    table.update(dict.fromkeys(words("ambiguous"), Anchor.AMBIGUOUS_STREET))
    table.update(dict.fromkeys(words("short"), Anchor.SHORT_STREET))
    table.update(dict.fromkeys(words("plain"), Anchor.PLAIN_STREET))
    table.update(dict.fromkeys(words("dwellings"), Anchor.DWELLING))
    table.update(dict.fromkeys(words("boxes"), Anchor.BOX))
    table.update({"dit": Anchor.LIEU_DIT, "dits": Anchor.LIEU_DIT, "postale": Anchor.POSTAL_BOX})
    return table


ANCHORS: Mapping[str, Anchor] = _anchors()
ESTATES = words("estates")
PARTICLES = words("particles")
DOTTED = words("dotted")
SHORT = words("short") | {"ave", "bld", "blvd", "boul", "imp", "chem", "rte", "chm", "bvd", "resid"}
STOPS = words("stops")
NOT_STREETS = words("not_streets")
MONTHS = words("months")
NAMELESS = frozenset({"bourg", "canebiere", "croisette", "grandrue"})
"""Types that are a whole street name by themselves ("14 le Bourg")."""

HOME = words("home", file="standing.toml")
WEAK_HOME = words("weak_home", file="standing.toml")
PERSON = words("person", file="standing.toml")
PUBLIC = words("public", file="standing.toml")
ROLES = words("roles", file="standing.toml")
PROFESSIONS = words("professions", file="standing.toml")
LABELS = words("labels", file="standing.toml")
RURAL = words("rural")
"""First words of the names of houses and hamlets."""
INSTITUTIONS = words("institutions")
"""Public places that house people: with a room, or after a word of home, they begin an address."""
