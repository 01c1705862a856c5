"""The quick way back to subjects and the one that every engine knows give the same sums."""

from datetime import date

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bole.domain.rules.days import months_of_union
from bole.domain.rules.grouping import Component, Fold, fold_rows, unite_months
from bole.domain.rules.layering import MOST_LAYERS, lay

# A subject may have more rows than there are layers, or none, and rows may lead to nobody.
ROWS = st.lists(
    st.tuples(
        st.sampled_from([None, "a", "b", "c", "z"]),
        st.booleans(),
        st.integers(-(2**62), 2**62),
        st.sampled_from([1, 1, 2, 3, MOST_LAYERS - 1, MOST_LAYERS, 200]),
    ),
    max_size=12,
)


@given(rows=ROWS, chance=st.randoms(use_true_random=False))
def test_layers_and_grouping_give_the_same_sums(rows, chance):
    spread = [row[:3] for row in rows for _ in range(row[3])]
    chance.shuffle(spread)
    schema = {"person": pl.String, "is_in": pl.Boolean, "value": pl.Int64}
    frame = pl.DataFrame(spread, schema=schema, orient="row").with_row_index("id").lazy()
    subjects = pl.DataFrame({"id": ["b", "a", "d", "c"]})
    sums = [
        Component("flags", Fold.SUM, pl.col("is_in"), is_flag=True),
        Component("total", Fold.SUM, pl.col("value") // 1024),
    ]
    layers = lay(frame, link="person", subjects=subjects)
    laid = fold_rows(layers.rows.lazy(), sums, link="person", subjects=subjects.lazy(), layers=layers)
    plain = fold_rows(frame, sums, link="person", subjects=subjects.lazy(), layers=None)
    found, expected = (one.select("id", "flags", "total").collect().sort("id").rows() for one in (laid, plain))
    assert found == expected


@pytest.mark.parametrize("wrapped", [lambda frame: frame, nw.from_native], ids=["polars", "narwhals"])
def test_periods_that_touch_run_on_in_frames_as_they_do_in_the_walk(wrapped):
    days = [
        ("a", date(2020, 1, 15), date(2020, 3, 31)),
        ("a", date(2020, 3, 31), date(2020, 7, 15)),
        ("b", date(2020, 1, 1), date(2020, 2, 15)),
    ]
    periods = pl.LazyFrame(days, schema=["person", "begins", "ends"], orient="row")
    subjects = pl.LazyFrame({"id": ["a", "b", "c"]})
    found = unite_months(wrapped(periods), "months", subjects=wrapped(subjects), by="person")
    assert dict(nw.to_native(found, pass_through=True).collect().sort("id").rows()) == {"a": 6, "b": 1, "c": 0}
    assert months_of_union([period[1:] for period in days[:2]]) == 6
