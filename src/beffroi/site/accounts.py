"""Opens console accounts from outside the pages, with the same rules for passwords."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from beffroi.errors import ConfigurationError
from beffroi.policy.source import MemorySnapshotSource
from beffroi.settings import Settings
from beffroi.site.console_setup import configure_console
from beffroi.site.django_settings import prepare_database


def open_account(  # noqa: PLR0913 - the fields of one account
    settings: Settings, *, email: str, password: str, organization: str, role: str, name: str = ""
) -> bool:
    """Make the account or update it; returns whether it is new.

    Raises:
        ConfigurationError: the address, the role or the password cannot be used.
    """
    configure_console(settings, MemorySnapshotSource().current)
    prepare_database()
    from beffroi.console.accounts import ensure_account  # noqa: PLC0415 - needs configured settings

    try:
        validate_password(password)
    except ValidationError as error:
        raise ConfigurationError("Ce mot de passe ne convient pas.", hint=" ".join(error.messages)) from None
    return ensure_account(email, password, organization, role, display_name=name)
