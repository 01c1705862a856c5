"""Pages that belong to no room: the language switch, the health line, and what is said when something goes wrong."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from bole.web.base.doors import public

choose_language = public(require_POST(set_language))


@public
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "base/error.html", {"status": 400}, status=400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "base/error.html", {"status": 403, "reason": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "base/error.html", {"status": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "base/error.html", {"status": 500}, status=500)
