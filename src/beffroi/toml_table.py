"""Reads a TOML document strictly, and says in French what is wrong, in which section and at which line.

A value that was typed is never repeated in a message (it may be a secret in the wrong place): only names of keys are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TypeVar

from beffroi.errors import ConfigurationError

Path = tuple[str | int, ...]
"""Where a table is: ``("models", 1)`` is the second ``[[models]]``; ``("uses", 0, "matrix")`` the matrix of the first use."""

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_HEADER = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\-\"' ]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*[=.]")
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its values, its text (to find lines; may be empty) and its name (for messages)."""

    values: Mapping[str, object]
    text: str = ""
    name: str = "beffroi.toml"

    def line_of(self, path: Path, key: str = "") -> int:
        """The line (from 1) of ``key`` in the table ``path``, or of the table's header; 0 when it cannot be told."""
        current: Path = ()
        counts: dict[str, int] = {}
        header_line = 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = _HEADER.match(line)
            if header:
                current = _path_of(header[2], array=header[1] == "[[", counts=counts)
                header_line = number if current == path else header_line
                continue
            found = _KEY.match(line)
            if key and current == path and found and found[1] == key:
                return number
        return header_line


def _path_of(dotted: str, *, array: bool, counts: dict[str, int]) -> Path:
    names = [name.strip(" \"'") for name in dotted.split(".")]
    if array:
        counts[names[0]] = counts.get(names[0], -1) + 1
    path: list[str | int] = []
    for depth, name in enumerate(names):
        path.append(name)
        if depth == 0 and name in counts:
            path.append(counts[name])
    return tuple(path)


def parse(text: str, name: str = "beffroi.toml") -> Document:
    """Parse a TOML text.

    Raises:
        ConfigurationError: it is not TOML.
    """
    try:
        return Document(tomllib.loads(text), text, name)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{name}, ligne {line[1]}" if line else name
        raise ConfigurationError(
            f"{where} : l’écriture TOML n’est pas correcte (guillemet, crochet ou signe « = » manquant, clé en double ?)."
        ) from None


def suggestion(word: str, known: Sequence[str]) -> str:
    """`` Vouliez-vous dire « … » ?`` when one of ``known`` is close to ``word``; else the list of what is known."""
    close = get_close_matches(word, known, n=1, cutoff=0.5) or get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    return f"Vouliez-vous dire « {close[0]} » ?" if close else f"Possibles : {', '.join(sorted(known))}."


class Table:
    """One table of a document, read key by key. Reading checks type and range; ``only`` checks that no key is unknown."""

    def __init__(self, document: Document, path: Path, values: object) -> None:
        self._document = document
        self._path = path
        if not isinstance(values, Mapping):
            raise self.fault("doit être une section, pas une valeur.")
        self._values: Mapping[str, object] = values

    def __contains__(self, key: str) -> bool:
        return key in self._values

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that are written."""
        return tuple(self._values)

    def fault(self, what: str, key: str = "", hint: str = "") -> ConfigurationError:
        """An error that names the file, the line and the section."""
        line = self._document.line_of(self._path, key)
        places = [self._document.name]
        if line:
            places.append(f"ligne {line}")
        if self._path:
            places.append(f"section {_display(self._path)}")
        subject = f"« {key} » {what}" if key else what
        return ConfigurationError(f"{', '.join(places)} : {subject}", hint=hint)

    def only(self, *known: str) -> None:
        """Check that every key is one of ``known``.

        Raises:
            ConfigurationError: one is not; the nearest is suggested.
        """
        for key in self._values:
            if key not in known:
                raise self.fault("est une clé inconnue. " + suggestion(key, known), key)

    def text(self, key: str, default: str | None = None) -> str:
        """A non-empty text; ``default`` (which may be empty) when absent, and required without one."""
        value = self._get(key, str, default, "un texte entre guillemets")
        if not value.strip() and default is None:
            raise self.fault("ne peut pas être vide.", key)
        return value

    def slug(self, key: str, default: str | None = None) -> str:
        """An identifier: lower-case ASCII letters, digits, ``.``, ``_`` and ``-``, at most 64."""
        value = self.text(key, default)
        if value != default and not _SLUG.fullmatch(value):
            raise self.fault("doit être un identifiant simple : minuscules sans accent, chiffres, « - », « _ » ou « . ».", key)
        return value

    def integer(self, key: str, default: int, *, minimum: int = 0, maximum: int = 2**31) -> int:
        """A whole number within bounds, both included."""
        value = self._get(key, int, default, "un nombre entier")
        if isinstance(value, bool) or not minimum <= value <= maximum:
            raise self.fault(f"doit être un nombre entier entre {minimum} et {maximum}.", key)
        return value

    def number(self, key: str, default: float, *, minimum: float = 0.0, maximum: float = 1e9) -> float:
        """A number within bounds, both included."""
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not minimum <= value <= maximum:
            raise self.fault(f"doit être un nombre entre {minimum:g} et {maximum:g}.", key)
        return float(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """``true`` or ``false``."""
        return self._get(key, bool, default, "true ou false")

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        """A value of an enumeration."""
        value = self._get(key, str, default.value if default else None, "un texte entre guillemets")
        if value not in [item.value for item in kind]:
            raise self.fault("n’a pas une valeur permise. " + suggestion(value, [item.value for item in kind]), key)
        return kind(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of non-empty texts; empty when absent."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            raise self.fault('doit être une liste de textes, par exemple ["un", "deux"].', key)
        return tuple(value)

    def table(self, key: str) -> Table:
        """A sub-table; an empty one when absent."""
        return Table(self._document, (*self._path, key), self._values.get(key, {}))

    def tables(self, key: str) -> list[Table]:
        """An array of tables (``[[key]]``); an empty one when absent."""
        rows = self._values.get(key, [])
        if not isinstance(rows, list):
            raise self.fault(f"s’écrit avec deux crochets : [[{key}]].", key)
        return [Table(self._document, (*self._path, key, index), row) for index, row in enumerate(rows)]

    def raw(self, key: str) -> object:
        """The value as it is, or None."""
        return self._values.get(key)

    def _get(self, key: str, kind: type[T], default: T | None, expected: str) -> T:
        value = self._values.get(key, default)
        if value is None:
            raise self.fault("manque.", key)
        if not isinstance(value, kind):
            raise self.fault(f"doit être {expected}.", key)
        return value


def _display(path: Path) -> str:
    """``[[models]] n° 2``, ``[organizations.matrix] n° 1``."""
    names = ".".join(str(part) for part in path if isinstance(part, str))
    rank = next((part for part in path if isinstance(part, int)), None)
    if rank is None:
        return f"[{names}]"
    brackets = f"[[{names}]]" if isinstance(path[-1], int) else f"[{names}]"
    return f"{brackets} n° {rank + 1}"
