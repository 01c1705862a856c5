"""Work out a checked rule for one record in plain Python: conditions three-valued, values as intervals.

A value is a pair of ends; both are equal where it is known, and an end that is unknown is None. Why an answer came out
as it did is told by ``explaining``; a whole population is ``compiling``'s.
"""

from fractions import Fraction

from bole.domain.rules.records import JUDGED, Record
from bole.domain.rules.tree import Aggregate, Among, Both, Cited, Compare, Either, Fact, Judged, Node, Not, Within
from bole.domain.rules.walk import ENDS, TRUTHS, UNKNOWN, Ends, Walk, ends_of, fact_record, fact_value, truth_of
from bole.domain.rules.walking_counts import counted_ends, is_there, rows_counted, tally
from bole.domain.rules.walking_values import VALUES
from bole.domain.shared.regions import lies_in


def _truth_of_fact(walk: Walk, node: Fact, row: Record | None) -> bool | None:
    value = fact_value(walk, node, row)
    return None if value is None else bool(value)


def _judged(_walk: Walk, node: Judged, row: Record | None) -> bool | None:
    finding = row.values.get(JUDGED + node.matter) if row else None
    return None if finding is None else bool(finding)


def _both(walk: Walk, node: Both, row: Record | None) -> bool | None:
    found: bool | None = True
    for part in node.operands:
        one = truth_of(walk, part, row)
        if one is False:
            return False
        found = None if one is None else found
    return found


def _either(walk: Walk, node: Either, row: Record | None) -> bool | None:
    found: bool | None = False
    for part in node.operands:
        one = truth_of(walk, part, row)
        if one:
            return True
        found = None if one is None else found
    return found


def _not(walk: Walk, node: Not, row: Record | None) -> bool | None:
    found = truth_of(walk, node.operand, row)
    return None if found is None else not found


def compare_ends(op: str, left: Ends, right: Ends) -> bool | None:
    """Compare two intervals: an answer only where every value in them agrees."""
    if op in {"<", "<="}:
        op, left, right = (">" if op == "<" else ">="), right, left
    (low, high), (other_low, other_high) = left, right
    if op in {">", ">="}:
        if low is not None and other_high is not None and (low > other_high or (op == ">=" and low == other_high)):
            return True
        if high is not None and other_low is not None and (high < other_low or (op == ">" and high == other_low)):
            return False
        return None
    if high is not None and other_low is not None and high < other_low:
        return op == "!="
    if low is not None and other_high is not None and low > other_high:
        return op == "!="
    if None not in (low, high, other_low, other_high) and low == high == other_low == other_high:
        return op == "=="
    return None


def _compare(walk: Walk, node: Compare, row: Record | None) -> bool | None:
    return compare_ends(node.op, _scaled(walk, node.left, row, node.right), _scaled(walk, node.right, row, node.left))


def _scaled(walk: Walk, node: Node, row: Record | None, other: Node) -> Ends:
    """A number that meets a quotient becomes a fraction: its scale is not in the other side."""
    low, high = ends_of(walk, node, row)
    if other.type.kind.value == "ratio" and node.type.kind.value == "number":
        unit = 10**node.type.scale
        return (None if low is None else Fraction(low, unit), None if high is None else Fraction(high, unit))
    return low, high


def _among(walk: Walk, node: Among, row: Record | None) -> bool | None:
    low, high = ends_of(walk, node.operand, row)
    if low is None or high is None:
        return None
    if low == high:
        return (low in node.members) != node.negated
    between = any(isinstance(member, int) and low <= member <= high for member in node.members)
    return None if between else node.negated


def _within(walk: Walk, node: Within, row: Record | None) -> bool | None:
    code, _ = ends_of(walk, node.operand, row)
    regions = [ends_of(walk, one, row)[0] for one in node.regions]
    if code is None or None in regions:
        return None
    return any(lies_in(code, region) for region in regions) != node.negated


TRUTHS |= {
    Fact: _truth_of_fact,
    Judged: _judged,
    Both: _both,
    Either: _either,
    Not: _not,
    Cited: lambda walk, node, row: truth_of(walk, node.operand, row),
    Compare: _compare,
    Among: _among,
    Within: _within,
    Aggregate: is_there,
}
ENDS |= {**VALUES, Aggregate: counted_ends}

__all__ = [
    "UNKNOWN", "Ends", "Walk", "compare_ends", "ends_of", "fact_record", "rows_counted", "tally", "truth_of",
]  # fmt: skip
