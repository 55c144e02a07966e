"""Journal entries, as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from beffroi.console.forms import OUTCOME_LABELS
from beffroi.console.rule_words import rule_words
from beffroi.journal.entry import Entry, Outcome
from beffroi.policy.matrix import TRUST_LABELS
from beffroi.policy.snapshot import Action, TrustLevel
from beffroi.privacy.taxonomy import CATEGORIES, TYPES

DONE = {
    Action.PASS: "Transmis tel quel",
    Action.MASK: "Masqué",
    Action.REROUTE: "Réorienté",
    Action.HOLD: "Retenu pour validation",
    Action.REFUSE: "Refusé",
}

COUNTRY_LABELS = {"FR": "France", "DE": "Allemagne", "BE": "Belgique", "IE": "Irlande", "NL": "Pays-Bas", "US": "États-Unis"}

_TONES = {
    Outcome.COMPLETED: "ok",
    Outcome.REFUSED: "refused",
    Outcome.FAILED: "failed",
    Outcome.CANCELLED: "quiet",
    Outcome.INTERRUPTED: "failed",
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many findings of one type, and how many of them were replaced."""

    label: str
    number: int
    masked: int = 0


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry with its French words; ``entry`` stays at hand for the figures."""

    entry: Entry
    at: datetime
    use_title: str
    outcome: str
    tone: str
    action: str
    rule: str
    place: str
    found: tuple[Count, ...]

    @property
    def categories(self) -> tuple[Count, ...]:
        """What was found, by category."""
        totals: dict[str, int] = {}
        for code, number in self.entry.record.found.items():
            label = CATEGORIES[TYPES[code].category].label if code in TYPES else code
            totals[label] = totals.get(label, 0) + number
        return tuple(Count(label, number) for label, number in sorted(totals.items(), key=lambda item: (-item[1], item[0])))

    @property
    def llm_tokens(self) -> int:
        """LLM tokens of the prompt and of the answer."""
        return self.entry.record.prompt_llm_tokens + self.entry.record.completion_llm_tokens

    @property
    def energy(self) -> str:
        """Energy in French ("0,02 à 0,05 Wh"), or nothing when it is not measured."""
        low, high = self.entry.record.energy_wh_low, self.entry.record.energy_wh_high
        if not high:
            return ""
        return f"{french(high)} Wh" if french(low) == french(high) else f"{french(low)} à {french(high)} Wh"

    @property
    def seconds(self) -> str:
        """How long the exchange lasted, in seconds with one decimal."""
        return f"{self.entry.record.duration_ms / 1000:.1f}".replace(".", ",")


def journal_line(entry: Entry, use_titles: Mapping[str, str]) -> JournalLine:
    """The line of an entry; an unknown code is shown as it is rather than hidden."""
    record = entry.record
    return JournalLine(
        entry=entry,
        at=datetime.fromtimestamp(record.at / 1000, tz=UTC),
        use_title=use_titles.get(record.use, record.use),
        outcome=OUTCOME_LABELS[record.outcome],
        tone=_TONES[record.outcome],
        action=DONE[Action(record.action)] if record.action in set(Action) else record.action,
        rule=rule_words(record.rule),
        place=_place(record.trust_level, record.country),
        found=counts(record.found, record.masked),
    )


def counts(found: Mapping[str, int], masked: Mapping[str, int]) -> tuple[Count, ...]:
    """Labels and numbers of the types found, the most frequent first."""
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Count(TYPES[code].label if code in TYPES else code, number, masked.get(code, 0)) for code, number in ordered)


def french(value: float) -> str:
    """A small figure with two significant digits and a decimal comma; below 0.01, three decimals."""
    decimals = 3 if value < 0.1 else 2 if value < 10 else 0
    return f"{value:.{decimals}f}".replace(".", ",")


def _place(trust_level: str, country: str) -> str:
    trust = TRUST_LABELS[TrustLevel(trust_level)] if trust_level in set(TrustLevel) else trust_level
    where = COUNTRY_LABELS.get(country.upper(), country)
    return ", ".join(part for part in (where, trust) if part)
