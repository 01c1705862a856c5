"""Where every promise of a region stands, as rows for a table, a file or another program."""

from datetime import date
from typing import Any

from bole.domain.plan.definitions import Indicator
from bole.domain.plan.standing.goals import describe_goal, plain, rough
from bole.domain.plan.standing.status import judge_status
from bole.domain.plan.standing.trajectories import ordered_targets
from bole.web.base.words import say
from bole.web.plan.queries.indicators import indicators_in_force
from bole.web.plan.queries.measurements import values_by_indicator


def standing_rows(region: str, *, day: date) -> list[dict[str, Any]]:
    """Return one row for each target of each indicator that is defined for the region."""
    observed = values_by_indicator(region)
    rows = []
    for indicator in sorted(indicators_in_force(region, day=day), key=first_line):
        for target in ordered_targets(indicator):
            standing = judge_status(
                indicator=indicator,
                observations=observed.get(indicator.id, ()),
                day=day,
                target=target,
                others=observed,
            )
            seen = standing.observation
            rows.append(
                {
                    "indicator": indicator.id,
                    "name": indicator.name.zh,
                    "unit": indicator.unit,
                    "target": say(describe_goal(target.goal)),
                    "yearly": target.yearly,
                    "by": target.day.isoformat(),
                    "actual": plain(standing.actual),
                    "of": seen.day.isoformat() if seen else None,
                    "source": seen.source if seen else None,
                    "expected": rough(standing.expected),
                    "status": standing.status.value,
                    "is_past_due": standing.is_past_due,
                    "is_stale": standing.is_stale,
                    "lead_unit": indicator.lead_unit,
                    "reasons": [say(reason) for reason in standing.reasons],
                }
            )
    return rows


def first_line(indicator: Indicator) -> int:
    """Return where the document first promises the indicator, so that the table reads like the document."""
    return min((target.source.line or 0 for target in indicator.targets), default=0)
