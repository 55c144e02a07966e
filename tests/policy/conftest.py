"""A small believable policy: one commune, four providers of four levels of trust, two uses, one key."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beffroi.policy.authentication import digest_api_key
from beffroi.policy.matrix import DEFAULT_MATRIX
from beffroi.policy.snapshot import (
    ApiKey,
    Grant,
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

API_KEY = "bf-" + "A" * 43
TOWN = Organization("saint-aubin", "Ville de Saint-Aubin-des-Eaux", DEFAULT_MATRIX)


def provider(name: str, level: TrustLevel, certifications: tuple[str, ...] = ()) -> Provider:
    return Provider(
        name, name.title(), ProviderKind.OPENAI, "http://127.0.0.1:1/v1", level, "FR", certifications=certifications
    )


@pytest.fixture
def api_key() -> str:
    return API_KEY


@pytest.fixture
def signing_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture
def snapshot() -> Snapshot:
    providers = [
        provider("maison", TrustLevel.LOCAL),
        provider("coffre", TrustLevel.SOVEREIGN, ("HDS",)),
        provider("nuage", TrustLevel.SOVEREIGN, ("SecNumCloud",)),
        provider("europe", TrustLevel.EU),
        provider("ailleurs", TrustLevel.NON_EU),
    ]
    models = [Model(f"modele-{row.id}", row.id, "upstream") for row in providers]
    uses = [
        Use("courrier", TOWN.id, "Répondre", "Aider", UseStatus.AUTHORIZED, ("modele-europe", "modele-nuage", "modele-maison")),
        Use("distant", TOWN.id, "Résumer", "Aider", UseStatus.AUTHORIZED, ("modele-ailleurs", "modele-europe")),
        Use("projet", TOWN.id, "Trier", "À l’étude", UseStatus.DRAFT, ("modele-maison",)),
    ]
    key = ApiKey("accueil", digest_api_key(API_KEY), TOWN.id, "courrier", "Mme Test", Quota(requests_per_minute=3))
    return Snapshot(
        version=7,
        issued_at=1_790_000_000,
        organizations={TOWN.id: TOWN},
        providers={row.id: row for row in providers},
        models={row.id: row for row in models},
        uses={(row.organization, row.id): row for row in uses},
        api_keys={key.digest: key},
    )


@pytest.fixture
def grant(snapshot: Snapshot) -> Grant:
    return Grant("key:saint-aubin:accueil", TOWN, snapshot.uses[TOWN.id, "courrier"], "Mme Test", Quota())
