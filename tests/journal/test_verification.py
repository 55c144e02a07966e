"""The chain: every way to tamper with it is seen, and named in French."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.journal.chain import Checkpoint, genesis, head_of, link
from beffroi.journal.entry import Entry, Outcome, Record
from beffroi.journal.verification import Problem, VerificationReport, verify

TOWN = "saint-aubin"


def rows(count: int, organization: str = TOWN) -> list[Entry]:
    head, entries = genesis(organization), []
    for number in range(1, count + 1):
        record = Record(f"req-{number}", number, organization, "courrier", "p", "g", "/v1", Outcome.COMPLETED, 200)
        entries.append(link(head, record))
        head = head_of(entries[-1])
    return entries


def outcome(report: VerificationReport) -> tuple[Problem | None, int]:
    return report.problem, report.bad_seq


def test_an_intact_chain() -> None:
    report = verify(rows(5), TOWN)
    assert report.ok
    assert (report.verified, report.head.seq) == (5, 5)
    assert report.sentence == "Les 5 écritures du journal sont intactes et dans l’ordre."


def test_an_empty_chain() -> None:
    assert verify([], TOWN).sentence == "Le journal est vide : il n’y a rien à vérifier."
    assert "seule écriture" in verify(rows(1), TOWN).sentence


def test_an_altered_record_is_named() -> None:
    entries = rows(5)
    entries[2] = replace(entries[2], record=replace(entries[2].record, masked={"nir": 4}))
    report = verify(entries, TOWN)
    assert outcome(report) == (Problem.ALTERED, 3)
    assert report.sentence == "L’écriture n° 3 a été modifiée : son contenu ne correspond plus à son empreinte."


def test_an_altered_record_with_a_new_hash_is_named() -> None:
    entries = rows(5)
    entries[2] = link(head_of(entries[1]), replace(entries[2].record, person="autre"))
    assert outcome(verify(entries, TOWN)) == (Problem.RECOMPUTED, 3)


def test_a_missing_entry_is_named() -> None:
    entries = rows(5)
    assert outcome(verify(entries[:2] + entries[3:], TOWN)) == (Problem.MISSING, 4)
    assert outcome(verify(entries[1:], TOWN)) == (Problem.MISSING, 2)


def test_a_changed_order_is_named() -> None:
    entries = rows(5)
    entries[1], entries[3] = entries[3], entries[1]
    assert outcome(verify(entries, TOWN)) == (Problem.REORDERED, 4)
    assert outcome(verify([*rows(3), rows(3)[1]], TOWN)) == (Problem.REORDERED, 2)


def test_an_entry_of_another_organization_is_named() -> None:
    assert outcome(verify([*rows(2), rows(3, "voisine")[2]], TOWN)) == (Problem.FOREIGN, 3)
    assert not verify(rows(3), "voisine").ok


def test_a_chain_cannot_be_passed_off_as_another() -> None:
    stolen = [replace(entry, record=replace(entry.record, organization="voisine")) for entry in rows(2)]
    assert outcome(verify(stolen, "voisine")) == (Problem.ALTERED, 1)


def test_a_cut_end_is_seen_with_a_checkpoint_only() -> None:
    entries = rows(5)
    checkpoint = Checkpoint(TOWN, 5, entries[-1].hash)
    assert verify(entries[:3], TOWN).ok
    assert outcome(verify(entries[:3], TOWN, [checkpoint])) == (Problem.TRUNCATED, 4)
    assert outcome(verify([], TOWN, [checkpoint])) == (Problem.TRUNCATED, 1)
    assert verify(entries, TOWN, [checkpoint, Checkpoint("voisine", 9, "ff")]).ok


def test_a_whole_rewrite_is_seen_with_a_checkpoint() -> None:
    entries = rows(5)
    entries[1] = link(head_of(entries[0]), replace(entries[1].record, person="autre"))
    for index in range(2, 5):
        entries[index] = link(head_of(entries[index - 1]), entries[index].record)
    assert verify(entries, TOWN).ok
    assert outcome(verify(entries, TOWN, [Checkpoint(TOWN, 4, rows(5)[3].hash)])) == (Problem.REWRITTEN, 4)


def test_an_impossible_entry_is_unreadable_not_a_crash() -> None:
    entries = rows(3)
    entries[1] = replace(entries[1], previous="pas une empreinte")
    assert outcome(verify(entries, TOWN)) == (Problem.UNREADABLE, 2)


def test_a_record_is_chained_at_home(record: Callable[..., Record]) -> None:
    with pytest.raises(ValueError, match="organisation"):
        link(genesis("voisine"), record(1))


@given(st.lists(st.integers(0, 6), max_size=8))
def test_only_a_beginning_of_the_chain_verifies(picks: list[int]) -> None:
    """Any selection of entries, in any order, with any repeat: good only if it is entries 1 … n."""
    entries = rows(7)
    report = verify([entries[pick] for pick in picks], TOWN)
    assert report.ok == (picks == list(range(len(picks))))
