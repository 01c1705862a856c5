"""Where a plan contradicts itself: runs every check over a document and orders what they find.

Which relations hold is decided by the checks; which of two sides is right is left to the office.
"""

from collections.abc import Callable, Iterable, Iterator

from bole.domain.plan.checks.changes import find_wrong_changes
from bole.domain.plan.checks.completions import find_wrong_completions
from bole.domain.plan.checks.facts import Facts, gather_facts
from bole.domain.plan.checks.findings import Contradiction, Severity
from bole.domain.plan.checks.funds import find_two_funding_rules
from bole.domain.plan.checks.growth import find_wrong_growth
from bole.domain.plan.checks.implied import find_impossible_pairs
from bole.domain.plan.checks.members import find_wrong_counts
from bole.domain.plan.checks.periods import find_wrong_periods
from bole.domain.plan.checks.points import find_wrong_points
from bole.domain.plan.checks.programmes import find_programmes_restated
from bole.domain.plan.checks.quotas import find_wrong_quotas
from bole.domain.plan.checks.restatements import find_restated_otherwise
from bole.domain.plan.checks.series import find_wrong_series
from bole.domain.plan.checks.shares import find_wrong_shares
from bole.domain.plan.checks.splits import find_broken_splits
from bole.domain.plan.checks.sums import find_wrong_sums
from bole.domain.plan.checks.tables import find_wrong_tables
from bole.domain.plan.checks.targets import find_backward_targets
from bole.domain.plan.checks.units import find_wrong_units
from bole.domain.plan.checks.wording import find_different_meanings
from bole.domain.plan.checks.yearly import find_wrong_years
from bole.domain.plan.documents import PlanDocument

__all__ = ["Contradiction", "Severity", "contradiction_rows", "find_contradictions"]

_CHECKS: tuple[Callable[[Facts], Iterator[Contradiction]], ...] = (
    find_wrong_sums,
    find_wrong_tables,
    find_wrong_shares,
    find_wrong_completions,
    find_broken_splits,
    find_wrong_growth,
    find_wrong_changes,
    find_wrong_points,
    find_wrong_series,
    find_restated_otherwise,
    find_programmes_restated,
    find_backward_targets,
    find_wrong_quotas,
    find_wrong_counts,
    find_impossible_pairs,
    find_wrong_years,
    find_wrong_periods,
    find_different_meanings,
    find_wrong_units,
    find_two_funding_rules,
)
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def find_contradictions(document: PlanDocument) -> tuple[Contradiction, ...]:
    """Everything in the document that does not go together, errors first, then in reading order."""
    facts = gather_facts(document)
    found = [finding for check in _CHECKS for finding in check(facts)]
    return tuple(sorted(_without_repeats(found), key=lambda each: (_ORDER[each.severity], each.lines)))


def contradiction_rows(contradictions: Iterable[Contradiction]) -> list[dict[str, object]]:
    """The contradictions as plain rows for a table or a file, their sentences in English."""
    return [
        {
            "lines": list(each.lines),
            "check": each.check,
            "what": str(each.what),
            "expected": str(each.expected),
            "found": str(each.found),
            "severity": str(each.severity),
            "figures": list(each.figures),
        }
        for each in contradictions
    ]


def _without_repeats(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Two checks may meet at the same figures; the graver finding stands."""
    kept: dict[tuple[str, tuple[int, ...]], Contradiction] = {}
    for each in found:
        key = (each.check, each.figures or each.lines)
        if key not in kept or _ORDER[each.severity] < _ORDER[kept[key].severity]:
            kept[key] = each
    return list(kept.values())
