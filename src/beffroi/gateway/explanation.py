"""The ``beffroi`` object: what left, what stood in for what, which rule decided, where, at what cost.

Given to the page of the client whose text it is, on request only (header ``x-beffroi-explain: 1``); never journalled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from beffroi.gateway.measure import Measure
from beffroi.gateway.passages import Passages
from beffroi.gateway.protection import Found, Protected
from beffroi.journal.entry import Entry
from beffroi.policy.decision import Decision
from beffroi.policy.matrix import ACTION_LABELS, TRUST_LABELS
from beffroi.privacy.surrogates.substitutions import Substitutions
from beffroi.privacy.taxonomy import CATEGORIES, TYPES

SYSTEM_PROMPT = "system_prompt.content"
"""Path of the use's own prompt, which is not the client's text."""


def explain_decision(decision: Decision) -> dict[str, Any]:
    """The decision and the place, with their French labels."""
    return {
        "action": decision.action.value,
        "action_label": ACTION_LABELS[decision.action],
        "rule": decision.rule,
        "reason": decision.reason,
        "refused": decision.refused,
        "error_code": decision.error_code or None,
        **_place(decision),
    }


def _place(decision: Decision) -> dict[str, str | None]:
    model, provider = decision.model, decision.provider
    return {
        "model": model.id if model else None,
        "provider": provider.name if provider else None,
        "trust_level": provider.trust_level.value if provider else None,
        "trust_label": TRUST_LABELS[provider.trust_level] if provider else None,
        "country": provider.country if provider else None,
    }


def explain_replacements(protected: Protected) -> list[dict[str, str]]:
    """What was replaced, whole, once each, in reading order."""
    return [
        {"type": kind, "label": TYPES[kind].label, "surrogate": surrogate, "original": original}
        for kind, original, surrogate in protected.replaced
    ]


def explain_forms(substitutions: Substitutions) -> list[dict[str, str]]:
    """Every form under which a surrogate may come back (parts of a name, initials, spellings), with what it stands for."""
    return [{"surrogate": form.surrogate, "original": form.original} for form in substitutions.forms]


def explain_findings(passages: Passages, found: Found) -> list[dict[str, Any]]:
    """Findings in reading order: offsets in code points of the text at ``path``, 0-based, end exclusive."""
    rows: list[dict[str, Any]] = []
    for leaf, findings in zip(passages.leaves, found, strict=True):
        if leaf.path == SYSTEM_PROMPT:
            continue
        for finding in sorted(findings):
            kind = TYPES[finding.type]
            rows.append(
                {
                    "path": leaf.path,
                    "start": finding.start,
                    "end": finding.end,
                    "type": finding.type,
                    "label": kind.label,
                    "category": kind.category.value,
                    "category_label": CATEGORIES[kind.category].label,
                    "score": finding.score,
                    "recognizer": finding.recognizer,
                }
            )
    return rows


def explain_exchange(
    decision: Decision, messages: Sequence[Any], protected: Protected, measured: Measure, entry: Entry
) -> dict[str, Any]:
    """The whole object of an exchange that took place. ``messages`` are those that left."""
    return {
        "request_id": entry.record.request_id,
        "sent": {"messages": messages},
        "replacements": explain_replacements(protected),
        "forms": explain_forms(protected.substitutions),
        "decision": explain_decision(decision),
        **_place(decision),
        "usage": {
            "prompt_tokens": measured.prompt_llm_tokens,
            "completion_tokens": measured.completion_llm_tokens,
            "total_tokens": measured.llm_tokens,
            "estimated": measured.estimated,
        },
        "energy_wh_low": measured.energy_wh_low,
        "energy_wh_high": measured.energy_wh_high,
        "cost_eur": measured.cost_eur,
        "journal": {"organization": entry.record.organization, "seq": entry.seq, "hash": entry.hash},
    }
