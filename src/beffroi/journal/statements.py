"""The SQL of the SQLite journal, read from the files of ``sql/``: numbered migrations, and named queries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

_SQL = files(__package__) / "sql"


def _migrations() -> tuple[str, ...]:
    names = sorted(item.name for item in _SQL.iterdir() if re.fullmatch(r"\d{3}_\w+\.sql", item.name))
    return tuple((_SQL / name).read_text(encoding="utf-8") for name in names)


def _queries() -> Mapping[str, str]:
    parts = re.split(r"^-- name: (\w+)$", (_SQL / "queries.sql").read_text(encoding="utf-8"), flags=re.MULTILINE)
    return MappingProxyType(dict(zip(parts[1::2], (text.strip() for text in parts[2::2]), strict=True)))


MIGRATIONS: tuple[str, ...] = _migrations()
"""Scripts that bring an empty file to the schema of today; ``PRAGMA user_version`` counts those applied."""

QUERIES: Mapping[str, str] = _queries()
