"""Whatever recognisers propose, final findings never overlap, and nothing that was claimed is left torn."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from beffroi.privacy.detection.resolver import resolve
from beffroi.privacy.finding import Finding
from beffroi.privacy.recognizer import PUBLIC_MENTION

TEXT = "Madame Ben Salah, 12 rue des Lilas 59000 Lille, IBAN FR76 1234, souffre de lombalgie. " * 3
REPLACEABLE = ["person_name", "iban", "phone", "postal_address"]
MENTIONS = ["disorder", "union"]


@st.composite
def candidates(draw: st.DrawFn) -> list[Finding]:
    found = []
    for _ in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, len(TEXT) - 1))
        end = draw(st.integers(start + 1, min(len(TEXT), start + 30)))
        kind = draw(st.sampled_from(REPLACEABLE + MENTIONS))
        checksum = draw(st.booleans())
        found.append(Finding(start, end, kind, draw(st.sampled_from([0.5, 0.7, 1.0])), "x:checksum" if checksum else "x"))
    return found


def covered(findings: list[Finding]) -> set[int]:
    return {index for found in findings for index in range(found.start, found.end)}


@given(candidates())
def test_final_findings_never_overlap_and_are_sorted(proposed: list[Finding]) -> None:
    final = resolve(TEXT, proposed)
    assert all(left.end <= right.start for left, right in pairwise(final))


@given(candidates())
def test_no_letter_or_digit_claimed_by_a_recogniser_is_left_in_clear(proposed: list[Finding]) -> None:
    replaceable = [found for found in proposed if found.type in REPLACEABLE]
    left = covered(replaceable) - covered(resolve(TEXT, proposed))
    # Only spaces and punctuation at an edge may fall out, or a single character that two spans dispute.
    lone = {index for index in left if TEXT[index].isalnum()}
    assert all(index - 1 not in lone and index + 1 not in lone for index in lone)


@given(candidates())
def test_resolving_again_changes_nothing(proposed: list[Finding]) -> None:
    once = resolve(TEXT, proposed)
    assert resolve(TEXT, once) == once


def test_a_proved_number_is_never_torn_by_a_looser_one() -> None:
    text = "IBAN FR76 3000 6000 0112 3456 7890 189 puis la suite"
    iban = Finding(5, 38, "iban", 1.0, "iban:checksum")
    phone = Finding(20, 45, "phone", 0.9, "phone")
    final = resolve(text, [phone, iban])
    assert iban in final
    assert covered(final) >= set(range(20, 38))


def test_a_public_mention_silences_the_name_it_covers_and_is_not_reported() -> None:
    text = "12 rue Victor Hugo, chez Mme Hugo"
    name = Finding(7, 18, "person_name", 0.8, "names")
    real = Finding(29, 33, "person_name", 0.9, "names")
    veto = Finding(3, 18, PUBLIC_MENTION, 0.9, "names:street")
    assert resolve(text, [name, veto, real]) == [real]


def test_a_name_inside_a_mention_is_still_masked() -> None:
    text = "dépression de Jean Martin depuis mars"
    mention = Finding(0, 37, "disorder", 0.9, "mentions")
    name = Finding(14, 25, "person_name", 0.9, "names")
    final = resolve(text, [mention, name])
    assert name in final
    assert {found.type for found in final} == {"disorder", "person_name"}


def test_edges_lose_spaces_and_punctuation() -> None:
    assert resolve("« Jean, »", [Finding(0, 9, "person_name", 0.9, "names")]) == [Finding(2, 6, "person_name", 0.9, "names")]


def test_a_hundred_thousand_candidates_take_linear_time() -> None:
    text = "ab " * 200_000
    chain = [Finding(i, i + 5, REPLACEABLE[i % 4], 0.6, "x") for i in range(0, 300_000, 3)]
    began = time.process_time()
    resolve(text, chain)
    assert time.process_time() - began < 8
