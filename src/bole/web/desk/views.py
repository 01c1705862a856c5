"""The start page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bole.web.accounts.doors import signed_in


@signed_in
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/home.html")
