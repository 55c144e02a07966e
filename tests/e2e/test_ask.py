"""Demander in a real browser: type, see what will be masked, send, read the restored stream, look at both sides."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from beffroi.console.example_letters import LETTERS

LETTER = "Madame Aïcha Ben Salah, née le 14/05/1984, NIR 2 84 05 62 041 997 14, demande un logement."


def write(page: Page, text: str = LETTER) -> None:
    page.get_by_label("Votre demande").fill(text)


def send(page: Page, text: str = LETTER) -> None:
    write(page, text)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Réponse terminée.")).to_be_visible()


def test_what_is_recognised_is_underlined_and_listed(claire: Page) -> None:
    write(claire)
    expect(claire.locator("#mirror mark")).to_have_text(["Aïcha Ben Salah", "14/05/1984", "2 84 05 62 041 997 14"])
    expect(claire.locator("#masked-list li")).to_have_count(3)
    expect(claire.locator("#masked-list")).to_contain_text("Numéro de sécurité sociale (NIR)")
    expect(claire.locator("#decision")).to_contain_text("Ira au modèle modele-local (France, sur place).")


def test_a_screen_reader_is_told_once_typing_pauses(claire: Page) -> None:
    write(claire)
    region = claire.locator("#announcement")
    expect(region).to_have_attribute("role", "status")
    expect(region).to_have_text(
        "3 éléments reconnus. Nom de personne : 1, Date de naissance : 1, Numéro de sécurité sociale (NIR) : 1."
    )


def test_offsets_hold_after_characters_of_two_units(claire: Page) -> None:
    write(claire, "👩‍⚕️🏛️ 𝒜 bonjour Aïcha Ben Salah 🎉 le 14/05/1984")
    expect(claire.locator("#mirror mark")).to_have_text(["Aïcha Ben Salah", "14/05/1984"])


def test_underlines_sit_under_the_words(claire: Page) -> None:
    write(claire, "Ligne\n\n" + "mot " * 60 + LETTER)
    claire.locator("#mirror mark").first.wait_for()
    sizes = claire.evaluate(
        """() => { const [area, layer] = ["text", "mirror"].map((id) => document.getElementById(id));
             return [area.clientWidth, layer.clientWidth, area.scrollHeight, area.clientHeight]; }"""
    )
    assert sizes[0] == sizes[1]
    assert sizes[2] <= sizes[3], "the text area must never scroll by itself: its underlines would not follow"


def test_a_value_written_twice_is_listed_once_with_its_count(claire: Page) -> None:
    write(claire, "Aïcha Ben Salah, encore Aïcha Ben Salah")
    expect(claire.locator("#masked-list li")).to_have_text("Nom de personne × 2Aïcha Ben Salah")
    claire.get_by_label("Votre demande").press("Control+Home")
    claire.keyboard.type("Bonjour ")
    claire.locator(".found-place").click()
    assert claire.evaluate("getSelection().toString()") == "Aïcha Ben Salah"


def test_underlines_follow_while_one_types(claire: Page) -> None:
    write(claire)
    claire.locator("#mirror mark").first.wait_for()
    claire.get_by_label("Votre demande").press("Control+Home")
    claire.keyboard.type("Bonjour. ")
    expect(claire.locator("#mirror mark")).to_have_count(3)
    expect(claire.locator("#mirror mark").first).to_have_text("Aïcha Ben Salah")


def test_hovering_and_moving_the_caret_tell_what_it_is(claire: Page) -> None:
    write(claire)
    mark = claire.locator("#mirror mark").first
    mark.wait_for()
    box = mark.bounding_box()
    claire.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    expect(claire.locator("#explanation")).to_have_text(
        "« Aïcha Ben Salah » : nom de personne (identité), sera remplacé avant de sortir."
    )
    claire.mouse.move(5, 5)
    claire.get_by_role("button", name="14/05/1984", exact=True).click()
    expect(claire.locator("#explanation")).to_contain_text("date de naissance")
    assert claire.evaluate("getSelection().toString()") == "14/05/1984"


def test_what_cannot_be_masked_is_said_apart(claire: Page) -> None:
    write(claire, "Elle souffre de dépression.")
    expect(claire.locator("#kept")).to_contain_text("Maladie ou trouble")
    expect(claire.locator("#masked-list li")).to_have_count(0)


def test_what_the_matrix_lets_pass_is_not_announced_as_masked(claire: Page) -> None:
    def pass_all(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"replacements": []})

    claire.route("**/v1/beffroi/preview", pass_all)
    write(claire)
    expect(claire.locator("#kept-list li")).to_have_count(3)
    expect(claire.locator("#masked-list li")).to_have_count(0)


def test_the_answer_streams_restored_and_safe(claire: Page) -> None:
    send(claire)
    answer = claire.locator(".prose")
    expect(answer).to_contain_text("Bonjour Madame Ben Salah,")
    expect(answer.locator("strong")).to_have_text("complet")
    expect(answer.locator("li")).to_have_count(2)
    expect(answer).to_contain_text("<img src=x onerror=alert(1)>")
    expect(answer.locator("img")).to_have_count(0)
    expect(answer).to_have_attribute("aria-busy", "false")
    expect(claire.locator(".facts")).to_have_text(
        "Modèle modele-local · France, sur place · énergie estimée 0,021 à 0,052 Wh · 184 jetons"
    )


def test_both_sides_the_rule_and_the_journal_line(claire: Page) -> None:
    send(claire)
    claire.get_by_text("Ce qui est sorti, ce qui est revenu").click()
    out = claire.locator(".sent")
    expect(out).to_contain_text("Madame Nadia Ferhat, née le 02/03/1981")
    assert "Ben Salah" not in out.inner_text()
    expect(out.locator("mark.surrogate")).to_have_count(3)
    expect(claire.locator("mark.restored")).to_have_text(["Ben Salah"])
    expect(claire.locator(".ruling")).to_contain_text("matrix:identity:local:mask")
    claire.get_by_role("link", name="ligne n°").click()
    expect(claire.get_by_role("heading", level=1)).to_contain_text("Ligne n°")
    expect(claire.locator("main")).to_contain_text("claire@example.org")


def test_a_conversation_goes_on_and_can_be_cleared_then_restored(claire: Page) -> None:
    bodies: list[dict[str, object]] = []
    claire.on("request", lambda sent: bodies.append(sent.post_data_json) if sent.url.endswith("completions") else None)
    send(claire)
    send(claire, "Plus court.")
    roles = [message["role"] for message in bodies[1]["messages"]]
    assert roles == ["user", "assistant", "user"]
    expect(claire.locator(".turn")).to_have_count(2)
    claire.get_by_role("button", name="Nouvelle question").click()
    expect(claire.locator(".turn")).to_have_count(0)
    claire.get_by_role("button", name="La rétablir").click()
    expect(claire.locator(".turn")).to_have_count(2)
    send(claire, "Encore.")
    assert len(bodies[2]["messages"]) == 5


def test_one_can_stop(claire: Page) -> None:
    write(claire, "Réponds lentement à Madame Ben Salah")
    claire.get_by_role("button", name="Envoyer").click()
    expect(claire.locator(".prose")).to_contain_text("Bonjour")
    claire.get_by_role("button", name="Arrêter").click()
    expect(claire.locator(".note")).to_have_text("Vous avez arrêté la réponse.")
    expect(claire.get_by_role("button", name="Envoyer")).to_be_enabled()


def test_clearing_while_the_answer_streams_keeps_it_cleared(claire: Page) -> None:
    bodies: list[dict[str, object]] = []
    claire.on("request", lambda sent: bodies.append(sent.post_data_json) if sent.url.endswith("completions") else None)
    send(claire)
    write(claire, "Réponds lentement à Madame Ben Salah")
    claire.get_by_role("button", name="Envoyer").click()
    expect(claire.locator(".turn").last.locator(".prose")).to_contain_text("Bonjour")
    claire.get_by_role("button", name="Nouvelle question").click()
    expect(claire.locator(".turn")).to_have_count(0)
    expect(claire.get_by_role("button", name="La rétablir")).to_be_visible()
    send(claire, "Autre chose")
    assert len(bodies[-1]["messages"]) == 1


def test_a_failure_is_said_in_words_and_the_text_is_given_back(claire: Page) -> None:
    write(claire, "panne")
    claire.get_by_role("button", name="Envoyer").click()
    expect(claire.get_by_role("alert")).to_contain_text("Le serveur du modèle est injoignable.")
    expect(claire.get_by_label("Votre demande")).to_have_value("panne")
    expect(claire.locator(".turn")).to_have_count(0)


def test_a_session_that_ended_says_so(just_signed_in: Page) -> None:
    claire = just_signed_in
    claire.context.clear_cookies()
    write(claire, "Bonjour")
    claire.get_by_role("button", name="Envoyer").click()
    expect(claire.get_by_role("alert")).to_contain_text("Votre session est finie.")
    expect(claire.get_by_role("link", name="Se reconnecter")).to_be_visible()
    expect(claire.get_by_label("Votre demande")).to_have_value("Bonjour")


def test_a_key_that_expired_is_renewed(claire: Page) -> None:
    answers = iter([401])

    def once(route: Route) -> None:
        status = next(answers, 0)
        if status:
            route.fulfill(status=status, json={"error": {"message": "La session a expiré."}})
        else:
            route.continue_()

    claire.route("**/v1/chat/completions", once)
    send(claire)


def test_nothing_is_kept_by_the_browser(claire: Page) -> None:
    send(claire)
    assert claire.evaluate("localStorage.length + sessionStorage.length") == 0
    assert "bfs." not in claire.content()


def test_an_example_fills_the_box(claire: Page) -> None:
    claire.get_by_role("button", name="Répondre à une administrée").click()
    expect(claire.get_by_label("Votre demande")).to_have_value(LETTERS[0].text)
    expect(claire.locator("#masked-list li")).to_have_count(5)


def test_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/connexion/")
    page.keyboard.type("claire@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("beffroi-de-bruges-1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/demander/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("radio", name="Répondre à un courrier")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Résumer")).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Votre demande")).to_be_focused()
    page.keyboard.insert_text(LETTER)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Réponse terminée.")).to_be_visible()
    expect(page.get_by_label("Votre demande")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".sent")).to_be_visible()
