"""The journal in one SQLite file: WAL, ``synchronous=FULL``, plain SQL.

One process writes, held by a lock file that the system frees when the process dies; any number read. A failed write closes
the connection, and the next one starts afresh: the store comes back when the disk does. A file that disappeared, or whose
chains are shorter than what this process wrote, is never silently replaced by a new one.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from beffroi.errors import JournalError
from beffroi.journal.chain import Head, genesis, head_of, link_encoded
from beffroi.journal.encoding import decode_opening, decode_record, encode_opening, encode_record
from beffroi.journal.entry import Entry, Opening, Record
from beffroi.journal.ports import EVERYTHING, FIRST_PAGE, JournalFilter, Page
from beffroi.journal.statements import MIGRATIONS, QUERIES

_BUSY_S = 2.0
"""How long a write waits for another process's lock, in seconds."""


class SqliteJournal:
    """A :class:`~beffroi.journal.ports.JournalStore` in ``path``: created by the first write, readable by its owner only."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._lock: int | None = None
        self._inode = (0, 0)
        self._heads: dict[str, Head] = {}

    def write(self, openings: Sequence[Opening], records: Sequence[Record]) -> list[Entry]:
        """See the port. Must always be called from the same thread.

        Raises:
            JournalError: nothing was written.
        """
        try:
            connection = self._writer()
            connection.execute("BEGIN IMMEDIATE")
            entries, heads = self._insert(connection, openings, records)
            connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            self._disconnect()
            raise JournalError() from error
        except BaseException:
            self._disconnect()
            raise
        self._heads.update(heads)
        return entries

    def _insert(
        self, connection: sqlite3.Connection, openings: Sequence[Opening], records: Sequence[Record]
    ) -> tuple[list[Entry], dict[str, Head]]:
        entries, rows, heads = [], [], dict[str, Head]()
        for record in records:
            organization = record.organization
            head = heads.get(organization) or self._head_for_writing(connection, organization)
            encoded = encode_record(record)
            entry = link_encoded(head, record, encoded)
            heads[organization] = head_of(entry)
            entries.append(entry)
            rows.append((organization, entry.seq, entry.previous, entry.hash, encoded.decode()))
        for query, values in (
            ("insert_opening", [(o.organization, o.request_id, encode_opening(o).decode()) for o in openings]),
            ("insert_entry", rows),
            ("close_opening", [(record.organization, record.request_id) for record in records]),
            ("set_head", [(head.organization, head.seq, head.hash) for head in heads.values()]),
        ):
            if values:
                connection.executemany(QUERIES[query], values)
        return entries, heads

    def _head_for_writing(self, connection: sqlite3.Connection, organization: str) -> Head:
        """The head in the file, if it agrees with its last entry and is not behind what this process wrote."""
        stored = _head(connection, organization)
        last = connection.execute(QUERIES["last_entry"], (organization,)).fetchone() or (0, stored.hash)
        if tuple(last) != (stored.seq, stored.hash) or not self._continues(connection, stored):
            raise JournalError(
                "La fin du journal ne correspond plus à ce qui a été écrit : il a été coupé ou remplacé.",
                hint="Lancez « beffroi journal verify », puis restaurez une sauvegarde.",
            )
        return stored

    def _continues(self, connection: sqlite3.Connection, stored: Head) -> bool:
        """Whether the file still holds what this process last wrote (a commit that reported an error may be there too)."""
        known = self._heads.get(stored.organization)
        if known is None or known == stored:
            return True
        row = connection.execute(QUERIES["entry_hash"], (known.organization, known.seq)).fetchone()
        return row is not None and str(row[0]) == known.hash

    def _writer(self) -> sqlite3.Connection:
        if self._connection is not None:
            found = self._path.stat()
            if (found.st_dev, found.st_ino) != self._inode:
                raise JournalError("Le fichier du journal a été déplacé ou supprimé pendant que Beffroi s’en servait.")
            return self._connection
        if self._heads and not self._path.exists():
            raise JournalError("Le fichier du journal a disparu.", hint="Remettez-le en place, ou restaurez une sauvegarde.")
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._take_lock()
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self._path, timeout=_BUSY_S, isolation_level=None, cached_statements=32)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            _migrate(connection)
        except BaseException:
            connection.close()
            raise
        found = self._path.stat()
        self._connection, self._inode = connection, (found.st_dev, found.st_ino)
        return connection

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        lock = os.open(self._path.with_name(self._path.name + ".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            raise JournalError("Un autre processus de Beffroi écrit déjà dans ce journal.") from error
        self._lock = lock

    def close(self) -> None:
        """Close the connection and free the lock. Call it from the thread that writes."""
        self._disconnect()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _disconnect(self) -> None:
        """Close the connection, which rolls back what was not committed; the lock is kept."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def open_openings(self) -> list[Opening]:
        """See the port.

        Raises:
            JournalError: the file cannot be read.
        """
        with self._reader() as reader:
            rows = reader.execute(QUERIES["open_openings"]).fetchall() if reader else []
        return [decode_opening(text.encode()) for (text,) in rows]

    def head(self, organization: str) -> Head:
        """See the port.

        Raises:
            JournalError: the file cannot be read.
        """
        with self._reader() as reader:
            return _head(reader, organization) if reader else genesis(organization)

    def organizations(self) -> list[str]:
        """See the port.

        Raises:
            JournalError: the file cannot be read.
        """
        with self._reader() as reader:
            return [name for (name,) in reader.execute(QUERIES["organizations"])] if reader else []

    def read(
        self, organization: str, page: Page = FIRST_PAGE, where: JournalFilter = EVERYTHING, *, newest_first: bool = False
    ) -> list[Entry]:
        """See the port.

        Raises:
            JournalError: the file cannot be read, or an entry is damaged.
        """
        query = " ".join((QUERIES["read"], QUERIES["where"], QUERIES["newest_first" if newest_first else "oldest_first"]))
        values = _values(organization, where, page.after) | {"limit": page.limit, "offset": page.offset}
        with self._reader() as reader:
            rows = reader.execute(query, values).fetchall() if reader else []
        return [Entry(seq, previous, digest, decode_record(text.encode())) for seq, previous, digest, text in rows]

    def count(self, organization: str, where: JournalFilter = EVERYTHING) -> int:
        """See the port.

        Raises:
            JournalError: the file cannot be read.
        """
        with self._reader() as reader:
            if reader is None:
                return 0
            row = reader.execute(f"{QUERIES['count']} {QUERIES['where']}", _values(organization, where, 0)).fetchone()
            return int(row[0])

    @contextmanager
    def _reader(self) -> Iterator[sqlite3.Connection | None]:
        """A read-only connection of its own for any thread; None when nothing was ever written."""
        if not self._path.exists():
            yield None
            return
        try:
            with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=_BUSY_S)) as connection:
                (applied,) = connection.execute("PRAGMA user_version").fetchone()
                yield connection if applied else None
        except sqlite3.Error as error:
            raise JournalError("Le journal ne peut pas être lu.") from error


def _values(organization: str, where: JournalFilter, after: int) -> dict[str, str | int]:
    names = ("use", "person", "model", "request_id", "action", "since", "until")
    values: dict[str, str | int] = {name: getattr(where, name) for name in names}
    return values | {"organization": organization, "after": after, "outcome": where.outcome or ""}


def _head(connection: sqlite3.Connection, organization: str) -> Head:
    row = connection.execute(QUERIES["head"], (organization,)).fetchone()
    return Head(organization, *row) if row else genesis(organization)


def _migrate(connection: sqlite3.Connection) -> None:
    """Apply the migrations that the file lacks, each in its transaction.

    Raises:
        JournalError: the file was written by a newer Beffroi.
    """
    (applied,) = connection.execute("PRAGMA user_version").fetchone()
    if applied > len(MIGRATIONS):
        raise JournalError("Le journal a été écrit par une version plus récente de Beffroi.")
    for number, script in enumerate(MIGRATIONS[applied:], start=applied + 1):
        connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
