"""Sign-in and sign-out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from beffroi.console import lockout
from beffroi.console.forms import SignInForm

WRONG = "L’adresse ou le mot de passe n’est pas bon. Vérifiez les deux, puis réessayez."
LOCKED = "Trop d’essais ont échoué. La connexion rouvrira d’elle-même dans quinze minutes ; rien d’autre n’est à faire."


@sensitive_post_parameters("password")
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; check it against the lock-out, then against the account."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_next_page(request))
    form = SignInForm(request.POST or None, label_suffix="")
    status = 200
    if request.method == "POST" and form.is_valid():
        status = _try(request, form)
        if status == 302:
            return HttpResponseRedirect(_next_page(request))
    context = {"form": form, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "console/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign_in")


def _try(request: HttpRequest, form: SignInForm) -> int:
    """Sign in if the form is right: the status to answer, 302 when it is done."""
    now = timezone.now()
    attempt = lockout.open_attempt(form.cleaned_data["email"], request.META.get("REMOTE_ADDR", ""), now)
    if lockout.is_locked(attempt, now):
        lockout.withdraw(attempt)
        form.add_error(None, LOCKED)
        return 429
    person = authenticate(request, username=form.cleaned_data["email"].lower(), password=form.cleaned_data["password"])
    if person is None:
        form.add_error(None, WRONG)
        return 200
    lockout.forgive(attempt)
    login(request, person)
    return 302


def _next_page(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return target if target and is_ours else settings.LOGIN_REDIRECT_URL
