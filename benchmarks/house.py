"""A real ``beffroi serve`` before an instant model server, and what it costs: CPU of its process, memory, time to answer.

CPU is read from the system's counts of the server process alone (``/proc``), so the client and the model server cost nothing.
"""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import orjson

from beffroi.governance.installation import install

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class RunningHouse:
    """A server that answers; ``ready_s`` is how long it took, in seconds of the clock and of CPU."""

    url: str
    api_key: str
    pid: int
    ready_s: float
    ready_cpu_s: float

    @property
    def cpu_s(self) -> float:
        """CPU seconds spent by the threads that the server process has now, since they started (nanoseconds are counted)."""
        threads = Path(f"/proc/{self.pid}/task").glob("*/schedstat")
        return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9

    @property
    def memory_mb(self) -> float:
        """Highest resident memory so far, in megabytes."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


@contextmanager
def instant_upstream() -> Iterator[str]:
    """The base URL of a model server that answers at once."""
    command = [sys.executable, "-m", "benchmarks.instant_upstream"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        try:
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.send_signal(signal.SIGTERM)


@contextmanager
def running_house(upstream: str, *, tagger: bool) -> Iterator[RunningHouse]:
    """``beffroi serve`` in a folder of its own, stopped at the end."""
    with tempfile.TemporaryDirectory() as folder:
        installation = install(Path(folder))
        text = installation.configuration.read_text(encoding="utf-8")
        text = text.replace('name = "Modèle embarqué"', f'name = "Instantané"\nbase_url = "{upstream}"')
        text = re.sub(r"^requests_per_minute.*|^requests_per_day.*|^llm_tokens_per_day.*", "", text, flags=re.M)
        installation.configuration.write_text(
            text.replace("tagger = true", f"tagger = {str(tagger).lower()}"), encoding="utf-8"
        )
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        began = time.perf_counter()
        command = [
            str(Path(sys.executable).parent / "beffroi"),
            "serve",
            "-c",
            str(installation.configuration),
            "--port",
            str(port),
        ]
        with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
            try:
                _wait_for(port, process)
                ready = time.perf_counter() - began
                house = RunningHouse(f"http://127.0.0.1:{port}", installation.api_key, process.pid, ready, 0.0)
                yield RunningHouse(house.url, house.api_key, house.pid, ready, house.cpu_s)
            finally:
                process.send_signal(signal.SIGTERM)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
                connection.sendall(b"GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
                if b" 200 " in connection.recv(64):
                    return
        except OSError:
            pass
        time.sleep(0.01)
    raise RuntimeError("beffroi serve stopped before it answered")


def calibration_ms() -> float:
    """CPU that a fixed piece of Python costs at this moment: what else runs on the machine shows in it, and in the figures."""
    before = time.thread_time()
    table: dict[int, str] = {}
    for number in range(200_000):
        table[number & 1023] = str(number)
    return (time.thread_time() - before) * 1000


async def cpu_per_exchange(
    house: RunningHouse, texts: Sequence[str], *, stream: bool, rounds: int = 4
) -> list[tuple[float, float]]:
    """Milliseconds of CPU of the server per exchange, one at a time, with the calibration of that moment: one pair a round.

    A first round over all the texts warms up, and is not counted.
    """
    headers = {"authorization": f"Bearer {house.api_key}"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def once(number: int, text: str) -> None:
            # Never the same text twice: what the server remembers of a conversation's history must not help here.
            distinct = f"{text}\nDemande {stream:d}-{number}."
            body = {"model": "auto", "stream": stream, "messages": [{"role": "user", "content": distinct}]}
            conversation = {"x-beffroi-conversation": f"bench-{stream}-{number}", "content-type": "application/json"}
            async with session.post(
                f"{house.url}/v1/chat/completions", data=orjson.dumps(body), headers=conversation
            ) as response:
                answer = await response.read()
                if response.status != 200:
                    raise RuntimeError(f"{response.status} {answer[:200]!r}")

        measured: list[tuple[float, float]] = []
        for turn in range(rounds + 1):
            before = house.cpu_s
            for number, text in enumerate(texts):
                await once(turn * len(texts) + number, text)
            measured.append(((house.cpu_s - before) / len(texts) * 1000, calibration_ms()))
        return measured[1:]
