"""What may be done with one request: which model, what to mask, or why not. Pure.

Reads like a decision: the model asked for is tried first; if the matrix sends a category elsewhere, the nearest allowed
model that may receive everything takes its place; otherwise the answer is no, in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from beffroi.errors import ModelNotAllowed, ProtectionError, SnapshotUnavailable, UseClosed
from beffroi.policy import reasons
from beffroi.policy.ruling import SENDABLE, Rules, Ruling, categories_of
from beffroi.policy.snapshot import Action, Grant, Model, Provider, Snapshot, Use, UseStatus
from beffroi.privacy.taxonomy import TYPES

ANY_MODEL = frozenset({"", "auto"})
"""Names that mean "the use's first choice"."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome, as a value.

    ``masked_types`` are the type codes to replace before sending to ``provider``. ``rule`` is ASCII and stable: it cites the
    decisive rule, or two joined by ``>`` when a request was rerouted. ``reason`` is a French sentence for the user.
    When ``refused``, ``model`` and ``provider`` are None and ``error_code`` says which refusal it is.
    """

    action: Action
    model: Model | None
    provider: Provider | None
    masked_types: frozenset[str]
    rule: str
    reason: str
    refused: bool = False
    error_code: str = ""


def decide(snapshot: Snapshot, grant: Grant, model_requested: str, found: Mapping[str, int]) -> Decision:
    """Decide for a request in which ``found`` counts the findings per type code.

    Raises:
        UseClosed: the use is unknown to the snapshot, or not authorised.
        ModelNotAllowed: the model is unknown, or the use does not allow it.
        ProtectionError: a type is not in the taxonomy (nothing can be said of it, so nothing leaves).
    """
    rules = _open_rules(snapshot, grant)
    model = _requested(snapshot, rules.use, model_requested)
    provider = _provider_of(snapshot, model)
    types = frozenset(code for code, count in found.items() if count > 0)
    if not types <= TYPES.keys():
        raise ProtectionError()
    worst = rules.strictest(categories_of(types), provider)
    if worst is None:
        return Decision(
            Action.PASS, model, provider, frozenset(), f"matrix:none:{provider.trust_level}:pass", reasons.NOTHING_FOUND
        )
    if worst.action in SENDABLE:
        masked = rules.masked(types, provider)
        return Decision(worst.action, model, provider, masked, worst.rule, reasons.sent(provider, masked=bool(masked)))
    if worst.action is Action.REROUTE:
        return _rerouted(snapshot, rules, provider, types, worst)
    return _refused(worst, provider)


def _open_rules(snapshot: Snapshot, grant: Grant) -> Rules:
    """The rules as the snapshot has them *now*: a use suspended since authentication is closed."""
    organization = snapshot.organizations.get(grant.organization.id)
    use = snapshot.uses.get((grant.organization.id, grant.use.id))
    if organization is None or use is None or use.status is not UseStatus.AUTHORIZED:
        raise UseClosed()
    return Rules(organization, use)


def _requested(snapshot: Snapshot, use: Use, name: str) -> Model:
    wanted = next(iter(use.models), "") if name in ANY_MODEL else name
    if wanted not in use.models or wanted not in snapshot.models:
        raise ModelNotAllowed(param="model")
    return snapshot.models[wanted]


def _provider_of(snapshot: Snapshot, model: Model) -> Provider:
    provider = snapshot.providers.get(model.provider)
    if provider is None:
        raise SnapshotUnavailable()
    return provider


def _rerouted(snapshot: Snapshot, rules: Rules, refused_at: Provider, types: frozenset[str], worst: Ruling) -> Decision:
    """The first model of the use, in its order of preference, that may receive every category found."""
    for name in rules.use.models:
        model = snapshot.models.get(name)
        provider = snapshot.providers.get(model.provider) if model else None
        if model is None or provider is None:
            continue
        there = rules.strictest(categories_of(types), provider)
        if there is None or there.action not in SENDABLE:
            continue
        rule = f"{worst.rule}>{rules.ruling(worst.category, provider).rule}"
        reason = reasons.rerouted(worst.category, refused_at, model, provider)
        return Decision(Action.REROUTE, model, provider, rules.masked(types, provider), rule, reason)
    reason = reasons.nowhere_to_go(worst.category, refused_at)
    return _no(Action.REFUSE, f"{worst.rule}>none:refuse", reason, "refused_by_policy")


def _refused(worst: Ruling, provider: Provider) -> Decision:
    if worst.action is Action.HOLD:
        return _no(Action.HOLD, worst.rule, reasons.held(worst.category, provider), "human_validation_required")
    return _no(Action.REFUSE, worst.rule, reasons.refused(worst.category, provider), "refused_by_policy")


def _no(action: Action, rule: str, reason: str, error_code: str) -> Decision:
    return Decision(action, None, None, frozenset(), rule, reason, refused=True, error_code=error_code)
