"""What the rules of an organisation and of a use say of one category at one provider. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from beffroi.policy.matrix import CERTIFICATIONS, MASKABLE, stricter, strictness
from beffroi.policy.snapshot import Action, Organization, Provider, TrustLevel, Use
from beffroi.privacy.taxonomy import TYPES, Category

SENDABLE = frozenset({Action.PASS, Action.MASK})
"""Actions that let the request go to the provider they were asked about."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The action for one category at one provider, and the name of the rule that says so: ``origin:category:level:action``.

    ``origin``: ``matrix`` (the organisation's), ``use`` (the use is stricter), ``certification`` (the provider lacks the one
    that ``pass`` needs), ``irreplaceable`` (nothing can stand in for this category).
    """

    category: Category
    action: Action
    rule: str


@dataclass(frozen=True, slots=True)
class Rules:
    """The matrices that bind a request. A pair that no matrix speaks of is refused."""

    organization: Organization
    use: Use

    def ruling(self, category: Category, provider: Provider) -> Ruling:
        """What becomes of ``category`` at ``provider``."""
        level = provider.trust_level
        house = self.organization.matrix.get((category, level), Action.REFUSE)
        action = stricter(house, self.use.matrix.get((category, level), Action.PASS))
        origin = "matrix" if action is house else "use"
        if action is Action.MASK and category not in MASKABLE:
            origin, action = "irreplaceable", Action.REROUTE
        needed = CERTIFICATIONS.get(category)
        if action is Action.PASS and needed and level is not TrustLevel.LOCAL and needed.isdisjoint(provider.certifications):
            origin, action = "certification", Action.REROUTE
        return Ruling(category, action, f"{origin}:{category}:{level}:{action}")

    def strictest(self, categories: Iterable[Category], provider: Provider) -> Ruling | None:
        """The strictest ruling; the first category decides among equals. None when there is no category."""
        rulings = [self.ruling(category, provider) for category in categories]
        return max(rulings, key=lambda ruling: strictness(ruling.action), default=None)

    def masked(self, types: frozenset[str], provider: Provider) -> frozenset[str]:
        """The type codes of ``types`` to replace before sending to ``provider``."""
        actions = {category: self.ruling(category, provider).action for category in categories_of(types)}
        return frozenset(code for code in types if actions[TYPES[code].category] is Action.MASK)


def categories_of(types: frozenset[str]) -> list[Category]:
    """The categories of type codes, each once, sorted by code: an order that never depends on the text."""
    return sorted({TYPES[code].category for code in types})
