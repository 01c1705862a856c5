"""Name the parts of WordprocessingML that carry text, and read their attributes without trusting them."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

W_VAL = qn("w:val")


def find_child(element: Any, *path: str) -> Any | None:
    """The first descendant along this path of names, or None where a step is missing."""
    for name in path:
        if element is None:
            return None
        element = next(element.iterchildren(qn(name)), None)
    return element


def read_value(element: Any, *path: str) -> str | None:
    """The ``w:val`` of the element at the path, or None."""
    found = find_child(element, *path)
    return None if found is None else found.get(W_VAL)


def read_number(element: Any, *path: str) -> int | None:
    """The ``w:val`` at the path as a whole number, or None where it is missing or no number."""
    return as_number(read_value(element, *path))


def as_number(text: str | None) -> int | None:
    if text is None or not text.lstrip("-").isascii() or not text.lstrip("-").isdigit() or len(text) > 9:
        return None
    return int(text)


def as_hexadecimal(text: str | None) -> int | None:
    try:
        return int(text or "", 16)
    except ValueError:
        return None


def is_on(element: Any, *path: str) -> bool:
    """Whether a switch stands at the path and is not turned off."""
    found = find_child(element, *path)
    return found is not None and found.get(W_VAL) not in {"0", "false", "off"}


def iterate_named(element: Any, name: str) -> Iterator[Any]:
    if element is not None:
        yield from element.iterchildren(qn(name))
