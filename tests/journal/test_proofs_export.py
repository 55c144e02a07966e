"""An export: intact it proves, and no byte of it can change without that being seen."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import JournalError
from beffroi.journal.audit import verify_store
from beffroi.journal.chain import Checkpoint
from beffroi.journal.checkpoint import origin_of, sign_checkpoint
from beffroi.journal.evidence import add_checkpoint, gather
from beffroi.journal.export_format import json_line, seal_lines
from beffroi.journal.export_report import ExportProblem
from beffroi.journal.export_verification import verify_export
from beffroi.journal.key_history import KEY_NAME, read_time
from beffroi.journal.note import sign_note
from beffroi.journal.proof_archive import ProofArchive
from beffroi.journal.verification import Problem
from beffroi.testing.journal import MemoryJournal
from beffroi.testing.proof_case import TOWN, ProofCase, check, proof_record


@pytest.fixture
def case(tmp_path: Path) -> ProofCase:
    """Seven exchanges, and checkpoints after 3, 5 and 7."""
    made = ProofCase(tmp_path)
    for count in (3, 2, 2):
        made.write(count)
        made.checkpoint()
    return made


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes, ProofCase]:
    """A whole export and a part, of one journal whose key was changed once."""
    made = ProofCase(tmp_path_factory.mktemp("sealed"))
    made.write(3)
    made.checkpoint()
    made.archive.rotate(made.now)
    made.write(4)
    made.checkpoint()
    return made.export(), made.export(3, 5), made


def resealed(case: ProofCase, lines: list[bytes]) -> bytes:
    """What somebody who stole the key would make of changed lines."""
    key, _ = case.archive.signing_key(case.now)
    body = b"".join(lines[:-1])
    header = json.loads(lines[0])
    at = read_time(header["exported_at"])
    seal = sign_note(
        seal_lines(origin_of(header["organization"]), len(lines) - 1, sha256(body).hexdigest(), at), KEY_NAME, [key]
    )
    return body + json_line({"seal": str(seal)})


def entry_lines(lines: list[bytes]) -> list[int]:
    return [index for index, line in enumerate(lines) if line.startswith(b'{"seq"')]


def test_an_intact_export_says_what_is_proved_and_what_is_not(case: ProofCase) -> None:
    report = check(case.export(), case.anchors)
    assert report.ok
    assert report.entries == 7
    assert "7 écritures sont intactes" in report.sentence
    assert "clé que vous avez fournie" in report.text
    assert "3 repères signés" in report.text
    assert "Ce qui ne l’est pas" in report.text
    assert "horodatage" in report.text


def test_without_a_public_key_the_origin_is_not_proved(case: ProofCase) -> None:
    report = check(case.export())
    assert report.ok
    assert case.anchors[0].fingerprint in report.text
    assert "--public-key" in report.text
    assert not any("fournie" in item for item in report.proved)


@pytest.mark.parametrize("first", range(1, 8))
def test_every_part_of_a_journal_is_provable(case: ProofCase, first: int) -> None:
    for last in range(first, 8):
        report = check(case.export(first, last), case.anchors)
        assert report.ok, (first, last, report.sentence)
        assert report.entries == last - first + 1
        assert any("n’en a que les empreintes" in item for item in report.unproved) == ((first, last) != (1, 7))


def test_an_export_of_one_entry_reveals_no_other(case: ProofCase) -> None:
    data = case.export(4, 4)
    assert b"req-4" in data
    assert not any(f"req-{number}".encode() in data for number in (1, 2, 3, 5, 6, 7))


def test_a_wrong_key_is_refused(case: ProofCase, tmp_path: Path) -> None:
    other = ProofCase(tmp_path / "other")
    other.write(1)
    other.checkpoint()
    assert check(case.export(), other.anchors).problem is ExportProblem.WRONG_KEY


def mutations(size: int) -> st.SearchStrategy[tuple[str, int, int]]:
    return st.tuples(
        st.sampled_from(["flip", "delete", "insert", "cut", "double"]), st.integers(0, size - 1), st.integers(1, 255)
    )


def mutated(data: bytes, kind: str, place: int, value: int) -> bytes:
    match kind:
        case "flip":
            return data[:place] + bytes([data[place] ^ value]) + data[place + 1 :]
        case "delete":
            return data[:place] + data[place + 1 :]
        case "insert":
            return data[:place] + bytes([value]) + data[place:]
        case "cut":
            return data[:place]
    return data[: place + 1] + data[max(0, place - value) :]


@pytest.mark.parametrize("part", [0, 1], ids=["whole", "part"])
@given(data=st.data())
def test_any_changed_byte_is_seen(sealed: tuple[bytes, bytes, ProofCase], part: int, data: st.DataObject) -> None:
    export, case = (sealed[0], sealed[1])[part], sealed[2]
    changed = mutated(export, *data.draw(mutations(len(export))))
    report = check(changed, data.draw(st.sampled_from([[], case.anchors])))
    assert changed == export or not report.ok
    assert changed == export or report.sentence


def test_every_single_byte_counts(sealed: tuple[bytes, bytes, ProofCase]) -> None:
    _, export, case = sealed
    for place in range(0, len(export), 11):
        assert not check(mutated(export, "flip", place, 1 << (place % 8)), case.anchors).ok, place


@given(st.data())
def test_any_change_of_lines_is_seen(sealed: tuple[bytes, bytes, ProofCase], data: st.DataObject) -> None:
    export, _, case = sealed
    lines = export.splitlines(keepends=True)
    picks = data.draw(st.lists(st.integers(0, len(lines) - 1), max_size=len(lines) + 3))
    assert check(b"".join(lines[pick] for pick in picks), case.anchors).ok == (picks == list(range(len(lines))))


@given(st.binary(max_size=300))
def test_anything_else_is_told_and_never_a_crash(data: bytes) -> None:
    for attempt in (data, data + b"\n", b'{"exported_at":' + data, b'{"seq":1' + data):
        report = check(attempt)
        assert not report.ok
        assert report.sentence


@pytest.mark.parametrize(
    "line",
    [b"[" * 100_000 + b"\n", b'{"first":' + b"9" * 10_000 + b"}\n", b"{" + b"a" * 3_000_000, b'{"key":"\\ud800"}\n', b"null\n"],
    ids=["depth", "digits", "length", "surrogate", "null"],
)
def test_hostile_lines(sealed: tuple[bytes, bytes, ProofCase], line: bytes) -> None:
    header = sealed[0].splitlines(keepends=True)[0]
    for data in (line, header + line):
        assert not check(data).ok


def problem_of(case: ProofCase, lines: list[bytes]) -> tuple[ExportProblem | None, int]:
    """What is found, even when the thief of the key sealed the change."""
    report = check(resealed(case, lines), case.anchors)
    return report.problem, report.seq


def test_the_first_bad_entry_is_named_even_when_it_was_sealed_again(case: ProofCase) -> None:
    lines = case.export().splitlines(keepends=True)
    spots = entry_lines(lines)
    changed = [*lines]
    changed[spots[3]] = changed[spots[3]].replace(b"secretariat", b"secretairat")
    assert problem_of(case, changed) == (ExportProblem.ALTERED, 4)
    assert problem_of(case, lines[: spots[3]] + lines[spots[4] :]) == (ExportProblem.MISSING, 4)
    swapped = [*lines]
    swapped[spots[2]], swapped[spots[5]] = swapped[spots[5]], swapped[spots[2]]
    assert problem_of(case, swapped) == (ExportProblem.REORDERED, 3)
    assert problem_of(case, lines[: spots[5]] + lines[spots[6] + 1 :]) == (ExportProblem.MISSING, 6)
    assert check(b"".join(lines[: spots[5]]), case.anchors).problem is ExportProblem.TRUNCATED
    assert check(b"".join(lines[:-1]), case.anchors).problem is ExportProblem.TRUNCATED


def test_a_rewritten_journal_contradicts_its_checkpoints(case: ProofCase) -> None:
    """The owner of the key rewrites entry 2, links the chain again, keeps the old checkpoints and seals."""
    lines = case.export().splitlines(keepends=True)
    forged = MemoryJournal()
    forged.write((), [replace(proof_record(n), person="autre" if n == 2 else "secretariat") for n in range(1, 8)])
    for spot, entry in zip(entry_lines(lines), forged.entries, strict=True):
        record = lines[spot].split(b'"record":')[1]
        head = json.dumps({"seq": entry.seq, "previous": entry.previous, "hash": entry.hash}, separators=(",", ":"))
        lines[spot] = head[:-1].encode() + b',"record":' + record.replace(b"secretariat", entry.record.person.encode())
    assert problem_of(case, lines) == (ExportProblem.REWRITTEN, 3)


def test_contradictory_checkpoints_are_told(case: ProofCase) -> None:
    lines = case.export().splitlines(keepends=True)
    key, history = case.archive.signing_key(case.now)
    spot = next(index for index, line in enumerate(lines) if line.startswith(b'{"checkpoint"')) + 1
    point = case.archive.checkpoints(TOWN)[1]
    other = sign_checkpoint(TOWN, size=5, root=b"\7" * 32, head=point.head, time=point.time, key=key)
    changed = [*lines]
    changed[spot] = json_line({"checkpoint": str(other.note), "consistency": json.loads(lines[spot])["consistency"]})
    assert problem_of(case, changed) == (ExportProblem.INCONSISTENT, 5)
    thief = sign_checkpoint(TOWN, size=5, root=point.root, head=point.head, time=point.time, key=Ed25519PrivateKey.generate())
    changed[spot] = json_line({"checkpoint": str(thief.note), "consistency": json.loads(lines[spot])["consistency"]})
    assert problem_of(case, changed) == (ExportProblem.SIGNATURE, 5)
    early = sign_checkpoint(TOWN, size=5, root=point.root, head=point.head, time=history.current.since - 1, key=key)
    changed[spot] = json_line({"checkpoint": str(early.note), "consistency": json.loads(lines[spot])["consistency"]})
    assert problem_of(case, changed) == (ExportProblem.SIGNATURE, 5)
    assert problem_of(case, [*lines[:spot], lines[spot + 1], lines[spot], *lines[spot + 2 :]])[0] in (
        ExportProblem.INCONSISTENT,
        ExportProblem.UNREADABLE,
    )


def test_another_organisation_cannot_be_passed_off(case: ProofCase) -> None:
    case.write(7, "voisine")
    case.checkpoint("voisine")
    here = case.export().splitlines(keepends=True)
    there = case.export(organization="voisine").splitlines(keepends=True)
    assert check(b"".join(there), case.anchors).organization == "voisine"
    renamed = [here[0].replace(b"saint-aubin", b"voisine"), *here[1:]]
    assert problem_of(case, renamed)[0] is ExportProblem.FOREIGN
    spots = entry_lines(here)
    mixed = [*here]
    mixed[spots[2]] = there[entry_lines(there)[2]]
    assert problem_of(case, mixed) == (ExportProblem.FOREIGN, 3)


def test_a_noted_checkpoint_shows_a_journal_rewritten_whole(case: ProofCase, tmp_path: Path) -> None:
    """Whoever holds the key and the machine makes a new journal and new checkpoints: only what was noted elsewhere shows it."""
    noted = case.archive.checkpoints(TOWN)[1]
    report = verify_export(io.BytesIO(case.export()), case.anchors, [noted])
    assert report.ok
    assert any("noté" in item for item in report.proved)
    forger = ProofCase(tmp_path / "forger")
    forger.archive = ProofArchive(tmp_path / "keys", tmp_path / "forged")
    forger.journal.write((), [replace(proof_record(number), person="autre") for number in range(1, 8)])
    forger.now = case.now
    forger.checkpoint()
    forged = forger.export()
    assert check(forged, case.anchors).ok
    report = verify_export(io.BytesIO(forged), case.anchors, [noted])
    assert (report.problem, report.seq) == (ExportProblem.NOTED, 5)


def test_two_checkpoints_of_one_size_cannot_hide_one_another(case: ProofCase) -> None:
    noted = Checkpoint(TOWN, 7, "ab" * 32)
    report = verify_store(case.journal, TOWN, [noted])
    assert (report.problem, report.bad_seq) == (Problem.REWRITTEN, 7), "the store's own head must not replace what was noted"


def test_nothing_is_signed_over_a_bad_journal(case: ProofCase) -> None:
    chain = case.journal._chains[TOWN]
    good = chain[4]
    chain[4] = replace(good, record=replace(good.record, person="autre"))
    with pytest.raises(JournalError, match="n° 5 a été modifiée"):
        case.checkpoint()
    chain[4] = good
    del chain[6]
    with pytest.raises(JournalError, match="n° 7"):
        case.checkpoint()


def test_impossible_exports_are_refused(case: ProofCase) -> None:
    for first, last in ((8, 8), (5, 4), (1, 8)):
        with pytest.raises(JournalError, match="n° 1 à la n° 7"):
            case.export(first, last)
    case.write(1)
    assert check(case.export(), case.anchors).entries == 7, "an export never goes beyond what is signed"


def test_an_empty_journal_has_nothing_to_sign(tmp_path: Path) -> None:
    made = ProofCase(tmp_path)
    with pytest.raises(JournalError, match="vide"):
        add_checkpoint(gather(made.journal, TOWN, made.archive), made.archive, made.now)


def test_a_clock_set_back_is_not_followed(case: ProofCase) -> None:
    case.now -= 100_000
    evidence = case.checkpoint()
    assert evidence.checkpoints[-1].time == evidence.checkpoints[-2].time
    assert check(case.export(), case.anchors).ok
