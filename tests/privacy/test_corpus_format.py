"""The corpus of detection is well formed, varied enough, and holds no number with a wrong key."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from stdnum import iban, luhn
from stdnum.fr import nir, siret

from beffroi.testing.corpus import Message, load

FOLDER = Path(__file__).parent.parent / "corpus"
FICTION_PHONE = re.compile(r"(?:01 ?99 ?00|02 ?61 ?91|03 ?53 ?01|04 ?65 ?71|05 ?36 ?49|06 ?39 ?98)")
RESERVED_HOST = re.compile(r"@(?:[\w-]+\.)*(?:example(?:\.(?:fr|org|com|net))?|[\w-]*-example\.fr)$", re.I)


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return load(FOLDER)


def texts_of(messages: list[Message], type_code: str) -> list[str]:
    return [message.text[span.start : span.end] for message in messages for span in message.spans if span.type == type_code]


def clean(text: str) -> str:
    return re.sub(r"[\s.\-/\u00a0]", "", text)


def test_size_and_variety(messages: list[Message]) -> None:
    lengths = [len(message.text) for message in messages]
    assert len(messages) >= 220
    assert min(lengths) >= 100
    assert max(lengths) <= 2600
    assert sum(lengths) / len(lengths) >= 550
    assert len({message.domain for message in messages}) >= 14
    assert len({span.type for message in messages for span in message.spans}) >= 45


def test_negatives_are_everywhere(messages: list[Message]) -> None:
    assert sum(bool(message.negatives) for message in messages) * 2 >= len(messages)
    assert sum(not message.spans for message in messages) >= 25


def test_texts_are_not_multiplied_from_a_template(messages: list[Message]) -> None:
    first_words = Counter(" ".join(re.findall(r"\w+", message.text)[:6]).lower() for message in messages)
    assert max(first_words.values()) <= 3
    names = texts_of(messages, "person_name")
    assert len(set(names)) >= 0.75 * len(names)


def test_titles_are_outside_of_names(messages: list[Message]) -> None:
    titled = [
        name for name in texts_of(messages, "person_name") if re.match(r"(?:mme|mr|mlle|monsieur|madame|dr|me)\.? ", name, re.I)
    ]
    assert titled == []


def test_keys_are_valid(messages: list[Message]) -> None:
    assert [
        n for n in texts_of(messages, "nir") if not nir.is_valid(clean(n).upper().replace("O", "0").replace("L", "1"))
    ] == []
    assert [n for n in texts_of(messages, "iban") if not iban.is_valid(clean(n))] == []
    assert [n for n in texts_of(messages, "siret") if not siret.is_valid(clean(n))] == []
    for type_code in ("siren", "rpps", "finess", "payment_card", "imei"):
        assert [n for n in texts_of(messages, type_code) if not luhn.is_valid(clean(n))] == []
    assert [n for n in map(clean, texts_of(messages, "spi")) if int(n[:10]) % 511 != int(n[10:])] == []


def test_numbers_are_nobodys(messages: list[Message]) -> None:
    """Orders of births above 940 in small communes or unassigned countries; half of the phones are ARCEP's fiction."""
    assert [
        n for n in texts_of(messages, "nir") if not 940 <= int(clean(n).replace("O", "0").replace("l", "1")[10:13]) <= 998
    ] == []
    phones = [phone for phone in texts_of(messages, "phone") if phone[0] == "0"]
    assert sum(bool(FICTION_PHONE.match(re.sub(r"[.\-/]", " ", phone))) for phone in phones) * 2 >= len(phones)
    written = [mail for mail in texts_of(messages, "email") if "@" in mail]
    assert [mail for mail in written if not RESERVED_HOST.search(mail)] == ["carla.simao@examp1e.com"]  # OCR noise
