"""Find what is wrong with how an indicator is counted: the rule itself, and whether what it counts is what its unit says.

How rules are read is decided in ``rules``; what registers there are, by whoever calls.
"""

from collections.abc import Iterator

from bole.domain.packs.problems import Fault, Path
from bole.domain.plan.definitions import ClassTarget, Indicator, RuleMeasure, SharesMeasure, VectorTarget
from bole.domain.plan.documents import StockOrFlow
from bole.domain.plan.measures import texts_of
from bole.domain.plan.statistics.units import Unit, read_unit
from bole.domain.rules.checking import FIGURE, Rule, check_rule
from bole.domain.rules.kinds import Kind
from bole.domain.rules.problems import Problem
from bole.domain.rules.schema import Schema, Validity
from bole.domain.rules.tree import Aggregate, Product, Ratio, walk_tree
from bole.domain.shared.reasons import Reason

MONEY, SHARE = "元", "%"
HUNDRED = 100


def check_measure(indicator: Indicator, *, schema: Schema) -> Iterator[Fault]:
    """Find every problem of an indicator's rules, at its place in the text, and those between rule, unit and targets."""
    yield from check_form(indicator)
    for place, text in enumerate(texts_of(indicator)):
        path: Path = (
            ("measure", "rules", place) if isinstance(indicator.measure, SharesMeasure) else ("measure", "rule")
        )
        found = check_rule(text, schema=schema, expects=FIGURE)
        for problem in found.problems:
            yield Fault(path, placed(problem), problem.remedy or Reason("Correct the rule at this place."))
        if found.rule is not None:
            yield from check_unit(found.rule, indicator=indicator, path=path)
            yield from check_period(found.rule, indicator=indicator, schema=schema, path=path)


def placed(problem: Problem) -> Reason:
    """Return what is wrong with the place in the rule in front."""
    span = problem.span
    if span.line == 1:
        return Reason("Character %(column)s: %(what)s", {"column": span.column, "what": problem.reason})
    return Reason(
        "Line %(line)s, character %(column)s: %(what)s",
        {"line": span.line, "column": span.column, "what": problem.reason},
    )


def check_form(indicator: Indicator) -> Iterator[Fault]:
    vectors = [target.goal for target in indicator.targets if isinstance(target.goal, VectorTarget)]
    match indicator.measure:
        case SharesMeasure(rules=rules):
            if not vectors:
                what = Reason("Shares are measured, but no target promises shares.")
                yield Fault(("measure", "form"), what, Reason("Write form: rule with one rule."))
            if any(len(goal.parts) != len(rules) for goal in vectors):
                what = Reason("There are %(rules)s rules for another number of parts.", {"rules": len(rules)})
                yield Fault(("measure", "rules"), what, Reason("Write one rule for each part, in the same order."))
        case RuleMeasure():
            if vectors:
                what = Reason("The target promises shares, and one rule gives one number.")
                yield Fault(("measure", "form"), what, Reason("Write form: shares with one rule for each part."))
            if any(isinstance(target.goal, ClassTarget) for target in indicator.targets):
                what = Reason("A class cannot be counted.")
                yield Fault(("measure", "form"), what, Reason("Write form: reported with the source of the class."))


def check_unit(rule: Rule, *, indicator: Indicator, path: Path) -> Iterator[Fault]:
    if isinstance(indicator.measure, SharesMeasure):
        return
    kind, unit = rule.node.type.kind, read_unit(indicator.unit)
    if (kind is Kind.MONEY) != (unit.base == MONEY):
        what = Reason("The rule and the unit %(unit)s do not go together.", {"unit": indicator.unit})
        remedy = (
            Reason("Money has the unit 元, 万元 or 亿元.")
            if kind is Kind.MONEY
            else Reason("Sum a field that holds money, or choose the unit of what is counted.")
        )
        yield Fault(path, what, remedy)
    elif unit.base == SHARE and is_in_percent_already(rule, unit):
        what = Reason("A share becomes a percentage by its unit.")
        yield Fault(path, what, Reason("Leave out the factor 100."))
    elif unit.base == SHARE and kind is Kind.NUMBER and not is_divided(rule):
        what = Reason("A number of records is no percentage.")
        yield Fault(path, what, Reason("Divide by the number of the whole, or choose another unit."))


def is_in_percent_already(rule: Rule, unit: Unit) -> bool:
    node = rule.node
    return isinstance(node, Ratio | Product) and node.times // max(node.into, 1) >= HUNDRED and unit.base == SHARE


def is_divided(rule: Rule) -> bool:
    """Tell a quotient by a number such as 25, which comes out even as a decimal and is no quotient any more, from a count."""
    node = rule.node
    return isinstance(node, Product) and 0 < node.times < 10**node.type.scale * node.into


def check_period(rule: Rule, *, indicator: Indicator, schema: Schema, path: Path) -> Iterator[Fault]:
    """A flow that counts events or periods says from when: else it would count those of all years."""
    if indicator.stock_or_flow is not StockOrFlow.FLOW:
        return
    for node in walk_tree(rule.node):
        if not isinstance(node, Aggregate) or node.written is None or node.written.since or node.written.on:
            continue
        register = schema.register(node.register)
        if register is not None and register.validity is not Validity.STATE:
            what = Reason("The flow counts %(register)s of all years.", {"register": register.id})
            yield Fault(
                path, what, Reason("Add since=date(year, 1, 1): a flow counts the calendar year up to the day.")
            )
            return
