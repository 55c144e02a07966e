"""The letters an empty page offers to try, read from ``example_letters.toml`` beside this file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Letter:
    """A short French title and the text it puts in the box."""

    title: str
    text: str


def _load() -> tuple[Letter, ...]:
    raw = tomllib.loads((files(__package__) / "example_letters.toml").read_text(encoding="utf-8"))
    return tuple(Letter(title=row["title"], text=row["text"].strip()) for row in raw["letters"])


LETTERS = _load()
