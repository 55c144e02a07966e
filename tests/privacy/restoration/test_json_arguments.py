"""The arguments of a tool call stay valid JSON, and hold what restoring each of their strings would give."""

from __future__ import annotations

import itertools
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.privacy.restoration.json_arguments import JsonArgumentsRestorer
from beffroi.privacy.restoration.restorer import Restorer
from beffroi.privacy.surrogates.reading import Reading
from beffroi.privacy.surrogates.substitutions import Form, Substitutions

SUBSTITUTIONS = Substitutions(
    [
        Form(0, "person_name", Reading.WORDS, "Ouarda", 'Aï"cha\\'),
        Form(1, "person_name", Reading.WORDS, "Fesquet", "Sa\nlah"),
        Form(1, "person_name", Reading.WORDS, "Fesquét", "Sälah\ud800"),
        Form(2, "person_name", Reading.WORDS, "O. Fesquet", "A Salah"),
        Form(3, "phone", Reading.NUMBER, "06 39 98 31 90", "06 12 34 56 78"),
        Form(4, "siret", Reading.NUMBER, "99912345600011", "73282932000074"),
        Form(5, "handle", Reading.STRICT, "compte_md5nwrgw", "aicha59"),
    ]
)
RESTORER = Restorer(SUBSTITUTIONS)
JSON_RESTORER = JsonArgumentsRestorer(SUBSTITUTIONS)
WORDS = st.sampled_from(
    [
        "Ouarda",
        "OUARDA",
        "Fesquet",
        "Fesquét",
        "O. ",
        " ",
        "\n",
        '"',
        "\\",
        "/",
        "é",
        "😀",
        "06 39 98 31 90",
        "0639983190",
        "compte_md5nwrgw",
        "x",
        "\t",
    ]
)
STRINGS = st.one_of(st.lists(WORDS, max_size=6).map("".join), st.text(max_size=12))
VALUES = st.recursive(
    st.one_of(STRINGS, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["nom", "tel", "x y", "é"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def mapped(value: object) -> object:
    if isinstance(value, str):
        return RESTORER.restore(value)
    if isinstance(value, list):
        return [mapped(item) for item in value]
    if isinstance(value, dict):
        return {RESTORER.restore(key): mapped(item) for key, item in value.items()}
    return value


def streamed(text: str, cuts: list[int]) -> str:
    stream = JSON_RESTORER.stream()
    places = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    return "".join(stream.feed(text[start:end]) for start, end in itertools.pairwise(places)) + stream.flush()


@settings(max_examples=300)
@given(VALUES, st.booleans(), st.sampled_from([None, 2]), st.lists(st.integers(0, 10_000), max_size=20))
def test_any_json_cut_anywhere(value: object, ensure_ascii: bool, indent: int | None, cuts: list[int]) -> None:
    text = json.dumps(value, ensure_ascii=ensure_ascii, indent=indent)
    whole = JSON_RESTORER.restore(text)
    assert json.loads(whole) == mapped(value)
    assert streamed(text, cuts) == whole
    assert streamed(text, list(range(len(text)))) == whole


@settings(max_examples=300)
@given(st.text(alphabet='{}[]",:\\u0dD8cC19e.- nFesquet\n', max_size=40), st.lists(st.integers(0, 100), max_size=12))
def test_what_is_no_json_is_cut_as_safely(text: str, cuts: list[int]) -> None:
    assert streamed(text, cuts) == JSON_RESTORER.restore(text)


def test_names_come_back_escaped() -> None:
    text = '{"nom": "OUARDA Fesquet", "tel": "0639983190", "note": "\\u004fuarda\\nFesquet"}'
    assert json.loads(JSON_RESTORER.restore(text)) == {
        "nom": 'AÏ"CHA\\ Sa\nlah',
        "tel": "0612345678",
        "note": 'Aï"cha\\\nSa\nlah',
    }


def test_whole_numbers_come_back_as_numbers() -> None:
    assert JSON_RESTORER.restore('{"siret":99912345600011,"x":199912345600011,"y":99912345600011.5}') == (
        '{"siret":73282932000074,"x":199912345600011,"y":99912345600011.5}'
    )
