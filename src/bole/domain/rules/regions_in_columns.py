"""Whether the regions of a column lie in a region: a code begins with what all codes of that region share."""

from collections.abc import Sequence
from functools import reduce

import narwhals as nw

from bole.domain.shared.regions import subtree


def lies_within(code: nw.Expr, regions: Sequence[str | None], *, negated: bool) -> nw.Expr | None:
    """Return a condition on a column of codes; a region that was not told leaves it unknown."""
    told = [region for region in regions if region is not None]
    if len(told) < len(regions):
        return None
    inside = reduce(lambda one, other: one | other, (code.str.starts_with(subtree(region)) for region in told))
    return ~inside if negated else inside
