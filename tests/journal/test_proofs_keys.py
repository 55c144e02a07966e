"""Notes, keys and their rotation, and the files that keep them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from beffroi.errors import JournalError
from beffroi.journal.checkpoint import parse_checkpoint, sign_checkpoint
from beffroi.journal.evidence import add_checkpoint, gather
from beffroi.journal.export_report import ExportProblem
from beffroi.journal.key_history import KeyHistory, first_statement, read_time, rotation_statement, write_time
from beffroi.journal.note import parse_key, parse_note, public_half, sign_note
from beffroi.testing.proof_case import NOW, TOWN, ProofCase, check

KEYS = [Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in range(1, 6)]


@pytest.fixture
def case(tmp_path: Path) -> ProofCase:
    return ProofCase(tmp_path)


def test_the_format_is_the_one_of_transparency_logs() -> None:
    """The example of the documentation of golang.org/x/mod/sumdb/note."""
    key = parse_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = parse_note(
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert key.verifies(note)


def test_the_text_of_a_checkpoint_is_fixed() -> None:
    point = sign_checkpoint(TOWN, size=12, root=bytes(32), head="ab" * 32, time=NOW, key=KEYS[0])
    assert point.note.text == (f"beffroi-journal/saint-aubin\n12\n{'A' * 43}=\nhead {'ab' * 32}\ntime 2026-09-21T14:13:20Z\n")
    assert parse_checkpoint(str(point.note)) == point


@given(st.data())
def test_a_changed_note_does_not_verify(data: st.DataObject) -> None:
    public = public_half("beffroi-journal", KEYS[0])
    written = str(sign_note(["saint-aubin", "12"], "beffroi-journal", KEYS[:1]))
    place = data.draw(st.integers(0, len(written) - 1))
    letter = data.draw(st.characters(codec="utf-8").filter(lambda char: char != written[place]))
    try:
        note = parse_note(written[:place] + letter + written[place + 1 :])
    except JournalError:
        return
    assert not public.verifies(note)


@given(st.text(max_size=60))
def test_anything_else_is_not_a_note(text: str) -> None:
    for attempt in (text, f"a\n\n{text}", f"a\n\n— b {text}\n"):
        with pytest.raises(JournalError):
            parse_note(attempt)


def test_a_line_of_a_note_cannot_frame_another() -> None:
    for line in ("", "a\nb", "a\u2028b", "a\0"):
        with pytest.raises(ValueError, match="printable"):
            sign_note([line], "n", KEYS[:1])


def test_times_have_one_spelling() -> None:
    assert read_time(write_time(NOW)) == NOW
    for wrong in ("2026-9-21T14:13:20Z", "2026-09-21T14:13:20+00:00", "hier", "2026-13-01T00:00:00Z"):
        with pytest.raises(ValueError):
            read_time(wrong)


def test_each_key_hands_over_to_the_next() -> None:
    statements = [first_statement(KEYS[0], NOW)]
    for old, new in pairwise(KEYS):
        statements.append(rotation_statement(KeyHistory(statements), old, new, NOW + 10 * len(statements)))
    history = KeyHistory(statements)
    assert [dated.key for dated in history.keys] == [public_half("beffroi-journal", key) for key in KEYS]
    assert [dated.until for dated in history.keys] == [NOW + 10, NOW + 20, NOW + 30, NOW + 40, None]
    for broken in (statements[1:], statements[:2] + statements[3:], statements[::-1], [*statements, statements[4]], []):
        with pytest.raises(JournalError):
            KeyHistory(broken)


def test_nobody_else_can_hand_over() -> None:
    first = first_statement(KEYS[0], NOW)
    with pytest.raises(ValueError, match="in force"):
        rotation_statement(KeyHistory([first]), KEYS[3], KEYS[1], NOW)
    good = rotation_statement(KeyHistory([first]), KEYS[0], KEYS[1], NOW)
    other_first = first_statement(KEYS[3], NOW)
    stolen = rotation_statement(KeyHistory([other_first]), KEYS[3], KEYS[1], NOW)
    old_line, new_line = good.splitlines()[-2:]
    for forged in (
        stolen,
        good.replace(old_line + "\n", ""),
        good.replace(new_line + "\n", ""),
        good.replace(old_line, stolen.splitlines()[-2]),
        good.replace(f"{old_line}\n{new_line}", f"{new_line}\n{old_line}"),
    ):
        with pytest.raises(JournalError):
            KeyHistory([first, forged])


def test_old_checkpoints_stay_verifiable_after_rotations(case: ProofCase) -> None:
    for _ in range(4):
        case.write(2)
        case.checkpoint()
        case.now += 60
        case.archive.rotate(case.now)
    data = case.export()
    for dated in case.history.keys:
        report = check(data, [dated.key])
        assert report.ok
        assert any("volée" in item for item in report.unproved) == (dated.until is not None)
    assert len(case.history.keys) == 5
    assert len(list((case.directory / "keys" / "journal").glob("*.key"))) == 1


def test_a_retired_key_cannot_sign_any_more(case: ProofCase) -> None:
    case.write(2)
    case.checkpoint()
    old, history = case.archive.signing_key(case.now)
    case.now += 60
    case.archive.rotate(case.now)
    case.write(2)
    evidence = case.checkpoint()
    point = evidence.checkpoints[-1]
    forged = sign_checkpoint(TOWN, size=4, root=point.root, head=point.head, time=point.time, key=old)
    with pytest.raises(JournalError, match="en même temps"):
        case.archive.append(TOWN, forged)
    with (case.directory / "checkpoints" / "saint-aubin.txt").open("a") as file:
        file.write(f"{forged.note}\n")
    with pytest.raises(JournalError, match="signature"):
        case.checkpoint()
    assert history.current.key != case.history.current.key


def test_a_clock_set_back_does_not_retire_a_key_before_what_it_signed(case: ProofCase) -> None:
    case.write(2)
    case.checkpoint()
    case.now -= 100_000
    case.archive.rotate(case.now)
    case.write(2)
    case.checkpoint()
    assert check(case.export(), case.anchors).ok


def test_two_signatures_at_once_never_spoil_the_file(case: ProofCase) -> None:
    case.write(2)
    case.checkpoint()
    slow = gather(case.journal, TOWN, case.archive)
    case.write(2)
    case.checkpoint()
    with pytest.raises(JournalError, match="en même temps"):
        add_checkpoint(slow, case.archive, case.now)
    case.checkpoint()
    assert [point.size for point in case.archive.checkpoints(TOWN)] == [2, 4, 4]


def test_an_export_whose_key_list_was_cut_is_refused(case: ProofCase) -> None:
    case.write(1)
    case.archive.signing_key(case.now)
    case.archive.rotate(case.now)
    case.checkpoint()
    lines = case.export().splitlines(keepends=True)
    keys = [index for index, line in enumerate(lines) if line.startswith(b'{"key"')]
    assert check(b"".join(lines[: keys[0]] + lines[keys[1] :])).problem is ExportProblem.KEYS
    report = check(b"".join(lines[: keys[1]] + lines[keys[1] + 1 :]))
    assert report.problem is ExportProblem.SIGNATURE


def test_key_files_are_private_and_never_remade(case: ProofCase) -> None:
    case.write(1)
    case.checkpoint()
    folder = case.directory / "keys" / "journal"
    (private,) = folder.glob("*.key")
    assert private.stat().st_mode & 0o777 == 0o600
    private.chmod(0o644)
    with pytest.raises(JournalError, match="autres comptes") as caught:
        case.checkpoint()
    assert "chmod 600" in caught.value.sentence
    private.chmod(0o600)
    pem = private.read_bytes()
    private.write_bytes(b"x")
    with pytest.raises(JournalError, match="abîmée"):
        case.checkpoint()
    private.write_bytes(pem)
    history = (folder / "keys.txt").read_bytes()
    (folder / "keys.txt").unlink()
    with pytest.raises(JournalError, match="disparu"):
        case.archive.signing_key(case.now)
    (folder / "keys.txt").write_bytes(history)
    private.unlink()
    with pytest.raises(JournalError, match="n’existe plus"):
        case.checkpoint()


def test_a_checkpoint_torn_by_a_crash_is_ignored_then_replaced(case: ProofCase) -> None:
    case.write(2)
    case.checkpoint()
    path = case.directory / "checkpoints" / "saint-aubin.txt"
    whole = path.read_bytes()
    case.checkpoint()
    both = path.read_bytes()
    for length in range(len(whole), len(both)):
        path.write_bytes(both[:length])
        assert len(case.archive.checkpoints(TOWN)) == 1, length
    path.write_bytes(both[:-1])
    case.checkpoint()
    assert len(case.archive.checkpoints(TOWN)) == 2
    assert check(case.export(), case.anchors).ok
    path.write_bytes(both[: len(whole) // 2])
    assert case.archive.checkpoints(TOWN) == []


def test_an_altered_checkpoint_file_is_told(case: ProofCase) -> None:
    case.write(2)
    case.checkpoint()
    path = case.directory / "checkpoints" / "saint-aubin.txt"
    good = path.read_bytes()
    for bad in (good.replace(b"\n2\n", b"\n3\n"), good.replace(b"saint", b"Saint"), b"\xff" + good):
        path.write_bytes(bad)
        with pytest.raises(JournalError):
            case.checkpoint()


def test_names_of_organisations_are_file_names(case: ProofCase) -> None:
    case.write(1, "../a b")
    case.checkpoint("../a b")
    assert case.archive.organizations() == ["../a b"]
    assert len(case.archive.checkpoints("../a b")) == 1
    assert check(case.export(organization="../a b"), case.anchors).ok
