"""What the journal records of one exchange: who, when, which use, which model and where, what was found; never the content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How an exchange ended."""

    COMPLETED = "completed"
    REFUSED = "refused"
    """Nothing left: policy, quota, closed use, unreadable content, failed protection."""
    FAILED = "failed"
    """The upstream failed, in whole or in mid-stream."""
    CANCELLED = "cancelled"
    """The client went away."""
    INTERRUPTED = "interrupted"
    """The process died while the exchange was open; written at the next start."""


@dataclass(frozen=True, slots=True)
class Record:
    """The facts of one exchange, before they are chained.

    ``at`` and ``duration_ms``: Unix time of arrival in milliseconds, and milliseconds. ``found``: findings per type code.
    ``masked``: how many were replaced, per type. ``commitment``: hexadecimal HMAC of the content with a key of the
    organisation. ``energy_wh_*`` in watt-hours, ``cost_eur`` in euros. Every text field is ASCII or a name from the
    policy: no user's text ever enters a record.
    """

    request_id: str
    at: int
    organization: str
    use: str
    person: str
    grant: str
    endpoint: str
    outcome: Outcome
    status: int
    error_code: str = ""
    model_requested: str = ""
    model: str = ""
    provider: str = ""
    trust_level: str = ""
    country: str = ""
    stream: bool = False
    action: str = ""
    rule: str = ""
    policy_version: int = 0
    found: Mapping[str, int] = field(default_factory=dict)
    masked: Mapping[str, int] = field(default_factory=dict)
    prompt_llm_tokens: int = 0
    completion_llm_tokens: int = 0
    llm_tokens_estimated: bool = False
    """Whether the upstream gave no count, and the lengths of the texts stand in for it."""
    energy_wh_low: float = 0.0
    energy_wh_high: float = 0.0
    cost_eur: float = 0.0
    duration_ms: int = 0
    commitment: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in its chain, one per organisation. ``seq`` starts at 1; ``previous`` and ``hash`` are hexadecimal SHA-256."""

    seq: int
    previous: str
    hash: str
    record: Record


@dataclass(frozen=True, slots=True)
class Opening:
    """The intent written before anything leaves, so that a crash cannot hide an exchange."""

    request_id: str
    at: int
    organization: str
    use: str
    person: str
    grant: str
    endpoint: str
    model: str
    provider: str
