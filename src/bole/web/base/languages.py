"""Which language a page speaks: the one somebody chose, otherwise Chinese.

The browser's own wish is not asked: many office machines carry an English browser, and their users read Chinese.
"""

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class ChosenLanguageMiddleware(LocaleMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        # Django's own middleware reads cookie, then header, then setting; without the header the second step falls away.
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        translation.activate(translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
