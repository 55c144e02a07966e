"""A journal in memory, its proofs in a directory, and their export: what tests of proofs start from. Synthetic exchanges."""

from __future__ import annotations

import io
from pathlib import Path

from beffroi.journal.commitment import commit_content
from beffroi.journal.entry import Outcome, Record
from beffroi.journal.evidence import Evidence, add_checkpoint, gather
from beffroi.journal.export import write_export
from beffroi.journal.export_report import ExportReport
from beffroi.journal.export_verification import verify_export
from beffroi.journal.key_history import KeyHistory
from beffroi.journal.note import NoteKey
from beffroi.journal.proof_archive import ProofArchive
from beffroi.testing.journal import MemoryJournal

TOWN = "saint-aubin"
NOW = 1_790_000_000
COMMITMENT_KEY = bytes(range(32))


def proof_record(number: int, organization: str = TOWN) -> Record:
    """The record of exchange ``req-<number>``, whose request says "Question <number>", and whose answer "Réponse <number>"."""
    name = f"req-{number}"
    return Record(
        request_id=name,
        at=NOW * 1000 + number,
        organization=organization,
        use="courrier",
        person="secretariat",
        grant=f"key:{organization}:accueil",
        endpoint="/v1/chat/completions",
        outcome=Outcome.COMPLETED,
        status=200,
        found={"nir": 1},
        commitment=commit_content(COMMITMENT_KEY, request_id=name, request=f"Question {number}", answer=f"Réponse {number}"),
    )


class ProofCase:
    """``journal`` and ``archive`` of one installation; time moves by a minute at each signature."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.journal = MemoryJournal()
        self.archive = ProofArchive(directory / "keys", directory / "checkpoints")
        self.now = NOW

    def write(self, count: int, organization: str = TOWN) -> None:
        """Add ``count`` exchanges."""
        done = self.journal.count(organization)
        self.journal.write((), [proof_record(done + number, organization) for number in range(1, count + 1)])

    def checkpoint(self, organization: str = TOWN) -> Evidence:
        """Verify and sign."""
        self.now += 60
        return add_checkpoint(gather(self.journal, organization, self.archive), self.archive, self.now)

    def export(self, first: int = 1, last: int = 0, organization: str = TOWN) -> bytes:
        """The bytes of an export, under the checkpoints made so far."""
        output = io.BytesIO()
        evidence = gather(self.journal, organization, self.archive)
        self.now += 60
        signing = self.archive.signing_key(self.now)
        write_export(self.journal, evidence, signing, output, now=self.now, first=first, last=last)
        return output.getvalue()

    @property
    def history(self) -> KeyHistory:
        """The public keys."""
        history = self.archive.history()
        assert history is not None
        return history

    @property
    def anchors(self) -> list[NoteKey]:
        """What an auditor was given: the key in force."""
        return [self.history.current.key]


def check(data: bytes, anchors: list[NoteKey] | None = None) -> ExportReport:
    """Verify the bytes of an export."""
    return verify_export(io.BytesIO(data), anchors or [])
