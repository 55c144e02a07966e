"""Key material on disk: created once, never overwritten, readable by its owner only.

``signing.key`` (Ed25519, PEM) signs policies and session grants; ``signing.pub`` is all that a gateway needs to check them;
``master.key`` (32 bytes) is what every organisation's secrets are derived from: lost, pseudonyms and commitments change.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from beffroi.errors import ConfigurationError
from beffroi.policy.keys import MASTER_BYTES

SIGNING_KEY = "signing.key"
PUBLIC_KEY = "signing.pub"
MASTER_SECRET = "master.key"  # noqa: S105  (a file name)


def create_keys(directory: Path) -> list[Path]:
    """Create the files that are missing in ``directory`` (made 0700); returns those created. Existing ones are kept.

    Raises:
        ConfigurationError: the directory cannot be written, or an existing signing key cannot be read.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
        created = []
        if not (directory / SIGNING_KEY).exists():
            pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            created.append(_create(directory / SIGNING_KEY, pem))
            (directory / PUBLIC_KEY).unlink(missing_ok=True)
        if not (directory / PUBLIC_KEY).exists():
            public = load_signing_key(directory).public_key()
            pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            created.append(_create(directory / PUBLIC_KEY, pem, mode=0o644))
        if not (directory / MASTER_SECRET).exists():
            created.append(_create(directory / MASTER_SECRET, secrets.token_bytes(MASTER_BYTES)))
    except OSError:
        raise ConfigurationError(
            "Les clés ne peuvent pas être créées.", hint="Vérifiez les droits sur le dossier de données."
        ) from None
    return created


def load_signing_key(directory: Path) -> Ed25519PrivateKey:
    """The private key of the control plane.

    Raises:
        ConfigurationError: absent, readable by others, or not an Ed25519 key.
    """
    try:
        key = load_pem_private_key(_read_secret(directory / SIGNING_KEY), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise _damaged(SIGNING_KEY)
    return key


def load_public_key(directory: Path) -> Ed25519PublicKey:
    """The public key, which checks policies and session grants.

    Raises:
        ConfigurationError: absent, or not an Ed25519 key.
    """
    try:
        key = load_pem_public_key(_read(directory / PUBLIC_KEY))
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, Ed25519PublicKey):
        raise _damaged(PUBLIC_KEY)
    return key


def load_master_secret(directory: Path) -> bytes:
    """The 32 bytes from which organisations' keys are derived.

    Raises:
        ConfigurationError: absent, readable by others, or of the wrong size.
    """
    data = _read_secret(directory / MASTER_SECRET)
    if len(data) != MASTER_BYTES:
        raise _damaged(MASTER_SECRET)
    return data


def _create(path: Path, data: bytes, mode: int = 0o600) -> Path:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)
    return path


def _read_secret(path: Path) -> bytes:
    data = _read(path)
    if path.stat().st_mode & 0o077:
        raise ConfigurationError(
            f"La clé {path.name} peut être lue par d’autres comptes de la machine.", hint=f"Lancez : chmod 600 {path.name}"
        )
    return data


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ConfigurationError(f"La clé {path.name} n’existe pas.", hint="Lancez « beffroi init » pour la créer.") from None
    except OSError:
        raise ConfigurationError(f"La clé {path.name} ne peut pas être lue.", hint="Vérifiez ses droits d’accès.") from None


def _damaged(name: str) -> ConfigurationError:
    return ConfigurationError(f"La clé {name} est abîmée.", hint="Restaurez-la depuis une sauvegarde.")
