"""Answers and values as columns of their own: the four answers as numbers, the ends of a value side by side."""

import narwhals as nw

from bole.domain.rules.columns import Columns
from bole.domain.rules.ends import Pair, as_column, as_truth
from bole.domain.rules.kinds import Kind
from bole.domain.rules.tree import Both, Cited, Either, Judged, Node, Not

NO, CANNOT_TELL, TO_BE_JUDGED, YES = range(4)  # the numbers of answer columns, in the order of `and`


def put_value(columns: Columns, node: Node, name: str, output: dict[str, nw.Expr]) -> tuple[str, ...]:
    found = columns.value(node)
    dtype = nw.Date if node.type.kind is Kind.DATE else nw.Int64
    ends = {"low": found.low, "high": found.high} if isinstance(found, Pair) else {
        "low_over": found.low[0], "low_under": found.low[1], "high_over": found.high[0], "high_under": found.high[1],
    }  # fmt: skip
    for end, value in ends.items():
        output[f"{end}:{name}"] = nw.lit(None, dtype=dtype) if value is None else as_column(value)
    return tuple(f"{end}:{name}" for end in ends)


def answer_column(columns: Columns, node: Node) -> nw.Expr:
    """The four answers as numbers; the order of `or` differs from that of `and` by the two in the middle."""
    match node:
        case Both():
            return nw.min_horizontal(*(answer_column(columns, part) for part in node.operands))
        case Either():
            return _swapped(nw.max_horizontal(*(_swapped(answer_column(columns, part)) for part in node.operands)))
        case Cited():
            return answer_column(columns, node.operand)
        case Not():
            inner = answer_column(columns, node.operand)
            return nw.when(inner == NO).then(YES).otherwise(nw.when(inner == YES).then(NO).otherwise(inner))
        case _:
            truth = as_truth(columns.truth(node))
            open_ = TO_BE_JUDGED if isinstance(node, Judged) else CANNOT_TELL
            return nw.when(truth).then(YES).otherwise(nw.when(~truth).then(NO).otherwise(open_))


def _swapped(answer: nw.Expr) -> nw.Expr:
    return (
        nw.when(answer == CANNOT_TELL)
        .then(TO_BE_JUDGED)
        .otherwise(nw.when(answer == TO_BE_JUDGED).then(CANNOT_TELL).otherwise(answer))
    )
