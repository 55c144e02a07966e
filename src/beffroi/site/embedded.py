"""Embedded providers: finds their weights, keeps one child process per provider, and tells the gateway where it listens."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from beffroi.errors import CatalogError, UpstreamUnreachable
from beffroi.gateway.ports import Endpoint
from beffroi.local_model.catalog import find_model
from beffroi.local_model.launch import LaunchPlan
from beffroi.local_model.server import LocalModelServer
from beffroi.local_model.store import WeightStore
from beffroi.policy.snapshot import Provider, ProviderKind, Snapshot

logger = logging.getLogger("beffroi.site")


class EmbeddedModels:
    """The child processes of the embedded providers of a snapshot; an ``UpstreamDirectory`` for them."""

    def __init__(self, models_dir: Path) -> None:
        self._store = WeightStore(models_dir)
        self._servers: dict[str, LocalModelServer] = {}
        self._missing: dict[str, str] = {}

    async def start(self, snapshot: Snapshot) -> None:
        """Start the child of every embedded provider whose weights are here; the others stay unreachable, with a reason."""
        for provider_id, weights_name in embedded_weights(snapshot).items():
            try:
                weights = self._store.require(find_model(weights_name))
            except CatalogError:
                self._missing[provider_id] = weights_name
                logger.warning("site:embedded:missing model=%s", weights_name)
                continue
            server = LocalModelServer(LaunchPlan(weights, alias=weights_name))
            self._servers[provider_id] = server
            try:
                await server.start()
            except CatalogError as error:
                logger.warning("site:embedded:failed model=%s reason=%s", weights_name, error.sentence)

    async def stop(self) -> None:
        """End every child."""
        for server in self._servers.values():
            await server.stop()

    def is_ready(self, provider_id: str) -> bool:
        """Whether the child of a provider answers."""
        server = self._servers.get(provider_id)
        return server is not None and server.is_well

    def resolve(self, provider: Provider) -> Endpoint:
        """Where the child of ``provider`` listens.

        Raises:
            UpstreamUnreachable: it has none, or it is not ready yet.
        """
        server = self._servers.get(provider.id)
        if server is None:
            weights = self._missing.get(provider.id, "")
            hint = f"Lancez « beffroi models fetch {weights} », puis redémarrez Beffroi." if weights else ""
            raise UpstreamUnreachable("Le modèle local n’est pas installé.", hint=hint)
        if not server.is_well:
            raise UpstreamUnreachable("Le modèle local démarre.", hint="Réessayez dans quelques secondes.")
        base_url, api_key = server.endpoint()
        return Endpoint(base_url, api_key)


def embedded_weights(snapshot: Snapshot) -> Mapping[str, str]:
    """For each embedded provider, the catalogue name of the weights it runs: those of its first model."""
    embedded = {provider.id for provider in snapshot.providers.values() if provider.kind is ProviderKind.EMBEDDED}
    chosen: dict[str, str] = {}
    for model in snapshot.models.values():
        if model.provider in embedded:
            chosen.setdefault(model.provider, model.upstream_name)
    return chosen
