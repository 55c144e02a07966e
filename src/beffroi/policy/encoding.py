"""Snapshot ↔ canonical JSON: sorted keys, no space, UTF-8. ``decode(encode(s)) == s`` and ``encode(decode(b)) == b``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from enum import Enum
from types import MappingProxyType
from typing import Any, TypeVar

import orjson

from beffroi.errors import SnapshotUnavailable
from beffroi.policy.snapshot import (
    Action,
    ApiKey,
    Matrix,
    Model,
    Organization,
    Provider,
    ProviderKind,
    Quota,
    Snapshot,
    SurrogateStyle,
    TrustLevel,
    Use,
    UseStatus,
)
from beffroi.privacy.taxonomy import Category

FORMAT = 1
T = TypeVar("T")


def encode(snapshot: Snapshot) -> bytes:
    """Canonical bytes of a snapshot.

    Raises:
        SnapshotUnavailable: a value has no canonical form (a lone UTF-16 surrogate, a number that is not finite).
    """
    document = {
        "format": FORMAT,
        "version": snapshot.version,
        "issued_at": snapshot.issued_at,
        "organizations": [_plain(row) for _, row in sorted(snapshot.organizations.items())],
        "providers": [_plain(row) for _, row in sorted(snapshot.providers.items())],
        "models": [_plain(row) for _, row in sorted(snapshot.models.items())],
        "uses": [_plain(row) for _, row in sorted(snapshot.uses.items())],
        "api_keys": [_plain(row) for _, row in sorted(snapshot.api_keys.items())],
    }
    try:
        return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    except (TypeError, orjson.JSONEncodeError) as error:
        raise SnapshotUnavailable("La politique contient une valeur qui ne peut pas être écrite.") from error


def decode(data: bytes) -> Snapshot:
    """The snapshot of canonical bytes.

    Raises:
        SnapshotUnavailable: not a snapshot, of another format, or not in canonical form.
    """
    try:
        document = orjson.loads(data)
        if document["format"] != FORMAT:
            raise SnapshotUnavailable("La politique a été écrite par une autre version de Beffroi.")
        snapshot = _snapshot(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SnapshotUnavailable("La politique est illisible.") from error
    if encode(snapshot) != data:
        raise SnapshotUnavailable("La politique n’est pas sous sa forme canonique.")
    return snapshot


def _snapshot(document: dict[str, Any]) -> Snapshot:
    organizations = [_row(Organization, row, matrix=_matrix) for row in document["organizations"]]
    providers = [
        _row(Provider, row, kind=ProviderKind, trust_level=TrustLevel, certifications=tuple) for row in document["providers"]
    ]
    models = [_row(Model, row) for row in document["models"]]
    uses = [
        _row(Use, row, status=UseStatus, models=tuple, style=SurrogateStyle, matrix=_matrix, quota=_quota)
        for row in document["uses"]
    ]
    api_keys = [_row(ApiKey, row, quota=_quota) for row in document["api_keys"]]
    return Snapshot(
        version=int(document["version"]),
        issued_at=int(document["issued_at"]),
        organizations=MappingProxyType({row.id: row for row in organizations}),
        providers=MappingProxyType({row.id: row for row in providers}),
        models=MappingProxyType({row.id: row for row in models}),
        uses=MappingProxyType({(row.organization, row.id): row for row in uses}),
        api_keys=MappingProxyType({row.digest: row for row in api_keys}),
    )


def _plain(row: object) -> dict[str, Any]:
    """A dataclass as JSON-ready values; a matrix becomes category → level → action."""
    return {item.name: _value(getattr(row, item.name)) for item in fields(row)}  # type: ignore[arg-type]  # always a dataclass


def _value(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Quota):
        return _plain(value)
    if isinstance(value, Mapping):
        nested: dict[str, dict[str, str]] = {}
        for (category, level), action in value.items():
            nested.setdefault(category.value, {})[level.value] = action.value
        return nested
    return list(value) if isinstance(value, tuple) else value


def _row(build: Callable[..., T], row: dict[str, Any], /, **readers: Callable[[Any], object]) -> T:
    return build(**{name: readers[name](value) if name in readers else value for name, value in row.items()})


def _quota(row: dict[str, Any]) -> Quota:
    return Quota(**row)


def _matrix(rows: dict[str, dict[str, str]]) -> Matrix:
    return MappingProxyType(
        {(Category(c), TrustLevel(level)): Action(action) for c, levels in rows.items() for level, action in levels.items()}
    )
