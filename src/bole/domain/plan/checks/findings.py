"""What a check hands back: two things the document says that do not go together, and where it says them.

Whether a contradiction is a mistake is for the office to settle; a finding only sets both sources side by side.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bole.domain.plan.checks.fact import Fact
from bole.domain.shared.reasons import Reason


class Severity(StrEnum):
    ERROR = "error"  # both statements cannot be true
    WARNING = "warning"  # they can only be true under a reading the document does not give
    NOTE = "note"  # worth a second look before signing


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of one document set against each other; ``figures`` are places in ``PlanDocument.figures``."""

    check: str
    severity: Severity
    what: Reason
    expected: Reason
    found: Reason
    lines: tuple[int, ...]
    figures: tuple[int, ...] = ()


def contradiction_about(
    facts: Iterable[Fact],
    *,
    check: str,
    severity: Severity,
    what: Reason,
    expected: Reason,
    found: Reason,
    lines: Iterable[int] = (),
) -> Contradiction:
    """A contradiction between these facts; its lines are theirs and any further ones given."""
    held = list(facts)
    numbers = {fact.figure.line for fact in held} | set(lines)
    return Contradiction(
        check=check,
        severity=severity,
        what=what,
        expected=expected,
        found=found,
        lines=tuple(sorted(numbers)),
        figures=tuple(sorted({fact.index for fact in held})),
    )
