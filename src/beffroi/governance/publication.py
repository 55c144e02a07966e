"""Publishes the policy: compiled, numbered, signed, written atomically. What does not compile changes nothing."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from beffroi.errors import ConfigurationError, SnapshotUnavailable
from beffroi.governance.configuration.compile import compile_document
from beffroi.governance.key_files import load_signing_key
from beffroi.policy.signature import decode_signed, sign
from beffroi.policy.snapshot import Snapshot
from beffroi.settings import Settings


def publish_settings(settings: Settings, *, now: int) -> Snapshot:
    """Compile the configuration and, if it differs from what is published, publish the next version. ``now``: Unix seconds.

    Raises:
        ConfigurationError: the configuration or the keys are wrong; what was published stays.
    """
    signing_key = load_signing_key(settings.keys_dir)
    compiled = compile_document(settings.policy, version=1, issued_at=now, base_directory=str(settings.file.parent))
    _check_secret_files(compiled)
    try:
        published = _published(settings.snapshot_path, signing_key)
    except SnapshotUnavailable:
        # Unreadable: its number is unknown, and must not go backwards. The clock is later than any count of versions.
        return publish(replace(compiled, version=now), signing_key, settings.snapshot_path)
    if published is not None:
        if replace(compiled, version=published.version, issued_at=published.issued_at) == published:
            return published
        compiled = replace(compiled, version=published.version + 1)
    return publish(compiled, signing_key, settings.snapshot_path)


def publish(snapshot: Snapshot, signing_key: Ed25519PrivateKey, path: Path) -> Snapshot:
    """Write the signed snapshot so that a reader sees the old one or the new one, never a part.

    Raises:
        ConfigurationError: it cannot be written.
    """
    data = sign(snapshot, signing_key)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(temporary).unlink()
            raise
        _sync_directory(path.parent)
    except OSError:
        raise ConfigurationError(
            "La politique signée ne peut pas être écrite.", hint="Vérifiez l’espace et les droits du dossier de données."
        ) from None
    return snapshot


def _published(path: Path, signing_key: Ed25519PrivateKey) -> Snapshot | None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SnapshotUnavailable() from error
    return decode_signed(data, signing_key.public_key())


def _check_secret_files(snapshot: Snapshot) -> None:
    """A provider whose key cannot be read would only fail at the first question: better say it now."""
    for provider in snapshot.providers.values():
        if provider.api_key_file and not os.access(provider.api_key_file, os.R_OK):
            raise ConfigurationError(
                f"Le fichier de clé du fournisseur « {provider.id} » (api_key_file) n’existe pas ou ne peut pas être lu.",
                hint="Écrivez la clé seule dans ce fichier, lisible par le compte de Beffroi.",
            )


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
