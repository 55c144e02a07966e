"""Surrogates of what is found online: e-mail, personal address, handle, IP address, password, key.

Hosts are those that RFC 2606 keeps for examples; addresses are those of RFC 5737, RFC 3849 and RFC 7042.
"""

from __future__ import annotations

import re

from beffroi.privacy.lexicons.names import surname_count
from beffroi.privacy.surrogates.derivation import Derivation
from beffroi.privacy.surrogates.ledger import Ledger
from beffroi.privacy.surrogates.person_names import given_pool, is_given
from beffroi.privacy.surrogates.pools import elision, surnames
from beffroi.privacy.text_view import fold

_HOSTS = ("example.org", "example.net", "example.com")
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_CHUNK = re.compile(r"[a-z]+|[0-9]+|[^a-z0-9]+")
_SEPARATORS = frozenset("._-+")


def email(ledger: Ledger, mention: str, salt: str) -> str:
    """A mailbox that does not exist; its local part follows the names lent to the person, if it holds them."""
    local, _, host = fold(mention).rpartition("@")
    derivation = ledger.derivation
    lent = "".join(_chunk(ledger, chunk, salt) for chunk in _CHUNK.findall(local)).strip("._-+") or code(
        derivation, "email", mention, 8
    )
    if salt:
        lent += str(derivation.number("email", local, host, salt) % 90 + 10)
    return f"{lent}@{_HOSTS[derivation.number('host', host, salt) % len(_HOSTS)]}"


def _chunk(ledger: Ledger, chunk: str, salt: str) -> str:
    """What stands for one run of letters, of digits or of signs in the local part of an e-mail."""
    derivation = ledger.derivation
    if not chunk.isalnum():
        return "".join(char if char in _SEPARATORS else "-" for char in chunk)
    if chunk.isdigit():
        return "".join(str(byte % 10) for byte in derivation.digest("digits", chunk, salt)[: len(chunk)])
    if len(chunk) == 1:
        return ledger.initial(chunk).lower()
    parts = _known_parts(ledger, chunk)
    if parts is not None:
        return "".join(parts).lower()
    if is_given(chunk):
        return ledger.base("given", chunk, given_pool(ledger, chunk, None)).lower()
    if surname_count(chunk):
        return ledger.base("family", chunk, surnames(elision(chunk))).lower()
    return ledger.base("mailbox", chunk, surnames(elision(chunk))).lower()


def _known_parts(ledger: Ledger, chunk: str) -> list[str] | None:
    """``chunk`` cut into names of the document ("aichabensalah", "abensalah"), or None."""
    lent: list[str] = []
    place = 0
    while place < len(chunk):
        for end in range(len(chunk), place + 1, -1):
            word = chunk[place:end]
            known = ledger.bases.get(("given", word)) or ledger.bases.get(("family", word))
            if known is not None:
                lent.append(known)
                place = end
                break
        else:
            if place:
                return None
            lent.append(ledger.initial(chunk[0]))
            place = 1
    return lent if len(lent) > 1 or place > 1 else None


def url(derivation: Derivation, mention: str, salt: str) -> str:
    """A page of an example host; scheme kept."""
    scheme = re.match(r"[a-z]+://", fold(mention))
    host = _HOSTS[derivation.number("host", fold(mention)) % len(_HOSTS)]
    return f"{mention[: scheme.end()] if scheme else ''}www.{host}/{code(derivation, 'url', mention + salt, 8)}"


def handle(derivation: Derivation, mention: str, salt: str) -> str:
    """An account name that nobody is likely to bear."""
    return "compte_" + code(derivation, "handle", mention + salt, 8)


def ip_address(derivation: Derivation, mention: str, salt: str) -> str:
    """An address of the documentation ranges."""
    draw = derivation.number("ip", mention, salt)
    if ":" in mention:
        return f"2001:db8:{draw & 0xFFFF:x}:{draw >> 16 & 0xFFFF:x}::{1 + (draw >> 32) % 0xFFFE:x}"
    network = ("192.0.2", "198.51.100", "203.0.113")[draw % 3]
    return f"{network}.{1 + (draw >> 8) % 254}"


def mac_address(derivation: Derivation, mention: str, salt: str) -> str:
    """An address of the block for documentation (00-00-5E-00-53-00 to -FF), with the separators of ``mention``."""
    last = f"{derivation.number('mac', mention, salt) % 256:02X}"
    separator = next((char for char in mention if char in ":-"), ":")
    return separator.join(("00", "00", "5E", "00", "53", last))


def secret(derivation: Derivation, mention: str, salt: str) -> str:
    """Letters and digits that open nothing."""
    return code(derivation, "secret", mention + salt, min(24, max(10, len(mention))))


def code(derivation: Derivation, kind: str, key: str, length: int) -> str:
    """``length`` (at most 32) letters and digits drawn from the key, the first one a letter."""
    draw = derivation.digest("code", kind, key)
    letters = (_ALPHABET[byte % (22 if place == 0 else len(_ALPHABET))] for place, byte in enumerate(draw[:length]))
    return "".join(letters)
