"""The page against the real gateway, detector and journal; the model server repeats what it receives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from beffroi.console.example_letters import LETTERS

LETTER = LETTERS[0].text
IDENTIFIERS = ["Aïcha", "Ben Salah", "14/05/1984", "2 84 05 62 041 997 14", "rue des Tisserands", "06 39 98 45 12"]


@pytest.fixture(scope="module")
def site(start_site) -> Iterator[str]:
    """The whole house, in place of the fake one."""
    yield from start_site("real_site.py")


def send(page: Page, text: str) -> None:
    page.get_by_label("Votre demande").fill(text)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Réponse terminée.")).to_be_visible()


def test_what_will_be_masked_is_shown(claire: Page) -> None:
    claire.get_by_label("Votre demande").fill("😀 " + LETTER)
    listed = claire.locator("#masked-list")
    for label in ("Nom de personne", "Date de naissance", "Numéro de sécurité sociale (NIR)", "Adresse postale", "Téléphone"):
        expect(listed).to_contain_text(label)
    underlined = claire.locator("#mirror mark").all_inner_texts()
    assert "14/05/1984" in underlined
    assert "2 84 05 62 041 997 14" in underlined
    expect(claire.locator("#decision")).to_contain_text("Ira au modèle moyen (France")


def test_the_letter_goes_out_without_its_data_and_comes_back_whole(claire: Page) -> None:
    send(claire, LETTER)
    answer = claire.locator(".prose").inner_text()
    for identifier in IDENTIFIERS:
        assert identifier in answer
    claire.get_by_text("Ce qui est sorti, ce qui est revenu").click()
    sent = claire.locator(".sent").last.inner_text()
    for identifier in IDENTIFIERS:
        assert identifier not in sent
    expect(claire.locator(".facts")).to_contain_text("Modèle moyen · France")
    expect(claire.locator(".ruling")).to_contain_text("remplacées avant l’envoi")


def test_the_journal_line_and_its_chain(claire: Page) -> None:
    send(claire, LETTER)
    claire.get_by_text("Ce qui est sorti, ce qui est revenu").click()
    claire.get_by_role("link", name="ligne n°").click()
    main = claire.locator("main")
    expect(main).to_contain_text("claire@example.org")
    expect(main).to_contain_text("Nom de personne")
    claire.get_by_role("link", name="Journal", exact=True).click()
    claire.get_by_role("button", name="Vérifier la chaîne").click()
    expect(claire.get_by_text("La chaîne est intacte.")).to_be_visible()


def test_a_conversation_keeps_the_same_stand_ins(claire: Page) -> None:
    send(claire, "Madame Aïcha Ben Salah attend une réponse.")
    send(claire, "Écris encore à Madame Aïcha Ben Salah.")
    claire.locator(".both-sides summary").last.click()
    names = claire.locator(".turn").last.locator("mark.surrogate").all_inner_texts()
    assert len(names) >= 3
    assert len(set(names)) == 1, names
    assert len(names[0].split()) > 1


def test_health_is_sent_to_the_model_of_the_house(claire: Page) -> None:
    claire.get_by_label("Votre demande").fill("Madame Aïcha Ben Salah souffre d’une dépression sévère depuis mars.")
    expect(claire.locator("#kept")).to_be_visible()
    expect(claire.locator("#decision")).to_contain_text("Ira au modèle petit (France, sur place")
