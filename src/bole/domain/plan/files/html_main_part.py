"""Find the part of a web page that holds its text, and tell menus and hidden parts from it."""

import re
from dataclasses import dataclass
from typing import Any

from lxml import etree

HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SILENT = {
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "form", "button", "select", "textarea",
    "iframe", "object", "svg", "canvas", "audio", "video", "map", "rt", "rp", "del", "s", "strike",
}  # fmt: skip
FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|navbar|breadcrumbs?|crumbs?|footer|foot|sidebar|share|toolbar|copyright)(?:$|[\s_-])",
    re.IGNORECASE,
)


def find_main_part(root: Any) -> Any:
    """The part of the page that holds its text: ``main`` or ``article`` where it has most of it, else the body."""
    whole = root if root.find("body") is None else root.find("body")
    extents = measure(whole)
    for name in ("article", "main"):
        for candidate in whole.iter(name):
            if extents[candidate].text * 10 >= extents[whole].text * 6:
                return candidate
    return whole


@dataclass(frozen=True, slots=True)
class Extent:
    """How much text an element holds, and how much of it in how many links."""

    text: int = 0
    linked: int = 0
    links: int = 0


def measure(top: Any) -> dict[Any, Extent]:
    """The extent of every element, in one walk: asking each element anew costs minutes on a page made to be slow."""
    extents: dict[Any, Extent] = {}
    for _, element in etree.iterwalk(top, events=("end",)):
        text = len((element.text or "").strip())
        linked = links = 0
        for child in element:
            inner = extents.get(child, Extent())
            text += inner.text + len((child.tail or "").strip())
            linked += inner.linked
            links += inner.links
        is_link = element.tag == "a"
        extents[element] = Extent(text, text if is_link else linked, 1 if is_link else links)
    return extents


def is_silent(element: Any, *, extents: dict[Any, Extent], size: int) -> bool:
    """Whether a part is not printed, or is a menu rather than text."""
    if element.tag in SILENT or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if HIDDEN_STYLE.search(element.get("style") or "") or element.get("role") in {
        "navigation",
        "contentinfo",
        "search",
    }:
        return True
    if element.tag not in {"div", "ul", "ol", "section", "header", "p", "table"}:
        return False
    extent = extents.get(element, Extent())
    if extent.text * 5 > size:
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(FURNITURE.search(named)) or (extent.links > 3 and extent.linked * 10 >= extent.text * 7)
