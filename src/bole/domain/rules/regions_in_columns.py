"""Whether the regions of a column lie in a region: a code begins with what all codes of that region share.

Says so in words that Polars and Narwhals have in common, so that it serves whichever holds the column.
"""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from bole.domain.shared.regions import subtree


def lies_within(code: Any, regions: Sequence[str | None], *, negated: bool) -> Any:
    """Return a condition on a column of codes; a region that was not told leaves it unknown: None."""
    told = [region for region in regions if region is not None]
    if len(told) < len(regions):
        return None
    inside = reduce(lambda one, other: one | other, (code.str.starts_with(subtree(region)) for region in told))
    return ~inside if negated else inside
