from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.gateway.json_text import JsonText

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=6), children, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(st.text(max_size=6), VALUES, max_size=4) | st.lists(VALUES, max_size=4)


def text_of(document: Any, ascii_only: bool, indent: int | None) -> str:
    return json.dumps(document, ensure_ascii=ascii_only, indent=indent)


@given(DOCUMENTS, st.booleans(), st.sampled_from([None, 2]))
def test_nothing_changed_is_the_same_text(document: Any, ascii_only: bool, indent: int | None) -> None:
    raw = text_of(document, ascii_only, indent)
    parsed = JsonText(raw)
    assert parsed.with_values([literal.value for literal in parsed.literals]) == raw


@given(DOCUMENTS, st.booleans(), st.text(max_size=9))
def test_every_string_is_seen_decoded_and_changed(document: Any, ascii_only: bool, mark: str) -> None:
    raw = text_of(document, ascii_only, None)
    parsed = JsonText(raw)
    values = [literal.value if literal.is_number else literal.value + mark for literal in parsed.literals]
    assert json.loads(parsed.with_values(values)) == marked(json.loads(raw), mark)


def marked(value: Any, mark: str) -> Any:
    if isinstance(value, str):
        return value + mark
    if isinstance(value, list):
        return [marked(item, mark) for item in value]
    if isinstance(value, dict):
        return {key + mark: marked(item, mark) for key, item in value.items()}
    return value


def test_only_what_changed_is_rewritten_and_a_number_becomes_a_string() -> None:
    raw = '{ "nom" :"A\\u00efcha",\n "tel": 612345678, "x":1.50 }'
    parsed = JsonText(raw)
    values = [literal.value for literal in parsed.literals]
    assert values == ["nom", "Aïcha", "tel", "612345678", "x", "1.50"]
    assert [literal.is_key for literal in parsed.literals] == [True, False, True, False, True, False]
    values[3] = "0199001122"
    assert parsed.with_values(values) == '{ "nom" :"A\\u00efcha",\n "tel": "0199001122", "x":1.50 }'


@pytest.mark.parametrize("raw", ["", "bonjour", '"x"', "12", "{", '{"a":}', "[1,]"])
def test_what_is_not_a_document_is_refused(raw: str) -> None:
    with pytest.raises(ValueError):
        JsonText(raw)
