"""A small policy for tests: one body, one use, two models (one in the house, one outside), and its keys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beffroi.policy.authentication import digest_api_key, generate_api_key
from beffroi.policy.matrix import DEFAULT_MATRIX
from beffroi.policy.snapshot import (
    ApiKey,
    Model,
    Organization,
    Provider,
    ProviderKind,
    Quota,
    Snapshot,
    TrustLevel,
    Use,
    UseStatus,
)

ORGANIZATION = "arras"
USE = "courrier"


@dataclass(frozen=True)
class SmallPolicy:
    """Build one, then ``snapshot(base_url)``. Every field can be set; the keys are drawn anew for each policy."""

    status: UseStatus = UseStatus.AUTHORIZED
    system_prompt: str = ""
    quota: Quota = field(default_factory=Quota)
    trust_level: TrustLevel = TrustLevel.EU
    read_timeout_s: float = 5.0
    connect_timeout_s: float = 2.0
    api_key_file: str = ""
    use_options: dict[str, object] = field(default_factory=dict)
    api_key: str = field(default_factory=generate_api_key)
    signing_key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def snapshot(self, base_url: str, version: int = 1) -> Snapshot:
        """The policy, with both providers answering at ``base_url``."""
        outside = Provider(
            id="dehors",
            name="Fournisseur européen",
            kind=ProviderKind.OPENAI,
            base_url=base_url,
            trust_level=self.trust_level,
            country="FR",
            api_key_file=self.api_key_file,
            connect_timeout_s=self.connect_timeout_s,
            read_timeout_s=self.read_timeout_s,
        )
        house = replace(outside, id="maison", name="Sur place", trust_level=TrustLevel.LOCAL, api_key_file="")
        models = {
            "moyen": Model("moyen", "dehors", "upstream-medium", 32768, 1.0, 2.0, 0.1, 0.4),
            "petit": Model("petit", "maison", "upstream-small"),
        }
        use = Use(
            id=USE,
            organization=ORGANIZATION,
            title="Répondre au courrier",
            purpose="rédiger des réponses",
            status=self.status,
            models=("moyen", "petit"),
            system_prompt=self.system_prompt,
        )
        use = replace(use, **self.use_options)  # type: ignore[arg-type]  # names and types are the caller's
        digest = digest_api_key(self.api_key)
        key = ApiKey("cle1", digest, ORGANIZATION, USE, person="claire@example.org", quota=self.quota)
        return Snapshot(
            version=version,
            issued_at=1_790_000_000,
            organizations={ORGANIZATION: Organization(ORGANIZATION, "Ville d’Arras", DEFAULT_MATRIX)},
            providers={outside.id: outside, house.id: house},
            models=models,
            uses={(ORGANIZATION, USE): use},
            api_keys={digest: key},
        )
