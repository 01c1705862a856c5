"""What a region's code says by itself: its level, and which codes lie below it.

Six digits follow GB/T 2260, the nine and twelve digits of towns and villages the statistical codes below it.
Names, and the days a code holds, are data of a pack.
"""

from collections.abc import Iterable
from enum import StrEnum


class Level(StrEnum):
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWN = "town"
    VILLAGE = "village"


LENGTHS = (6, 9, 12)  # down to the county, towns, villages


def is_region_code(text: str) -> bool:
    """Say whether a text has the shape of a region's code; whether there is such a region is said by a pack."""
    return len(text) in LENGTHS and text.isascii() and text.isdecimal()


def subtree(region: str) -> str:
    """Return the beginning that all codes of a region and what lies below it share: 510400 gives 5104.

    GB/T 2260 codes have two digits a level, the statistical codes below counties add three for towns and villages.
    """
    code = region
    if len(code) == 12:
        code = code[:9] if code.endswith("000") else code
        code = code[:6] if code.endswith("000") and len(code) == 9 else code
    while len(code) in {4, 6} and code.endswith("00"):
        code = code[:-2]
    return code


def level_of(code: str) -> Level:
    """Return the level the shape of a code stands for; 500116 is a county though its city is a province."""
    return {2: Level.PROVINCE, 4: Level.PREFECTURE, 6: Level.COUNTY, 9: Level.TOWN}.get(
        len(subtree(code)), Level.VILLAGE
    )


def lies_in(code: str, region: str) -> bool:
    """Say whether a code is a region or lies below it; the empty region is everything."""
    return code.startswith(subtree(region))


def region_around(codes: Iterable[str]) -> str:
    """Return the smallest region that all of the codes are or lie in; nothing where that is more than a province."""
    known = sorted(set(codes))
    if len(known) == 1:
        return known[0]
    shared = 0
    first, *others = (subtree(code) for code in known) if known else ("",)
    while shared < len(first) and all(other[: shared + 1] == first[: shared + 1] for other in others):
        shared += 1
    length = max((one for one in (2, 4, 6, 9) if one <= shared), default=0)
    return first[:length].ljust(6, "0") if length else ""
