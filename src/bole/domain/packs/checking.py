"""Find everything wrong in a pack at once: unknown files, the tree of regions, and what each room checks across files."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import PurePosixPath

from bole.domain.packs.contents import Pack, read_pack
from bole.domain.packs.kinds import Format
from bole.domain.packs.problems import Problem, in_reading_order
from bole.domain.packs.region_table import check_tree
from bole.domain.packs.versions import body_of, digest_of
from bole.domain.shared.reasons import Reason


def check_pack(files: Mapping[str, bytes], *, layout: Format, beside: Sequence[Pack] = ()) -> Pack:
    """Return the pack with all its problems in reading order.

    ``beside`` are the packs it may refer to: its base, and those of other regions. A reference to a region whose pack
    is not there cannot be checked and is let pass.
    """
    pack = read_pack(files, layout=layout)
    problems = [*pack.problems, *check_files(pack, layout), *check_base(pack, beside)]
    around = {row.code: row.name for other in beside for row in other.regions}
    region = pack.manifest.region if pack.manifest else ""
    problems += check_tree(pack.regions, around=around, region=region)
    if region and region not in around and region not in {row.code for row in pack.regions}:
        what = Reason("The region %(region)s of the pack is nowhere in the tree.", {"region": region})
        remedy = Reason("Add it to regions.csv, or name the pack that has it as base.")
        problems.append(pack.manifest_problem("region", what, remedy))
    for check in layout.checks:
        problems += check(pack, beside)
    pack.problems = list(in_reading_order(problems))
    return pack


def digest_of_pack(pack: Pack) -> str:
    """Return the version of all a pack says, by which another pack may pin it as its base."""
    return digest_of(
        {
            "manifest": body_of(pack.manifest) if pack.manifest else None,
            "regions": [
                [row.code, row.name, row.name_en, row.parent, str(row.from_day), str(row.through)]
                for row in pack.regions
            ],
            "definitions": {f"{entry.kind}/{entry.name}": body_of(entry.value) for entry in pack.entries},
        }
    )


def check_files(pack: Pack, layout: Format) -> list[Problem]:
    found = []
    if "pack.yaml" not in pack.files:
        what = Reason("The pack has no pack.yaml.")
        found.append(Problem("pack.yaml", 0, "", what, Reason("Add one with pack, names, version and from_day.")))
    for name in sorted(pack.files):
        if name in {"pack.yaml", "regions.csv"} or layout.kind_of(name) or layout.is_attachment(name):
            continue
        wanted = name.removesuffix(".yml") + ".yaml" if name.endswith(".yml") else name
        if wanted != name and (layout.kind_of(wanted) or wanted == "pack.yaml"):
            remedy = Reason("Call it %(name)s.", {"name": wanted})
        else:
            near = get_close_matches(name, layout.shapes, n=1, cutoff=0.5) or get_close_matches(
                PurePosixPath(name).name, layout.shapes, n=1, cutoff=0.5
            )
            remedy = (
                Reason("Did you mean %(near)s?", {"near": near[0]})
                if near
                else Reason("A pack holds: %(shapes)s.", {"shapes": tuple(layout.shapes)})
            )
        found.append(Problem(name, 0, "", Reason("A pack has no such file."), remedy))
    return found


def check_base(pack: Pack, beside: Sequence[Pack]) -> list[Problem]:
    base = pack.manifest.base if pack.manifest else None
    if base is None:
        return []
    known = {other.manifest.pack: other for other in beside if other.manifest}
    if base.pack not in known:
        near = get_close_matches(base.pack, known, n=1)
        what = Reason("The base pack %(pack)s is not beside this one.", {"pack": base.pack})
        remedy = (
            Reason("Did you mean %(near)s?", {"near": near[0]})
            if near
            else Reason("Put its folder beside the folder of this pack.")
        )
        return [pack.manifest_problem("base.pack", what, remedy)]
    if base.digest and base.digest != digest_of_pack(known[base.pack]):
        what = Reason("The base pack %(pack)s is no longer the one this pack was written against.", {"pack": base.pack})
        remedy = Reason(
            "Read what changed in it; then write its digest: %(digest)s.", {"digest": digest_of_pack(known[base.pack])}
        )
        return [pack.manifest_problem("base.digest", what, remedy)]
    if known[base.pack].problems:
        what = Reason("The base pack %(pack)s has errors of its own.", {"pack": base.pack})
        return [pack.manifest_problem("base.pack", what, Reason("Check that pack first."))]
    return []
