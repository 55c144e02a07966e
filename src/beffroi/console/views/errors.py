"""Error pages: what happened, why, what to do next. None says more than it must."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Trouble:
    """The words of an error page."""

    status: int
    title: str
    what: str
    next: str


BAD_REQUEST = Trouble(
    400,
    "Cette demande n’a pas été comprise",
    "Le navigateur a envoyé une demande incomplète ou abîmée.",
    "Revenez en arrière et réessayez.",
)
FORBIDDEN = Trouble(
    403,
    "Cette page ne vous est pas ouverte",
    "Votre rôle ne donne pas accès à cette page.",
    "Si c’est une erreur, demandez à votre administrateur.",
)
EXPIRED_FORM = Trouble(
    403,
    "La page est restée ouverte trop longtemps",
    "Par sécurité, un formulaire ne vaut que pour la session qui l’a affiché. Rien n’a été envoyé.",
    "Revenez à la page, rechargez-la, puis recommencez.",
)
NOT_FOUND = Trouble(
    404,
    "Cette page n’existe pas",
    "L’adresse est peut-être incomplète, ou la page a changé de place.",
    "Repartez de l’accueil.",
)
BROKEN = Trouble(
    500,
    "Quelque chose s’est mal passé de notre côté",
    "L’erreur a été notée, sans rien de ce que vous avez écrit.",
    "Réessayez dans un instant ; si cela se reproduit, prévenez votre administrateur.",
)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, BAD_REQUEST)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(request, FORBIDDEN)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _page(request, NOT_FOUND)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """500: asks nothing of the database or the policy."""
    return render(None, "console/error.html", {"trouble": BROKEN}, status=BROKEN.status)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its proof of origin."""
    return _page(request, EXPIRED_FORM)


def _page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    return render(request, "console/error.html", {"trouble": trouble}, status=trouble.status)
