"""From the substitutions of an exchange to what restores its answer."""

from __future__ import annotations

from beffroi.gateway.answer import TextStream
from beffroi.privacy.restoration.json_arguments import JsonArgumentsRestorer
from beffroi.privacy.restoration.restorer import Restorer
from beffroi.privacy.surrogates.substitutions import Substitutions


class AnswerRestorer:
    """A ``TextRestorer`` over the privacy core."""

    def __init__(self, substitutions: Substitutions) -> None:
        self._restorer = Restorer(substitutions)
        self._arguments = JsonArgumentsRestorer(substitutions)

    def restore(self, text: str) -> str:
        """A whole text."""
        return self._restorer.restore(text)

    def restore_json(self, text: str) -> str:
        """A whole JSON document held in a string."""
        return self._arguments.restore(text)

    def stream(self) -> TextStream:
        """For a text that comes in pieces."""
        return self._restorer.stream()

    def json_stream(self) -> TextStream:
        """For a JSON document that comes in pieces."""
        return self._arguments.stream()


def restorer_of(substitutions: Substitutions) -> AnswerRestorer | None:
    """What restores an answer, or None when nothing was replaced."""
    return AnswerRestorer(substitutions) if len(substitutions) else None
