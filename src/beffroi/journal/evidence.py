"""All that proves the journal of an organisation at one moment, checked before anything is signed or handed over."""

from __future__ import annotations

from dataclasses import dataclass, replace

from beffroi.errors import JournalError
from beffroi.journal.audit import verify_store
from beffroi.journal.chain import Checkpoint, Head
from beffroi.journal.checkpoint import SignedCheckpoint, fault_of, sign_checkpoint
from beffroi.journal.entry import Entry
from beffroi.journal.merkle import MerkleTree, hash_leaf
from beffroi.journal.ports import JournalStore
from beffroi.journal.proof_archive import ProofArchive


@dataclass(frozen=True, slots=True)
class Evidence:
    """A chain found good, its tree, and the checkpoints that were signed on the way, oldest first."""

    organization: str
    tree: MerkleTree
    head: Head
    checkpoints: tuple[SignedCheckpoint, ...]


def signed_heads(archive: ProofArchive, organization: str) -> list[Checkpoint]:
    """What the stored checkpoints of an organisation say of its chain, once their signatures are checked.

    Raises:
        JournalError: a checkpoint or a key was altered.
    """
    return [Checkpoint(organization, point.size, point.head) for point in _checked(archive, organization)]


def gather(store: JournalStore, organization: str, archive: ProofArchive) -> Evidence:
    """Read the whole chain, verify it entry by entry, and compare it with every checkpoint. Linear in the entries.

    Raises:
        JournalError: an entry, a checkpoint or a key is not what it was; the message says which.
    """
    points = _checked(archive, organization)
    tree = MerkleTree()

    def grow(entry: Entry) -> None:
        tree.append(bytes.fromhex(entry.hash))

    expected = [Checkpoint(organization, point.size, point.head) for point in points]
    report = verify_store(store, organization, expected, grow)
    if not report.ok:
        raise JournalError(report.sentence, hint="Rien n’a été signé. Lancez « beffroi journal verify ».")
    for point in points:
        leaf = hash_leaf(bytes.fromhex(point.head))
        if tree.subtrees(point.size - 1, point.size) != [leaf] or tree.root(point.size) != point.root:
            raise JournalError(f"Le repère de l’écriture n° {point.size} ne correspond pas au journal.")
    return Evidence(organization, tree, report.head, tuple(points))


def add_checkpoint(evidence: Evidence, archive: ProofArchive, now: int) -> Evidence:
    """Sign and keep one more checkpoint, of the whole chain. ``now``: Unix seconds; a clock set back is not followed.

    Raises:
        JournalError: the chain is empty, or the key or the files cannot be used.
    """
    if not evidence.tree.size:
        raise JournalError("Le journal de cet organisme est vide : il n’y a rien à signer.", hint="")
    key, history = archive.signing_key(now)
    known = [history.current.since, *(point.time for point in evidence.checkpoints)]
    size = evidence.tree.size
    point = sign_checkpoint(
        evidence.organization,
        size=size,
        root=evidence.tree.root(size),
        head=evidence.head.hash,
        time=max(now, *known),
        key=key,
    )
    archive.append(evidence.organization, point)
    return replace(evidence, checkpoints=(*evidence.checkpoints, point))


def _checked(archive: ProofArchive, organization: str) -> list[SignedCheckpoint]:
    points = archive.checkpoints(organization)
    history = archive.history()
    previous = None
    for point in points:
        fault = fault_of(point, organization, history, previous)
        if fault is not None:
            raise JournalError(fault.format(size=point.size), hint="Restaurez les repères et les clés depuis une sauvegarde.")
        previous = point
    return points
