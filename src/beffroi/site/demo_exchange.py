"""One exchange of the demonstration, without a browser: over HTTP like any client, then shown from both sides."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Callable
from typing import Any

import aiohttp
import uvicorn

from beffroi.errors import BeffroiError
from beffroi.journal.audit import verify_store
from beffroi.journal.sqlite import SqliteJournal
from beffroi.policy.snapshot import ProviderKind
from beffroi.settings import Settings, load_settings
from beffroi.site.assembly import Assembly, assemble
from beffroi.site.demo_town import ORGANIZATION, Town, letter

MODEL_START_S = 180.0
ANSWER_S = 600.0


def one_exchange(town: Town, show: Callable[[str], None]) -> bool:
    """Starts the house on a free port, makes the exchange, prints it with ``show``. Returns whether all went well.

    Raises:
        ConfigurationError: the town's configuration cannot be used.
    """
    settings = load_settings(town.configuration)
    house = assemble(settings, lambda: load_settings(town.configuration))
    try:
        answer = asyncio.run(_served(house, town, show))
    finally:
        house.close()
    if "error" in answer:
        show(f"\nÉchec : {answer['error']['message']}")
        return False
    _show_both_sides(answer, show)
    return _show_journal(settings, show)


async def _served(house: Assembly, town: Town, show: Callable[[str], None]) -> dict[str, Any]:
    """The answer to the letter, from a server that lives for the time of the exchange."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(house.app, log_level="warning", access_log=False, timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # Ctrl+C belongs to the command
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        show("Démarrage du modèle local…")
        await _wait_for_model(house)
        show(f"\n── Ce que l’agent écrit ──\n{letter()}")
        return await _ask(f"http://127.0.0.1:{listener.getsockname()[1]}", town)
    finally:
        server.should_exit = True
        await serving


async def _wait_for_model(house: Assembly) -> None:
    """Raises UpstreamUnreachable if the embedded models are not ready in time."""
    embedded = [p for p in house.snapshots.current().providers.values() if p.kind is ProviderKind.EMBEDDED]
    deadline = time.monotonic() + MODEL_START_S
    while not all(house.models.is_ready(provider.id) for provider in embedded):
        if time.monotonic() > deadline:
            for provider in embedded:
                house.models.resolve(provider)
        await asyncio.sleep(0.1)


async def _ask(address: str, town: Town) -> dict[str, Any]:
    body = {"model": "auto", "temperature": 0, "max_tokens": 200, "messages": [{"role": "user", "content": letter()}]}
    headers = {"Authorization": f"Bearer {town.api_key}", "x-beffroi-explain": "1"}
    timeout = aiohttp.ClientTimeout(total=ANSWER_S)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(f"{address}/v1/chat/completions", json=body, headers=headers) as response,
    ):
        answer: dict[str, Any] = json.loads(await response.read())
        return answer


def _show_both_sides(answer: dict[str, Any], show: Callable[[str], None]) -> None:
    explained = answer["beffroi"]
    sent = explained["sent"]["messages"][-1]["content"]
    show(f"\n── Ce qui est sorti ──\n{sent}")
    show("\n── Ce qui a été remplacé ──")
    for row in explained["replacements"]:
        show(f"  {row['label']} : {row['original']} → {row['surrogate']}")
    show(f"\n── La réponse, vraies valeurs remises ──\n{answer['choices'][0]['message']['content']}")
    decision = explained["decision"]
    show(f"\n── Pourquoi ──\n{decision['reason']} (règle {decision['rule']}) Modèle : {explained['model']}.")


def _show_journal(settings: Settings, show: Callable[[str], None]) -> bool:
    try:
        store = SqliteJournal(settings.journal_path)
        report = verify_store(store, ORGANIZATION)
        head = store.head(ORGANIZATION)
    except BeffroiError as error:
        show(f"\nJournal : {error.sentence}")
        return False
    show(f"\n── Journal ──\nÉcriture n° {head.seq}, empreinte {head.hash[:16]}… {report.sentence}")
    return report.ok
