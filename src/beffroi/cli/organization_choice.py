"""Which organisation a command is about, when it was not named."""

from __future__ import annotations

from beffroi.errors import ConfigurationError
from beffroi.governance.configuration.compile import compile_document
from beffroi.settings import Settings


def only_organization(settings: Settings) -> str:
    """The id of the only organisation of the configuration.

    Raises:
        ConfigurationError: there are several: one must be named; or the configuration does not compile.
    """
    snapshot = compile_document(settings.policy, version=1, issued_at=0, base_directory=str(settings.file.parent))
    names = sorted(snapshot.organizations)
    if len(names) != 1:
        raise ConfigurationError("Il y a plusieurs organismes.", hint=f"Ajoutez --organization : {', '.join(names)}.")
    return names[0]
