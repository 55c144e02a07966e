"""Where each provider answers, with its key: read when a policy is loaded, then served from memory."""

from __future__ import annotations

from pathlib import Path

from beffroi.errors import UpstreamUnreachable
from beffroi.gateway.ports import Endpoint, UpstreamDirectory
from beffroi.policy.snapshot import Provider, ProviderKind, Snapshot


class ProviderDirectory:
    """Endpoints of the providers of a snapshot. ``embedded`` knows where the child process listens, if there is one."""

    def __init__(self, embedded: UpstreamDirectory | None = None) -> None:
        self._embedded = embedded
        self._endpoints: dict[Provider, Endpoint | None] = {}

    def load(self, snapshot: Snapshot) -> None:
        """Read the keys of all the providers (disk); those of the former snapshot are forgotten."""
        self._endpoints = {provider: _read(provider) for provider in snapshot.providers.values()}

    def resolve(self, provider: Provider) -> Endpoint:
        """The endpoint of a provider.

        Raises:
            UpstreamUnreachable: its key cannot be read, or the embedded model is not running.
        """
        if provider.kind is ProviderKind.EMBEDDED:
            if self._embedded is None:
                raise UpstreamUnreachable("Le modèle embarqué n’est pas démarré.")
            return self._embedded.resolve(provider)
        if provider not in self._endpoints:
            self._endpoints[provider] = _read(provider)
        endpoint = self._endpoints[provider]
        if endpoint is None:
            raise UpstreamUnreachable(
                "La clé de ce fournisseur ne peut pas être lue.", hint="Un administrateur doit lancer « beffroi doctor »."
            )
        return endpoint


def _read(provider: Provider) -> Endpoint | None:
    if not provider.api_key_file:
        return Endpoint(provider.base_url)
    try:
        return Endpoint(provider.base_url, Path(provider.api_key_file).read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return None
