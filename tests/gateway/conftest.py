"""The real gateway over a real socket, in front of a model server that misbehaves on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import httpx2 as httpx
import pytest
from openai import OpenAI

from beffroi.gateway.app import create_app
from beffroi.gateway.directory import ProviderDirectory
from beffroi.gateway.ports import ConversationDetector, UpstreamDirectory
from beffroi.policy.source import MemorySnapshotSource
from beffroi.testing.detector import DictionaryDetector
from beffroi.testing.exchange_journal import RecordingJournal
from beffroi.testing.policy import SmallPolicy
from beffroi.testing.server import LocalServer
from beffroi.testing.upstream import Script, UpstreamSimulator

NAME, PHONE, EMAIL, DISORDER = "Aïcha Ben Salah", "06 39 98 12 34", "aicha@arras.example", "dépression"
WORDS = {NAME: "person_name", "Ben Salah": "person_name", PHONE: "phone", EMAIL: "email", DISORDER: "disorder"}


@dataclass
class Gate:
    """A running gateway and all that surrounds it."""

    url: str
    policy: SmallPolicy
    snapshots: MemorySnapshotSource
    journal: RecordingJournal
    upstream: UpstreamSimulator

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.policy.api_key}"}

    def post(self, body: Any, path: str = "/v1/chat/completions", **options: Any) -> httpx.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        with httpx.Client(trust_env=False, verify=False, timeout=10) as client:
            if isinstance(body, bytes | Iterator):
                return client.post(self.url + path, content=body, headers=headers, **options)
            return client.post(self.url + path, json=body, headers=headers, **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        with httpx.Client(trust_env=False, verify=False, timeout=10) as client:
            return client.get(self.url + path, headers={**self.headers, **options.pop("headers", {})}, **options)

    def ask(self, text: str, **options: Any) -> httpx.Response:
        headers = options.pop("headers", {})
        return self.post({"model": "moyen", "messages": [{"role": "user", "content": text}], **options}, headers=headers)

    def client(self) -> OpenAI:
        http = httpx.Client(trust_env=False, verify=False)
        return OpenAI(base_url=f"{self.url}/v1", api_key=self.policy.api_key, max_retries=0, http_client=http)


Opener = Callable[..., Gate]


@pytest.fixture(scope="session")
def shared_upstream() -> Iterator[UpstreamSimulator]:
    with UpstreamSimulator() as upstream:
        yield upstream


@pytest.fixture
def upstream(shared_upstream: UpstreamSimulator) -> UpstreamSimulator:
    shared_upstream.script = Script()
    shared_upstream.forget()
    return shared_upstream


@pytest.fixture
def open_gate(upstream: UpstreamSimulator) -> Iterator[Opener]:
    with ExitStack() as stack:

        def opened(
            *,
            detector: ConversationDetector | None = None,
            directory: UpstreamDirectory | None = None,
            base_url: str = "",
            body_limit: int = 8_000_000,
            clock: Callable[[], float] | None = None,
            **policy: Any,
        ) -> Gate:
            small = SmallPolicy(**policy)
            snapshots = MemorySnapshotSource(small.snapshot(base_url or upstream.base_url))
            journal = RecordingJournal()
            app = create_app(
                snapshots=snapshots,
                detector=detector or DictionaryDetector(WORDS),
                journal=journal,
                directory=directory or ProviderDirectory(),
                master_secret=b"m" * 32,
                public_key=small.signing_key.public_key(),
                body_limit=body_limit,
                **({"clock": clock} if clock else {}),
            )
            server = stack.enter_context(LocalServer(app, lifespan=True))
            return Gate(server.url, small, snapshots, journal, upstream)

        yield opened


@pytest.fixture
def gate(open_gate: Opener) -> Gate:
    return open_gate()


def with_quota(snapshots: MemorySnapshotSource, **quota: int) -> None:
    """Change the quota of every key of the policy in force."""
    snapshot = snapshots.current()
    keys = {digest: replace(key, quota=replace(key.quota, **quota)) for digest, key in snapshot.api_keys.items()}
    snapshots.snapshot = replace(snapshot, api_keys=keys, version=snapshot.version + 1)


def refused(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The error of a refusal, in OpenAI's shape."""
    assert answer.status_code == status, answer.text
    assert answer.headers["x-request-id"].startswith("req_")
    assert answer.headers["content-type"].startswith("application/json")
    (error,) = answer.json().values()
    assert set(error) == {"message", "type", "param", "code"}
    assert error["code"] == code
    assert error["message"].endswith((".", "»")), error["message"]
    assert "Traceback" not in answer.text
    assert NAME not in answer.text
    assert ("retry-after" in answer.headers) == (status in (429, 503))
    return error  # type: ignore[no-any-return]
