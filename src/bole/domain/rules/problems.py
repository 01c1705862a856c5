"""Where a rule goes wrong, why, and what to write instead: every problem of a text at once, each at its place."""

from dataclasses import dataclass, replace

from bole.domain.shared.reasons import Reason


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters from ``line`` and ``column`` up to the end, which is already out; both counted from 1."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 2


NOWHERE = Span()


@dataclass(frozen=True, slots=True)
class Problem:
    span: Span
    reason: Reason
    remedy: Reason | None = None


GENERAL = Reason('Use the names and forms that rules know, as in: degree >= "硕士" and age(day) <= 45.')
MOST_SHOWN = 40


def shortened(text: str) -> str:
    """Return a text from a rule as a sentence can show it."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def in_reading_order(problems: list[Problem]) -> tuple[Problem, ...]:
    """Return problems as the eye meets them, the same sentence at the same place once, each with a remedy."""
    seen: dict[tuple[Span, str], Problem] = {}
    for problem in sorted(problems, key=lambda one: (one.span, str(one.reason))):
        helped = problem if problem.remedy else replace(problem, remedy=GENERAL)
        seen.setdefault((problem.span, str(problem.reason)), helped)
    return tuple(seen.values())
