"""From a credential to a ``Grant``: API keys, and session grants signed by the console. Pure: the clock comes in.

An API key is ``bf-`` and 43 base64url characters (256 random bits); only its SHA-256 is ever stored. A session grant is
``bfs.`` + base64url(payload) + ``.`` + base64url(Ed25519 signature): short-lived, so nothing has to be revoked.
No error says which part of a credential was wrong.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
from collections.abc import Callable
from hashlib import sha256

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from beffroi.errors import Unauthenticated
from beffroi.policy.snapshot import ApiKey, Grant, Snapshot

API_KEY_PREFIX = "bf-"
SESSION_PREFIX = "bfs."
API_KEY_BYTES = 32
MAX_SESSION_S = 3600
"""A grant that would live longer than this (seconds) is not accepted, even when its signature is good."""
DEFAULT_SESSION_S = 300

_API_KEY = re.compile(r"bf-[A-Za-z0-9_-]{43}", re.ASCII)
_SESSION = re.compile(r"bfs\.([A-Za-z0-9_-]{1,2048})\.([A-Za-z0-9_-]{86})", re.ASCII)
_SESSION_DOMAIN = b"beffroi session grant v1\0"
_SESSION_FIELDS = {"organization", "use", "person", "expires_at"}


def generate_api_key(random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """A new API key, to be shown once and never stored."""
    return API_KEY_PREFIX + _to_base64url(random_bytes(API_KEY_BYTES))


def digest_api_key(api_key: str) -> str:
    """Hexadecimal SHA-256 of the 32 bytes of the key.

    Raises:
        Unauthenticated: it does not have the form of a key.
    """
    if not _API_KEY.fullmatch(api_key):
        raise Unauthenticated()
    return sha256(_from_base64url(api_key.removeprefix(API_KEY_PREFIX))).hexdigest()


def authenticate(snapshot: Snapshot, credential: str, *, now: float, public_key: Ed25519PublicKey) -> Grant:
    """The grant of a credential (the text after ``Bearer``), an API key or a session grant. ``now``: Unix time, seconds.

    Raises:
        Unauthenticated: absent, malformed, unknown, expired or forged.
    """
    if credential.startswith(SESSION_PREFIX):
        return _session(snapshot, credential, now, public_key)
    return _by_api_key(snapshot, credential)


def issue_session_grant(  # noqa: PLR0913  (named fields of one payload)
    signing_key: Ed25519PrivateKey, *, organization: str, use: str, person: str, now: float, lifetime_s: int = DEFAULT_SESSION_S
) -> str:
    """A credential for a person signed in to the console, for one use, valid ``lifetime_s`` seconds.

    Raises:
        ValueError: a lifetime out of ]0, 3600].
    """
    if not 0 < lifetime_s <= MAX_SESSION_S:
        raise ValueError("a session grant lives between 1 and 3600 seconds")
    fields = {"organization": organization, "use": use, "person": person, "expires_at": int(now) + lifetime_s}
    payload = orjson.dumps(fields, option=orjson.OPT_SORT_KEYS)
    signature = signing_key.sign(_SESSION_DOMAIN + payload)
    return f"{SESSION_PREFIX}{_to_base64url(payload)}.{_to_base64url(signature)}"


def _by_api_key(snapshot: Snapshot, credential: str) -> Grant:
    digest = digest_api_key(credential)
    key = snapshot.api_keys.get(digest)
    # The look-up is by SHA-256 of 256 random bits: its timing says nothing useful. The comparison below is constant-time.
    if key is None or not hmac.compare_digest(key.digest, digest):
        raise Unauthenticated()
    return _grant_of(snapshot, key)


def _grant_of(snapshot: Snapshot, key: ApiKey) -> Grant:
    organization = snapshot.organizations.get(key.organization)
    use = snapshot.uses.get((key.organization, key.use))
    if organization is None or use is None:
        raise Unauthenticated()
    return Grant(f"key:{organization.id}:{key.id}", organization, use, key.person, key.quota)


def _session(snapshot: Snapshot, credential: str, now: float, public_key: Ed25519PublicKey) -> Grant:
    match = _SESSION.fullmatch(credential)
    if match is None:
        raise Unauthenticated()
    payload, signature = _from_base64url(match[1]), _from_base64url(match[2])
    try:
        public_key.verify(signature, _SESSION_DOMAIN + payload)
        fields = orjson.loads(payload)
    except (InvalidSignature, orjson.JSONDecodeError):
        raise Unauthenticated() from None
    if not isinstance(fields, dict) or fields.keys() != _SESSION_FIELDS or not isinstance(fields["expires_at"], int):
        raise Unauthenticated()
    if not now < fields["expires_at"] <= now + MAX_SESSION_S:
        raise Unauthenticated("La session a expiré.", hint="Rechargez la page, puis recommencez.")
    organization = snapshot.organizations.get(str(fields["organization"]))
    use = snapshot.uses.get((str(fields["organization"]), str(fields["use"])))
    if organization is None or use is None:
        raise Unauthenticated()
    person = str(fields["person"])
    return Grant(f"session:{organization.id}:{use.id}:{person}", organization, use, person, use.quota)


def _to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _from_base64url(text: str) -> bytes:
    """Strict: one text per value, or a key would have several spellings."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise Unauthenticated() from None
    if _to_base64url(data) != text:
        raise Unauthenticated()
    return data
