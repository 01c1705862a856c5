"""Which figures of a read document state the targets and bases that a region has already defined.

Only the text that definitions speak of is tied to them: another plan may state the same values by chance. A tie needs
the value and one more agreement: the line, or the section with the name, or the name alone where nothing else has it. A wrong tie is worse than none: it would colour a number with another number's status.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bole.domain.plan.checks.facts import Fact, gather_facts
from bole.domain.plan.checks.measures import measure_of
from bole.domain.plan.checks.names import is_same_thing, name_from
from bole.domain.plan.definitions import Indicator, NumberTarget, RangeTarget, Target, VectorTarget
from bole.domain.plan.documents import PlanDocument
from bole.domain.plan.proposals import FigureRole, amount
from bole.domain.plan.standing.goals import plain
from bole.domain.shared.law import Source

SURE = 3
OWN_SHARE = Decimal("0.5")  # of what a source states, found in the very places where it is said to stand
FEWEST = 3  # places; two may agree by chance
SHORTEST_TITLE = 8  # that is recognised inside a longer one, such as that of the notice it came with


@dataclass(frozen=True, slots=True)
class DefinedTie:
    figure: int
    indicator: str
    role: FigureRole
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One value that a definition states, in base units, and where the pack found it; ``upper`` closes a range.

    Shares such as 15:35:50 are no amount; they are recognised by their digits.
    """

    indicator: Indicator
    role: FigureRole
    day: date
    amount: Decimal
    source: Source
    upper: Decimal | None = None
    digits: tuple[str, ...] = ()


def tie_figures(document: PlanDocument, *, indicators: Sequence[Indicator]) -> tuple[DefinedTie, ...]:
    """Return the figures that state what is defined; each figure is tied to one indicator at most."""
    facts = gather_facts(document)
    scored: list[tuple[int, Fact, Statement]] = []
    for statement in (statement for indicator in indicators for statement in statements_of(indicator)):
        for fact in facts.all:
            if states(fact, statement):
                score = agreement(fact, statement, regions=facts.regions)
                if score >= SURE:
                    scored.append((score, fact, statement))
    taken: dict[int, DefinedTie] = {}
    for _score, fact, statement in sorted(scored, key=lambda each: (-each[0], each[1].index)):
        day = statement.day if statement.role is FigureRole.TARGET else None
        taken.setdefault(fact.index, DefinedTie(fact.index, statement.indicator.id, statement.role, day))
    return tuple(taken[figure] for figure in sorted(taken))


def tie_own_figures(
    document: PlanDocument, *, titles: Iterable[str], indicators: Sequence[Indicator]
) -> tuple[DefinedTie, ...]:
    """Return the ties to the definitions whose source is this text, by one of its titles or by the places they name."""
    sources: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        sources.setdefault(source_of(indicator), []).append(indicator)
    names = tuple(titles)
    own = {
        source
        for source, defined in sources.items()
        if any(is_titled(name, source=source) for name in names) or is_found_in(document, indicators=defined)
    }
    return tie_figures(document, indicators=[one for one in indicators if source_of(one) in own])


def source_of(indicator: Indicator) -> str:
    """Return the document that states what is promised."""
    return indicator.targets[0].source.document if indicator.targets else ""


def is_titled(title: str, *, source: str) -> bool:
    """Say whether a title is that of a source; numbers of documents and 征求意见稿 in brackets do not count."""
    own, wanted = title_core(title), title_core(source)
    return bool(own) and (own == wanted or (len(wanted) >= SHORTEST_TITLE and wanted in own))


def title_core(title: str) -> str:
    core = re.sub(r"[（(][^）)]*[）)]", "", title) or title
    return "".join(sign for sign in core if sign.isalnum())


def is_found_in(document: PlanDocument, *, indicators: Sequence[Indicator]) -> bool:
    """Say whether a fair share of what is defined stands in the lines or sections that the definitions name."""
    facts = gather_facts(document)
    stated = [one for each in indicators for one in statements_of(each) if one.source.line or one.source.place]
    found = sum(any(states(fact, one) and is_there(fact, one) for fact in facts.all) for one in stated)
    return found >= FEWEST and found >= OWN_SHARE * len(stated)


def is_there(fact: Fact, statement: Statement) -> bool:
    if statement.source.line is not None:
        return fact.figure.line == statement.source.line
    return fact.figure.section == statement.source.place


def states(fact: Fact, statement: Statement) -> bool:
    if statement.digits:
        return tuple(re.findall(r"\d+(?:\.\d+)?", fact.literal)) == statement.digits
    if statement.upper is not None:
        return (
            fact.figure.value_max is not None
            and Decimal(repr(fact.figure.value_max)) == statement.upper
            and bare(fact) == statement.amount
        )
    return statement.amount in {amount(fact), bare(fact)}


def statements_of(indicator: Indicator) -> list[Statement]:
    scale = scale_of(indicator.unit)
    stated: list[Statement] = []
    base = indicator.baseline
    if base is not None and isinstance(base.value, Decimal):
        stated.append(Statement(indicator, FigureRole.BASELINE, base.day, base.value * scale, base.source))
    targets = (promised(target, indicator=indicator, scale=scale) for target in indicator.targets)
    return stated + [statement for statement in targets if statement is not None]


def promised(target: Target, *, indicator: Indicator, scale: Decimal) -> Statement | None:
    """Return what a target prints; a direction, a class or another series prints no number of its own."""
    terms = (indicator, FigureRole.TARGET, target.day)
    match target.goal:
        case NumberTarget(value=value):
            return Statement(*terms, value * scale, target.source)
        case RangeTarget(low=low, high=high):
            return Statement(*terms, low * scale, target.source, upper=high * scale)
        case VectorTarget(shares=shares):
            return Statement(*terms, shares[0], target.source, digits=tuple(plain(share) for share in shares))
        case _:
            return None


def agreement(fact: Fact, statement: Statement, *, regions: tuple[str, ...]) -> int:
    """Return how much speaks for the tie: line 2, section 1, year 1, name 2; another year or unit speaks against it."""
    indicator, source = statement.indicator, statement.source
    own, wanted = measure_of(base_unit(indicator.unit)).dimension, fact.measure.dimension
    if own != wanted and not statement.digits:
        return 0
    names = (indicator.name.zh, *indicator.synonyms)
    is_named = any(is_same_thing(fact.name, name_from(name, regions=regions)) for name in names)
    is_alike = is_named or any(part_of(fact.name.core, name) for name in names)
    on_line = source.line is not None and fact.figure.line == source.line
    if fact.year is not None and fact.year != statement.day.year:
        return 0
    score = 2 * on_line + (fact.figure.section == source.place) + (fact.year is not None) + 2 * is_named
    # Several figures of one line may share a value; only the name tells them apart.
    return score if is_alike or on_line else 0


def part_of(core: str, name: str) -> bool:
    return len(core) >= 3 and (core in name or name in core)


def bare(fact: Fact) -> Decimal:
    return Decimal(repr(fact.figure.value))


def scale_of(unit: str) -> Decimal:
    """Return base units to one of ``unit``: 万人 and 万元 are ten thousand of them."""
    measured = Decimal(repr(measure_of(unit).scale))
    if measured != 1:
        return measured
    return Decimal(10_000) if unit.startswith("万") else Decimal(100_000_000) if unit.startswith("亿") else Decimal(1)


def base_unit(unit: str) -> str:
    return unit[1:] if unit[:1] in {"万", "亿"} and len(unit) > 1 and not unit.endswith("元") else unit
