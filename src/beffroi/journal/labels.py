"""French labels of the journal's codes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from beffroi.journal.entry import Outcome

OUTCOME_LABELS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.COMPLETED: "terminé",
        Outcome.REFUSED: "refusé",
        Outcome.FAILED: "échoué",
        Outcome.CANCELLED: "abandonné",
        Outcome.INTERRUPTED: "interrompu",
    }
)
