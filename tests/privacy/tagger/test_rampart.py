"""The Rampart tagger, with its real weights (make test installs them)."""

from __future__ import annotations

from pathlib import Path

import pytest

from beffroi.errors import ConfigurationError
from beffroi.privacy.tagger import rampart
from beffroi.privacy.tagger.default import default_tagger
from beffroi.privacy.tagger.rampart import RampartTagger


def test_names_are_tagged_with_their_offsets() -> None:
    texts = ["Madame Aïcha Ben Salah habite ici.", "", "Le compteur est en panne."]
    first, empty, plain = default_tagger().tag(texts)
    assert any("Aïcha Ben Salah" in texts[0][tag.start : tag.end] for tag in first if tag.label == "PER")
    assert all(0.5 <= tag.score <= 1.0 for tag in first)
    assert empty == []
    assert [tag for tag in plain if tag.label == "PER"] == []


def test_a_batch_gives_what_each_text_gives_alone() -> None:
    texts = ["Contacter Karim Benali.", "Bonjour, je suis Julie Lestienne et je demande un délai de paiement."]
    together = default_tagger().tag(texts)
    alone = [default_tagger().tag([text])[0] for text in texts]
    assert [[(tag.start, tag.end, tag.label) for tag in tags] for tags in together] == [
        [(tag.start, tag.end, tag.label) for tag in tags] for tags in alone
    ]


def test_nothing_to_tag() -> None:
    assert default_tagger().tag([]) == []


def test_a_very_long_text_is_read_up_to_the_window() -> None:
    ((*_,),) = default_tagger().tag(["Jean Dupont " * 400])


def test_missing_weights_are_said_in_french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rampart, "weights_folder", lambda: None)
    with pytest.raises(ConfigurationError, match="n’est pas installé"):
        RampartTagger()


def test_a_folder_without_weights_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rampart, "_PACKAGE", "no_such_package")
    assert rampart.weights_folder() is None
