"""``kill -9`` on a gateway that serves: every answer that a client fully received is in the journal, which verifies each time.

The real data plane, over real sockets, in a process of its own. The test kills it a few times; the bar is a hundred::

    python tests/journal/test_proofs_crash.py 100
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import typer
from typer.testing import CliRunner

from beffroi.cli import journal as command
from beffroi.journal.entry import Outcome
from beffroi.journal.ports import Page
from beffroi.journal.proof_archive import ProofArchive
from beffroi.journal.sqlite import SqliteJournal
from beffroi.policy.authentication import generate_api_key
from beffroi.testing.policy import ORGANIZATION
from beffroi.testing.proof_case import proof_record
from beffroi.testing.upstream import Script, UpstreamSimulator

ROUNDS = 3
CLIENTS = 24

CHILD = """
import asyncio, socket, sys
from pathlib import Path
import uvicorn
from beffroi.gateway.app import create_app
from beffroi.gateway.directory import ProviderDirectory
from beffroi.journal.entry import Entry
from beffroi.journal.sqlite import SqliteJournal
from beffroi.journal.writer import JournalWriter
from beffroi.policy.source import MemorySnapshotSource
from beffroi.testing.detector import DictionaryDetector
from beffroi.testing.policy import SmallPolicy

path, base_url, api_key, is_lazy = sys.argv[1:]
policy = SmallPolicy(api_key=api_key)
journal = JournalWriter(SqliteJournal(Path(path)))
journal.start()

class LazyJournal:  # the negative control: says that it wrote, and writes a moment later
    begin = journal.begin

    async def commit(self, record):
        asyncio.get_running_loop().call_later(0.3, lambda: asyncio.ensure_future(journal.commit(record)))
        return Entry(1, "", "", record)


