"""The French sentences that say why a decision was taken. They name categories, providers and models; never a user's text."""

from __future__ import annotations

from beffroi.policy.matrix import TRUST_LABELS
from beffroi.policy.snapshot import Model, Provider
from beffroi.privacy.taxonomy import CATEGORIES, Category

NOTHING_FOUND = "Aucune donnée personnelle n’a été reconnue : le texte part tel quel."


def sent(provider: Provider, *, masked: bool) -> str:
    """The request goes where it was asked to go."""
    place = _place(provider)
    if masked:
        return f"Les données reconnues sont remplacées avant l’envoi à {place}, puis rétablies dans la réponse."
    return f"Les données reconnues peuvent être confiées à {place} : elles partent telles quelles."


def rerouted(category: Category, refused_at: Provider, model: Model, provider: Provider) -> str:
    """Another model takes the request."""
    place = f"au modèle « {model.id} », chez {_place(provider)}"
    return f"{_found(category)} : il n’est pas confié à {_place(refused_at)}, mais {place}."


def nowhere_to_go(category: Category, refused_at: Provider) -> str:
    """Rerouting was needed, and no allowed model may receive the text."""
    return (
        f"{_found(category)} : il ne peut pas être confié à {_place(refused_at)}, et cet usage n’a pas d’autre modèle "
        "qui puisse le recevoir. Rien n’a été envoyé. Retirez cette mention, ou demandez au référent de l’usage d’y ajouter "
        "un modèle sur place."
    )


def held(category: Category, provider: Provider) -> str:
    """The matrix wants a person to validate."""
    return (
        f"{_found(category)} : la validation d’une personne habilitée est requise avant tout envoi à {_place(provider)}. "
        "Rien n’a été envoyé. Retirez cette mention, ou adressez-vous au référent de l’usage."
    )


def refused(category: Category, provider: Provider) -> str:
    """The matrix says no."""
    return (
        f"{_found(category)} : la matrice de protection interdit de le confier à {_place(provider)}. "
        "Rien n’a été envoyé. Retirez cette mention, puis recommencez."
    )


def _found(category: Category) -> str:
    return f"Votre texte contient une donnée de la catégorie « {CATEGORIES[category].label} »"


def _place(provider: Provider) -> str:
    return f"« {provider.name} » ({TRUST_LABELS[provider.trust_level]})"
