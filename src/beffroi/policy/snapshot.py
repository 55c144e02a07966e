"""The compiled policy: everything the gateway knows about organisations, uses, keys, providers and models.

A snapshot is immutable. The control plane compiles it (today from ``beffroi.toml``, later from the database), signs it
(``policy/signature.py``) and the gateway reads nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from beffroi.privacy.taxonomy import Category


class TrustLevel(StrEnum):
    """Where a model computes, most trusted first."""

    LOCAL = "local"
    SOVEREIGN = "sovereign"
    EU = "eu"
    NON_EU = "non_eu"


class Action(StrEnum):
    """What the matrix does with a category, least strict first."""

    PASS = "pass"
    MASK = "mask"
    REROUTE = "reroute"
    HOLD = "hold"
    REFUSE = "refuse"


class UseStatus(StrEnum):
    """Life of a use; only ``AUTHORIZED`` opens the gateway."""

    DRAFT = "draft"
    UNDER_REVIEW = "under_review"
    AUTHORIZED = "authorized"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class SurrogateStyle(StrEnum):
    """How surrogates look: plausible values, or ``[PERSONNE_1]``."""

    REALISTIC = "realistic"
    LABELLED = "labelled"


class ProviderKind(StrEnum):
    """``EMBEDDED``: the child process that Beffroi starts itself. ``OPENAI``: any server that speaks OpenAI's API."""

    EMBEDDED = "embedded"
    OPENAI = "openai"


Matrix = Mapping[tuple[Category, TrustLevel], Action]
"""The protection matrix: every pair of category and trust level has an action."""


@dataclass(frozen=True, slots=True)
class Organization:
    """A tenant (``id``: ASCII slug). Its matrix is complete and never laxer than the platform's floor."""

    id: str
    name: str
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Provider:
    """Who computes. ``api_key_file`` is the path of the file that holds the secret, never the secret."""

    id: str
    name: str
    kind: ProviderKind
    base_url: str
    trust_level: TrustLevel
    country: str
    api_key_file: str = ""
    certifications: tuple[str, ...] = ()
    connect_timeout_s: float = 5.0
    read_timeout_s: float = 300.0


@dataclass(frozen=True, slots=True)
class Model:
    """A model as clients name it (``id``) and as its provider names it (``upstream_name``).

    Prices are in euros per million LLM tokens; energies in watt-hours per thousand LLM tokens (low and high estimates).
    """

    id: str
    provider: str
    upstream_name: str
    context_length: int = 8192
    price_in_eur: float = 0.0
    price_out_eur: float = 0.0
    energy_wh_low: float = 0.0
    energy_wh_high: float = 0.0


@dataclass(frozen=True, slots=True)
class Quota:
    """Budgets of a key or of a person; 0 means no limit."""

    requests_per_minute: int = 0
    requests_per_day: int = 0
    llm_tokens_per_day: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """A registered AI use. ``models`` is in order of preference; ``matrix`` only holds rules stricter than the organisation's.

    ``quota`` is the budget of each person who comes through the console; keys carry their own. ``rank`` is the place of the
    use in lists, as the operator ordered them, 0-based.
    """

    id: str
    organization: str
    title: str
    purpose: str
    status: UseStatus
    models: tuple[str, ...]
    style: SurrogateStyle = SurrogateStyle.REALISTIC
    system_prompt: str = ""
    matrix: Matrix = field(default_factory=dict)
    quota: Quota = field(default_factory=Quota)
    rank: int = 0


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key, known by the SHA-256 of its 256 random bits (hexadecimal). ``person`` is who it was given to, or empty."""

    id: str
    digest: str
    organization: str
    use: str
    person: str = ""
    quota: Quota = field(default_factory=Quota)


@dataclass(frozen=True, slots=True)
class Grant:
    """Who is asking, for what: the result of authentication. ``id`` is stable: rate limits and surrogate scopes use it."""

    id: str
    organization: Organization
    use: Use
    person: str
    quota: Quota


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole policy. ``version`` grows at each compilation; ``issued_at`` is Unix time in seconds."""

    version: int
    issued_at: int
    organizations: Mapping[str, Organization]
    providers: Mapping[str, Provider]
    models: Mapping[str, Model]
    uses: Mapping[tuple[str, str], Use]
    """By (organisation id, use id)."""
    api_keys: Mapping[str, ApiKey]
    """By digest."""
