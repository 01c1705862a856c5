"""What is in force of a region on a day, as the files of a pack: its packs' definitions and its own in one."""

from collections.abc import Iterable
from datetime import date

from bole.domain.packs.manifest import Manifest, PackNames
from bole.domain.packs.writing import files_of_pack
from bole.domain.plan.definitions import Plan
from bole.web.accounts.actors import Actor
from bole.web.packs.checking import row_of
from bole.web.packs.kinds import LAYOUT
from bole.web.packs.models import Region
from bole.web.packs.queries import DefinitionVersion, definitions_in_force, region_named
from bole.web.packs.timeline import OWN

ABOUT = """\
# {zh} · {en}

本文件夹由伯乐导出：区域 {region} 在 {day} 生效的全部定义。{own_zh}
再次载入同一系统不会产生任何变化；载入另一系统，各定义的内容摘要（版本号）不变。统计数据与规划原文不属于定义，不在其中。

Exported by Bole: everything defined in the region {region} that holds on {day}. {own_en}
Loading it into the same installation changes nothing; in another one every definition has the same digest. Reported
statistics and the texts of plans are no definitions and are not in it.
"""
TEXT_ELSEWHERE = """\
规划原文未随定义导出，请以原文替换本文件。
The text of the plan is not exported with the definitions; put it in place of this file.
"""


class SeveralPacks(Exception):
    """A region holds definitions of several packs; one of the ``packs`` has to be named."""

    def __init__(self, packs: Iterable[str]) -> None:
        self.packs = tuple(packs)
        super().__init__(", ".join(self.packs))


class NothingDefined(Exception):
    """Nothing holds in the region on the day."""


def pack_files(actor: Actor, word: str, *, day: date) -> dict[str, bytes]:
    """Return the files of a pack that says what holds in a region on a day; ``word`` is its code, its name or a pack's name.

    :raises NoSuchRegion: if the actor sees no region or pack of that name.
    :raises SeveralPacks: if the region holds several packs and none was named.
    :raises NothingDefined: if nothing holds there.
    """
    found = definitions_in_force(actor, day=day)
    named = [one for one in found if one.kind == "pack" and one.name == word]
    region = named[0].region if named else region_named(actor, word, day=day).code
    held = [one for one in found if one.region == region]
    manifests = {one.name: one.value for one in held if isinstance(one.value, Manifest)}
    if not held:
        raise NothingDefined(region)
    if len(manifests) > 1 and word not in manifests:
        raise SeveralPacks(sorted(manifests))
    pack = word if word in manifests else next(iter(manifests), "")
    held = [one for one in held if one.pack in {pack, OWN} and one.kind != "pack"]
    manifest = manifests.get(pack) or manifest_of(region, held)
    values: dict[str, list[object]] = {}
    for one in held:
        values.setdefault(one.kind, []).append(one.value)
    files = files_of_pack(
        manifest=manifest,
        regions=[row_of(row) for row in regions_of(manifest, region=region)],
        definitions=values,
        layout=LAYOUT,
        about=about(manifest, held, region=region, day=day),
    )
    texts = [one.value.document for one in held if isinstance(one.value, Plan) and one.value.document]
    return files | {f"plan/{name}": TEXT_ELSEWHERE.encode() for name in texts}


def manifest_of(region: str, held: Iterable[DefinitionVersion]) -> Manifest:
    """Return what a region that no pack ever configured says of itself: a first version, from the first day of any definition."""
    row = Region.objects.get(code=region)
    return Manifest(
        pack=f"region_{region}",
        names=PackNames(zh=row.name, en=row.name_en or row.name),
        region=region,
        version="1",
        from_day=min((one.from_on for one in held), default=row.from_on),
    )


def regions_of(manifest: Manifest, *, region: str) -> list[Region]:
    """Return the regions the pack brought; where nobody noted who did, and there is no base, all that it stands on."""
    rows = list(Region.objects.order_by("code"))
    brought = [row for row in rows if row.pack == manifest.pack]
    if brought or manifest.base is not None:
        return brought
    if not region:
        return [row for row in rows if not row.pack]
    above = {row.code: row for row in rows}
    chain, code = [], region
    while code in above:
        chain.append(above[code])
        code = above[code].parent
    return chain


def about(manifest: Manifest, held: Iterable[DefinitionVersion], *, region: str, day: date) -> str:
    own = sorted(f"{one.kind}/{one.name}" for one in held if one.pack == OWN)
    return ABOUT.format(
        zh=manifest.names.zh,
        en=manifest.names.en,
        region=region or manifest.pack,
        day=day.isoformat(),
        own_zh=f"其中本地自行定义 {len(own)} 项：{'、'.join(own)}。" if own else "全部来自区域包。",
        own_en=f"Of these {len(own)} were made there: {', '.join(own)}." if own else "All came with its pack.",
    )
