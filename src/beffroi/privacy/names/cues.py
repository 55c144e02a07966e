"""The words around names, read once from ``cues.toml``: titles, roles, places named after people, particles."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from beffroi.privacy.lexicons.names import place_key
from beffroi.privacy.text_view import fold


def _read() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "cues.toml").read_text(encoding="utf-8"))


_CUES = _read()

FEMALE_TITLES = frozenset(_CUES["titles"]["female"])
MALE_TITLES = frozenset(_CUES["titles"]["male"])
TITLES = FEMALE_TITLES | MALE_TITLES | frozenset(_CUES["titles"]["any"])
CAREFUL_TITLES = frozenset(_CUES["titles"]["careful"])
PLURAL_TITLES = frozenset(_CUES["titles"]["plural"])
RANKS = frozenset(_CUES["titles"]["ranks"])
ROLES = frozenset(_CUES["roles"]["words"])
PERSONS = frozenset(_CUES["persons"]["words"]) | ROLES | RANKS
MARRIED = frozenset(_CUES["persons"]["married"])
KIN = frozenset(_CUES["persons"]["kin"])
NAMED = frozenset(_CUES["persons"]["named"])
NICKNAMES = frozenset(_CUES["persons"]["nicknames"])
ATTRIBUTED = frozenset(_CUES["persons"]["attributed"])
STREETS = frozenset(_CUES["places"]["streets"])
COMPANIES = frozenset(_CUES["places"]["companies"])
THINGS = frozenset(_CUES["places"]["things"])
NAMED_AFTER = STREETS | COMPANIES | THINGS | frozenset(_CUES["places"]["buildings"])
EPONYMS = frozenset(_CUES["places"]["eponyms"])
ADJECTIVES = frozenset(_CUES["places"]["adjectives"])
LABELS = PERSONS | frozenset(_CUES["persons"]["labels"])
COMPANY_TAILS = frozenset(_CUES["places"]["company_tails"])
SHOPS = frozenset(_CUES["brands"]["shops"])
SOFTWARE = frozenset(_CUES["brands"]["software"])
SOFTWARE_NEAR = frozenset(_CUES["brands"]["software_near"])
STOP = frozenset(_CUES["stop"]["words"])
PARTICLES = frozenset(_CUES["stop"]["particles"])
GREETING_HEADS = frozenset(_CUES["heads"]["greetings"])
CLOSING_HEADS = frozenset(_CUES["heads"]["closings"])
ROLL_HEADS = frozenset(_CUES["heads"]["rolls"])
TABLE_HEADS = frozenset(_CUES["heads"]["tables"])


def _public_figures() -> tuple[frozenset[str], frozenset[str]]:
    """Keys (``place_key`` spelling) of full names, and of names that suffice alone."""
    lexicons = files("beffroi.privacy.lexicons")
    figures = tomllib.loads((lexicons / "public_figures.toml").read_text(encoding="utf-8"))
    full: set[str] = set()
    alone: set[str] = set()
    for row in figures.values():
        if isinstance(row, dict):
            full.update(place_key(fold(name)) for name in row["names"])
            alone.update(place_key(fold(name)) for name in row.get("alone", ()))
    return frozenset(full), frozenset(alone | {name for name in full if " " not in name})


FIGURES, FIGURES_ALONE = _public_figures()


def _figure_starts() -> dict[str, tuple[tuple[str, ...], ...]]:
    """First word of a figure's name → the full names that begin so, in words, longest first."""
    starts: dict[str, list[tuple[str, ...]]] = {}
    for name in FIGURES:
        parts = tuple(name.split(" "))
        if len(parts) > 1:
            starts.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in starts.items()}


FIGURE_STARTS = _figure_starts()
MILITARY = frozenset(
    tomllib.loads((files("beffroi.privacy.lexicons") / "public_figures.toml").read_text(encoding="utf-8"))["history"][
        "after_rank"
    ]
)
BRANDS = frozenset(place_key(phrase) for phrase in _CUES["brands"]["phrases"])


def _heads(keys: frozenset[str]) -> frozenset[str]:
    """The first words of the keys, and the abbreviations that ``place_key`` spells out."""
    return frozenset(key.partition(" ")[0].partition("-")[0] for key in keys) | {"st", "ste"}


FIGURE_HEADS = _heads(FIGURES | FIGURES_ALONE | MILITARY)
BRAND_HEADS = _heads(BRANDS)
