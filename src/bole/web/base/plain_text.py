"""Refuses what no field of any page can hold: a NUL in an address or a form, which some databases take for an error."""

from collections.abc import Callable, Iterable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class PlainTextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _arguments: object, named: dict[str, object]) -> None:
        if NUL in "".join(map(str, named.values())) or any(NUL in text for text in texts_of(request.GET, request.POST)):
            raise BadRequest("a text with a NUL")


def texts_of(*sent: QueryDict) -> Iterable[str]:
    for query in sent:
        for name, values in query.lists():
            yield name
            yield from values
