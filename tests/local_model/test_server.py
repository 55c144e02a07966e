"""The real thing: smollm2 served by a child process, asked through the unmodified ``openai`` client."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
import pytest_asyncio
from openai import APIStatusError, AsyncOpenAI, AuthenticationError

from beffroi.errors import CatalogError, UpstreamUnreachable
from beffroi.local_model.launch import LaunchOrder, LaunchPlan, LaunchReport
from beffroi.local_model.server import LocalModelServer, Patience, child_environment

pytestmark = pytest.mark.asyncio(loop_scope="module")
ALIAS = "smollm2-135m-instruct"
QUESTION = [{"role": "user", "content": "Say hello to Zéphyrine Quatrebarbes."}]


def plan(weights: Path) -> LaunchPlan:
    return LaunchPlan(weights, ALIAS, context_size=4096)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def server(smollm2: Path) -> AsyncIterator[LocalModelServer]:
    async with LocalModelServer(plan(smollm2)) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def client(server: LocalModelServer) -> AsyncIterator[AsyncOpenAI]:
    base_url, api_key = server.endpoint()
    async with AsyncOpenAI(base_url=base_url, api_key=api_key, max_retries=0) as client:
        yield client


async def until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - another process: there is no event to wait for
            await asyncio.sleep(0.02)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def test_it_answers(client: AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(model=ALIAS, messages=QUESTION, max_tokens=12, temperature=0)
    assert answer.choices[0].message.content
    assert answer.model == ALIAS
    assert answer.usage is not None
    assert answer.usage.completion_tokens <= 12


async def test_a_stream_says_what_the_whole_answer_says(client: AsyncOpenAI) -> None:
    asked = {"model": ALIAS, "messages": QUESTION, "max_tokens": 12, "temperature": 0, "seed": 1}
    whole = await client.chat.completions.create(**asked)
    pieces = []
    async for chunk in await client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}):
        pieces += [choice.delta.content or "" for choice in chunk.choices]
    assert len(pieces) > 2
    assert "".join(pieces) == whole.choices[0].message.content


async def test_the_list_names_it_by_its_alias(client: AsyncOpenAI) -> None:
    assert [model.id for model in (await client.models.list()).data] == [ALIAS]


async def test_another_key_is_refused(client: AsyncOpenAI) -> None:
    with pytest.raises(AuthenticationError):
        await client.with_options(api_key="autre").chat.completions.create(model=ALIAS, messages=QUESTION, max_tokens=1)


@pytest.mark.parametrize("path", ["/slots", "/metrics", "/embeddings"])
async def test_what_is_not_needed_is_closed(client: AsyncOpenAI, path: str) -> None:
    send = client.post if path == "/embeddings" else client.get
    base = str(client.base_url).removesuffix("/v1/")
    with pytest.raises(APIStatusError) as caught:
        await send(f"{base}{path}", cast_to=object, **({"body": {"input": "x"}} if path == "/embeddings" else {}))
    assert caught.value.status_code in (400, 404, 501)


async def test_no_web_page_and_only_the_loopback(server: LocalModelServer) -> None:
    base_url, _ = server.endpoint()
    assert base_url.startswith("http://127.0.0.1:")
    with pytest.raises(OSError, match="404"):
        await asyncio.to_thread(urlopen, base_url.removesuffix("/v1") + "/")


async def test_it_is_quiet_when_idle(server: LocalModelServer, client: AsyncOpenAI) -> None:
    await client.chat.completions.create(model=ALIAS, messages=QUESTION, max_tokens=2)
    assert server.pid is not None
    before = cpu_ticks(server.pid)
    await asyncio.sleep(0.5)
    assert cpu_ticks(server.pid) - before <= 5  # ticks of 10 ms, out of 50 a core


def cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


async def test_it_comes_back_at_the_same_address(server: LocalModelServer, client: AsyncOpenAI) -> None:
    endpoint, dead, before = server.endpoint(), server.pid, server.restarts
    assert dead is not None
    os.kill(dead, signal.SIGKILL)
    await until(lambda: server.restarts > before and server.is_well)
    assert server.endpoint() == endpoint
    assert server.pid != dead
    answer = await client.chat.completions.create(model=ALIAS, messages=QUESTION, max_tokens=2)
    assert answer.choices[0].message.content


async def test_stop_ends_the_child(smollm2: Path) -> None:
    server = LocalModelServer(plan(smollm2))
    with pytest.raises(UpstreamUnreachable):
        server.endpoint()
    await server.start()
    pid = server.pid
    assert pid is not None
    await server.stop()
    await server.stop()
    assert not alive(pid)
    assert server.pid is None
    assert not server.is_well


async def test_it_dies_with_its_parent(smollm2: Path) -> None:
    program = (
        "import asyncio, sys\nfrom pathlib import Path\n"
        "from beffroi.local_model.launch import LaunchPlan\nfrom beffroi.local_model.server import LocalModelServer\n"
        "async def main():\n"
        "    server = LocalModelServer(LaunchPlan(Path(sys.argv[1]), 'x', context_size=512))\n"
        "    await server.start()\n    print(server.pid, flush=True)\n    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    with subprocess.Popen(  # noqa: ASYNC220 - a parent to kill, not work to wait for
        [sys.executable, "-c", program, str(smollm2)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(await asyncio.to_thread(parent.stdout.readline))
        assert alive(child)
        parent.kill()
        await until(lambda: not alive(child), 5)


async def test_weights_that_are_not_a_model_are_told(tmp_path: Path) -> None:
    wrong = tmp_path / "faux.gguf"
    wrong.write_bytes(b"rien")
    server = LocalModelServer(plan(wrong))
    with pytest.raises(CatalogError, match="ne démarre pas"):
        await server.start()
    assert server.pid is None


async def test_a_child_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", _script(tmp_path, "exec sleep 30"))
    server = LocalModelServer(plan(tmp_path), patience=Patience(start=0.3, stop=0.1))
    with pytest.raises(CatalogError, match="trop de temps"):
        await server.start()
    assert server.pid is None


async def test_a_child_that_keeps_dying_is_abandoned(smollm2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = LocalModelServer(plan(smollm2), patience=Patience(backoff=(0.01,), give_up=3))
    await server.start()
    monkeypatch.setattr(sys, "executable", _script(tmp_path, "exit 3"))
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert server._watch is not None
    await asyncio.wait_for(asyncio.shield(server._watch), 10)
    assert server.restarts == 3
    assert not server.is_well
    await server.stop()


def _script(folder: Path, line: str) -> str:
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


async def test_the_child_inherits_no_secret() -> None:
    given = child_environment({"PATH": "/bin", "BEFFROI_KEY": "s", "LLAMA_ARG_HOST": "0.0.0.0", "HF_TOKEN": "t"}, 2)
    assert given == {"PATH": "/bin", "OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "2"}


async def test_orders_and_reports_go_through_a_pipe_whole(tmp_path: Path) -> None:
    order = LaunchOrder(replace(plan(tmp_path), threads=3), "clé", 8123)
    assert LaunchOrder.from_line(order.to_line()) == order
    assert "clé" not in repr(order)
    assert LaunchReport.from_line(LaunchReport(url="http://x").to_line()).url == "http://x"
    for line in (b"", b"null", b"{}x", json.dumps({"autre": 1}).encode()):
        assert LaunchReport.from_line(line).failure == "SilentChild"


async def test_start_is_quick(smollm2: Path) -> None:
    began = time.monotonic()
    async with LocalModelServer(plan(smollm2)):
        assert time.monotonic() - began < 15
