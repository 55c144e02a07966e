"""The console, its static files and the fake gateway on one port, for a browser. Run: ``python fake_site.py FOLDER PORT``."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from beffroi.console.wiring import console_ports
from beffroi.policy.snapshot import Model, Organization, Provider, ProviderKind, Snapshot, TrustLevel, Use, UseStatus
from beffroi.site.django_settings import STATIC_PACKAGES, ConsoleProfile, configure, django_application, prepare_database

PASSWORD = "beffroi-de-bruges-1"


def snapshot() -> Snapshot:
    """A body with three uses, one of them suspended, and a neighbour."""
    address = "http://127.0.0.1:1/v1"
    provider = Provider("interne", "Serveur de la mairie", ProviderKind.EMBEDDED, address, TrustLevel.LOCAL, "FR")
    opened, closed, models = UseStatus.AUTHORIZED, UseStatus.SUSPENDED, ("modele-local",)
    uses = [
        Use("courrier", "arras", "Répondre à un courrier", "Préparer une réponse, que vous relisez", opened, models),
        Use("resume", "arras", "Résumer", "Résumer un texte long pour un élu", opened, models),
        Use("ferme", "arras", "Usage suspendu", "Ne doit pas paraître", closed, models),
        Use("voisin", "bethune", "Usage du voisin", "Ne doit pas paraître", opened, models),
    ]
    bodies = [Organization("arras", "Mairie d’Arras", {}), Organization("bethune", "Mairie de Béthune", {})]
    return Snapshot(
        version=1,
        issued_at=int(time.time()),
        organizations={body.id: body for body in bodies},
        providers={"interne": provider},
        models={"modele-local": Model("modele-local", "interne", "modele-local")},
        uses={(use.organization, use.id): use for use in uses},
        api_keys={},
    )


def application(folder: Path) -> Starlette:
    """The whole site over a folder."""
    journal = folder / "journal.db"
    policy = snapshot()
    ports = console_ports(current_snapshot=lambda: policy, signing_key=Ed25519PrivateKey.generate(), journal_path=journal)
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    configure(ConsoleProfile(data_dir=folder, password_hasher=hasher), ports)
    prepare_database()
    from beffroi.console.accounts import ensure_account  # noqa: PLC0415  # needs Django ready

    ensure_account("claire@example.org", PASSWORD, "arras", "dpd", display_name="Claire Morel")
    static = Mount("/static", StaticFiles(packages=list(STATIC_PACKAGES)))
    return Starlette(routes=[*gateway().routes(journal), static, Mount("/", django_application())])


def gateway() -> ModuleType:
    """The fake gateway's module: the tests are not a package."""
    spec = importlib.util.spec_from_file_location("fake_gateway", Path(__file__).with_name("fake_gateway.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    uvicorn.run(application(Path(sys.argv[1])), host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", lifespan="off")
