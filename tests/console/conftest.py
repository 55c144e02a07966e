"""Django, configured once for the whole run, on a database in memory; every test rolls back what it wrote."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from beffroi.console.ports import ConsolePorts, JournalQuery, SessionGrant
from beffroi.errors import JournalError, SnapshotUnavailable
from beffroi.journal.chain import genesis, head_of, link
from beffroi.journal.entry import Entry, Outcome, Record
from beffroi.journal.verification import VerificationReport, verify
from beffroi.policy.snapshot import Model, Organization, Provider, ProviderKind, Snapshot, TrustLevel, Use, UseStatus
from beffroi.site.django_settings import ConsoleProfile, configure

PASSWORD = "beffroi-de-bruges-1"
MEMORY = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
HASHER = "django.contrib.auth.hashers.MD5PasswordHasher"


@dataclass
class FakeJournal:
    """A journal in memory; ``broken`` makes every call fail."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    broken: bool = False

    def write(self, record: Record) -> Entry:
        """Chain one more record."""
        chain = self.entries.setdefault(record.organization, [])
        entry = link(head_of(chain[-1]) if chain else genesis(record.organization), record)
        chain.append(entry)
        return entry

    def page(self, query: JournalQuery, *, offset: int, limit: int) -> list[Entry]:
        """See the port."""
        return self._matching(query)[offset : offset + limit]

    def count(self, query: JournalQuery) -> int:
        """See the port."""
        return len(self._matching(query))

    def entry(self, organization: str, seq: int) -> Entry | None:
        """See the port."""
        self._check()
        return next((entry for entry in self.entries.get(organization, []) if entry.seq == seq), None)

    def verify(self, organization: str) -> VerificationReport:
        """See the port."""
        self._check()
        return verify(self.entries.get(organization, []), organization)

    def _matching(self, query: JournalQuery) -> list[Entry]:
        self._check()
        kept = [
            entry
            for entry in self.entries.get(query.organization, [])
            if query.person in ("", entry.record.person)
            and query.use in ("", entry.record.use)
            and query.outcome in ("", entry.record.outcome)
            and (not query.since or entry.record.at >= query.since)
            and (not query.before or entry.record.at < query.before)
        ]
        return kept[::-1]

    def _check(self) -> None:
        if self.broken:
            raise JournalError("Le journal ne peut pas être lu.")


class House:
    """What the tests can change behind the console: the policy (None closes it), the journal, the clock."""

    def __init__(self) -> None:
        self.snapshot: Snapshot | None = snapshot()
        self.journal = FakeJournal()
        self.now = time.time()
        self.granted: list[tuple[str, str, str]] = []

    def ports(self) -> ConsolePorts:
        """The console's ports over this house."""
        return ConsolePorts(
            current_snapshot=self._current, issue_grant=self._grant, journal=self.journal, clock=lambda: self.now
        )

    def _current(self) -> Snapshot:
        if self.snapshot is None:
            raise SnapshotUnavailable
        return self.snapshot

    def _grant(self, person: str, organization: str, use: str) -> SessionGrant:
        self.granted.append((person, organization, use))
        return SessionGrant(api_key="bfs.fake", expires_in=300)


def snapshot() -> Snapshot:
    """Two bodies; the first has an open use and a suspended one."""
    provider = Provider(
        "interne", "Serveur de la mairie", ProviderKind.EMBEDDED, "http://127.0.0.1:1/v1", TrustLevel.LOCAL, "FR"
    )
    uses = [
        Use("courrier", "arras", "Répondre à un courrier", "Préparer une réponse", UseStatus.AUTHORIZED, ("modele",)),
        Use("ferme", "arras", "Usage suspendu", "Fermé", UseStatus.SUSPENDED, ("modele",)),
        Use("voisin", "bethune", "Usage du voisin", "Ailleurs", UseStatus.AUTHORIZED, ("modele",)),
    ]
    bodies = [Organization("arras", "Mairie d’Arras", {}), Organization("bethune", "Mairie de Béthune", {})]
    return Snapshot(
        version=1,
        issued_at=0,
        organizations={body.id: body for body in bodies},
        providers={"interne": provider},
        models={"modele": Model("modele", "interne", "modele")},
        uses={(use.organization, use.id): use for use in uses},
        api_keys={},
    )


