"""What a draft of an indicator would change on live data: the value, the records in it, where its promises stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from bole.domain.plan.definitions import Indicator, Plan
from bole.domain.plan.documents import StockOrFlow
from bole.domain.plan.measures import rules_of
from bole.domain.plan.standing.goals import describe_goal, plain
from bole.domain.plan.standing.status import judge_status
from bole.domain.plan.standing.trajectories import Observation as Observed
from bole.domain.plan.standing.trajectories import ordered_targets
from bole.domain.rules.counted_rows import CountedRows
from bole.domain.shared.reasons import Reason
from bole.web.accounts.actors import Actor
from bole.web.base.clock import now
from bole.web.packs.draft_queries import Change, change_of
from bole.web.packs.models import Draft
from bole.web.packs.queries import definitions_in_force
from bole.web.plan.queries.indicators import HOUSE
from bole.web.plan.queries.measurements import values_by_indicator
from bole.web.plan.queries.trials import (
    LiveData,
    Trial,
    counted_rows,
    live_data,
    measured,
    past_data,
    try_indicator,
)
from bole.web.plan.rule_panels import language
from bole.web.registers.names import address_of, called_by_id
from bole.web.registers.tables import store_on

FEW = 8
MOST_YEARS = 6


@dataclass(frozen=True, slots=True)
class Named:
    called: str
    url: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The records of one count that come in or go out; ``named`` are a few of them that the actor may see."""

    register: str
    counter: str
    is_part: bool
    stay: int
    came: int
    went: int
    came_named: tuple[Named, ...]
    went_named: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class TargetMoved:
    goal: Reason
    day: date
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class YearEnd:
    day: date
    before: Decimal | str | None
    after: Decimal | str | None
    unit_before: str
    unit_after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """``before`` and ``after`` are None where nothing is counted: nothing holds, or it is reported."""

    change: Change
    before: Trial | None
    after: Trial | None
    reported: Observed | None
    moved: tuple[Moved, ...]
    standings: tuple[TargetMoved, ...]
    day: date
    known_at: datetime

    @property
    def unit_before(self) -> str:
        return unit_of(self.change.before)

    @property
    def unit_after(self) -> str:
        return unit_of(self.change.after)


def unit_of(value: BaseModel | None) -> str:
    return value.unit if isinstance(value, Indicator) else ""


def difference_of(draft: Draft, *, actor: Actor, today: date, moment: datetime) -> Difference:
    """Return what a draft changes, both sides worked out on the same data."""
    change = change_of(draft, today=today)
    return difference(change, region=draft.region, actor=actor, today=today, moment=moment)


def difference(change: Change, *, region: str, actor: Actor, today: date, moment: datetime) -> Difference:
    data = live_data(region, today=today, now=moment)
    before, after = (try_indicator(one, data=data) if isinstance(one, Indicator) else None for one in sides(change))
    name = next((one.id for one in sides(change) if isinstance(one, Indicator)), "")
    series = values_by_indicator(region, indicators=[name]).get(name, [])
    known = [one for one in series if one.day <= today]
    return Difference(
        change=change,
        before=before,
        after=after,
        reported=known[-1] if known and before is None else None,
        moved=tuple(moved_of(change, data, actor=actor, today=today)),
        standings=tuple(standings_of(change, known, before, after, data=data)),
        day=data.day,
        known_at=data.known_at,
    )


def sides(change: Change) -> tuple[BaseModel | None, BaseModel | None]:
    return change.before, change.after


def counts_in(value: BaseModel | None, data: LiveData) -> list[CountedRows]:
    if not isinstance(value, Indicator):
        return []
    return [one for rule in rules_of(value, schema=data.schema) for one in counted_rows(rule, data)]


def moved_of(change: Change, data: LiveData, *, actor: Actor, today: date) -> Iterator[Moved]:
    """Compare count by count, where both sides count the same register at the same place of the rule."""
    for old, new in zip(counts_in(change.before, data), counts_in(change.after, data), strict=False):
        if (old.node.register, old.is_part) != (new.node.register, new.is_part):
            continue
        register = data.schema.register(new.node.register)
        came, went = sorted({*new.sure} - {*old.sure}), sorted({*old.sure} - {*new.sure})
        yield Moved(
            register=register.label.of(language()) if register else new.node.register,
            counter=register.counter if register and language() == "zh" else "",
            is_part=new.is_part,
            stay=len({*new.sure} & {*old.sure}),
            came=len(came),
            went=len(went),
            came_named=few_named(actor, new.node.register, came, today=today),
            went_named=few_named(actor, new.node.register, went, today=today),
        )


def few_named(actor: Actor, register: str, records: Sequence[str], *, today: date) -> tuple[Named, ...]:
    """Return the first few records by what they are called, only those the actor may see."""
    ids = [UUID(record) for record in records[: FEW * 4]]
    found = called_by_id(actor, store_on(today), register, ids, day=today)
    named = [Named(str(found[one]), address_of(register, one)) for one in ids if one in found and str(found[one])]
    return tuple(named[:FEW])


