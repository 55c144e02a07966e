"""An error as OpenAI's clients parse it: a status, a JSON body, and when to come back."""

from __future__ import annotations

import orjson

from beffroi.errors import BeffroiError

RETRY_AFTER_S = 5
"""What a client is told to wait when the house cannot say better (seconds)."""

INTERNAL = BeffroiError(
    "Une erreur interne s’est produite.",
    hint="Réessayez ; si cela persiste, donnez l’en-tête x-request-id à votre administrateur.",
)


def error_object(failure: BeffroiError) -> dict[str, dict[str, str | None]]:
    """The ``{"error": …}`` object."""
    return {"error": {"message": failure.sentence, "type": failure.kind, "param": failure.param, "code": failure.code}}


def error_body(failure: BeffroiError) -> bytes:
    """The same, as JSON."""
    return orjson.dumps(error_object(failure))


def error_headers(failure: BeffroiError) -> list[tuple[bytes, bytes]]:
    """``Retry-After`` for what will pass with time (429 and 503)."""
    if failure.status not in (429, 503):
        return []
    seconds = getattr(failure, "retry_after", RETRY_AFTER_S)
    return [(b"retry-after", str(seconds).encode("ascii"))]
