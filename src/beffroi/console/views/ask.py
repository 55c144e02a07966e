"""Demander: the page where a public agent asks, and the short-lived key it calls the gateway with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from beffroi.console.example_letters import LETTERS
from beffroi.console.models import Person
from beffroi.console.policy_access import issue_grant, open_uses
from beffroi.console.ports import ports
from beffroi.console.rate_limit import within_rate
from beffroi.errors import BeffroiError, QuotaExceeded, SnapshotUnavailable

GATEWAY_PATH = "/v1"
GRANTS_PER_MINUTE = 30


@ensure_csrf_cookie
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The page. Without a policy, it says so instead of failing."""
    assert isinstance(request.user, Person)
    try:
        uses, closed = open_uses(request.user), ""
    except SnapshotUnavailable as error:
        uses, closed = [], error.sentence
    context = {"uses": uses, "closed": closed, "letters": LETTERS, "gateway": GATEWAY_PATH, "door": "ask"}
    response = render(request, "console/ask.html", context)
    response.shows_model_text = True  # read by SecurityHeaders
    return response


@require_POST
def grant_access(request: HttpRequest) -> JsonResponse:
    """A session grant for the use named in the form, as JSON; errors have OpenAI's shape."""
    assert isinstance(request.user, Person)
    try:
        if not within_rate("grant", str(request.user.pk), per_minute=GRANTS_PER_MINUTE, now=ports().clock()):
            raise QuotaExceeded("Trop de demandes d’accès en une minute. Attendez un instant.", retry_after=60)
        grant = issue_grant(request.user, request.POST.get("use", ""))
    except BeffroiError as error:
        body = {"message": error.sentence, "type": error.kind, "param": error.param, "code": error.code}
        return JsonResponse({"error": body}, status=error.status)
    return JsonResponse({"api_key": grant.api_key, "expires_in": grant.expires_in, "gateway": GATEWAY_PATH})
