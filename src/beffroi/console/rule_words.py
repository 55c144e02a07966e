"""The rule that decided, in French.

A rule is ``origin:category:level:action`` (see ``policy/ruling.py``), or two of them joined by ``>`` after a reroute.
"""

from __future__ import annotations

from beffroi.policy.matrix import ACTION_LABELS, TRUST_LABELS
from beffroi.policy.snapshot import Action, TrustLevel
from beffroi.privacy.taxonomy import CATEGORIES, Category

ORIGINS = {
    "matrix": "Matrice de l’organisme",
    "use": "Règle propre à l’usage",
    "certification": "Certification exigée du fournisseur",
    "irreplaceable": "Donnée sans remplaçant possible",
    "none": "Aucun modèle possible",
}


def rule_words(rule: str) -> str:
    """A sentence for a rule; what is not in the known form is shown as it is."""
    return ", puis ".join(_one(part) for part in rule.split(">")) if rule else ""


def _one(part: str) -> str:
    fields = part.split(":")
    if fields == ["none", "refuse"]:
        return "aucun autre modèle permis"
    if len(fields) != 4 or fields[0] not in ORIGINS or fields[2] not in set(TrustLevel) or fields[3] not in set(Action):
        return part
    origin, category, level, action = fields
    place, does = TRUST_LABELS[TrustLevel(level)], ACTION_LABELS[Action(action)]
    if category == "none":
        return f"Rien de personnel reconnu, {place} : {does}"
    if category not in set(Category):
        return part
    return f"{ORIGINS[origin]} : {CATEGORIES[Category(category)].label.lower()}, {place}, {does}"