app = create_app(
    snapshots=MemorySnapshotSource(policy.snapshot(base_url)),
    detector=DictionaryDetector({"Dupont": "person_name"}),
    journal=LazyJournal() if is_lazy == "1" else journal,
    directory=ProviderDirectory(),
    master_secret=b"m" * 32,
    public_key=policy.signing_key.public_key(),
)
listener = socket.create_server(("127.0.0.1", 0), backlog=256)
print(listener.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, lifespan="on")).run(sockets=[listener])
"""


@dataclass
class Tally:
    """What clients saw: the ids of the answers that they received whole, and how many they asked for."""

    asked: int = 0
    whole: set[str] = field(default_factory=set)
    streamed: int = 0


async def client(url: str, api_key: str, tally: Tally, *, stream: bool) -> None:
    """Ask, one request after the other, until the gateway is gone."""
    body = {"model": "moyen", "stream": stream, "messages": [{"role": "user", "content": "Répondre à M. Dupont."}]}
    headers = {"authorization": f"Bearer {api_key}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        while True:
            tally.asked += 1
            try:
                async with session.post(f"{url}/v1/chat/completions", json=body) as answer:
                    data = await answer.read()
            except (aiohttp.ClientError, OSError):
                return
            assert answer.status == 200, answer.status
            if not stream or data.endswith(b"data: [DONE]\n\n"):
                tally.whole.add(answer.headers["x-request-id"])
                tally.streamed += stream


async def load(url: str, api_key: str, tally: Tally, process: subprocess.Popen[bytes], seconds: float) -> None:
    """Clients at work, until the process is killed under them, ``seconds`` after they received a first round of answers."""
    first_round = len(tally.whole) + CLIENTS
    tasks = [asyncio.ensure_future(client(url, api_key, tally, stream=bool(number % 2))) for number in range(CLIENTS)]
    async with asyncio.timeout(20):
        while len(tally.whole) < first_round:  # noqa: ASYNC110  (a test may poll)
            await asyncio.sleep(0.01)
    await asyncio.sleep(seconds)
    process.kill()
    await asyncio.wait_for(asyncio.gather(*tasks), 20)


def beffroi(config: Path, *arguments: str) -> tuple[int, str]:
    """``beffroi journal …``: its exit code and what it says."""
    app = typer.Typer(pretty_exceptions_enable=False)
    command.register(app)
    done = CliRunner().invoke(app, ["journal", *arguments, "--config", str(config)], catch_exceptions=False)
    return done.exit_code, done.output


def crash(directory: Path, rounds: int, seed: int, *, is_lazy: bool = False) -> tuple[Tally, int, int]:
    """Kill ``rounds`` times. Returns what clients saw, the length of the chain, and how many exchanges were interrupted.

    ``is_lazy``: with a journal that writes too late.
    """
    config = directory / "beffroi.toml"
    config.write_text("")
    path, api_key, tally, chance = directory / "var" / "journal.sqlite3", generate_api_key(), Tally(), random.Random(seed)
    store, checkpoints = SqliteJournal(path), 0
    with UpstreamSimulator() as upstream:
        upstream.script = Script(pieces=("Bonjour ", "M. ", "Dupont."), delay_s=0.002)
        for number in range(rounds):
            arguments = [sys.executable, "-c", CHILD, str(path), upstream.base_url, api_key, str(int(is_lazy))]
            with subprocess.Popen(arguments, stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                url = f"http://127.0.0.1:{int(process.stdout.readline())}"
                asyncio.run(load(url, api_key, tally, process, chance.random() * 0.3))
            code, said = beffroi(config, "verify")
            assert code == 0, said
            completed = completed_of(store)
            assert tally.whole <= completed, f"round {number}: {len(tally.whole - completed)} lost"
            code, said = beffroi(config, "checkpoint")
            assert code == 0, said
            checkpoints += 1
            upstream.forget()
    archive = ProofArchive(directory / "var" / "keys", directory / "var" / "checkpoints")
    assert len(archive.checkpoints(ORGANIZATION)) == checkpoints
    return tally, *length_of(store)


def completed_of(store: SqliteJournal) -> set[str]:
    entries = store.read(ORGANIZATION, Page(limit=10_000_000))
    return {entry.record.request_id for entry in entries if entry.record.outcome is Outcome.COMPLETED}


def length_of(store: SqliteJournal) -> tuple[int, int]:
    entries = store.read(ORGANIZATION, Page(limit=10_000_000))
    ids = [entry.record.request_id for entry in entries]
    assert len(ids) == len(set(ids)), "no exchange has two entries"
    return len(entries), sum(entry.record.outcome is Outcome.INTERRUPTED for entry in entries)


def test_what_a_client_received_is_in_the_journal(tmp_path: Path) -> None:
    tally, length, _ = crash(tmp_path, ROUNDS, seed=1)
    assert tally.streamed
    assert length >= len(tally.whole)


def test_an_answer_given_before_its_journal_is_written_would_be_seen(tmp_path: Path) -> None:
    """The negative control: the same test fails on a gateway that answers first."""
    with pytest.raises(AssertionError, match="lost"):
        crash(tmp_path, ROUNDS, seed=2, is_lazy=True)


def test_a_signing_killed_anywhere_leaves_a_journal_that_verifies(tmp_path: Path) -> None:
    """``kill -9`` on ``checkpoint`` and ``rotate-key``, at any moment of their work."""
    config = tmp_path / "beffroi.toml"
    config.write_text("")
    store = SqliteJournal(tmp_path / "var" / "journal.sqlite3")
    store.write((), [proof_record(number) for number in range(1, 50)])
    store.close()
    arguments = [sys.executable, "-c", SIGNER, str(tmp_path / "var")]
    for number in range(6):
        with subprocess.Popen(arguments, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.03 * number)
            process.kill()
        code, said = beffroi(config, "verify")
        assert code == 0, said
        code, said = beffroi(config, "checkpoint")
        assert code == 0, said
    history = ProofArchive(tmp_path / "var" / "keys", tmp_path / "var" / "checkpoints").history()
    assert history is not None
    assert len(history.keys) > 1


SIGNER = """
import sys, time
from pathlib import Path
from beffroi.journal.evidence import add_checkpoint, gather
from beffroi.journal.proof_archive import ProofArchive
from beffroi.journal.sqlite import SqliteJournal

root = Path(sys.argv[1])
store, archive = SqliteJournal(root / "journal.sqlite3"), ProofArchive(root / "keys", root / "checkpoints")
print("ready", flush=True)
while True:
    add_checkpoint(gather(store, "saint-aubin", archive), archive, int(time.time()))
    archive.rotate(int(time.time()))
"""


if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        seen, chain, interrupted = crash(Path(name), count, seed=os.getpid())
    print(
        f"{count} × kill -9 en {time.perf_counter() - started:.0f} s : {seen.asked} demandes, {len(seen.whole)} réponses reçues"
    )
    print(f"en entier (dont {seen.streamed} flux), toutes au journal ; {chain} écritures, dont {interrupted} interrompues.")
