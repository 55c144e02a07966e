"""Everything the data plane stands on, handed in once at start."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from beffroi.gateway.ports import Clock, ConversationDetector, ExchangeJournal, UpstreamDirectory
from beffroi.gateway.upstream import UpstreamClient
from beffroi.policy.keys import Purpose, derive
from beffroi.policy.quota import QuotaLedger
from beffroi.policy.source import SnapshotSource
from beffroi.sensitive import Sensitive

DEFAULT_BODY_LIMIT = 8_000_000
"""Bytes of a request body beyond which it is refused."""


class KeyRing:
    """The keys of the organisations, derived from the master secret once and kept in memory."""

    def __init__(self, master: bytes) -> None:
        self._master = Sensitive(master)
        self._derived = lru_cache(maxsize=4096)(self._derive)

    def key(self, organization: str, purpose: Purpose) -> bytes:
        """The 32-byte key of an organisation for a purpose."""
        return self._derived(organization, purpose).reveal()

    def _derive(self, organization: str, purpose: Purpose) -> Sensitive[bytes]:
        return Sensitive(derive(self._master.reveal(), organization, purpose))


@dataclass(frozen=True, slots=True)
class House:
    """The ports, and what lives as long as the process."""

    snapshots: SnapshotSource
    detector: ConversationDetector
    journal: ExchangeJournal
    directory: UpstreamDirectory
    upstream: UpstreamClient
    keys: KeyRing
    public_key: Ed25519PublicKey
    quotas: QuotaLedger
    clock: Clock
    body_limit: int = field(default=DEFAULT_BODY_LIMIT)
