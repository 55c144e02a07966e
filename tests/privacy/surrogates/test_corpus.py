"""The corpus of detection, masked from its own marks: it comes back exactly, and nothing of an identity stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from beffroi.privacy.finding import Finding
from beffroi.privacy.restoration.restorer import Restorer
from beffroi.privacy.surrogates.pseudonymiser import Pseudonymiser
from beffroi.privacy.taxonomy import TYPES
from beffroi.privacy.text_view import fold
from beffroi.testing.corpus import Message, load

MESSAGES = load(Path(__file__).parents[2] / "corpus")
KEPT = frozenset(
    {"madame", "monsieur", "mesdames", "messieurs", "epouse", "epoux", "veuve", "nee", "des", "les", "mme", "melle", "dit"}
)
DIRECT = frozenset({"nir", "iban", "phone", "email", "plate", "spi", "payment_card", "siret", "rib"})


def findings_of(message: Message) -> list[Finding]:
    return [Finding(span.start, span.end, span.type, 1.0, "corpus") for span in message.spans if span.type in TYPES]


@pytest.mark.parametrize("style", ["realistic", "labelled"])
def test_every_message_comes_back_and_hides_its_people(style: str) -> None:
    pseudonymiser = Pseudonymiser(b"cle de test", "corpus", style)
    for message in MESSAGES:
        made = pseudonymiser.pseudonymise([message.text], [findings_of(message)])
        assert Restorer(made.substitutions).restore(made.texts[0]) == message.text, message.id
        for piece in made.replacements[0]:
            original = message.text[piece.start : piece.end]
            if piece.type == "person_name":
                words = set(re.findall(r"[^\W\d_]{3,}", fold(original))) - KEPT
                assert not words & set(re.findall(r"[^\W\d_]{3,}", fold(piece.surrogate))), message.id
            elif piece.type in DIRECT:
                assert re.sub(r"\W", "", original) not in re.sub(r"\W", "", made.texts[0]), (message.id, piece.type)


def test_shouting_or_whispering_models_are_followed() -> None:
    pseudonymiser = Pseudonymiser(b"cle de test", "corpus")
    kinds = {"person_name", "phone", "iban", "nir", "commune", "birth_place", "email"}
    for message in MESSAGES:
        findings = [finding for finding in findings_of(message) if finding.type in kinds]
        made = pseudonymiser.pseudonymise([message.text], [findings])
        restorer = Restorer(made.substitutions)
        for changed in (made.texts[0].upper(), made.texts[0].lower()):
            if len(changed) == len(made.texts[0]):
                assert fold(restorer.restore(changed)) == fold(message.text), message.id
