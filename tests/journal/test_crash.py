"""``kill -9`` under load, several times: what was acknowledged is there, what was open is told, and the chain verifies."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from beffroi.journal.audit import verify_store
from beffroi.journal.entry import Outcome
from beffroi.journal.ports import Page
from beffroi.journal.sqlite import SqliteJournal
from beffroi.journal.writer import JournalWriter

TOWN = "saint-aubin"
ROUNDS = 5

CHILD = """
import asyncio, itertools, os, sys
from pathlib import Path
from beffroi.journal.entry import Opening, Outcome, Record
from beffroi.journal.sqlite import SqliteJournal
from beffroi.journal.writer import JournalWriter

async def main():
    writer = JournalWriter(SqliteJournal(Path(sys.argv[1])))
    writer.start()
    numbers = itertools.count()
    async def client():
        for number in numbers:
            name = f"{sys.argv[2]}-{number}"
            common = ("saint-aubin", "courrier", "p", "g", "/v1")
            await writer.begin(Opening(name, number, *common, "qwen", "principal"))
            os.write(1, f"begun {name}\\n".encode())
            await asyncio.sleep(0)
            await writer.commit(Record(name, number, *common, Outcome.COMPLETED, 200))
            os.write(1, f"done {name}\\n".encode())
    await asyncio.gather(*(client() for _ in range(20)))

asyncio.run(main())
"""


def run_and_kill(path: Path, round_number: int) -> tuple[set[str], set[str]]:
    """Requests acknowledged as begun, and as done, by a process killed while it works."""
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path), str(round_number)], stdout=subprocess.PIPE)
    assert child.stdout is not None
    lines = [child.stdout.readline()]
    time.sleep(0.05 + 0.03 * round_number)
    child.kill()
    lines += child.stdout.readlines()
    child.stdout.close()
    child.wait()
    words = [line.decode().split() for line in lines if line.endswith(b"\n")]
    begun = {name for word, name in words if word == "begun"}
    return begun, {name for word, name in words if word == "done"}


def test_nothing_acknowledged_is_lost(path: Path) -> None:
    begun, done = set[str](), set[str]()
    for round_number in range(ROUNDS):
        begun_now, done_now = run_and_kill(path, round_number)
        assert done_now, "the process was killed before it worked"
        begun |= begun_now
        done |= done_now
        assert verify_store(SqliteJournal(path), TOWN).ok
    store = SqliteJournal(path)
    writer = JournalWriter(store)
    writer.start()
    writer.stop()
    assert verify_store(store, TOWN).ok
    assert store.open_openings() == []
    outcomes = {e.record.request_id: e.record.outcome for e in store.read(TOWN, Page(limit=1_000_000))}
    assert begun <= outcomes.keys()
    assert all(outcomes[name] is Outcome.COMPLETED for name in done)
    assert len(outcomes) == store.count(TOWN), "no exchange has two entries"
