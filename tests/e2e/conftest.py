"""A browser and a running site. Chromium is the system's: without it the tests fail, and say what to install."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "beffroi-de-bruges-1"
STARTS_WITHIN_S = 40
PATIENCE_MS = 15_000
"""How long a busy machine may take to show something."""

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def start_site(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Iterator[str]]:
    """Starts a site of this folder in a process of its own: yields its address, then stops it."""

    def start(script: str) -> Iterator[str]:
        folder = tmp_path_factory.mktemp("site")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, str(Path(__file__).with_name(script)), str(folder), str(port)]
        log = folder / "site.log"
        with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process:
            address = f"http://127.0.0.1:{port}"
            try:
                wait_for(address, process, log)
                yield address
            finally:
                process.terminate()

    return start


@pytest.fixture(scope="session")
def site(start_site: Callable[[str], Iterator[str]]) -> Iterator[str]:
    """The address of the console over a fake gateway."""
    yield from start_site("fake_site.py")


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the site answers; fail with its log if it does not."""
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/connexion/", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the site did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Its event loop runs in this thread while it lives: it must not outlive a module, or async tests elsewhere would fail."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail("Chromium is missing: run « apt-get install -y chromium »")
    launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A window for people who are not signed in; its cache is kept from one test to the next, its cookies are not."""
    opened = new_context(browser, site)
    yield opened
    opened.close()


def new_context(browser: Browser, site: str, **options: object) -> BrowserContext:
    """A fresh window; transitions are off, so that no colour is measured half-way."""
    size = {"width": 1280, "height": 900}
    opened = browser.new_context(base_url=site, locale="fr-FR", viewport=size, reduced_motion="reduce", **options)
    opened.set_default_timeout(PATIENCE_MS)
    return opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when the browser complains: a script error, or something the security policy stopped."""
    context.clear_cookies()
    yield from watched(context)


def watched(context: BrowserContext) -> Iterator[Page]:
    """A page whose complaints are asserted to be none at the end."""
    complaints: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if is_complaint(said.type, said.text) else None)
    opened.on("request", lambda sent: complaints.append(f"outside: {sent.url}") if not is_ours(sent.url) else None)
    yield opened
    opened.close()
    assert not complaints


def is_complaint(kind: str, text: str) -> bool:
    """Whether a line of the browser's console is a fault: refused statuses (401, 404, 503 …) are said by the page itself."""
    return kind in {"error", "warning"} and not text.startswith("Failed to load resource")


def is_ours(url: str) -> bool:
    """Whether an address is the site's own, or drawn by a style sheet."""
    return url.startswith(("http://127.0.0.1:", "data:"))


def sign_in(page: Page) -> None:
    """Sign the DPO of Arras in; ends on the Demander page."""
    page.goto("/connexion/")
    page.get_by_label("Adresse électronique").fill("claire@example.org")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/demander/")


@pytest.fixture(scope="module")
def signed_in_context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A window in which the DPO of Arras is signed in."""
    opened = new_context(browser, site)
    first = opened.new_page()
    sign_in(first)
    first.close()
    yield opened
    opened.close()


@pytest.fixture
def claire(signed_in_context: BrowserContext) -> Iterator[Page]:
    """The DPO of Arras, signed in, on the Demander page; the same complaints fail the test."""
    for opened in watched(signed_in_context):
        opened.goto("/demander/")
        yield opened


@pytest.fixture
def just_signed_in(page: Page) -> Page:
    """Signed in with a session of this test's own."""
    sign_in(page)
    return page
