"""The parts of a name, and the forms under which the same person comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.lexicons.names import surrogate_given_names, surrogate_surnames
from beffroi.privacy.names.person import mention_forms, parse_person, same_person
from beffroi.privacy.text_view import fold

GIVEN = st.sampled_from(surrogate_given_names("f") + surrogate_given_names("m"))
FAMILY = st.sampled_from(surrogate_surnames())


@pytest.mark.parametrize(
    ("text", "given_part", "family", "gender", "order"),
    [
        ("MARTIN Jean-Pierre", "Jean-Pierre", "MARTIN", "m", "family_first"),
        ("jean-pierre martin", "jean-pierre", "martin", "m", "given_first"),
        ("A. Ben Salah", "A.", "Ben Salah", "x", "given_first"),
        ("Ben Salah", "", "Ben Salah", "x", "family_only"),
        ("Aïcha", "Aïcha", "", "f", "given_only"),
        ("J.-P. Martin", "J.-P.", "Martin", "x", "given_first"),
        ("Mme Nguyen Thi Lan", "Thi Lan", "Nguyen", "f", "family_first"),
        ("de La Tour", "", "de La Tour", "x", "family_only"),
        ("LE GALL YANN", "YANN", "LE GALL", "m", "family_first"),
        ("El Amrani Fatima", "Fatima", "El Amrani", "f", "family_first"),
        ("Jean-Baptiste de la Fontaine", "Jean-Baptiste", "de la Fontaine", "m", "given_first"),
        ("Mme Martin-Dubois", "", "Martin-Dubois", "f", "family_only"),
        ("M. Traoré Bakary", "Bakary", "Traoré", "m", "family_first"),
        ("Marie Claire Dubois", "Marie Claire", "Dubois", "f", "given_first"),
        ("", "", "", "x", "family_only"),
    ],
)
def test_parse(text: str, given_part: str, family: str, gender: str, order: str) -> None:
    person = parse_person(text)
    assert (" ".join(person.given), " ".join(person.family), person.gender, person.order) == (given_part, family, gender, order)


@pytest.mark.parametrize(
    ("text", "case"), [("MARTIN Jean", "mixed"), ("jean martin", "lower"), ("JEAN MARTIN", "upper"), ("J. Martin", "title")]
)
def test_case(text: str, case: str) -> None:
    assert parse_person(text).case == case


@pytest.mark.parametrize("other", ["A. Ben Salah", "ben salah", "Aïcha", "BEN SALAH Aïcha", "AÏCHA BEN SALAH", "Mme Ben Salah"])
def test_mentions_of_one_person(other: str) -> None:
    assert same_person(parse_person("Mme Aïcha Ben Salah"), parse_person(other))


@pytest.mark.parametrize("other", ["M. Ben Salah", "Aïcha Durand", "B. Ben Salah", "Mme Durand", "Sonia"])
def test_other_people(other: str) -> None:
    assert not same_person(parse_person("Mme Aïcha Ben Salah"), parse_person(other))


@given(GIVEN, FAMILY)
def test_every_mention_form_is_the_same_person(first: str, last: str) -> None:
    person = parse_person(f"{first} {last}")
    assert (person.given, person.family) == ((first,), (last,))
    for form in list(mention_forms(person))[:4]:
        if form.startswith(("m. ", "d. ")):
            continue  # "m. charvet" reads as a title: nobody can tell
        assert same_person(person, parse_person(form)), form


@given(GIVEN, FAMILY)
def test_capitals_and_order_change_nobody(first: str, last: str) -> None:
    assert same_person(parse_person(f"{first} {last}"), parse_person(f"{last.upper()} {first}"))


@given(st.text(max_size=60))
def test_any_text_parses(text: str) -> None:
    person = parse_person(text)
    assert set(person.particles) <= set(person.family)
    assert all(form == fold(form) for form in mention_forms(person))
