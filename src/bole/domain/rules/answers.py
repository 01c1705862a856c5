"""Answers and values as columns of their own: the four answers as numbers, the ends of a value side by side."""

from bole.domain.rules.columns import Columns
from bole.domain.rules.ends import Expr, Pair, as_column, as_truth, words_of
from bole.domain.rules.kinds import Kind
from bole.domain.rules.tree import Both, Cited, Either, Judged, Node, Not

NO, CANNOT_TELL, TO_BE_JUDGED, YES = range(4)  # the numbers of answer columns, in the order of `and`


def put_value(columns: Columns, node: Node, name: str, output: dict[str, Expr]) -> tuple[str, ...]:
    found = columns.value(node)
    words = columns.words
    dtype = words.Date if node.type.kind is Kind.DATE else words.Int64
    ends = {"low": found.low, "high": found.high} if isinstance(found, Pair) else {
        "low_over": found.low[0], "low_under": found.low[1], "high_over": found.high[0], "high_under": found.high[1],
    }  # fmt: skip
    for end, value in ends.items():
        output[f"{end}:{name}"] = words.lit(None, dtype=dtype) if value is None else as_column(value, words)
    return tuple(f"{end}:{name}" for end in ends)


def answer_column(columns: Columns, node: Node) -> Expr:
    """The four answers as numbers; the order of `or` differs from that of `and` by the two in the middle."""
    words = columns.words
    match node:
        case Both():
            return words.min_horizontal(*(answer_column(columns, part) for part in node.operands))
        case Either():
            return _swapped(words.max_horizontal(*(_swapped(answer_column(columns, part)) for part in node.operands)))
        case Cited():
            return answer_column(columns, node.operand)
        case Not():
            inner = answer_column(columns, node.operand)
            return words.when(inner == NO).then(YES).otherwise(words.when(inner == YES).then(NO).otherwise(inner))
        case _:
            truth = as_truth(columns.truth(node), words)
            open_ = TO_BE_JUDGED if isinstance(node, Judged) else CANNOT_TELL
            return words.when(truth).then(YES).otherwise(words.when(~truth).then(NO).otherwise(open_))


def _swapped(answer: Expr) -> Expr:
    words = words_of(answer)
    return (
        words.when(answer == CANNOT_TELL)
        .then(TO_BE_JUDGED)
        .otherwise(words.when(answer == TO_BE_JUDGED).then(CANNOT_TELL).otherwise(answer))
    )
