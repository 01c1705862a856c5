"""Sums by layers, in process: the first rows of all subjects lie together, then their second rows, and so on.

Subjects stand in the order of how many rows they have, most first, so that each layer is as long as a head of them and
a sum is an addition of columns: no hashing, no jumping. Rows are laid once, before anything is worked out over them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

MOST_LAYERS = 64  # what further rows a subject has are grouped; and a byte holds a count of so many
PLACE = "__place"  # where a subject stood before it was moved


@dataclass(frozen=True, slots=True)
class Layers:
    """``rows`` as they were laid, ``subjects`` as they stand; each layer's length; whose the rows beyond the layers are."""

    rows: pl.DataFrame
    subjects: pl.DataFrame
    lengths: Sequence[int]
    owners: pl.Series


def lay(rows: pl.LazyFrame, *, link: str, subjects: pl.DataFrame) -> Layers:
    """Lay the rows that lead to a subject; what leads nowhere is left out."""
    if PLACE not in subjects.columns:
        subjects = subjects.with_row_index(PLACE)
    at = subjects.lazy().select(pl.col("id").alias(link)).with_row_index("__at")
    placed = rows.join(at, on=link, how="inner", maintain_order="left").collect()
    if not placed["__at"].is_sorted():
        placed = placed.sort("__at")
    at_row = placed["__at"]
    runs = at_row.rle().struct.unnest()
    counts = pl.zeros(subjects.height, dtype=pl.Int64, eager=True).scatter(runs["value"], runs["len"])
    order = counts.arg_sort(descending=True)
    ranks = _inverse(order)
    counts_by_rank = counts.gather(order)
    most = min(int(counts_by_rank[0]) if counts_by_rank.len() else 0, MOST_LAYERS)
    lengths = [int((counts_by_rank > layer).sum()) for layer in range(most)]
    further = (counts_by_rank - MOST_LAYERS).clip(lower_bound=0)
    rank = ranks.gather(at_row)
    number = pl.int_range(at_row.len(), dtype=pl.Int64, eager=True) - (counts.cum_sum() - counts).gather(at_row)
    target = _targets(rank, number, lengths, further)
    moved = _inverse(target)
    laid = placed.drop("__at").select(pl.all().gather(moved))
    owners = rank.gather(moved.slice(sum(lengths))).alias("__owner")
    return Layers(laid, subjects.select(pl.all().gather(order)), lengths, owners)


def _inverse(places: pl.Series) -> pl.Series:
    numbers = pl.int_range(places.len(), dtype=pl.UInt32, eager=True)
    return pl.zeros(places.len(), dtype=pl.UInt32, eager=True).scatter(places, numbers)


def _targets(rank: pl.Series, number: pl.Series, lengths: Sequence[int], further: pl.Series) -> pl.Series:
    """Return where each row comes to lie, by its subject's rank and its number among the rows of its subject."""
    if not lengths:
        return rank
    starts = pl.Series(lengths, dtype=pl.Int64).cum_sum() - pl.Series(lengths, dtype=pl.Int64)
    in_layer = starts.gather(number.clip(upper_bound=len(lengths) - 1)) + rank
    if not (further > 0).any():
        return in_layer
    beyond = sum(lengths) + (further.cum_sum() - further).gather(rank) + number - MOST_LAYERS
    return pl.select(pl.when(number < MOST_LAYERS).then(in_layer).otherwise(beyond)).to_series()


def flag_bytes(flag: pl.Expr) -> pl.Expr:
    """Return a column of yes and no as bytes to be summed: a cast from bits takes four times as long."""
    return pl.when(flag).then(pl.lit(1, dtype=pl.UInt8)).otherwise(pl.lit(0, dtype=pl.UInt8))


def sum_layers(layers: Layers, worked: pl.DataFrame) -> pl.DataFrame:
    """Return the sum of every column for every subject; whole numbers that wrap around on the way come back."""
    start = sum(layers.lengths)
    further = worked.slice(start)
    total = worked.clear()
    for length in reversed(layers.lengths):
        start -= length
        layer = worked.slice(start, length)
        total = (layer.head(total.height) + total).vstack(layer.slice(total.height))
    if layers.owners.len():
        # The subjects with most rows stand first: every one up to the last that has further rows has some.
        owned = further.hstack([layers.owners]).lazy().group_by("__owner").agg(pl.all().sum()).sort("__owner")
        beyond = owned.drop("__owner").cast(pl.Int64).collect()
        total = total.cast(pl.Int64)
        total = (total.head(beyond.height) + beyond).vstack(total.slice(beyond.height))
    without = layers.subjects.height - total.height
    empty = pl.DataFrame(
        [pl.zeros(without, dtype=dtype, eager=True).alias(name) for name, dtype in total.schema.items()]
    )
    return total.vstack(empty).rechunk()