def standings_of(
    change: Change, known: Sequence[Observed], before: Trial | None, after: Trial | None, *, data: LiveData
) -> Iterator[TargetMoved]:
    """Return the targets of both sides whose status is not the same, by the value of the same day.

    What is counted anew is counted on past days too: without them nobody can tell a path.
    """
    past = past_values(change.after, data) if after is not None and isinstance(change.after, Indicator) else known
    old = statuses(change.before, known, before, day=data.day)
    new = statuses(change.after, past, after, day=data.day)
    for key in dict.fromkeys((*old, *new)):
        was, is_now = old.get(key), new.get(key)
        known_side = is_now or was
        if known_side and (was and was[1]) != (is_now and is_now[1]):
            yield TargetMoved(known_side[0], key, was[1] if was else "", is_now[1] if is_now else "")


def past_values(indicator: Indicator, data: LiveData) -> list[Observed]:
    """Return what an indicator came to before: on the day before its promise began, or of a flow at each year's end since."""
    plans = definitions_in_force(HOUSE, day=data.day, kind="plan", region=data.region)
    starts = [one.value.from_day for one in plans if isinstance(one.value, Plan)]
    starts += [target.from_day for target in indicator.targets if target.from_day]
    if not indicator.targets or not starts or min(starts) > data.day:
        return []
    days = [min(starts) - timedelta(days=1)]
    if indicator.stock_or_flow is StockOrFlow.FLOW:
        first = max(min(starts).year, data.day.year - MOST_YEARS)
        days = [date(year, 12, 31) for year in range(first, data.day.year)]
    found = [(day, value_on(indicator, past_data(data, day))) for day in days]
    return [Observed(day, value, "") for day, value in found if value is not None]


def statuses(
    value: BaseModel | None, known: Sequence[Observed], trial: Trial | None, *, day: date
) -> dict[date, tuple[Reason, str]]:
    if not isinstance(value, Indicator):
        return {}
    observed = list(known)
    if trial is not None:
        observed = [one for one in known if one.day < day]
        observed += [Observed(day, trial.value, "")] if trial.value is not None else []
    return {
        target.day: (
            describe_goal(target.goal),
            judge_status(indicator=value, observations=observed, day=day, target=target).status.value,
        )
        for target in ordered_targets(value)
    }


def year_ends_of(draft: Draft, *, today: date, moment: datetime) -> list[YearEnd]:
    """Return both sides at the end of each year of the promise so far, by the records as they are known now."""
    change = change_of(draft, today=today)
    data = live_data(draft.region, today=today, now=moment)
    units = [unit_of(one) for one in sides(change)]
    found = []
    for year in years_of(change, today=today):
        past = past_data(data, date(year, 12, 31))
        found.append(YearEnd(past.day, *(value_on(one, past) for one in sides(change)), *units))
    return found


def value_on(value: BaseModel | None, data: LiveData) -> Decimal | str | None:
    result = measured(value, data) if isinstance(value, Indicator) else None
    return result.value if result else None


def years_of(change: Change, *, today: date) -> range:
    days = [today]
    for one in sides(change):
        if isinstance(one, Indicator):
            days += [target.from_day for target in one.targets if target.from_day]
            days += [one.baseline.day] if one.baseline else []
    first = min(min(days).year, today.year - 1)
    return range(max(first, today.year - MOST_YEARS), today.year)


def preview_indicator(
    before: BaseModel | None, after: BaseModel | None, *, region: str, actor: Actor, day: date
) -> list[Reason]:
    """Say in sentences what a draft of an indicator would change on live data."""
    found = difference(Change(before, after, ()), region=region, actor=actor, today=day, moment=now())
    said: list[Reason] = []
    was, is_now = (
        in_words(one, unit) for one, unit in ((found.before, found.unit_before), (found.after, found.unit_after))
    )
    if was and is_now and was != is_now:
        params = {"day": found.day, "before": was, "after": is_now}
        said.append(Reason("As of %(day)s the value goes from %(before)s to %(after)s.", params))
    elif is_now:
        said.append(Reason("As of %(day)s the value is %(after)s.", {"day": found.day, "after": is_now}))
    for one in found.moved:
        if one.came or one.went:
            params = {"register": one.register, "came": one.came, "went": one.went}
            said.append(Reason("%(register)s: %(came)s records come in, %(went)s go out.", params))
    if found.standings:
        said.append(Reason("%(count)s targets stand otherwise than before.", {"count": len(found.standings)}))
    return said


def in_words(trial: Trial | None, unit: str) -> str:
    if trial is None or trial.value is None:
        return ""
    value = trial.value if isinstance(trial.value, str) else plain(trial.value)
    return f"{value}{unit}"
