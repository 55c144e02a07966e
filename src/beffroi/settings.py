"""The one frozen ``Settings``: ``beffroi.toml``, then the ``BEFFROI_*`` variables, read once at the edge and passed down.

The sections that make up the policy (organisations, providers, models, uses, keys) are kept as they were read:
``governance.configuration`` compiles them into a snapshot. Secrets are only ever named by the path of their file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from beffroi.errors import ConfigurationError
from beffroi.toml_table import Document, Table, parse, suggestion

FILE_NAME = "beffroi.toml"
POLICY_SECTIONS = ("organizations", "providers", "models", "uses", "api_keys")

_VARIABLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "BEFFROI_SERVER_HOST": ("server", "host"),
        "BEFFROI_SERVER_PORT": ("server", "port"),
        "BEFFROI_SERVER_PUBLIC_URL": ("server", "public_url"),
        "BEFFROI_DATA_DIR": ("server", "data_dir"),
        "BEFFROI_MODELS_DIR": ("server", "models_dir"),
        "BEFFROI_PRIVACY_TAGGER": ("privacy", "tagger"),
    }
)
CONFIG_VARIABLE = "BEFFROI_CONFIG"
"""Names the configuration file, when it is not ``beffroi.toml`` in the current directory."""
DEBUG_VARIABLE = "BEFFROI_DEBUG"
"""Read by the command line alone: show technical details of an internal error."""


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """``[server]``: where Beffroi listens, and where it keeps what it writes (absolute once loaded)."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("var")
    models_dir: Path | None = None
    """Weights fetched by the catalogue; None: ``data_dir/models``."""
    public_url: str = ""
    """What people type in their browser when a front server stands before Beffroi; over https, cookies demand it."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which the console answers."""
        named = urlsplit(self.public_url).hostname
        return tuple(dict.fromkeys(filter(None, (named, self.host, "127.0.0.1", "localhost", "[::1]"))))

    @property
    def https(self) -> bool:
        """Whether people reach the console over HTTPS."""
        return self.public_url.startswith("https://")


@dataclass(frozen=True, slots=True)
class PrivacySettings:
    """``[privacy]``. ``tagger``: whether the statistical name tagger completes the rules (slower, finds more names)."""

    tagger: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator decides. ``file`` is the absolute path of the configuration file."""

    file: Path
    server: ServerSettings = field(default_factory=ServerSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    policy: Document = field(default_factory=lambda: Document({}))

    @property
    def data_dir(self) -> Path:
        """Absolute path of everything that Beffroi writes."""
        return self.server.data_dir

    @property
    def keys_dir(self) -> Path:
        """Key material, for the owner's eyes only."""
        return self.data_dir / "keys"

    @property
    def snapshot_path(self) -> Path:
        """The signed policy."""
        return self.data_dir / "policy" / "policy.signed"

    @property
    def journal_path(self) -> Path:
        """The journal's SQLite file."""
        return self.data_dir / "journal.sqlite3"

    @property
    def database_path(self) -> Path:
        """The console's SQLite file."""
        return self.data_dir / "console.sqlite3"

    @property
    def models_dir(self) -> Path:
        """Weights fetched by the catalogue."""
        return self.server.models_dir or self.data_dir / "models"


def load_settings(file: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings. ``file``: by default ``BEFFROI_CONFIG``, else ``beffroi.toml`` here; ``environ``: the process's.

    Raises:
        ConfigurationError: absent, unreadable, or wrong; the message says where, and what to do.
    """
    environ = os.environ if environ is None else environ
    path = (file or Path(environ.get(CONFIG_VARIABLE) or FILE_NAME)).absolute()
    return read_settings(_text_of(path), path, environ)


def read_settings(text: str, file: Path, environ: Mapping[str, str]) -> Settings:
    """Settings from the text of a file; relative paths are relative to its directory.

    Raises:
        ConfigurationError: something is wrong.
    """
    document = parse(text, file.name)
    root = Table(document, (), _overridden(document.values, environ))
    root.only("server", "privacy", *POLICY_SECTIONS)
    policy = {name: document.values[name] for name in POLICY_SECTIONS if name in document.values}
    return Settings(
        file=file,
        server=_server(root.table("server"), file.parent),
        privacy=_privacy(root.table("privacy")),
        policy=Document(MappingProxyType(policy), text, file.name),
    )


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigurationError(
            f"Le fichier de configuration {path.name} n’existe pas dans ce dossier.",
            hint="Lancez « beffroi init » pour le créer.",
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{path.name} n’est pas un texte en UTF-8.", hint="Enregistrez-le en UTF-8.") from None
    except OSError:
        raise ConfigurationError(f"{path.name} ne peut pas être lu.", hint="Vérifiez ses droits d’accès.") from None


def _server(table: Table, directory: Path) -> ServerSettings:
    table.only("host", "port", "data_dir", "models_dir", "public_url")
    default = ServerSettings()
    models_dir = table.text("models_dir", "")
    public_url = table.text("public_url", "")
    if public_url and not (public_url.startswith(("http://", "https://")) and urlsplit(public_url).hostname):
        raise table.fault('doit être une adresse complète, par exemple "https://ia.mairie.example".', "public_url")
    return ServerSettings(
        host=table.text("host", default.host) or default.host,
        port=table.integer("port", default.port, minimum=1, maximum=65535),
        data_dir=(directory / (table.text("data_dir", str(default.data_dir)) or default.data_dir)).absolute(),
        models_dir=(directory / models_dir).absolute() if models_dir else None,
        public_url=public_url.rstrip("/"),
    )


def _privacy(table: Table) -> PrivacySettings:
    table.only("tagger")
    return PrivacySettings(tagger=table.flag("tagger", default=True))


def _overridden(values: Mapping[str, object], environ: Mapping[str, str]) -> Mapping[str, object]:
    """The file's values with the variables written over them.

    Raises:
        ConfigurationError: a ``BEFFROI_*`` variable is unknown, or is not of the right type.
    """
    merged = dict(values)
    for name in sorted(environ):
        if not name.startswith("BEFFROI_") or name in (CONFIG_VARIABLE, DEBUG_VARIABLE):
            continue
        if name not in _VARIABLES:
            advice = suggestion(name, (*_VARIABLES, CONFIG_VARIABLE))
            raise ConfigurationError(
                f"La variable d’environnement {name} est inconnue. {advice}", hint="Corrigez-la ou retirez-la."
            )
        section, key = _VARIABLES[name]
        table = merged.get(section, {})
        if isinstance(table, Mapping):
            merged[section] = {**table, key: _typed(name, key, environ[name])}
    return merged


def _typed(name: str, key: str, value: str) -> object:
    if key == "port":
        if not value.isascii() or not value.isdigit():
            raise ConfigurationError(f"La variable d’environnement {name} doit être un nombre entier.")
        return int(value)
    if key == "tagger":
        if value.lower() not in ("true", "false", "1", "0"):
            raise ConfigurationError(f"La variable d’environnement {name} doit être true ou false.")
        return value.lower() in ("true", "1")
    return value
