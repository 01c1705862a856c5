"""The quick way back to subjects and the one that every engine knows give the same sums."""

from datetime import date

import narwhals as nw
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from bole.domain.rules.days import months_of_union
from bole.domain.rules.grouping import Component, Fold, _fold_grouped, _fold_sorted, unite_months

ROWS = st.lists(
    st.tuples(st.sampled_from([None, "a", "b", "c", "z"]), st.booleans(), st.integers(-(2**62), 2**62)), max_size=30
)


@given(rows=ROWS)
def test_sorted_runs_and_grouping_give_the_same_sums(rows):
    frame = pl.DataFrame(
        rows, schema={"person": pl.String, "is_in": pl.Boolean, "value": pl.Int64}, orient="row"
    ).with_row_index("id")
    subjects = pl.DataFrame({"id": ["b", "a", "d", "c"]})
    sums = [
        Component("flags", Fold.SUM, nw.col("is_in"), is_flag=True),
        Component("total", Fold.SUM, nw.col("value") // 64),
    ]
    quick, plain = (
        way(nw.from_native(frame.lazy()), sums, link="person", subjects=nw.from_native(subjects.lazy()))
        .collect()
        .to_native()
        .sort("id")
        for way in (_fold_sorted, _fold_grouped)
    )
    assert quick.select("id", "flags", "total").rows() == plain.select("id", "flags", "total").rows()


def test_periods_that_touch_run_on_in_frames_as_they_do_in_the_walk():
    days = [
        ("a", date(2020, 1, 15), date(2020, 3, 31)),
        ("a", date(2020, 3, 31), date(2020, 7, 15)),
        ("b", date(2020, 1, 1), date(2020, 2, 15)),
    ]
    periods = pl.LazyFrame(days, schema=["person", "begins", "ends"], orient="row")
    subjects = pl.LazyFrame({"id": ["a", "b", "c"]})
    found = unite_months(nw.from_native(periods), "months", subjects=nw.from_native(subjects), by="person")
    assert dict(found.collect().to_native().sort("id").rows()) == {"a": 6, "b": 1, "c": 0}
    assert months_of_union([period[1:] for period in days[:2]]) == 6
