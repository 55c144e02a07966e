"""Verifies an export from its file alone, line by line, in constant memory. Standard library and ``cryptography`` only.

It trusts nothing of what it reads: whatever the bytes are, the outcome is a report, never an exception.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import BinaryIO, NoReturn

from beffroi.errors import JournalError
from beffroi.journal.checkpoint import CheckpointFault, SignedCheckpoint, fault_of, origin_of, parse_checkpoint
from beffroi.journal.export_format import FORMAT, LONGEST_LINE, json_line, seal_lines
from beffroi.journal.export_report import SENTENCES, ExportProblem, ExportReport, Scope, intact
from beffroi.journal.hashing import genesis_hash, hash_entry
from beffroi.journal.key_history import KeyHistory, read_time
from beffroi.journal.merkle import EMPTY_ROOT, Frontier, cover, verify_consistency
from beffroi.journal.note import NoteKey, parse_note

_ENTRY = re.compile(rb'\{"seq":([1-9][0-9]{0,17}),"previous":"([0-9a-f]{64})","hash":"([0-9a-f]{64})","record":(\{.*\})\}\n\Z')
_MOST_KEYS = 1_000
_HASH = re.compile(r"[0-9a-f]{64}\Z")
_FAULTS = {
    CheckpointFault.FOREIGN: ExportProblem.FOREIGN,
    CheckpointFault.SIGNATURE: ExportProblem.SIGNATURE,
    CheckpointFault.ORDER: ExportProblem.INCONSISTENT,
}


class _RefutedError(Exception):
    def __init__(self, problem: ExportProblem, seq: int = 0) -> None:
        super().__init__(problem.value)
        self.problem, self.seq = problem, seq


def verify_export(file: BinaryIO, anchors: Sequence[NoteKey] = (), noted: Sequence[SignedCheckpoint] = ()) -> ExportReport:
    """Verify an export. ``anchors``: public keys, and ``noted``: checkpoints, that the reader got by another way."""
    verifier = _Verifier(anchors, noted)
    lines = _lines(file)
    try:
        for line in lines:
            verifier.feed(line)
        return intact(verifier.finish())
    except _RefutedError as refuted:
        problem = refuted.problem
        if problem is ExportProblem.MISSING and any(_seq_of(line) == refuted.seq for line in lines):
            problem = ExportProblem.REORDERED
        sentence = SENTENCES[problem].format(seq=refuted.seq, line=verifier.line)
        return ExportReport(problem, sentence, refuted.seq, verifier.organization, verifier.verified)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE):
        yield line


def _seq_of(line: bytes) -> int:
    match = _ENTRY.match(line)
    return int(match[1]) if match else 0


class _Verifier:
    """Fed one line after the other; raises at the first that is wrong."""

    def __init__(self, anchors: Sequence[NoteKey], noted: Sequence[SignedCheckpoint]) -> None:
        self._anchors, self._noted = anchors, noted
        self.line = 0
        self.organization = ""
        self.verified = 0
        self._first = self._last = self._exported_at = 0
        self._statements: list[str] = []
        self._history: KeyHistory | None = None
        self._points: list[SignedCheckpoint] = []
        self._by_size: dict[int, list[SignedCheckpoint]] = {}
        self._frontier: Frontier | None = None
        self._after: list[bytes] = []
        self._previous = ""
        self._digest = sha256()
        self._sealed = False

    def feed(self, line: bytes) -> None:
        """Check one line, line break included."""
        self.line += 1
        if self._sealed:
            raise _RefutedError(ExportProblem.SEAL)
        match = _ENTRY.match(line)
        if match is not None:
            self._entry(int(match[1]), match[2].decode(), match[3].decode(), match[4])
        else:
            values = self._parse(line)
            self._sealed = "seal" in values
            self._proof(values)
        if not self._sealed:
            self._digest.update(line)

    def finish(self) -> Scope:
        """What the whole file holds, once its last line was fed."""
        if not self._sealed or self._history is None:
            raise _RefutedError(ExportProblem.TRUNCATED, max(self._first, 1) + self.verified)
        return Scope(
            self.organization,
            self._first,
            self._last,
            self._exported_at,
            tuple(self._points),
            self._history.current,
            self._history.knows(self._anchors),
            tuple(self._noted),
        )

    def _parse(self, line: bytes) -> dict[str, object]:
        if not line.endswith(b"\n") and len(line) < LONGEST_LINE and line.startswith(b"{"):
            raise _RefutedError(ExportProblem.TRUNCATED, max(self._first, 1) + self.verified)
        try:
            values = json.loads(line)
            is_canonical = isinstance(values, dict) and json_line(values) == line
        except (ValueError, RecursionError):
            is_canonical = False
        if not is_canonical:
            self._unreadable()
        parsed: dict[str, object] = values
        return parsed

    def _proof(self, values: dict[str, object]) -> None:
        match sorted(values):
            case ["exported_at", "first", "format", "last", "organization"] if self.line == 1:
                self._header(values)
            case ["key"] if self.line > 1 and self._history is None:
                self._statements.append(self._text(values["key"]))
                if len(self._statements) > _MOST_KEYS:
                    self._unreadable()
            case ["checkpoint", "consistency"] if self._statements and self._frontier is None:
                self._checkpoint(self._text(values["checkpoint"]), self._hashes(values["consistency"]))
            case ["after", "before"] if self._points and self._frontier is None:
                self._bounds(self._hashes(values["before"]), self._hashes(values["after"]))
            case ["seal"] if self._frontier is not None:
                self._seal(self._text(values["seal"]))
            case ["format", *_] if self.line == 1:
                raise _RefutedError(ExportProblem.NEWER)
            case _:
                self._unreadable()

    def _header(self, values: dict[str, object]) -> None:
        if values["format"] != FORMAT:
            raise _RefutedError(ExportProblem.NEWER)
        first, last = values["first"], values["last"]
        if type(first) is not int or type(last) is not int or not 1 <= first <= last < 1 << 63:
            self._unreadable()
        try:
            self._exported_at = read_time(self._text(values["exported_at"]))
        except ValueError:
            self._unreadable()
        self.organization, self._first, self._last = self._text(values["organization"]), first, last

    def _keys(self) -> KeyHistory:
        try:
            history = KeyHistory(self._statements)
        except JournalError:
            raise _RefutedError(ExportProblem.KEYS) from None
        if self._anchors and history.knows(self._anchors) is None:
            raise _RefutedError(ExportProblem.WRONG_KEY)
        return history

    def _checkpoint(self, written: str, proof: list[bytes]) -> None:
        if self._history is None:
            self._history = self._keys()
        try:
            point = parse_checkpoint(written)
        except JournalError:
            self._unreadable()
        previous = self._points[-1] if self._points else None
        fault = fault_of(point, self.organization, self._history, previous)
        if fault is not None:
            raise _RefutedError(_FAULTS[fault], point.size)
        size, root = (previous.size, previous.root) if previous else (0, EMPTY_ROOT)
        if not verify_consistency(size, point.size, root, point.root, proof):
            raise _RefutedError(ExportProblem.INCONSISTENT, point.size)
        self._points.append(point)
        self._by_size.setdefault(point.size, []).append(point)

    def _bounds(self, before: list[bytes], after: list[bytes]) -> None:
        texts, origin = {point.note.text for point in self._points}, origin_of(self.organization)
        ours = [point for point in self._noted if point.origin == origin]
        for point in ours or self._noted:
            if point.note.text not in texts:
                raise _RefutedError(ExportProblem.NOTED, point.size)
        self._noted = ours
        size = self._points[-1].size
        try:
            self._frontier = Frontier(self._first - 1, before)
        except ValueError:
            self._unreadable()
        if self._last > size or len(after) != sum(1 for _ in cover(self._last, size)):
            self._unreadable()
        self._after = after

    def _entry(self, seq: int, previous: str, digest: str, encoded: bytes) -> None:
        frontier = self._frontier
        if frontier is None:
            self._unreadable()
        expected = self._first + self.verified
        if seq < expected or seq > self._last:
            raise _RefutedError(ExportProblem.REORDERED, seq)
        if seq > expected:
            raise _RefutedError(ExportProblem.MISSING, expected)
        if hash_entry(previous, seq, encoded) != digest:
            raise _RefutedError(ExportProblem.ALTERED, seq)
        if _organization_of(encoded) != self.organization:
            raise _RefutedError(ExportProblem.FOREIGN, seq)
        if previous != (self._previous or (genesis_hash(self.organization) if seq == 1 else previous)):
            raise _RefutedError(ExportProblem.RECOMPUTED, seq)
        self._previous = digest
        self.verified += 1
        frontier.append(bytes.fromhex(digest))
        for point in self._by_size.get(seq, ()):
            if (point.head, point.root) != (digest, frontier.root()):
                raise _RefutedError(ExportProblem.REWRITTEN, seq)

    def _seal(self, written: str) -> None:
        frontier, history, size = self._frontier, self._history, self._points[-1].size
        assert frontier is not None
        assert history is not None
        if self._first + self.verified <= self._last:
            raise _RefutedError(ExportProblem.MISSING, self._first + self.verified)
        for (level, _), node in zip(cover(self._last, size), self._after, strict=True):
            frontier.append_subtree(level, node)
        if frontier.root() != self._points[-1].root:
            raise _RefutedError(ExportProblem.REWRITTEN, self._last)
        try:
            note = parse_note(written)
        except JournalError:
            raise _RefutedError(ExportProblem.SEAL) from None
        expected = seal_lines(origin_of(self.organization), self.line - 1, self._digest.hexdigest(), self._exported_at)
        if note.lines != expected or len(note.signatures) != 1 or not history.current.key.verifies(note):
            raise _RefutedError(ExportProblem.SEAL)

    def _text(self, value: object) -> str:
        if not isinstance(value, str):
            self._unreadable()
        return value

    def _hashes(self, value: object) -> list[bytes]:
        if not isinstance(value, list) or not all(isinstance(item, str) and _HASH.match(item) for item in value):
            self._unreadable()
        return [bytes.fromhex(item) for item in value]

    def _unreadable(self) -> NoReturn:
        raise _RefutedError(ExportProblem.UNREADABLE)


def _organization_of(encoded: bytes) -> object:
    try:
        record = json.loads(encoded)
    except (ValueError, RecursionError):
        return None
    return record.get("organization") if isinstance(record, dict) else None
