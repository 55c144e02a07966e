"""Where the proofs are kept: the signing keys of the journal, and the checkpoints, in files that people can read.

Private keys: ``<keys>/journal/<id>.key`` (PEM, 0600), one at a time; public keys: ``<keys>/journal/keys.txt``, the statements
of :mod:`beffroi.journal.key_history`. Checkpoints: ``<checkpoints>/<organisation>.txt``, only ever appended to. In both files
each note is followed by an empty line; a last note torn by a crash is ignored, and overwritten by the next one.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, unquote

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from beffroi.errors import JournalError
from beffroi.journal.checkpoint import SignedCheckpoint, fault_of, parse_checkpoint
from beffroi.journal.key_history import KEY_NAME, KeyHistory, first_statement, rotation_statement
from beffroi.journal.note import NoteKey, public_half

_HISTORY = "keys.txt"


class ProofArchive:
    """``keys``: the installation's directory of keys; ``checkpoints``: the directory beside the journal."""

    def __init__(self, keys: Path, checkpoints: Path) -> None:
        self._keys = keys / "journal"
        self._checkpoints = checkpoints

    def history(self) -> KeyHistory | None:
        """The public keys; None if nothing was ever signed.

        Raises:
            JournalError: the file cannot be read, or was altered.
        """
        notes = _read_notes(self._keys / _HISTORY)
        return KeyHistory(notes) if notes else None

    def signing_key(self, now: int) -> tuple[Ed25519PrivateKey, KeyHistory]:
        """The key in force, created the first time. ``now``: Unix seconds.

        Raises:
            JournalError: the private key is missing, damaged or readable by others, or cannot be written.
        """
        with _guarded(self._keys):
            history = self.history()
            if history is None:
                if any(self._checkpoints.glob("*.txt")):
                    raise JournalError(
                        "La liste des clés publiques du journal a disparu.", hint="Restaurez keys/journal/keys.txt."
                    )
                key = self._create()
                statement = first_statement(key, now)
                _append_note(self._keys / _HISTORY, statement, 0o644)
                return key, KeyHistory([statement])
            for dated in history.keys[:-1]:  # a crash may have left it
                self._path(dated.key).unlink(missing_ok=True)
            return self._load(history.current.key), history

    def rotate(self, now: int) -> KeyHistory:
        """Replace the key in force by a new one, and destroy it: nobody can sign with it again. ``now``: Unix seconds.

        Raises:
            JournalError: the key in force cannot be used, or the files cannot be written.
        """
        with _guarded(self._checkpoints):  # no checkpoint is being added with the old key
            signed = [point.time for name in self.organizations() for point in self.checkpoints(name)[-1:]]
            return self._rotate(max([now, *signed]))  # a clock set back does not retire a key before what it signed

    def _rotate(self, now: int) -> KeyHistory:
        old, history = self.signing_key(now)
        with _guarded(self._keys):
            new = self._create()
            statement = rotation_statement(history, old, new, now)
            _append_note(self._keys / _HISTORY, statement, 0o644)
            self._path(history.current.key).unlink()
        return KeyHistory([*history.statements, statement])

    def checkpoints(self, organization: str) -> list[SignedCheckpoint]:
        """The checkpoints of an organisation, oldest first; their signatures are not checked.

        Raises:
            JournalError: the file cannot be read, or was altered.
        """
        return [parse_checkpoint(note) for note in _read_notes(self._file(organization))]

    def organizations(self) -> list[str]:
        """The organisations that have checkpoints, sorted."""
        return sorted(unquote(path.stem, errors="surrogatepass") for path in self._checkpoints.glob("*.txt"))

    def append(self, organization: str, checkpoint: SignedCheckpoint) -> None:
        """Durably keep one more checkpoint.

        Raises:
            JournalError: it does not follow the last one, its key was replaced meanwhile, or it could not be written.
        """
        with _guarded(self._checkpoints):
            points = self.checkpoints(organization)
            if fault_of(checkpoint, organization, self.history(), points[-1] if points else None) is not None:
                raise JournalError("Une autre signature a eu lieu en même temps : rien n’a été ajouté.", hint="Recommencez.")
            _append_note(self._file(organization), str(checkpoint.note), 0o600)

    def _file(self, organization: str) -> Path:
        return self._checkpoints / (quote(organization, safe="", errors="surrogatepass") + ".txt")

    def _path(self, key: NoteKey) -> Path:
        return self._keys / f"{key.id}.key"

    def _create(self) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path = self._path(public_half(KEY_NAME, key))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        _sync_directory(self._keys)
        return key

    def _load(self, public: NoteKey) -> Ed25519PrivateKey:
        path = self._path(public)
        hint = "Restaurez le dossier des clés depuis une sauvegarde."
        try:
            if path.stat().st_mode & 0o077:
                raise JournalError(
                    "La clé privée du journal peut être lue par d’autres comptes de la machine.",
                    hint=f"Lancez : chmod 600 {path.name}",
                )
            key = load_pem_private_key(path.read_bytes(), password=None)
        except FileNotFoundError:
            raise JournalError(f"La clé privée {path.name} du journal n’existe plus.", hint=hint) from None
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise JournalError(f"La clé privée {path.name} du journal est abîmée.", hint=hint) from None
        if not isinstance(key, Ed25519PrivateKey) or public_half(KEY_NAME, key) != public:
            raise JournalError(f"La clé privée {path.name} du journal n’est pas la bonne.", hint=hint)
        return key


@contextmanager
def _guarded(directory: Path) -> Iterator[None]:
    """Alone among processes in ``directory``, made 0700; what the system refuses becomes a JournalError."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = os.open(directory / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise _unwritable() from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    except OSError as error:
        raise _unwritable() from error
    finally:
        os.close(lock)


def _unwritable() -> JournalError:
    return JournalError("Les preuves du journal ne peuvent pas être écrites.", hint="Vérifiez la place et les droits d’accès.")


def _complete(data: bytes) -> int:
    """Length of the beginning of a file that holds whole notes only."""
    end = position = 0
    while True:
        text = data.find(b"\n\n", position)
        signatures = data.find(b"\n\n", text + 2) if text >= 0 else -1
        if signatures < 0:
            return end
        end = position = signatures + 2


def _read_notes(path: Path) -> list[str]:
    try:
        data = path.read_bytes() if path.exists() else b""
        parts = data[: _complete(data)].decode().split("\n\n")[:-1]
    except OSError as error:
        raise JournalError("Les preuves du journal ne peuvent pas être lues.", hint="Vérifiez les droits d’accès.") from error
    except UnicodeDecodeError:
        raise JournalError(f"Le fichier {path.name} des preuves du journal est abîmé.") from None
    return [f"{text}\n\n{signatures}\n" for text, signatures in zip(parts[::2], parts[1::2], strict=True)]


def _append_note(path: Path, note: str, mode: int) -> None:
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, mode), "r+b") as file:
        file.truncate(_complete(file.read()))
        file.seek(0, os.SEEK_END)
        file.write(f"{note}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    """Make the names of new files durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
