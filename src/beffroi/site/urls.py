"""Addresses of the control plane. ``/v1`` belongs to the gateway and ``/static`` to ``site/asgi.py``."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("beffroi.console.urls"))]

handler400 = "beffroi.console.views.errors.bad_request"
handler403 = "beffroi.console.views.errors.forbidden"
handler404 = "beffroi.console.views.errors.not_found"
handler500 = "beffroi.console.views.errors.broken"
