"""What the lexicons know of a word: given name, surname, ordinary word, commune.

All keys are folded (``text_view.fold``): lower case, no accent, plain hyphens and apostrophes. The files are read once, at
the first question (about 0.15 s), and shared by the whole process. This module says what a word *can* be; it does not decide
what it *is* in a text: see ``beffroi.privacy.names``.

The sources rank names and do not count them: ``count`` is an estimate of the births in France since 1891, good to a factor of
three, meant for comparing names with one another.
"""

from __future__ import annotations

import gc
import gzip
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from beffroi.privacy.text_view import fold

Gender = Literal["f", "m", "x"]


@dataclass(frozen=True, slots=True)
class GivenName:
    """``gender`` is "x" for a name borne by both; ``count`` estimates the births since 1900."""

    gender: Gender
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is known of one folded form.

    ``word`` is 0 (no French word), 1 (a word, but more often a name: "pierre") or 2 (more often a word: "petit").
    """

    given: GivenName | None
    surname: int
    word: int


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of France, or a foreign city or country (no postcode then). ``code`` is the INSEE code, or ""."""

    name: str
    code: str
    postcodes: tuple[str, ...]


UNKNOWN = Entry(None, 0, 0)
"""What ``entry`` gives for a form that no list holds."""


def _rows(file_name: str) -> list[str]:
    text = gzip.decompress((files(__package__) / file_name).read_bytes()).decode("utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@contextmanager
def _for_good() -> Iterator[None]:
    """Build tables that live as long as the process: the collector is off meanwhile, and never walks them afterwards."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


def _gender(code: str) -> Gender:
    return "f" if code == "f" else "m" if code == "m" else "x"


@cache
def entries() -> Mapping[str, Entry]:
    """Every known form and its entry; equal entries are one object."""
    table: dict[str, Entry] = {}
    with _for_good():
        for line in _rows("names.txt.gz"):
            gender, given, surname, word, forms = line.split("\t")
            entry = Entry(GivenName(_gender(gender), int(given)) if int(given) else None, int(surname), int(word))
            table.update(dict.fromkeys(forms.split(","), entry))
    return table


def entry(folded: str) -> Entry:
    """What is known of a folded form; ``UNKNOWN`` when nothing is."""
    return entries().get(folded, UNKNOWN)


def given_name(folded: str) -> GivenName | None:
    """The first name of that form, compound ones included ("jean-pierre", "marie anne")."""
    known = entry(folded).given
    if known is None and ("-" in folded or " " in folded):
        parts = [entry(part).given for part in folded.replace("-", " ").split(" ")]
        if parts[0] is not None and all(parts):
            return GivenName(parts[0].gender, min(part.count for part in parts if part))
    return known


def surname_count(folded: str) -> int:
    """Estimated bearers of that surname, 0 if unknown; a double name ("martin-dubois") counts as its rarer half."""
    known = entry(folded).surname
    if not known and "-" in folded:
        return min(entry(part).surname for part in folded.split("-"))
    return known


def is_common_word(folded: str) -> bool:
    """Whether the form is a French word that is more often a word than a name."""
    return entry(folded).word == 2


def is_word(folded: str) -> bool:
    """Whether the form is a French word at all, even one that is mostly a name ("pierre")."""
    return entry(folded).word > 0


def place_key(folded: str) -> str:
    """One spelling for a place: "St-Étienne" and "saint etienne" are the same. Expects folded text."""
    key = folded.replace("-", " ").replace("'", " ").replace(".", "")
    if "st" in key:
        key = " ".join({"st": "saint", "ste": "sainte"}.get(part, part) for part in key.split(" "))
    return key


@cache
def _places() -> tuple[Mapping[str, str], frozenset[str]]:
    table: dict[str, str] = {}
    postcodes: set[str] = set()
    with _for_good():
        rows = _rows("communes.txt.gz")
        for row, folded in zip(rows, fold("\n".join(rows)).split("\n"), strict=True):
            table[place_key(folded[: folded.index(";")])] = row
            postcodes.update(row[row.rindex(";") + 1 :].split())
        for line in (files(__package__) / "places.csv").read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                for name in line.partition(";")[2].split("|"):
                    table.setdefault(place_key(fold(name)), f"{name};;")
    table.pop("names", None)
    return table, frozenset(postcodes)


def commune(folded: str) -> Commune | None:
    """The commune, foreign city or country of that name. Homonyms: the most populated one, with the postcodes of all."""
    row = _places()[0].get(place_key(folded))
    if row is None:
        return None
    name, code, codes = row.split(";")
    return Commune(name, code, tuple(codes.split()))


def is_postcode(code: str) -> bool:
    """Whether the five digits are the postcode of a commune (CEDEX codes are not listed)."""
    return code in _places()[1]


@cache
def _surrogates(section: str) -> Sequence[str]:
    for line in _rows("surrogates.txt.gz"):
        name, _, values = line.partition("\t")
        if name == section:
            return tuple(values.split(","))
    raise KeyError(section)


def surrogate_given_names(gender: Literal["f", "m"]) -> Sequence[str]:
    """First names to lend: cased and accented, neither a word, nor a place, nor a frequent surname. Stable order."""
    return _surrogates(f"given_{gender}")


def surrogate_surnames() -> Sequence[str]:
    """Surnames to lend: plausible and rather rare, neither a word, nor a first name, a place or a public figure's."""
    return _surrogates("surnames")
