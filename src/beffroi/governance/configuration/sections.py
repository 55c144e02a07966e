"""One function per kind of section: a strict table in, a frozen dataclass of the policy out. References are checked later."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import PurePath
from urllib.parse import urlsplit

from beffroi.governance.configuration.matrices import read_organization_matrix, read_use_matrix
from beffroi.policy.snapshot import (
    ApiKey,
    Model,
    Organization,
    Provider,
    ProviderKind,
    Quota,
    SurrogateStyle,
    TrustLevel,
    Use,
    UseStatus,
)
from beffroi.toml_table import Table

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)


def read_organization(table: Table) -> Organization:
    """``[[organizations]]``.

    Raises:
        ConfigurationError: something is wrong.
    """
    table.only("id", "name", "matrix")
    return Organization(id=table.slug("id"), name=table.text("name"), matrix=read_organization_matrix(table.table("matrix")))


def read_provider(table: Table, base_directory: str = "") -> Provider:
    """``[[providers]]``. Without ``base_url`` it is the embedded model, on this machine. Where ``trust_level`` is not written,
    a server at a loopback address is local, any other the least trusted: nobody gains trust by omission.

    Raises:
        ConfigurationError: something is wrong.
    """
    table.only(
        "id",
        "name",
        "kind",
        "base_url",
        "api_key_file",
        "trust_level",
        "country",
        "certifications",
        "connect_timeout_s",
        "read_timeout_s",
    )
    base_url = _base_url(table)
    kind = table.choice("kind", ProviderKind, ProviderKind.OPENAI if base_url else ProviderKind.EMBEDDED)
    if kind is ProviderKind.OPENAI and not base_url:
        raise table.fault('manque : c’est l’adresse du serveur, par exemple "http://127.0.0.1:11434/v1".', "base_url")
    if kind is ProviderKind.EMBEDDED and base_url:
        raise table.fault("contredit « base_url » : retirez la ligne « kind » pour utiliser ce serveur.", "kind")
    here = kind is ProviderKind.EMBEDDED
    trust_level = table.choice(
        "trust_level", TrustLevel, TrustLevel.LOCAL if here or _is_loopback(base_url) else TrustLevel.NON_EU
    )
    if here and trust_level is not TrustLevel.LOCAL:
        raise table.fault('ne peut être que "local" pour le modèle embarqué.', "trust_level")
    _refuse_clear_text(table, base_url, trust_level)
    return Provider(
        id=table.slug("id"),
        name=table.text("name"),
        kind=kind,
        base_url=base_url,
        trust_level=trust_level,
        country=_country(table, default="FR" if here else ""),
        api_key_file=_secret_path(table, base_directory),
        certifications=table.texts("certifications"),
        connect_timeout_s=table.number("connect_timeout_s", 5.0, minimum=0.1, maximum=120),
        read_timeout_s=table.number("read_timeout_s", 300.0, minimum=1, maximum=3600),
    )


def read_model(table: Table) -> Model:
    """``[[models]]``. ``upstream_name`` is how the server calls it, when it differs from ``id``.

    Raises:
        ConfigurationError: something is wrong.
    """
    table.only(
        "id", "provider", "upstream_name", "context_length", "price_in_eur", "price_out_eur", "energy_wh_low", "energy_wh_high"
    )
    identifier = table.slug("id")
    if identifier == "auto":
        raise table.fault('ne peut pas être "auto" : ce nom veut dire « le premier modèle permis ».', "id")
    low = table.number("energy_wh_low", 0.0)
    high = table.number("energy_wh_high", low)
    if high < low:
        raise table.fault("est plus petit que « energy_wh_low ».", "energy_wh_high")
    return Model(
        id=identifier,
        provider=table.slug("provider"),
        upstream_name=table.text("upstream_name", identifier) or identifier,
        context_length=table.integer("context_length", 8192, minimum=256, maximum=100_000_000),
        price_in_eur=table.number("price_in_eur", 0.0),
        price_out_eur=table.number("price_out_eur", 0.0),
        energy_wh_low=low,
        energy_wh_high=high,
    )


def read_use(table: Table, organization: Organization) -> Use:
    """``[[uses]]``. Without a ``status``, a use is a draft: closed.

    Raises:
        ConfigurationError: something is wrong.
    """
    table.only("id", "organization", "title", "purpose", "status", "models", "style", "system_prompt", "matrix", "quota")
    models = table.texts("models")
    if not models:
        raise table.fault("manque : un usage nomme au moins un modèle, par ordre de préférence.", "models")
    if len(set(models)) != len(models):
        raise table.fault("nomme deux fois le même modèle.", "models")
    return Use(
        id=table.slug("id"),
        organization=organization.id,
        title=table.text("title"),
        purpose=table.text("purpose"),
        status=table.choice("status", UseStatus, UseStatus.DRAFT),
        models=models,
        style=table.choice("style", SurrogateStyle, SurrogateStyle.REALISTIC),
        system_prompt=table.text("system_prompt", ""),
        matrix=read_use_matrix(table.table("matrix"), organization),
        quota=read_quota(table.table("quota")),
    )


def read_api_key(table: Table, organization: Organization) -> ApiKey:
    """``[[api_keys]]``: only the digest of a key is ever written.

    Raises:
        ConfigurationError: something is wrong.
    """
    table.only("id", "digest", "organization", "use", "person", "quota")
    digest = table.text("digest")
    if not _DIGEST.fullmatch(digest):
        raise table.fault(
            "doit être l’empreinte SHA-256 de la clé : 64 chiffres hexadécimaux en minuscules.",
            "digest",
            hint="La clé elle-même ne s’écrit nulle part.",
        )
    return ApiKey(
        id=table.slug("id"),
        digest=digest,
        organization=organization.id,
        use=table.slug("use"),
        person=table.text("person", ""),
        quota=read_quota(table.table("quota")),
    )


def read_quota(table: Table) -> Quota:
    """``quota``: absent or 0 means no limit.

    Raises:
        ConfigurationError: something is wrong.
    """
    table.only("requests_per_minute", "requests_per_day", "llm_tokens_per_day")
    return Quota(
        requests_per_minute=table.integer("requests_per_minute", 0),
        requests_per_day=table.integer("requests_per_day", 0),
        llm_tokens_per_day=table.integer("llm_tokens_per_day", 0, maximum=10**12),
    )


def _is_loopback(url: str) -> bool:
    """Whether the address can only be this machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _base_url(table: Table) -> str:
    """Scheme, host, optional port and path: nothing that could hide a secret or be read in two ways."""
    url = table.text("base_url", "").strip().rstrip("/")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise table.fault('doit être une adresse complète, par exemple "https://serveur.example/v1".', "base_url")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise table.fault("ne doit contenir ni mot de passe ni paramètre : mettez la clé dans « api_key_file ».", "base_url")
    return url


def _refuse_clear_text(table: Table, base_url: str, trust_level: TrustLevel) -> None:
    """``http`` is for this house's own network: a public address must be ``https``."""
    parts = urlsplit(base_url)
    if parts.scheme == "http" and trust_level is not TrustLevel.LOCAL and not _is_private(parts.hostname or ""):
        raise table.fault("passe en clair sur Internet : utilisez https.", "base_url")


def _is_private(host: str) -> bool:
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".internal", ".localhost", ".home.arpa", ".test"))


def _country(table: Table, default: str) -> str:
    country = table.text("country", default)
    if country and not _COUNTRY.fullmatch(country):
        raise table.fault('doit être un code de pays à deux lettres majuscules, par exemple "FR".', "country")
    return country


def _secret_path(table: Table, base_directory: str) -> str:
    path = table.text("api_key_file", "")
    return str(PurePath(base_directory) / path) if path else ""
