"""``/v1/models``: the models that the use of the key allows, as OpenAI's clients list them."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import orjson

from beffroi.errors import ModelNotAllowed
from beffroi.gateway import protection
from beffroi.gateway.house import House
from beffroi.gateway.reply import Call, Reply
from beffroi.policy.snapshot import Grant, Model, Snapshot


class ModelList:
    """``GET /v1/models``."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def __call__(self, call: Call, reply: Reply) -> None:
        """Answer with the allowed models, in the use's order of preference.

        Raises:
            BeffroiError: no policy, no valid key, or a use that is not open.
        """
        snapshot, grant = protection.authenticate(self.house, call)
        protection.check_open(grant)
        rows = [_row(snapshot, model) for model in _allowed(snapshot, grant)]
        await reply.json(orjson.dumps({"object": "list", "data": rows}))


class ModelPage:
    """``GET /v1/models/{id}``."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def __call__(self, call: Call, reply: Reply) -> None:
        """Answer with one allowed model.

        Raises:
            ModelNotAllowed: unknown, or not allowed.
            BeffroiError: no policy, no valid key, or a use that is not open.
        """
        snapshot, grant = protection.authenticate(self.house, call)
        protection.check_open(grant)
        wanted = unquote(call.scope["path_params"]["id"])
        for model in _allowed(snapshot, grant):
            if model.id == wanted:
                await reply.json(orjson.dumps(_row(snapshot, model)))
                return
        raise ModelNotAllowed(param="model")


def _allowed(snapshot: Snapshot, grant: Grant) -> list[Model]:
    return [snapshot.models[name] for name in grant.use.models if name in snapshot.models]


def _row(snapshot: Snapshot, model: Model) -> dict[str, Any]:
    provider = snapshot.providers.get(model.provider)
    return {
        "id": model.id,
        "object": "model",
        "created": snapshot.issued_at,
        "owned_by": provider.name if provider else "",
        "context_length": model.context_length,
        "beffroi": {
            "provider": provider.id if provider else None,
            "trust_level": provider.trust_level.value if provider else None,
            "country": provider.country if provider else None,
        },
    }
