"""Writes one self-contained file that proves a journal, or a part of it, to somebody who has nothing else.

Lines of JSON (UTF-8, sorted keys, no space), in this order:

1. a header: format, organisation, first and last entry (``seq``), time;
2. ``key``: each statement of the key history;
3. ``checkpoint``: each signed checkpoint, with ``consistency``, the proof that the previous one is its beginning (hexadecimal);
4. ``before`` and ``after``: hashes of the subtrees left and right of the entries, up to the size of the last checkpoint: with
   the entries between, they give its root;
5. one line an entry: ``seq``, ``previous``, ``hash``, and ``record``, the canonical bytes that the chain hashes;
6. ``seal``: a note signed with the key in force, over the number of lines above and the SHA-256 of their bytes.

Every byte is under a signature; there is no other spelling of the same content.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beffroi.errors import JournalError
from beffroi.journal.checkpoint import origin_of
from beffroi.journal.encoding import encode_record
from beffroi.journal.entry import Entry
from beffroi.journal.evidence import Evidence
from beffroi.journal.export_format import FORMAT, json_line, seal_lines
from beffroi.journal.key_history import KEY_NAME, KeyHistory, write_time
from beffroi.journal.merkle import hash_leaf
from beffroi.journal.note import sign_note
from beffroi.journal.ports import JournalStore, Page

_PAGE = 1_000


def write_export(  # noqa: PLR0913  (the range is named)
    store: JournalStore,
    evidence: Evidence,
    keys: tuple[Ed25519PrivateKey, KeyHistory],
    output: BinaryIO,
    *,
    now: int,
    first: int = 1,
    last: int = 0,
) -> int:
    """Write entries ``first`` to ``last`` (both included, from 1; 0: the last that a checkpoint covers); returns how many.

    ``now``: Unix seconds. Two passes over the store in all, with the one that gathered the ``evidence``; constant memory here.

    Raises:
        JournalError: no such entries, no checkpoint that covers them, or the store no longer holds what was gathered.
    """
    if not evidence.checkpoints:
        raise JournalError("Aucun repère n’a été signé : l’export ne prouverait rien.")
    size = evidence.checkpoints[-1].size
    last = last or size
    if not 1 <= first <= last <= size:
        raise JournalError(
            f"Ces écritures n’existent pas : le journal de cet organisme va de la n° 1 à la n° {size}.",
            hint="Corrigez --from ou --to.",
        )
    key, history = keys
    digest, count = sha256(), 0

    def write(line: bytes) -> None:
        nonlocal count
        digest.update(line)
        output.write(line)
        count += 1

    exported_at = max(now, evidence.checkpoints[-1].time, history.current.since)
    write(_header(evidence.organization, first, last, exported_at))
    for line in _proofs(evidence, history, first, last, size):
        write(line)
    for entry in _entries(store, evidence, first, last):
        write(_entry_line(entry))
    seal = sign_note(seal_lines(origin_of(evidence.organization), count, digest.hexdigest(), exported_at), KEY_NAME, [key])
    output.write(json_line({"seal": str(seal)}))
    return last - first + 1


def _header(organization: str, first: int, last: int, at: int) -> bytes:
    return json_line(
        {"format": FORMAT, "organization": organization, "first": first, "last": last, "exported_at": write_time(at)}
    )


def _proofs(evidence: Evidence, history: KeyHistory, first: int, last: int, size: int) -> Iterator[bytes]:
    tree = evidence.tree
    for statement in history.statements:
        yield json_line({"key": statement})
    previous = 0
    for point in evidence.checkpoints:
        yield json_line({"checkpoint": str(point.note), "consistency": _hex(tree.consistency_proof(previous, point.size))})
        previous = point.size
    yield json_line({"before": _hex(tree.subtrees(0, first - 1)), "after": _hex(tree.subtrees(last, size))})


def _entries(store: JournalStore, evidence: Evidence, first: int, last: int) -> Iterator[Entry]:
    after = first - 1
    while after < last:
        page = store.read(evidence.organization, Page(after, min(_PAGE, last - after)))
        if not page:
            raise JournalError("Le journal a changé pendant l’export.")
        for entry in page:
            after += 1
            if entry.seq != after or evidence.tree.subtrees(after - 1, after) != [hash_leaf(bytes.fromhex(entry.hash))]:
                raise JournalError("Le journal a changé pendant l’export.")
            yield entry


def _entry_line(entry: Entry) -> bytes:
    head = json.dumps({"seq": entry.seq, "previous": entry.previous, "hash": entry.hash}, separators=(",", ":"))
    return head[:-1].encode() + b',"record":' + encode_record(entry.record) + b"}\n"


def _hex(hashes: Sequence[bytes]) -> list[str]:
    return [item.hex() for item in hashes]
