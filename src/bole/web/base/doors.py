"""The mark of a page that anybody may read without signing in."""

from collections.abc import Callable

from django.http import HttpResponse

View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """Mark a page as public; a page without any mark is refused by the tests of the house."""
    view.door = "public"
    return view
