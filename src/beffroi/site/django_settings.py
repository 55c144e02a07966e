"""Django's settings, computed from Beffroi's and given once; there is no settings module to edit.

    configure(ConsoleProfile(data_dir=…, hosts=("ia.mairie.example",), https=True), ports)
    prepare_database()
    application = django_application()

Static files: plain names under ``/static/`` (``StaticFilesStorage``: no build, no ``collectstatic``). ``site/asgi.py``
serves the folders of ``STATIC_PACKAGES`` straight from the installed packages, with validators (ETag), for instance with
``StaticFiles(packages=list(STATIC_PACKAGES))``.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings as django_conf
from django.core.handlers.asgi import ASGIHandler

from beffroi.console.ports import ConsolePorts

STATIC_PACKAGES = (("beffroi.console", "static"), ("bootstrap", "static"), ("django_htmx", "static"))
"""(package, folder) pairs that hold everything a page loads."""

IDLE_SECONDS = 8 * 3600
"""A session ends after a working day without a click."""

HSTS_SECONDS = 365 * 24 * 3600


LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class ConsoleProfile:
    """What differs from one house to another. ``hosts`` are the names people type; ``https`` says how they reach us.

    ``database`` replaces the file ``data_dir/console.sqlite3`` (Django's dictionary for one database), for PostgreSQL or tests.
    """

    data_dir: Path
    hosts: tuple[str, ...] = LOOPBACK
    https: bool = False
    time_zone: str = "Europe/Paris"
    database: dict[str, object] | None = None
    password_hasher: str = "django.contrib.auth.hashers.ScryptPasswordHasher"  # noqa: S105  # a class, not a password


def configure(profile: ConsoleProfile, ports: ConsolePorts) -> None:
    """Give Django its settings and load it. Does nothing the second time.

    Raises:
        OSError: the data folder cannot be written.
    """
    if django_conf.configured:
        return
    profile.data_dir.mkdir(parents=True, exist_ok=True)
    values = {**_pages(profile), **_accounts(profile), **_transport(profile), "BEFFROI_PORTS": ports}
    django_conf.configure(**values)
    django.setup()


def prepare_database() -> None:
    """Bring the console's tables to this version."""
    from django.core.management import call_command  # noqa: PLC0415  # needs configured settings

    call_command("migrate", verbosity=0, interactive=False)


def django_application() -> ASGIHandler:
    """The console as an ASGI application; ``configure`` comes first."""
    return ASGIHandler()


def secret_key(path: Path, draw: Callable[[int], str] = secrets.token_urlsafe) -> str:
    """The key that signs sessions, made at the first start, readable by its owner alone (0600).

    Raises:
        OSError: the file can be neither read nor written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = draw(64)
        file.write(key)
    return key


def _pages(profile: ConsoleProfile) -> dict[str, object]:
    return {
        "DEBUG": False,
        "ROOT_URLCONF": "beffroi.site.urls",
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
            "django_htmx",
            "bootstrap",
            "beffroi.console",
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "beffroi.console.middleware.SecurityHeaders",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.auth.middleware.LoginRequiredMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "beffroi.console.context.console",
                    ]
                },
            }
        ],
        "STATIC_URL": "/static/",
        "STATIC_ROOT": str(profile.data_dir / "static"),
        "LANGUAGE_CODE": "fr",
        "USE_I18N": True,
        "USE_THOUSAND_SEPARATOR": True,
        "USE_TZ": True,
        "TIME_ZONE": profile.time_zone,
        "LOGGING": {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"stderr": {"class": "logging.StreamHandler"}},
            "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING"}},
        },
    }


def _accounts(profile: ConsoleProfile) -> dict[str, object]:
    validators = "django.contrib.auth.password_validation."
    return {
        "SECRET_KEY": secret_key(profile.data_dir / "keys" / "console.key"),
        "DATABASES": {"default": profile.database or _sqlite(profile.data_dir / "console.sqlite3")},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "beffroi-console"}},
        "AUTH_USER_MODEL": "console.Person",
        "PASSWORD_HASHERS": [profile.password_hasher, "django.contrib.auth.hashers.PBKDF2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": validators + "UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("email", "display_name")},
            },
            {"NAME": validators + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": validators + "CommonPasswordValidator"},
            {"NAME": validators + "NumericPasswordValidator"},
        ],
        "LOGIN_URL": "/connexion/",
        "LOGIN_REDIRECT_URL": "/demander/",
        "LOGOUT_REDIRECT_URL": "/connexion/",
        "SESSION_COOKIE_AGE": IDLE_SECONDS,
        "SESSION_SAVE_EVERY_REQUEST": True,
    }


def _transport(profile: ConsoleProfile) -> dict[str, object]:
    prefix = "__Host-" if profile.https else ""
    return {
        "ALLOWED_HOSTS": list(profile.hosts),
        "SESSION_COOKIE_NAME": prefix + "beffroi",
        "SESSION_COOKIE_SECURE": profile.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_NAME": prefix + "beffroi-csrf",
        "CSRF_COOKIE_SECURE": profile.https,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_FAILURE_VIEW": "beffroi.console.views.errors.csrf_failure",
        "SECURE_SSL_REDIRECT": profile.https,
        "SECURE_HSTS_SECONDS": HSTS_SECONDS if profile.https else 0,
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 1_000_000,
        # HSTS for every subdomain and the browsers' preload list bind the body's whole domain: its own choice, not ours.
        "SILENCED_SYSTEM_CHECKS": ["security.W005", "security.W021"],
    }


def _sqlite(path: Path) -> dict[str, object]:
    path.touch(mode=0o600)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=5000;",
            "transaction_mode": "IMMEDIATE",
        },
    }