_RECORD = Record(
    request_id="req-1",
    at=1_790_000_000_000,
    organization="arras",
    use="courrier",
    person="claire@example.org",
    grant="session",
    endpoint="/v1/chat/completions",
    outcome=Outcome.COMPLETED,
    status=200,
    model_requested="modele",
    model="modele",
    provider="interne",
    trust_level="local",
    country="FR",
    stream=True,
    action="mask",
    rule="matrix:identity:local:mask",
    policy_version=3,
    found={"person_name": 2, "nir": 1},
    masked={"person_name": 2, "nir": 1},
    prompt_llm_tokens=1200,
    completion_llm_tokens=64,
    energy_wh_low=0.021,
    energy_wh_high=0.052,
    duration_ms=840,
    commitment="ab" * 32,
)


def a_record(**changes: object) -> Record:
    """A plausible record, with some fields changed."""
    return replace(_RECORD, **changes)


configure(ConsoleProfile(data_dir=Path(tempfile.mkdtemp()), database=MEMORY, password_hasher=HASHER), House().ports())

# Django's own modules and our models can only be loaded now.
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import setup_test_environment, teardown_test_environment  # noqa: E402

from beffroi.console.accounts import ensure_account  # noqa: E402
from beffroi.console.models import Person  # noqa: E402


@pytest.fixture(scope="session")
def _tables() -> Iterator[None]:
    setup_test_environment()
    call_command("migrate", verbosity=0, interactive=False)
    yield
    teardown_test_environment()
    connections.close_all()


@pytest.fixture(autouse=True)
def _rolled_back(_tables: None) -> Iterator[None]:
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    with override_settings(BEFFROI_PORTS=made.ports()):
        yield made


@pytest.fixture
def account() -> Callable[..., Person]:
    """Makes an account and gives it back."""

    def make(email: str = "claire@example.org", organization: str = "arras", role: str = "dpd") -> Person:
        ensure_account(email, PASSWORD, organization, role, display_name="Claire Morel")
        return Person.objects.get(email=email)

    return make


@pytest.fixture
def visitor(house: House):
    """Somebody who is not signed in, whose every page is checked."""
    return CheckingClient()


@pytest.fixture
def claire(house: House, account):
    """The DPO of Arras, signed in; every page she gets is checked."""
    client = CheckingClient()
    client.force_login(account())
    return client


@pytest.fixture
def record() -> Callable[..., Record]:
    return a_record


@pytest.fixture
def password() -> str:
    return PASSWORD


class CheckingClient(Client):
    """Django's test client, which checks the house rules on every page it gets."""

    def request(self, **request: object):
        """See Django."""
        response = super().request(**request)
        if response.get("Content-Type", "").startswith("text/html") and response.content:
            check_page(response)
        return response


def check_page(response) -> None:
    """What holds on every page: language, one h1, labels, nothing inline, everything rendered, the security policy."""
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    text = response.content.decode()
    assert "{{" not in text
    assert "{%" not in text
    page = Page()
    page.feed(text)
    assert not page.inline, page.inline
    assert not page.outside, page.outside
    assert page.fields <= page.labelled, page.fields - page.labelled
    assert len(page.ids) == len(set(page.ids)), "an id is used twice"
    if text.lstrip().startswith("<!doctype"):
        assert page.language == "fr"
        assert page.headings.count("h1") == 1
        assert {"title", "main"} <= page.tags


class Page(HTMLParser):
    """What ``check_page`` looks at."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.headings: list[str] = []
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.inline: list[str] = []
        self.outside: list[str] = []
        self.fields: set[str] = set()
        self.labelled: set[str] = set()
        self._in_label = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """See HTMLParser."""
        values = dict(attributes)
        self.tags.add(tag)
        if "id" in values:
            self.ids.append(values["id"] or "")
        if tag == "html":
            self.language = values.get("lang") or ""
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)
        if tag == "style" or (tag == "script" and "src" not in values) or "style" in values:
            self.inline.append(tag)
        self.inline += [name for name in values if name.startswith(("on", "hx-on"))]
        self.outside += [v for k, v in values.items() if k in {"src", "href", "action"} and v and v.startswith(("http", "//"))]
        self._label(tag, values)

    def _label(self, tag: str, values: dict[str, str | None]) -> None:
        if tag == "label":
            self._in_label = True
            self.labelled.add(values.get("for") or "")
        if tag in {"input", "select", "textarea"} and values.get("type") != "hidden":
            name = values.get("id") or values.get("name") or "?"
            self.fields.add(name)
            if self._in_label or values.get("aria-label"):
                self.labelled.add(name)

    def handle_endtag(self, tag: str) -> None:
        """See HTMLParser."""
        if tag == "label":
            self._in_label = False
