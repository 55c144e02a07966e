"""What an exchange used: LLM tokens, energy, euros. Estimated from the length of the texts where the upstream says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from beffroi.policy.snapshot import Model

CHARACTERS_PER_LLM_TOKEN = 3.5
"""Rough ratio of French text with today's vocabularies; only used when the upstream gives no count, and marked as such."""
_MOST = 10**12


@dataclass(frozen=True, slots=True)
class Measure:
    """Counts of LLM tokens, energy in watt-hours (low and high estimates), cost in euros."""

    prompt_llm_tokens: int = 0
    completion_llm_tokens: int = 0
    estimated: bool = False
    energy_wh_low: float = 0.0
    energy_wh_high: float = 0.0
    cost_eur: float = 0.0

    @property
    def llm_tokens(self) -> int:
        """All of them."""
        return self.prompt_llm_tokens + self.completion_llm_tokens


def estimate(characters: int) -> int:
    """LLM tokens of that many characters, at least 1 if there is any."""
    return -int(-characters // CHARACTERS_PER_LLM_TOKEN)


def measure(model: Model, usage: Mapping[str, Any] | None, *, sent_characters: int, received_characters: int) -> Measure:
    """The measure of an exchange, from the upstream's ``usage`` if it gave one."""
    prompt, completion = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
    estimated = prompt is None or completion is None
    prompt = estimate(sent_characters) if prompt is None else prompt
    completion = estimate(received_characters) if completion is None else completion
    thousands = (prompt + completion) / 1000
    return Measure(
        prompt,
        completion,
        estimated,
        energy_wh_low=round(model.energy_wh_low * thousands, 6),
        energy_wh_high=round(model.energy_wh_high * thousands, 6),
        cost_eur=round((prompt * model.price_in_eur + completion * model.price_out_eur) / 1_000_000, 9),
    )


def _count(usage: Mapping[str, Any] | None, name: str) -> int | None:
    value = usage.get(name) if usage else None
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST else None
