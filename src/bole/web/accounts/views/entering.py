"""The pages of entering and leaving: password, second factor, a first password of one's own."""

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django_otp import login as verify_session

from bole.web.accounts import entering, services
from bole.web.accounts.doors import entering as half_entered
from bole.web.accounts.doors import public
from bole.web.accounts.forms import CodeForm, NewPasswordForm, SignInForm
from bole.web.accounts.middleware import SESSION
from bole.web.base.clock import now


class SignInView(LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:
        # Asked to come back to this very page, somebody signed in would be sent here for ever.
        wanted = super().get_redirect_url()
        return "" if wanted.split("?")[0] == self.request.path else wanted


class SignOutView(LogoutView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.entering is not None:
            entering.end_session(
                session_id=request.session[SESSION], user=request.user, actor=request.entering, now=now()
            )
        return super().post(request, *args, **kwargs)


sign_in = public(SignInView.as_view())
sign_out = public(SignOutView.as_view())


@never_cache
@half_entered
def second_factor(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device = entering.device_of_code(user=request.user, code=form.cleaned_data["code"])
        except entering.WrongCode:
            form.add_error(
                "code", _("This code is not right, or was used before. Wait for the next one and try again.")
            )
        else:
            verify_session(request, device)
            request.session.cycle_key()
            return redirect(destination(request))
    return render(request, "accounts/second_factor.html", {"form": form, "next": destination(request)})


@never_cache
@half_entered
def enrolment(request: HttpRequest) -> HttpResponse:
    # With a device in place only somebody who has shown a code of it may put another in its stead.
    if request.step == "accounts:second_factor":
        return redirect(request.step)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            device, codes = entering.confirm_device(
                user=request.user, code=form.cleaned_data["code"], actor=request.entering, now=now()
            )
        except entering.WrongCode:
            form.add_error(
                "code", _("This code does not belong to the picture above. Scan it again and try once more.")
            )
        else:
            verify_session(request, device)
            request.session.cycle_key()
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": destination(request)})
    device = entering.device_to_confirm(request.user)
    picture = segno.make(device.config_url, error="m").png_data_uri(scale=5, border=2)
    secret = device_secret(device.config_url)
    return render(
        request,
        "accounts/enrolment.html",
        {"form": form, "picture": picture, "secret": secret, "next": destination(request)},
    )


def device_secret(url: str) -> str:
    """Return the secret in groups of four, for somebody who cannot scan."""
    secret = url.split("secret=")[1].split("&", maxsplit=1)[0]
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


@never_cache
@sensitive_post_parameters()
@half_entered
def new_password(request: HttpRequest) -> HttpResponse:
    if request.step == "accounts:second_factor":
        return redirect(request.step)
    form = NewPasswordForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        if not request.user.check_password(values["current"]):
            form.add_error("current", _("This is not your current password."))
        else:
            try:
                services.change_password(
                    user=request.user,
                    password=values["password"],
                    actor=request.entering,
                    now=now(),
                    keep=request.session[SESSION],
                )
            except ValidationError as error:
                form.add_error("password", error)
            else:
                update_session_auth_hash(request, request.user)
                messages.success(request, _("Your password is changed; you were signed out everywhere else."))
                return redirect(destination(request))
    is_owed = request.step == "accounts:new_password"
    return render(
        request, "accounts/new_password.html", {"form": form, "is_owed": is_owed, "next": destination(request)}
    )


def destination(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("desk:home")


def locked_out(request: HttpRequest, credentials: dict[str, str], *args: object) -> HttpResponse:
    """Answer somebody whose account rests after too many wrong passwords."""
    return render(request, "accounts/locked_out.html", status=429)
