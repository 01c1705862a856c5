"""In which figures the records of one person or thing count, as how many records, and which figures count it more than once.

The rules are walked over those records alone; which records they are is the store's to say.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bole.domain.plan.definitions import Indicator
from bole.domain.plan.measures import rules_of
from bole.domain.rules.records import AsOf, Records
from bole.domain.rules.schema import Schema
from bole.domain.rules.tree import Aggregate, Count, Node, Product, Ratio, walk_tree
from bole.domain.rules.walking import Walk, tally


@dataclass(frozen=True, slots=True)
class CountedIn:
    """One figure that counts records: those surely in, those possibly in because a fact is missing.

    ``is_whole`` where they only belong to what the figure is a share of.
    """

    indicator: Indicator
    register: str
    sure: tuple[str, ...]
    possible: tuple[str, ...]
    is_whole: bool = False

    @property
    def is_more_than_once(self) -> bool:
        """Whether several records of one subject count: 人次 rather than 人, or an error."""
        return len(self.sure) > 1


def find_figures(
    indicators: Iterable[Indicator],
    *,
    schema: Schema,
    records: Records,
    registers: Collection[str],
    day: date,
    here: str,
) -> tuple[CountedIn, ...]:
    """Return the figures in which any of the records of these registers count on ``day``, in the order of the indicators.

    ``records`` may hold others beside them, which conditions lead to; they are not asked for.
    """
    walk = Walk(schema, records, AsOf(day, here))
    # All rules at once: a walk knows its nodes by their identity, so that none may be gone while it lasts.
    rules = [(indicator, rule) for indicator in indicators for rule in rules_of(indicator, schema=schema)]
    found = []
    for indicator, rule in rules:
        found += [one for one in counts_of(walk, indicator, rule.node) if one.register in registers]
    return tuple(one for one in found if one.sure or one.possible)


def counts_of(walk: Walk, indicator: Indicator, node: Node) -> Iterator[CountedIn]:
    wholes = {part for one in walk_tree(node) for under in denominators(one) for part in walk_tree(under)}
    for part in dict.fromkeys(one for one in walk_tree(node) if isinstance(one, Aggregate)):
        counted = tally(walk, part, None)
        is_share = part.count is Count.SHARE
        sure = tuple(record.id for record, value in counted.sure if not is_share or value is True)
        possible = tuple(record.id for record, value in counted.possible if not is_share or value is not False)
        yield CountedIn(indicator, part.register, sure, possible, is_whole=part in wholes)
        if is_share:
            rest = tuple(record.id for record, value in counted.sure if value is not True)
            yield CountedIn(indicator, part.register, rest, (), is_whole=True)


def denominators(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Ratio):
        return (node.under,)
    return node.under if isinstance(node, Product) else ()


def counted_in_several_parts(found: Iterable[CountedIn]) -> dict[str, tuple[Indicator, ...]]:
    """Return the totals of which the subject counts in more than one part, each with those parts."""
    parts: dict[str, dict[str, Indicator]] = {}
    for one in found:
        if one.indicator.part_of and one.sure and not one.is_whole:
            parts.setdefault(one.indicator.part_of, {})[one.indicator.id] = one.indicator
    return {total: tuple(own.values()) for total, own in parts.items() if len(own) > 1}
