"""The public keys that sign the checkpoints of an installation, one after the other, each vouched for by the one before.

A *key statement* is a signed note; the first is signed by its own key, each later one by the previous key (which hands over)
and by the new one (which vouches for what came before: the statement names the SHA-256 of the previous one)::

    beffroi-journal-keys/1
    2
    key beffroi-journal+0a1b2c3d+AbCd…
    since 2026-11-22T12:00:00Z
    after 5f3e…

    — beffroi-journal …
    — beffroi-journal …

A key is in force from its ``since`` to the next one's, both included. Pure; standard library and ``cryptography`` only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beffroi.errors import JournalError
from beffroi.journal.note import Note, NoteKey, parse_key, parse_note, public_half, sign_note

KEY_NAME = "beffroi-journal"
_ORIGIN = "beffroi-journal-keys/1"
_FIRST = "-"
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class DatedKey:
    """A key: its ``number`` from 1, and when it came in force and was replaced (Unix seconds; None: still in force)."""

    number: int
    key: NoteKey
    since: int
    until: int | None

    def in_force(self, at: int) -> bool:
        """Whether the key may sign at ``at`` (Unix seconds)."""
        return self.since <= at and (self.until is None or at <= self.until)


class KeyHistory:
    """The keys of a list of statements, each checked when the history is read.

    Raises:
        JournalError: a statement is not signed as it must be, or does not follow the one before.
    """

    def __init__(self, statements: Iterable[str]) -> None:
        self.statements = tuple(statements)
        keys: list[tuple[NoteKey, int]] = []
        for position, written in enumerate(self.statements):
            after = _digest(self.statements[position - 1]) if position else _FIRST
            keys.append(_read(parse_note(written), position + 1, after, keys[-1] if keys else None))
        if not keys:
            raise JournalError("La liste des clés du journal est vide.")
        ends = [since for _, since in keys[1:]]
        self.keys = tuple(
            DatedKey(number, key, since, until)
            for number, ((key, since), until) in enumerate(zip(keys, [*ends, None], strict=True), start=1)
        )

    @property
    def current(self) -> DatedKey:
        """The key in force."""
        return self.keys[-1]

    def signer(self, note: Note) -> DatedKey | None:
        """The key that made the only signature of ``note``; None if none of these keys did."""
        if len(note.signatures) != 1:
            return None
        return next((dated for dated in self.keys if dated.key.verifies(note)), None)

    def knows(self, anchors: Sequence[NoteKey]) -> DatedKey | None:
        """The latest key of the history that is among ``anchors``."""
        held = {anchor.public for anchor in anchors}
        return next((dated for dated in reversed(self.keys) if dated.key.public in held), None)


def first_statement(key: Ed25519PrivateKey, since: int) -> str:
    """The statement that opens a history. ``since``: Unix seconds."""
    return str(sign_note(_lines(1, key, since, _FIRST), KEY_NAME, [key]))


def rotation_statement(history: KeyHistory, old: Ed25519PrivateKey, new: Ed25519PrivateKey, since: int) -> str:
    """The statement by which the key in force hands over to ``new``. ``since``: Unix seconds.

    Raises:
        ValueError: ``old`` is not the key in force.
    """
    if public_half(KEY_NAME, old) != history.current.key:
        raise ValueError("only the key in force hands over")
    since = max(since, history.current.since)
    lines = _lines(len(history.keys) + 1, new, since, _digest(history.statements[-1]))
    return str(sign_note(lines, KEY_NAME, [old, new]))


def write_time(at: int) -> str:
    """Unix seconds as ``2026-11-22T12:00:00Z``."""
    return datetime.fromtimestamp(at, UTC).strftime(_TIME)


def read_time(written: str) -> int:
    """The reverse of :func:`write_time`.

    Raises:
        ValueError: another spelling.
    """
    at = int(datetime.strptime(written, _TIME).replace(tzinfo=UTC).timestamp())
    if write_time(at) != written:
        raise ValueError("not the canonical spelling of a time")
    return at


def _lines(number: int, key: Ed25519PrivateKey, since: int, after: str) -> list[str]:
    return _text(number, public_half(KEY_NAME, key), since, after)


def _text(number: int, key: NoteKey, since: int, after: str) -> list[str]:
    return [_ORIGIN, str(number), f"key {key}", f"since {write_time(since)}", f"after {after}"]


def _digest(statement: str) -> str:
    return sha256(statement.encode()).hexdigest()


def _read(note: Note, number: int, after: str, previous: tuple[NoteKey, int] | None) -> tuple[NoteKey, int]:
    """The key and the date of one statement, whose text must be exactly what it has to be."""
    try:
        lines = note.lines
        key, since = parse_key(lines[2].removeprefix("key ")), read_time(lines[3].removeprefix("since "))
    except (IndexError, ValueError):
        raise _broken(number) from None
    signers = [key] if previous is None else [previous[0], key]
    if (
        key.name != KEY_NAME
        or lines != _text(number, key, since, after)
        or len(note.signatures) != len(signers)
        or not all(signer.verifies(note, position) for position, signer in enumerate(signers))
        or (previous is not None and (since < previous[1] or key == previous[0]))
    ):
        raise _broken(number)
    return key, since


def _broken(number: int) -> JournalError:
    return JournalError(f"La déclaration de la clé n° {number} du journal n’est pas valable : elle a été modifiée.")
