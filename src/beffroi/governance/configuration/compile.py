"""From what an operator wrote to a valid :class:`Snapshot`. Pure: no file is read, no clock.

Everything is checked here, so that the gateway never meets a policy that contradicts itself: identifiers, references, doubles,
and that no matrix is laxer than it may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from beffroi.governance.configuration.sections import read_api_key, read_model, read_organization, read_provider, read_use
from beffroi.policy.snapshot import ApiKey, Model, Organization, Provider, Snapshot, Use
from beffroi.toml_table import Document, Table, suggestion

SECTIONS = ("organizations", "providers", "models", "uses", "api_keys")
K = TypeVar("K")
V = TypeVar("V")


def compile_snapshot(raw: Mapping[str, object], *, version: int, issued_at: int, base_directory: str = "") -> Snapshot:
    """Compile plain values; ``base_directory`` is what relative ``api_key_file`` are relative to. ``issued_at``: Unix seconds.

    Raises:
        ConfigurationError: something is wrong; the French message names the section.
    """
    return compile_document(Document(raw), version=version, issued_at=issued_at, base_directory=base_directory)


def compile_document(document: Document, *, version: int, issued_at: int, base_directory: str = "") -> Snapshot:
    """Like :func:`compile_snapshot`, from a parsed file: messages then name the line too.

    Raises:
        ConfigurationError: something is wrong.
    """
    root = Table(document, (), document.values)
    root.only(*SECTIONS)
    if not root.tables("organizations"):
        raise root.fault("aucun organisme n’est décrit : il faut au moins une section [[organizations]].")
    organizations = _by_id(root.tables("organizations"), read_organization, lambda row: row.id)
    providers = _by_id(root.tables("providers"), lambda table: read_provider(table, base_directory), lambda row: row.id)
    models = _models(root.tables("models"), providers)
    uses = _uses(root.tables("uses"), organizations, models)
    return Snapshot(
        version=version,
        issued_at=issued_at,
        organizations=organizations,
        providers=providers,
        models=models,
        uses=uses,
        api_keys=_api_keys(root.tables("api_keys"), organizations, uses),
    )


def _models(tables: list[Table], providers: Mapping[str, Provider]) -> Mapping[str, Model]:
    models = _by_id(tables, read_model, lambda row: row.id)
    for table, model in zip(tables, models.values(), strict=True):
        _exists(table, "provider", model.provider, providers, "le fournisseur")
    return models


def _uses(
    tables: list[Table], organizations: Mapping[str, Organization], models: Mapping[str, Model]
) -> Mapping[tuple[str, str], Use]:
    uses = _by_id(
        tables, lambda table: read_use(table, _organization_of(table, organizations)), lambda row: (row.organization, row.id)
    )
    for table, use in zip(tables, uses.values(), strict=True):
        for name in use.models:
            _exists(table, "models", name, models, "le modèle")
    return MappingProxyType({key: replace(use, rank=rank) for rank, (key, use) in enumerate(uses.items())})


def _api_keys(
    tables: list[Table], organizations: Mapping[str, Organization], uses: Mapping[tuple[str, str], Use]
) -> Mapping[str, ApiKey]:
    keys = _by_id(
        tables, lambda table: read_api_key(table, _organization_of(table, organizations)), lambda row: row.digest, "digest"
    )
    seen: set[tuple[str, str]] = set()
    for table, key in zip(tables, keys.values(), strict=True):
        if (key.organization, key.id) in seen:
            raise table.fault("est déjà pris par une autre section du même type.", "id")
        seen.add((key.organization, key.id))
        _exists(table, "use", key.use, [use for owner, use in uses if owner == key.organization], "l’usage")
    return keys


def _organization_of(table: Table, organizations: Mapping[str, Organization]) -> Organization:
    """The organisation that a section names; the only one, when there is only one."""
    if len(organizations) == 1 and "organization" not in table:
        return next(iter(organizations.values()))
    name = table.slug("organization")
    _exists(table, "organization", name, organizations, "l’organisme")
    return organizations[name]


def _by_id(tables: list[Table], read: Callable[[Table], V], key_of: Callable[[V], K], field: str = "id") -> Mapping[K, V]:
    rows: dict[K, V] = {}
    for table in tables:
        row = read(table)
        key = key_of(row)
        if key in rows:
            raise table.fault("est déjà pris par une autre section du même type.", field)
        rows[key] = row
    return MappingProxyType(rows)


def _exists(table: Table, key: str, name: str, known: Iterable[str], what: str) -> None:
    names = list(known)
    if name not in names:
        advice = suggestion(name, names) if names else "Aucun n’est décrit."
        raise table.fault(f"nomme {what} « {name} », qui n’existe pas. {advice}", key)
