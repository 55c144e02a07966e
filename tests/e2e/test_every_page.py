"""What holds on every page, in a real browser: axe-core finds nothing, 320 px is enough, nothing comes from outside."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from beffroi.console.example_letters import LETTERS

SIGNED_IN = ["/demander/", "/journal/", "/journal/1/", "/journal/?outcome=failed", "/nulle-part"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def check(page: Page, *, again_when_narrow: bool = False) -> None:
    """No axe-core violation, and no horizontal scroll at the width of a phone."""
    run_axe(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if again_when_narrow:
        run_axe(page)


def run_axe(page: Page) -> None:
    """Fail with axe-core's own report."""
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def exchange(page: Page) -> None:
    """One exchange, so that the journal has a line."""
    page.get_by_label("Votre demande").fill(LETTERS[0].text)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Réponse terminée.")).to_be_visible()


@pytest.mark.parametrize("address", ["/connexion/", "/nulle-part"])
def test_pages_for_anybody(page: Page, address: str) -> None:
    page.goto(address)
    check(page)


def test_a_refused_sign_in(page: Page) -> None:
    page.goto("/connexion/")
    page.get_by_label("Adresse électronique").fill("inconnu")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    check(page)


@pytest.mark.parametrize("address", SIGNED_IN)
def test_pages_of_somebody_signed_in(claire: Page, address: str) -> None:
    if "journal" in address:
        exchange(claire)
    claire.goto(address)
    check(claire, again_when_narrow=address == "/journal/")


def test_the_page_with_findings(claire: Page) -> None:
    claire.get_by_label("Votre demande").fill(LETTERS[0].text + " Elle souffre de dépression.")
    expect(claire.locator("#kept li")).to_have_count(1)
    check(claire)


def test_the_page_with_an_answer_open_on_both_sides(claire: Page) -> None:
    exchange(claire)
    claire.get_by_text("Ce qui est sorti, ce qui est revenu").click()
    expect(claire.locator(".sides")).to_be_visible()
    check(claire, again_when_narrow=True)


def test_the_journal_is_filtered_and_verified_without_reload(claire: Page) -> None:
    exchange(claire)
    claire.get_by_role("link", name="Prouver").click()
    claire.evaluate("window.sameDocument = true")
    claire.get_by_role("button", name="Vérifier la chaîne").click()
    expect(claire.get_by_text("La chaîne est intacte.")).to_be_visible()
    claire.get_by_label("Résultat").select_option("failed")
    expect(claire.get_by_role("heading", name="Aucune ligne ne correspond")).to_be_visible()
    assert "outcome=failed" in claire.url
    assert claire.evaluate("window.sameDocument")
    check(claire)


def test_signing_out(just_signed_in: Page) -> None:
    just_signed_in.get_by_role("button", name="Se déconnecter").click()
    expect(just_signed_in.get_by_role("heading", name="Connexion")).to_be_visible()
    just_signed_in.goto("/demander/")
    expect(just_signed_in.get_by_role("heading", name="Connexion")).to_be_visible()


def test_it_prints(claire: Page) -> None:
    exchange(claire)
    claire.emulate_media(media="print")
    expect(claire.locator(".prose")).to_be_visible()
    expect(claire.get_by_role("navigation", name="Menu principal")).to_be_hidden()
    expect(claire.get_by_label("Votre demande")).to_be_hidden()
