"""What every template knows."""

from __future__ import annotations

from django.http import HttpRequest

from beffroi.console.models import Person
from beffroi.console.policy_access import organization_name


def console(request: HttpRequest) -> dict[str, object]:
    """The body's name for somebody who is signed in; nothing for anybody else."""
    person = getattr(request, "user", None)
    return {"organization_name": organization_name(person)} if isinstance(person, Person) else {}
