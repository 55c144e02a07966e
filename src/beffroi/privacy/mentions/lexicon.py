"""The terms of mentions, arranged as a tree of words: read from the packed file that ``make data`` builds.

One walk over the words of a text finds the longest term at each place, whatever the number of terms. The packed file holds
what the data files beside this module yield (``inflection.build_lexicon``; a test compares them).
"""

from __future__ import annotations

import gzip
import json
import tomllib
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any, Union

from beffroi.privacy.text_view import fold

FILES = ("disorders.toml", "treatments.toml", "work_and_disability.toml", "art9.toml", "art10.toml", "everyday.toml")
PACKED = "lexicon.json.gz"
"""Name of the packed file, beside this module."""


def split_list(listed: str) -> list[str]:
    """The elements of a comma-separated list, as written."""
    return [" ".join(part.split()) for part in listed.split(",") if part.strip()]


def word_list(listed: str) -> frozenset[str]:
    """The folded words of a comma-separated list."""
    return frozenset(fold(word) for word in split_list(listed))


class Strength(Enum):
    """How much a term says by itself that somebody is concerned."""

    PERSONAL = "personal"
    SPECIFIC = "specific"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Term:
    """What a term means: a type of the taxonomy, or "" if it concerns nobody; ``capitals``: only as
    an acronym; ``written``: only with these accents ("jeûne" is not "jeune")."""

    type: str
    strength: Strength
    capitals: bool = False
    written: str = ""


Tree = dict[str, Union["Tree", Term]]
"""Word → what may follow. The key "" holds the term that ends there."""

NEUTRAL = Term("", Strength.WEAK)


@cache
def read_data(name: str) -> dict[str, Any]:
    """One data file of this package."""
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


@cache
def load_lexicon() -> Tree:
    """The tree of the packed file. Equal subtrees are one object: it must not be changed."""
    packed = json.loads(gzip.decompress((files(__package__) / PACKED).read_bytes()))
    terms = [Term(kind, Strength(strength), bool(capitals), written) for kind, strength, capitals, written in packed["terms"]]
    nodes: list[Tree] = []
    for node in packed["nodes"]:
        ends_at = node.pop("", None)
        tree: Tree = {word: nodes[index] for word, index in node.items()}
        if ends_at is not None:
            tree[""] = terms[ends_at]
        nodes.append(tree)
    return nodes[-1]
