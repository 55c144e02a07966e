"""``beffroi serve`` as a person starts it: a real process, a real port, both planes, and a policy that follows its file."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx
import pytest

from beffroi.governance.installation import install
from beffroi.journal.audit import verify_store
from beffroi.journal.sqlite import SqliteJournal
from beffroi.testing.upstream import Kind, Script, UpstreamSimulator

ORGANIZATION = "saint-aubin-des-eaux"
LETTER = "Zéphyrine Quatrebarbes, 06 39 98 71 42, demande un acte."


@dataclass
class House:
    """A running ``beffroi serve``."""

    url: str
    folder: Path
    api_key: str
    process: subprocess.Popen[bytes]
    upstream: UpstreamSimulator
    ready_after_s: float

    def ask(self, text: str = LETTER, **options: object) -> httpx.Response:
        body = {"model": "auto", "messages": [{"role": "user", "content": text}], **options}
        with httpx.Client(trust_env=False, timeout=20) as client:
            return client.post(
                f"{self.url}/v1/chat/completions", json=body, headers={"authorization": f"Bearer {self.api_key}"}
            )

    def rewrite(self, pattern: str, replacement: str) -> None:
        file = self.folder / "beffroi.toml"
        text, count = re.subn(pattern, replacement, file.read_text(encoding="utf-8"), count=1)
        assert count == 1
        file.write_text(text, encoding="utf-8")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("maison")
    installation = install(folder)
    with UpstreamSimulator(Script(Kind.ECHO)) as upstream:
        configuration = installation.configuration
        configuration.write_text(
            configuration.read_text(encoding="utf-8").replace(
                'name = "Modèle embarqué"', f'name = "Essai"\nbase_url = "{upstream.base_url}"'
            ),
            encoding="utf-8",
        )
        port = free_port()
        beffroi = Path(sys.executable).parent / "beffroi"
        began = time.monotonic()
        process = subprocess.Popen(
            [beffroi, "serve", "--config", configuration, "--port", str(port)],
            env={**os.environ, "no_proxy": "*"},
            stderr=subprocess.PIPE,
        )
        url = f"http://127.0.0.1:{port}"
        try:
            while not answers(url):
                assert process.poll() is None, process.stderr and process.stderr.read().decode()
                assert time.monotonic() - began < 60
                time.sleep(0.02)
            yield House(url, folder, installation.api_key, process, upstream, time.monotonic() - began)
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=30)
        assert b"Traceback" not in errors
        assert "Quatrebarbes" not in errors.decode()


def answers(url: str) -> bool:
    try:
        with httpx.Client(trust_env=False, timeout=2) as client:
            return client.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def wait_until(holds: object, seconds: float) -> float:
    """How long it took ``holds`` to be true, in seconds; fails after ``seconds``."""
    began = time.monotonic()
    while not holds():  # type: ignore[operator]
        assert time.monotonic() - began < seconds
        time.sleep(0.02)
    return time.monotonic() - began


def test_an_exchange_leaves_masked_comes_back_whole_and_is_journalled(house: House) -> None:
    answer = house.ask()
    assert answer.status_code == 200
    assert LETTER in answer.json()["choices"][0]["message"]["content"]
    left = house.upstream.requests[-1].body.decode()
    assert "Quatrebarbes" not in left
    assert "71 42" not in left
    store = SqliteJournal(house.folder / "var/journal.sqlite3")
    newest = store.read(ORGANIZATION, newest_first=True)[0]
    assert newest.record.found["person_name"] >= 1
    assert verify_store(store, ORGANIZATION).ok


def test_nothing_personal_is_written_anywhere_in_the_house(house: House) -> None:
    house.ask()
    for path in house.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Quatrebarbes" not in content, path.name
            assert b"06 39 98 71 42" not in content, path.name


def test_suspending_a_use_closes_the_gateway_and_authorising_opens_it_again(house: House) -> None:
    assert house.ask().status_code == 200
    house.rewrite(r'status = "authorized"', 'status = "suspended"')
    wait_until(lambda: house.ask().status_code == 403, 5)
    requests = len(house.upstream.requests)
    refused = house.ask()
    assert refused.json()["error"]["code"] == "use_closed"
    assert len(house.upstream.requests) == requests
    house.rewrite(r'status = "suspended"', 'status = "authorized"')
    wait_until(lambda: house.ask().status_code == 200, 5)


def test_a_configuration_that_does_not_compile_changes_nothing(house: House) -> None:
    house.rewrite(r"\[\[uses\]\]", "[[usages]]")
    time.sleep(1.5)
    assert house.ask().status_code == 200
    house.rewrite(r"\[\[usages\]\]", "[[uses]]")


def test_the_console_and_its_files_answer_on_the_same_port(house: House) -> None:
    with httpx.Client(trust_env=False, timeout=20, follow_redirects=True) as client:
        page = client.get(house.url)
        assert page.status_code == 200
        assert '<html lang="fr"' in page.text
        assert "unsafe" not in page.headers["content-security-policy"]
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
        assert files
        assert {client.get(house.url + file).status_code for file in files} == {200}
        assert client.get(f"{house.url}/static/../settings.py").status_code == 404


def test_unknown_paths_of_the_api_answer_in_french_and_in_shape(house: House) -> None:
    with httpx.Client(trust_env=False, timeout=20) as client:
        answer = client.get(f"{house.url}/v1/nulle-part")
    assert answer.status_code == 404
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}


def test_a_port_that_is_taken_is_told_in_words(house: House) -> None:
    port = house.url.rsplit(":", 1)[1]
    command = [Path(sys.executable).parent / "beffroi", "serve", "-c", house.folder / "beffroi.toml", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "déjà pris" in done.stderr
    assert "Traceback" not in done.stderr
