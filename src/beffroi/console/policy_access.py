"""What the signed policy opens to a person."""

from __future__ import annotations

from dataclasses import dataclass

from beffroi.console.models import Person
from beffroi.console.ports import SessionGrant, ports
from beffroi.errors import SnapshotUnavailable, UseClosed
from beffroi.policy.matrix import TRUST_LABELS
from beffroi.policy.snapshot import Model, Provider, Snapshot, Use, UseStatus


@dataclass(frozen=True, slots=True)
class OpenUse:
    """A use that the person may choose, and the model that it prefers (None when the policy names none that exists)."""

    use: Use
    model: Model | None
    provider: Provider | None

    @property
    def place(self) -> str:
        """Where the preferred model computes, in French."""
        return TRUST_LABELS[self.provider.trust_level] if self.provider else ""


def current_snapshot() -> Snapshot:
    """The policy in force.

    Raises:
        SnapshotUnavailable: there is none, or its signature is wrong.
    """
    return ports().current_snapshot()


def organization_name(person: Person) -> str:
    """The body's name as the policy writes it; its slug when the policy cannot be read or does not know it."""
    try:
        organization = current_snapshot().organizations.get(person.organization)
    except SnapshotUnavailable:
        return person.organization
    return organization.name if organization else person.organization


def open_uses(person: Person) -> list[OpenUse]:
    """The authorised uses of the person's body, in the policy's order."""
    snapshot = current_snapshot()
    return [
        _described(use, snapshot)
        for use in sorted(snapshot.uses.values(), key=lambda use: (use.rank, use.id))
        if use.organization == person.organization and use.status is UseStatus.AUTHORIZED
    ]


def known_uses(person: Person) -> list[Use]:
    """Every use of the person's body, open or not: what the journal may mention."""
    try:
        snapshot = current_snapshot()
    except SnapshotUnavailable:
        return []
    return [use for (organization, _), use in snapshot.uses.items() if organization == person.organization]


def issue_grant(person: Person, use_id: str) -> SessionGrant:
    """A short-lived key for this person and this use.

    Raises:
        UseClosed: the use does not exist for this body, or is not authorised.
        SnapshotUnavailable: no policy is in force.
    """
    use = current_snapshot().uses.get((person.organization, use_id))
    if use is None or use.status is not UseStatus.AUTHORIZED:
        raise UseClosed
    return ports().issue_grant(person.email, person.organization, use_id)


def _described(use: Use, snapshot: Snapshot) -> OpenUse:
    model = next((snapshot.models[name] for name in use.models if name in snapshot.models), None)
    provider = snapshot.providers.get(model.provider) if model else None
    return OpenUse(use=use, model=model, provider=provider)
