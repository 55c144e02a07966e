"""Headers that every page carries: nothing loads from outside, nothing runs inline, nothing is kept by a shared cache."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
    )
)
"""``data:`` images are those that Bootstrap's own style sheet draws; no ``unsafe-*`` anywhere."""

NO_MARKUP_FROM_TEXT = "; require-trusted-types-for 'script'; trusted-types 'none'"
"""Added on pages that show a model's text: the browser itself forbids turning a string into markup there."""

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()" for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
)

_View = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """Sets the content security policy and its neighbours on every response of the console."""

    def __init__(self, get_response: _View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = CONTENT_SECURITY_POLICY
        if getattr(response, "shows_model_text", False):
            policy += NO_MARKUP_FROM_TEXT
        response.headers["Content-Security-Policy"] = policy
        response.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
