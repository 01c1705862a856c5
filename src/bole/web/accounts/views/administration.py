"""The accounts an office looks after."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from bole.web.accounts import queries, services
from bole.web.accounts.actors import Role
from bole.web.accounts.doors import may
from bole.web.accounts.forms import ROLE_NAMES, AccountForm, RoleForm
from bole.web.accounts.passwords import one_time_password
from bole.web.accounts.permissions import Forbidden
from bole.web.base.clock import now, today
from bole.web.base.words import say
from bole.web.journal.services import record_access_after

PAGE = 50


@may("accounts.read")
def accounts(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:64].strip()
    found = queries.accounts_matching(queries.accounts_visible_to(request.actor, today=today()), text)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(account, [(ROLE_NAMES[Role(g.role)], g.region) for g in account.roles_held]) for account in page]
    return render(
        request,
        "accounts/accounts.html",
        {"rows": rows, "page": page, "text": text, "may_manage": may_manage(request)},
    )


@may("accounts.read")
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    row = queries.account_visible_to(request.actor, account_id, today=today())
    response = show(request, row, RoleForm())
    if request.actor.user_id != row.pk:
        record_access_after(
            response,
            actor=request.actor,
            subject_kind="accounts.user",
            subject_id=row.pk,
            purpose="accounts.read",
            region=row.region,
            at=now(),
        )
    return response


@never_cache
@may("accounts.manage")
def open_account(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if form.is_valid():
        values, password = form.cleaned_data, one_time_password()
        try:
            row = services.open_account_with_role(
                username=values["username"],
                name=values["name"],
                password=password,
                region=values["region"],
                role=Role(values["role"]),
                actor=request.actor,
                today=today(),
                now=now(),
            )
        except Forbidden as refusal:
            form.add_error("region", say(refusal.reason))
        except IntegrityError:
            form.add_error("username", _("This user name is taken."))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return render(request, "accounts/one_time_password.html", {"account": row, "password": password})
    return render(request, "accounts/open_account.html", {"form": form})


@may("accounts.manage")
@require_POST
def grant_role(request: HttpRequest, account_id: UUID) -> HttpResponse:
    row = managed(request, account_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            services.grant_role(
                user=row,
                role=Role(form.cleaned_data["role"]),
                region=form.cleaned_data["region"],
                actor=request.actor,
                today=today(),
                now=now(),
            )
        except Forbidden as refusal:
            form.add_error("region", say(refusal.reason))
        else:
            messages.success(request, _("The role is given."))
            return redirect("accounts:account", account_id)
    return show(request, row, form, status=422)


@may("accounts.manage")
@require_POST
def end_role(request: HttpRequest, account_id: UUID, grant_id: UUID) -> HttpResponse:
    row = managed(request, account_id)
    services.end_role(grant_id=grant_id, user=row, actor=request.actor, today=today(), now=now())
    messages.success(request, _("The role is ended."))
    return redirect("accounts:account", account_id)


@may("accounts.manage")
@require_POST
def lock(request: HttpRequest, account_id: UUID) -> HttpResponse:
    services.lock_account(user=managed(request, account_id), actor=request.actor, today=today(), now=now())
    messages.success(request, _("The account is locked."))
    return redirect("accounts:account", account_id)


@may("accounts.manage")
@require_POST
def unlock(request: HttpRequest, account_id: UUID) -> HttpResponse:
    services.unlock_account(user=managed(request, account_id), actor=request.actor, today=today(), now=now())
    messages.success(request, _("The account is open again."))
    return redirect("accounts:account", account_id)


@never_cache
@may("accounts.manage")
@require_POST
def reset_password(request: HttpRequest, account_id: UUID) -> HttpResponse:
    row = managed(request, account_id)
    password = services.reset_password(user=row, actor=request.actor, today=today(), now=now())
    return render(request, "accounts/one_time_password.html", {"account": row, "password": password})


@may("accounts.manage")
@require_POST
def reset_second_factor(request: HttpRequest, account_id: UUID) -> HttpResponse:
    services.reset_second_factor(user=managed(request, account_id), actor=request.actor, today=today(), now=now())
    messages.success(request, _("The second factor is removed; a new one is set up at the next sign-in."))
    return redirect("accounts:account", account_id)


def managed(request: HttpRequest, account_id: UUID):
    return queries.account_visible_to(request.actor, account_id, today=today(), act="accounts.manage")


def show(request: HttpRequest, row: object, form: RoleForm, *, status: int = 200) -> HttpResponse:
    answer = queries.verdict_on_account(request.actor, row, today=today())
    context = {
        "account": row,
        "roles": [(grant, ROLE_NAMES[Role(grant.role)]) for grant in row.roles_held],
        "second_factor": queries.second_factor_of(row),
        "form": form,
        "may_change": bool(answer),
        "refusal": None if answer else answer.reason,
    }
    return render(request, "accounts/account.html", context, status=status)


def may_manage(request: HttpRequest) -> bool:
    return bool(request.actor.regions_as({Role.OFFICE}))
