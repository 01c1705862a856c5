"""A plain table of days is what versions are held against."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bole.domain.registers.versions import Span, Version, end_versions, find_changes, first_difference, overlay_values

FIRST, DAYS = date(2026, 1, 1), 30


@st.composite
def spans(draw):
    start = draw(st.integers(0, DAYS - 2))
    return Span(day(start), day(draw(st.integers(start + 1, DAYS - 1))))


def day(number):
    return FIRST + timedelta(days=number)


CHANGES = st.lists(
    st.tuples(spans(), st.dictionaries(st.sampled_from("abc"), st.integers(0, 2), min_size=1)), max_size=6
)


def by_day(versions):
    table = {}
    for version in versions:
        for number in range(DAYS):
            if version.span.has(day(number)):
                assert number not in table, "two versions hold on one day"
                table[number] = {name: value for name, value in version.values.items() if value is not None}
    return table


def applied(versions, rewriting):
    return [one for one in versions if one not in rewriting.ended] + list(rewriting.said)


@given(CHANGES)
def test_changes_laid_over_each_other_hold_day_by_day_as_in_a_plain_table(changes):
    versions, expected = [], {}
    for span, values in changes:
        versions = applied(versions, overlay_values(versions, changes=values, span=span))
        for number in range(DAYS):
            if span.has(day(number)):
                expected[number] = expected.get(number, {}) | values

    assert by_day(versions) == expected


@given(CHANGES, st.integers(0, DAYS))
def test_nothing_holds_from_the_day_a_record_is_closed(changes, on):
    versions = []
    for span, values in changes:
        versions = applied(versions, overlay_values(versions, changes=values, span=span))
    before = by_day(versions)

    after = by_day(applied(versions, end_versions(versions, on=day(on))))

    assert after == {number: values for number, values in before.items() if number < on}


def test_saying_what_is_known_already_says_nothing():
    version = Version(Span(FIRST), {"degree": "master"}, "1")

    rewriting = overlay_values([version], changes={"degree": "master"}, span=Span(day(3)))

    assert (rewriting.ended, rewriting.said) == ((), ())


def test_a_field_that_is_not_there_is_the_same_as_unknown():
    assert find_changes({"a": None}, {}) == ()
    assert [(one.field, one.old, one.new) for one in find_changes({"a": 1}, {"b": 2})] == [
        ("a", 1, None),
        ("b", None, 2),
    ]


@given(CHANGES, CHANGES)
def test_the_first_difference_is_the_first_day_on_which_the_tables_of_days_differ(before, after):
    def said(changes):
        versions = []
        for span, values in changes:
            versions = applied(versions, overlay_values(versions, changes=values, span=span))
        return versions

    old, new = said(before), said(after)
    tables = by_day(old), by_day(new)
    different = [day(number) for number in range(DAYS) if tables[0].get(number) != tables[1].get(number)]
    assert first_difference(old, new) == (different[0] if different else None)
