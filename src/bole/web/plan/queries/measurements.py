"""Indicators that are counted from registers: their values by day, and the rows of the registers behind each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bole.domain.plan.definitions import Indicator
from bole.domain.plan.measures import rules_of, texts_of
from bole.domain.plan.standing.trajectories import Observation as Observed
from bole.domain.rules.wording import Speech, say_node
from bole.domain.shared.regions import subtree
from bole.web.packs.queries import DefinitionVersion, definitions_in_force
from bole.web.plan.models import Measurement
from bole.web.plan.queries.indicators import HOUSE
from bole.web.plan.queries.statistics import observations_by_indicator
from bole.web.registers.tables import store_on


@dataclass(frozen=True, slots=True)
class MeasuredOn:
    """A measured value with the ends between which it lies, and when the records were read."""

    id: UUID
    day: date
    value: Decimal | str | None
    low: Decimal | None
    high: Decimal | None
    known_at: datetime

    @property
    def is_exact(self) -> bool:
        return isinstance(self.value, str) or (self.low is not None and self.low == self.high)


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """A rule as it is written and as it is said; no words where the registers in force no longer carry it."""

    text: str
    words: str


def counted_versions(region: str, *, day: date) -> list[DefinitionVersion]:
    """Return the definitions of a region's indicators that are counted from registers."""
    found = definitions_in_force(HOUSE, day=day, kind="indicator", region=region)
    return [one for one in found if isinstance(one.value, Indicator) and texts_of(one.value)]


def regions_that_count(*, day: date, touched: str = "") -> list[str]:
    """Return the regions with counted indicators; with ``touched``, only those whose records a change there touches."""
    versions = definitions_in_force(HOUSE, day=day, kind="indicator")
    regions = {one.region for one in versions if isinstance(one.value, Indicator) and texts_of(one.value)}
    return sorted(one for one in regions if not touched or touched.startswith(subtree(one)))


def measured_by_indicator(region: str, *, indicators: Iterable[str] | None = None) -> dict[str, list[Observed]]:
    """Return the measured values of a region's counted indicators, by indicator and in the order of their days."""
    rows = Measurement.objects.filter(region=region).order_by("day")
    if indicators is not None:
        rows = rows.filter(indicator__in=list(indicators))
    source, gathered = _("Counted from the registers"), defaultdict(list)
    for indicator, day, value, label in rows.values_list("indicator", "day", "value", "label"):
        if label or value is not None:
            gathered[indicator].append(Observed(day, label or value.normalize() + 0, source))
    return gathered


def values_by_indicator(region: str, *, indicators: Iterable[str] | None = None) -> dict[str, list[Observed]]:
    """Return the values that count in a region, measured and reported, by indicator and in the order of their days."""
    wanted = None if indicators is None else list(indicators)
    return with_measured(
        observations_by_indicator(region, indicators=wanted), measured_by_indicator(region, indicators=wanted)
    )


def with_measured(
    reported: dict[str, list[Observed]], measured: dict[str, list[Observed]]
) -> dict[str, list[Observed]]:
    """Return both series as one: from the first day that was counted on, what others report counts no more."""
    joined = dict(reported)
    for indicator, own in measured.items():
        joined[indicator] = [one for one in reported.get(indicator, ()) if one.day < own[0].day] + own
    return joined


def measured_on(region: str, indicator: str, *, day: date) -> MeasuredOn | None:
    """Return the newest measured value of an indicator that is not after ``day``."""
    row = Measurement.objects.filter(region=region, indicator=indicator, day__lte=day).order_by("-day").first()
    if row is None:
        return None
    return MeasuredOn(row.pk, row.day, row.label or plain(row.value), plain(row.low), plain(row.high), row.known_at)


def newest_count(region: str, *, day: date) -> date | None:
    """Return the newest day, not after ``day``, for which anything was counted in a region."""
    return Measurement.objects.filter(region=region, day__lte=day).aggregate(newest=Max("day"))["newest"]


def plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize() + 0


def rules_in_words(indicator: Indicator, *, day: date) -> list[RuleInWords]:
    """Return the rules of a counted indicator as they are written, each in the reader's language."""
    if not texts_of(indicator):
        return []
    speech = Speech(store_on(day).schema, "en" if (get_language() or "").startswith("en") else "zh")
    rules = rules_of(indicator, schema=speech.schema)
    return list(spoken(indicator, [say_node(speech, rule.node) for rule in rules]))


def spoken(indicator: Indicator, words: list[str]) -> Iterator[RuleInWords]:
    for place, text in enumerate(texts_of(indicator)):
        yield RuleInWords(text, words[place] if place < len(words) else "")
