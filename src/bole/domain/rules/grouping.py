"""Bring what was found on rows back to their subjects: sums, extremes and months of united periods, for every subject.

Any engine groups; in process the many sums of many rules are taken over rows laid in layers, which is many times faster.
A test holds the two equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from bole.domain.rules.column_days import days_elapsed
from bole.domain.rules.ends import Expr, Frame, Words, whole, words_of
from bole.domain.rules.layering import Layers, flag_bytes, sum_layers
from bole.domain.rules.schema import LeapBirthday
from bole.domain.rules.tree import Unit

AT_A_TIME = 48  # sums whose rows are held at once: five million rows are 40 MB for each sum of amounts


class Fold(StrEnum):
    SUM = "sum"  # of rows that are true, or of whole numbers without null
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Component:
    """One column to be folded, already worked out for each row."""

    name: str
    fold: Fold
    value: Expr
    is_flag: bool = False


def fold_rows(
    rows: Frame, components: Sequence[Component], *, link: str, subjects: Frame, layers: Layers | None
) -> Frame:
    """Return the subjects with the folded columns: sums of no rows are 0, extremes of no rows are null."""
    sums = [one for one in components if one.fold is Fold.SUM]
    extremes = [one for one in components if one.fold is not Fold.SUM]
    if layers is not None:
        subjects = _fold_layers(sums, rows, layers)
    else:
        extremes = list(components)
    for start in range(0, len(extremes), 40):
        subjects = _fold_grouped(rows, extremes[start : start + 40], link=link, subjects=subjects)
    return subjects


def _fold_grouped(rows: Frame, components: Sequence[Component], *, link: str, subjects: Frame) -> Frame:
    words = words_of(rows)
    worked = rows.filter(~words.col(link).is_null()).select(
        words.col(link).alias("__subject"),
        *((whole(one.value) if one.is_flag else one.value).alias(one.name) for one in components),
    )
    folded = worked.group_by("__subject").agg(*(_folded(one, words) for one in components))
    joined = subjects.join(folded, left_on="id", right_on="__subject", how="left")
    # An all-null sum is 0 and a missing group is null: unknown rows are counted apart, so both mean 0 here.
    zeros = [words.col(one.name).fill_null(0) for one in components if one.fold is Fold.SUM]
    return joined.with_columns(*zeros) if zeros else joined


def _folded(one: Component, words: Words) -> Expr:
    column = words.col(one.name)
    return {Fold.SUM: column.sum, Fold.MIN: column.min, Fold.MAX: column.max}[one.fold]()


def fold_all(rows: Frame, components: Sequence[Component]) -> Frame:
    """Return one row with every component folded over all rows."""
    words = words_of(rows)
    worked = rows.select(*((whole(one.value) if one.is_flag else one.value).alias(one.name) for one in components))
    folded = worked.select(*(_folded(one, words) for one in components))
    return folded.with_columns(*(words.col(one.name).fill_null(0) for one in components if one.fold is Fold.SUM))


def _fold_layers(sums: Sequence[Component], rows: Frame, layers: Layers) -> Frame:
    """Sums over rows that were laid, as many at a time as fit; the subjects stand as the layers want them."""
    subjects = layers.subjects
    for start in range(0, len(sums), AT_A_TIME):
        batch = sums[start : start + AT_A_TIME]
        columns = ((flag_bytes(one.value) if one.is_flag else whole(one.value)).alias(one.name) for one in batch)
        subjects = subjects.hstack(sum_layers(layers, rows.select(*columns).collect()))
    # Bytes suffice for counts, not for what is worked out from them.
    return subjects.lazy().with_columns(whole(pl.col(one.name)) for one in sums if one.is_flag)


def unite_months(periods: Frame, name: str, *, subjects: Frame, by: str) -> Frame:
    """Return the subjects with the whole months of their periods, each day once; ``periods`` has begins, ends and ``by``."""
    words = words_of(periods)
    order: dict[str, Any] = {"order_by": ["begins", "ends"]}
    reached = periods.filter(words.col("ends") > words.col("begins")).with_columns(
        reached=words.col("ends").cum_max().over(by, **order),
    )
    before = reached.with_columns(before=words.col("reached").shift(1).over(by, **order))
    is_new = (words.col("before").is_null() | (words.col("begins") > words.col("before"))).cast(words.Int64)
    runs = before.with_columns(is_new=is_new).with_columns(run=words.col("is_new").cum_sum().over(by, **order))
    spans = runs.group_by(by, "run").agg(words.col("begins").min(), words.col("ends").max())
    months = days_elapsed(Unit.MONTHS, words.col("begins"), words.col("ends"), leap=LeapBirthday.AFTER)
    totals = (
        spans.select(words.col(by).alias("__subject"), months.alias(name))
        .group_by("__subject")
        .agg(words.col(name).sum())
    )
    joined = subjects.join(totals, left_on="id", right_on="__subject", how="left")
    return joined.with_columns(words.col(name).fill_null(0).cast(words.Int64))
