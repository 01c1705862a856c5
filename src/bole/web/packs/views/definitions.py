"""Pages of definitions and regions: what holds, since when, and where it comes from."""

from collections import Counter
from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from pydantic import BaseModel

from bole.web.accounts.doors import may
from bole.web.accounts.permissions import verdict
from bole.web.base.clock import today
from bole.web.packs import draft_queries, queries
from bole.web.packs.checking import DRAFTABLE
from bole.web.packs.descriptions import (
    KINDS,
    LEVELS,
    STATES,
    Names,
    as_yaml,
    describe,
    in_language,
    referred_to,
    title_of,
)
from bole.web.packs.forms import EndForm
from bole.web.packs.queries import DefinitionVersion, RegionNode

WHOLE = "all"  # stands in an address where a definition belongs to no single region
ROWS = 50


@may("packs.read")
def definitions(request: HttpRequest) -> HttpResponse:
    text, kind, region = (request.GET.get(name, "").strip() for name in ("q", "kind", "region"))
    found = queries.definitions_in_force(request.actor, day=today())
    names = region_names(request)
    fitting = [version for version in found if fits(version, text) and kind in {"", version.kind}]
    rows = sorted((one for one in fitting if region in {"", one.region or WHOLE}), key=as_listed)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    kinds = Counter(version.kind for version in found)
    regions = Counter(version.region or WHOLE for version in fitting)
    context = {
        "waiting": len(draft_queries.drafts_to_release(request.actor)),
        "page": page,
        "rows": [
            (one, title_of(one.value), address(one), KINDS.get(one.kind, one.kind), names.get(one.region, one.region))
            for one in page.object_list
        ],
        "text": text,
        "kind": kind,
        "region": region,
        "kinds": [(name, KINDS.get(name, name), count) for name, count in sorted(kinds.items())],
        "regions": [(code, names.get(code, code), count) for code, count in sorted(regions.items())],
        "is_filtered": bool(text or kind or region),
    }
    return render(request, "packs/definitions.html", context)


def as_listed(version: DefinitionVersion) -> tuple[str, int, str]:
    """Order by region, then plans before their indicators before packs."""
    kinds = list(KINDS)
    return version.region, kinds.index(version.kind) if version.kind in kinds else len(kinds), version.name


def fits(version: DefinitionVersion, text: str) -> bool:
    if not text:
        return True
    names = getattr(version.value, "name", None) or getattr(version.value, "names", None)
    words = [version.name, title_of(version.value), *([names.zh, names.en] if names else [])]
    return any(text.lower() in word.lower() for word in words)


def address(version: DefinitionVersion) -> tuple[str, str, str]:
    return version.region or WHOLE, version.kind, version.name


def region_names(request: HttpRequest) -> dict[str, str]:
    return {node.code: in_language({"zh": node.name, "en": node.name_en}) for node in nodes_of(request)}


def nodes_of(request: HttpRequest) -> list[RegionNode]:
    return queries.regions_visible_to(request.actor)


@may("packs.read")
def definition(request: HttpRequest, region: str, kind: str, name: str) -> HttpResponse:
    code = "" if region == WHOLE else region
    versions = queries.versions_of(request.actor, region=code, kind=kind, name=name)
    if not versions:
        raise Http404
    shown = chosen(versions, request.GET.get("version", ""))
    context = {
        "shown": shown,
        "title": title_of(shown.value),
        "kind_word": KINDS.get(kind, kind),
        "region_name": region_names(request).get(code, ""),
        "lines": describe(shown.value, names=names_in(request, shown.value, region=code, kind=kind)),
        "yaml": as_yaml(shown.value),
        "state": STATES[shown.state],
        "versions": [(version, STATES[version.state], version.id == shown.id) for version in versions],
        "today": today(),
        "may_draft": kind in DRAFTABLE and bool(verdict(request.actor, "packs.start_draft", region=code)),
        "open_draft": draft_queries.open_draft_of(request.actor, region=code, kind=kind, name=name),
        "end": EndForm(initial={"on": today()}),
    }
    return render(request, "packs/definition.html", context)


def names_in(request: HttpRequest, value: BaseModel, *, region: str, kind: str) -> Names:
    """Return what the definitions and axes are called that one refers to, those the reader may see."""
    found = {}
    for reference in referred_to(value):
        code, _slash, name = reference.rpartition("/")
        try:
            other = queries.definition_in_force(request.actor, region=code or region, kind=kind, name=name, day=today())
        except queries.NoSuchDefinition:
            continue
        found[reference] = title_of(other.value), reverse("packs:definition", args=address(other))
    axes = queries.axes_of(request.actor, region=region, day=today()) if kind == "indicator" else ()
    return Names(
        definitions=found,
        axes={axis.id: in_language(axis.name.model_dump()) for axis in axes},
        members={(axis.id, one.id): in_language(one.name.model_dump()) for axis in axes for one in axis.members},
    )


def chosen(versions: list[DefinitionVersion], digest: str) -> DefinitionVersion:
    """Return the version with a digest, else the one that holds today, else the newest."""
    if digest:
        named = [version for version in versions if version.digest == digest]
        if not named:
            raise Http404
        return named[0]
    day = today()
    holding = [one for one in versions if one.from_on <= day and (one.until is None or one.until > day)]
    return (holding or versions)[0]


@may("packs.read")
def regions(request: HttpRequest) -> HttpResponse:
    counts = Counter(version.region for version in queries.definitions_in_force(request.actor, day=today()))
    nodes = nodes_of(request)
    return render(request, "packs/regions.html", {"tree": branches(nodes, counts), "count": len(nodes)})


def branches(nodes: Iterable[RegionNode], counts: Counter[str]) -> list[dict[str, object]]:
    """Return the tree as nested rows; a node whose parent is not to be seen stands at the top."""
    rows = {
        node.code: {
            "node": node,
            "name": in_language({"zh": node.name, "en": node.name_en}),
            "level": LEVELS[node.level],
            "count": counts.get(node.code, 0),
            "below": [],
        }
        for node in nodes
    }
    top = []
    for row in rows.values():
        parent = rows.get(row["node"].parent)
        (parent["below"] if parent else top).append(row)
    return top
