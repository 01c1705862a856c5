"""Write definitions as the files of a pack: the same content gives the same bytes, and reading them gives the same versions.

Which definitions belong into the pack, and where the files go, is decided by the caller.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel

from bole.domain.packs.kinds import Format, Kind
from bole.domain.packs.manifest import Manifest
from bole.domain.packs.region_table import COLUMNS, RegionRow
from bole.domain.packs.yaml_writing import data_of, yaml_of

WHOLE_FILE = "all"  # stands for the star in the name of a file that holds a list of entries


def files_of_pack(
    *,
    manifest: Manifest,
    regions: Sequence[RegionRow],
    definitions: Mapping[str, Sequence[BaseModel]],
    layout: Format,
    about: str,
) -> dict[str, bytes]:
    """Return the files of a pack by their path: definitions by kind, one file for a kind with many, and ``about`` as README."""
    texts = {"pack.yaml": yaml_of(data_of(manifest)), "README.md": about}
    if regions:
        texts["regions.csv"] = table_of(regions)
    for kind in layout.kinds:
        values = sorted(definitions.get(kind.name, ()), key=name_of)
        if values:
            texts |= written_kind(kind, values)
    return {name: texts[name].encode() for name in sorted(texts)}


def written_kind(kind: Kind, values: Sequence[BaseModel]) -> dict[str, str]:
    shape = kind.files[0]
    if kind.many:
        return {shape.replace("*", WHOLE_FILE): yaml_of([data_of(value) for value in values])}
    return {shape.replace("*", name_of(value)): yaml_of(data_of(value)) for value in values}


def name_of(value: BaseModel) -> str:
    return str(getattr(value, "id", ""))


def table_of(regions: Iterable[RegionRow]) -> str:
    """Return the regions as the CSV of a pack, in the order of their codes, those above before those below."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(regions, key=lambda one: one.code):
        through = row.through.isoformat() if row.through else ""
        writer.writerow(
            [row.code, row.name, row.name_en, row.level.value, row.parent, row.from_day.isoformat(), through]
        )
    return out.getvalue()
