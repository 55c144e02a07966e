"""Verifies a chain, entry by entry, and says in French what is wrong with the first bad one. Pure, in constant memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from beffroi.errors import JournalError
from beffroi.journal.chain import Checkpoint, Head, genesis, head_of
from beffroi.journal.encoding import encode_record
from beffroi.journal.entry import Entry
from beffroi.journal.hashing import hash_entry


class Problem(StrEnum):
    """What can be wrong with a chain."""

    ALTERED = "altered"
    MISSING = "missing"
    REORDERED = "reordered"
    FOREIGN = "foreign"
    RECOMPUTED = "recomputed"
    TRUNCATED = "truncated"
    REWRITTEN = "rewritten"
    UNREADABLE = "unreadable"


_SENTENCES = {
    Problem.ALTERED: "L’écriture n° {seq} a été modifiée : son contenu ne correspond plus à son empreinte.",
    Problem.MISSING: "Il manque une écriture avant la n° {seq} : la chaîne est interrompue.",
    Problem.REORDERED: "L’écriture n° {seq} n’est pas à sa place : l’ordre des écritures a été changé.",
    Problem.FOREIGN: "L’écriture n° {seq} appartient à un autre organisme.",
    Problem.RECOMPUTED: "L’écriture n° {seq} a été modifiée et son empreinte recalculée : la suivante ne s’y rattache plus.",
    Problem.TRUNCATED: "La fin du journal a été supprimée : l’écriture n° {seq}, qui existait, n’y est plus.",
    Problem.REWRITTEN: "Le journal a été réécrit : l’écriture n° {seq} n’a pas l’empreinte qui avait été relevée.",
    Problem.UNREADABLE: "L’écriture n° {seq} est illisible : elle a été modifiée ou endommagée.",
}


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """The outcome. ``head`` is the last entry found good; ``bad_seq`` is 0 when all is well."""

    organization: str
    verified: int
    head: Head
    problem: Problem | None = None
    bad_seq: int = 0

    @property
    def ok(self) -> bool:
        """Whether every entry is good."""
        return self.problem is None

    @property
    def sentence(self) -> str:
        """The outcome in French."""
        if self.problem is not None:
            return _SENTENCES[self.problem].format(seq=self.bad_seq)
        if self.verified == 0:
            return "Le journal est vide : il n’y a rien à vérifier."
        if self.verified == 1:
            return "La seule écriture du journal est intacte."
        return f"Les {self.verified} écritures du journal sont intactes et dans l’ordre."


class ChainVerifier:
    """A state machine: ``feed`` entries in the order they are kept, then ``finish``. The first problem is the one reported."""

    def __init__(self, organization: str, checkpoints: Iterable[Checkpoint] = ()) -> None:
        self._head = genesis(organization)
        self._expected: dict[int, set[str]] = {}
        for checkpoint in checkpoints:
            if checkpoint.organization == organization:
                self._expected.setdefault(checkpoint.seq, set()).add(checkpoint.hash)
        self._verified = 0
        self._problem: Problem | None = None
        self._bad_seq = 0

    def feed(self, entry: Entry) -> bool:
        """Check one entry; False once something is wrong. Keep feeding: what follows may tell a gap from a changed order."""
        if self._problem is Problem.MISSING and entry.seq == self._head.seq + 1:
            self._problem = Problem.REORDERED
        if self._problem is not None:
            return False
        found = self._problem_of(entry)
        if found is not None:
            self._fail(*found)
            return False
        self._head = head_of(entry)
        self._verified += 1
        if self._expected.get(entry.seq, {entry.hash}) != {entry.hash}:
            self._fail(Problem.REWRITTEN, entry.seq)
        return self._problem is None

    def unreadable(self) -> None:
        """The entry after the last good one could not be decoded."""
        if self._problem is None:
            self._fail(Problem.UNREADABLE, self._head.seq + 1)

    def finish(self) -> VerificationReport:
        """The report, once the last entry was fed."""
        beyond = [seq for seq in self._expected if seq > self._head.seq]
        if self._problem is None and beyond:
            self._fail(Problem.TRUNCATED, self._head.seq + 1)
        return VerificationReport(self._head.organization, self._verified, self._head, self._problem, self._bad_seq)

    def _fail(self, problem: Problem, seq: int) -> None:
        self._problem, self._bad_seq = problem, seq

    def _problem_of(self, entry: Entry) -> tuple[Problem, int] | None:
        if entry.record.organization != self._head.organization:
            return Problem.FOREIGN, entry.seq
        if entry.seq <= self._head.seq:
            return Problem.REORDERED, entry.seq
        if entry.seq > self._head.seq + 1:
            return Problem.MISSING, entry.seq
        try:
            own = hash_entry(entry.previous, entry.seq, encode_record(entry.record))
        except (JournalError, ValueError):
            return Problem.UNREADABLE, entry.seq
        if own != entry.hash:
            return Problem.ALTERED, entry.seq
        if entry.previous != self._head.hash:
            return Problem.RECOMPUTED, max(1, entry.seq - 1)
        return None


def verify(entries: Iterable[Entry], organization: str, checkpoints: Iterable[Checkpoint] = ()) -> VerificationReport:
    """Verify a whole chain, from its first entry, given in the order in which it is kept."""
    verifier = ChainVerifier(organization, checkpoints)
    for entry in entries:
        verifier.feed(entry)
    return verifier.finish()
