"""Accounts made from the command line."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from beffroi.console.models import Person, Role
from beffroi.errors import ConfigurationError


def ensure_account(email: str, password: str, organization: str, role: str, *, display_name: str = "") -> bool:
    """Make the account, or bring an existing one to this password, body and role. Returns whether it is new.

    ``role`` is a value of ``Role``: ``agent``, ``dpd`` or ``administrateur``.

    Raises:
        ConfigurationError: the address, the body's slug or the role cannot be used.
    """
    address = email.strip().lower()
    person = Person.objects.filter(email=address).first()
    is_new = person is None
    person = person or Person(email=address)
    person.organization, person.role, person.is_active = organization, role, True
    person.display_name = display_name or person.display_name
    if is_new or not person.check_password(password):
        person.set_password(password)
    try:
        person.full_clean()
    except ValidationError as error:
        fields = ", ".join(sorted(error.message_dict))
        roles = ", ".join(Role.values)
        raise ConfigurationError(f"Le compte ne peut pas être créé : {fields}.", hint=f"Rôles possibles : {roles}.") from None
    person.save()
    return is_new
