"""Verifies the chain of an organisation as a store keeps it, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from beffroi.errors import JournalError
from beffroi.journal.chain import Checkpoint
from beffroi.journal.entry import Entry
from beffroi.journal.ports import JournalStore, Page
from beffroi.journal.verification import ChainVerifier, VerificationReport

PAGE = 1_000


def verify_store(
    store: JournalStore,
    organization: str,
    checkpoints: Iterable[Checkpoint] = (),
    seen: Callable[[Entry], None] | None = None,
) -> VerificationReport:
    """Verify every entry, against the head that the store keeps apart and the ``checkpoints`` kept elsewhere.

    ``seen`` is given each entry found good, in order.

    Raises:
        JournalError: the store cannot be read at all.
    """
    head = store.head(organization)
    expected = [*checkpoints]
    if head.seq:
        expected.append(Checkpoint(organization, head.seq, head.hash))
    verifier = ChainVerifier(organization, expected)
    after, page = 0, PAGE
    while True:
        try:
            entries = store.read(organization, Page(after, page))
        except JournalError:
            if page > 1:  # find out which entry of the page is damaged
                page = 1
                continue
            verifier.unreadable()
            break
        for entry in entries:
            if verifier.feed(entry) and seen is not None:
                seen(entry)
        if len(entries) < page:
            break
        after = entries[-1].seq
    return verifier.finish()
