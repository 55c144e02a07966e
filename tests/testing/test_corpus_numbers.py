"""The tool that fills corpus drafts: valid keys, the same numbers every time, and nothing changed once filled."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from stdnum import iban, luhn
from stdnum.fr import nir, siren, siret, tva

TOOL = Path(__file__).parent.parent.parent / "tools" / "corpus_numbers.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_numbers", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("rank", range(20))
def test_keys_are_valid(tool: ModuleType, rank: int) -> None:
    def draw(draft: str) -> str:
        return re.sub(r"\s", "", tool.fill(f"t-{rank}", f"{{{{~{draft}}}}}"))

    for person in ("f8405 75", "m6202 2A", "m7110 2B", "f9001 99", "f7602 974"):
        assert nir.is_valid(draw(f"nir {person}"))
    assert iban.is_valid(draw("iban"))
    assert iban.is_valid(draw("iban letters"))
    assert siren.is_valid(draw("siren"))
    assert siret.is_valid(draw("siret"))
    assert tva.is_valid(draw("tva"))
    for kind in ("card", "imei", "rpps", "finess"):
        assert luhn.is_valid(draw(kind))
    tax = draw("spi")
    assert int(tax[:10]) % 511 == int(tax[10:])


def test_a_number_comes_back_in_another_spelling(tool: ModuleType) -> None:
    filled = tool.fill("t", "{{A=tel m}} puis {{~A tight}} puis {{~A words}}")
    first, tight, words = re.sub(r"\[\[phone\|(.*?)\]\]", r"\1", filled).split(" puis ")
    assert tight == first.replace(" ", "")
    assert words.startswith("zéro six trente-neuf quatre-vingt-dix-huit ")


def test_filling_is_steady_and_done_once(tool: ModuleType) -> None:
    draft = "Mme [[p|Léa Roy]], {{nir f8405 75}}, {{tel o intl}}"
    filled = tool.fill("t", draft)
    assert filled == tool.fill("t", draft)
    assert filled == tool.fill("t", filled)
    assert filled != tool.fill("u", draft)
    assert filled.startswith("Mme [[person_name|Léa Roy]], [[nir|2 84 05 75 ")


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "zéro"), (21, "vingt et un"), (71, "soixante et onze"), (80, "quatre-vingts"), (99, "quatre-vingt-dix-neuf")],
)
def test_numbers_in_words(tool: ModuleType, value: int, words: str) -> None:
    assert tool.in_words(value) == words
