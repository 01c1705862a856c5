"""Two versions that come from one are merged field by field, and nothing either side wrote is lost silently."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bole.domain.packs.three_way import MISSING, Key, merge, packed, settle, unpacked

WORDS = st.sampled_from(["甲", "乙", "丙", ""])
PLAIN = st.one_of(WORDS, st.integers(0, 3), st.booleans())


def entries(inside):
    """Lists of things with an id of their own."""
    return st.lists(st.tuples(st.sampled_from("abcd"), inside), max_size=4, unique_by=lambda pair: pair[0]).map(
        lambda pairs: [{"id": name, **fields} for name, fields in pairs]
    )


def fields(inside):
    return st.dictionaries(st.sampled_from(["name", "unit", "note"]), inside, max_size=3)


BODIES = st.fixed_dictionaries(
    {},
    optional={
        "title": PLAIN,
        "synonyms": st.lists(WORDS, max_size=3),
        "name": fields(PLAIN),
        "fields": entries(fields(PLAIN)),
        "axes": entries(st.fixed_dictionaries({}, optional={"members": entries(fields(PLAIN)), "note": PLAIN})),
    },
)


def leaves(data, steps=()):
    """Return every value by its path, entries of a list by their id; a list of plain words is one value."""
    if isinstance(data, dict):
        return {path: one for name, value in data.items() for path, one in leaves(value, (*steps, name)).items()}
    if isinstance(data, list) and steps[-1] != "synonyms":
        return {path: one for value in data for path, one in leaves(value, (*steps, value["id"])).items()}
    return {steps: repr(data)}


def path_of(conflict):
    return tuple(step.values[0] if isinstance(step, Key) else step for step in conflict.steps)


@settings(max_examples=300, deadline=None)
@given(BODIES, BODIES)
def test_what_one_side_alone_changed_is_taken_as_it_is(base, changed):
    assert merge(base, changed, base).body == changed
    assert merge(base, base, changed).body == changed
    assert merge(base, changed, changed).body == changed
    assert merge(base, changed, base).conflicts == merge(base, base, changed).conflicts == ()


@settings(max_examples=500, deadline=None)
@given(BODIES, BODIES, BODIES)
def test_no_field_of_either_side_is_lost_silently(base, ours, theirs):
    done = merge(base, ours, theirs)

    was, mine, other, merged = leaves(base), leaves(ours), leaves(theirs), leaves(done.body)
    told = [path_of(conflict) for conflict in done.conflicts]

    def is_told(path):
        return any(path[: len(one)] == one for one in told)

    for path in {*was, *mine, *other}:
        if mine.get(path) != was.get(path):
            assert merged.get(path) == mine.get(path) or is_told(path)
        elif other.get(path) != was.get(path):
            assert merged.get(path) == other.get(path) or is_told(path)


@settings(max_examples=300, deadline=None)
@given(BODIES, BODIES, BODIES)
def test_choosing_theirs_everywhere_gives_theirs_wherever_they_changed_something(base, ours, theirs):
    done = merge(base, ours, theirs)

    body = done.body
    for conflict in done.conflicts:
        body = settle(body, unpacked(packed(conflict)))

    was, other, settled = leaves(base), leaves(theirs), leaves(body)
    for path, value in other.items():
        if was.get(path) != value:
            assert settled.get(path) == value


def test_changes_in_different_targets_meet_without_conflict():
    base = {"targets": [{"day": "2027-12-31", "value": "10"}, {"day": "2028-12-31", "value": "20"}]}
    ours = {"targets": [{"day": "2027-12-31", "value": "12"}, {"day": "2028-12-31", "value": "20"}]}
    theirs = {"targets": [*base["targets"], {"day": "2029-12-31", "value": "30"}]}

    done = merge(base, ours, theirs)

    assert [target["value"] for target in done.body["targets"]] == ["12", "20", "30"]
    assert done.conflicts == ()


def test_two_targets_of_one_day_are_told_apart_by_their_first_day():
    base = {"targets": [{"day": "2028", "from_day": "2024", "v": 1}, {"day": "2028", "from_day": "2026", "v": 2}]}
    ours = {"targets": [{**base["targets"][0], "v": 5}, base["targets"][1]]}
    theirs = {"targets": [base["targets"][0], {**base["targets"][1], "v": 6}]}

    assert [one["v"] for one in merge(base, ours, theirs).body["targets"]] == [5, 6]


def test_the_same_field_changed_twice_keeps_ours_and_names_both():
    base = {"targets": [{"day": "2028-12-31", "goal": {"value": "10"}}]}
    ours = {"targets": [{"day": "2028-12-31", "goal": {"value": "12"}}]}
    theirs = {"targets": [{"day": "2028-12-31", "goal": {"value": "15"}}]}

    done = merge(base, ours, theirs)

    [conflict] = done.conflicts
    assert done.body == ours
    assert (conflict.field, conflict.base, conflict.ours, conflict.theirs) == (
        "targets[2028-12-31].goal.value",
        "10",
        "12",
        "15",
    )
    assert settle(done.body, conflict) == theirs


def test_an_entry_one_side_removed_and_the_other_changed_is_a_conflict():
    base = {"codes": [{"id": "a", "name": "甲"}, {"id": "b", "name": "乙"}]}
    ours = {"codes": [{"id": "b", "name": "乙"}]}
    theirs = {"codes": [{"id": "a", "name": "甲类"}, {"id": "b", "name": "乙"}]}

    done = merge(base, ours, theirs)

    [conflict] = done.conflicts
    assert (conflict.field, conflict.ours) == ("codes[a]", MISSING)
    assert done.body == ours
    assert [one["id"] for one in settle(done.body, conflict)["codes"]] == ["b", "a"]


def test_the_order_one_side_changed_is_kept_with_what_the_other_added():
    base = {"codes": [{"id": "a"}, {"id": "b"}]}
    ours = {"codes": [{"id": "b"}, {"id": "a"}]}
    theirs = {"codes": [{"id": "a"}, {"id": "c"}, {"id": "b"}]}

    assert [one["id"] for one in merge(base, ours, theirs).body["codes"]] == ["b", "a", "c"]
    assert [one["id"] for one in merge(base, theirs, ours).body["codes"]] == ["b", "a", "c"]


def test_two_new_orders_of_a_scale_are_a_conflict():
    base = {"codes": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}
    ours = {"codes": [{"id": "b"}, {"id": "a"}, {"id": "c"}]}
    theirs = {"codes": [{"id": "a"}, {"id": "c"}, {"id": "b"}]}

    done = merge(base, ours, theirs)

    [conflict] = done.conflicts
    assert done.body == ours
    assert settle(done.body, conflict) == theirs


def test_taking_their_order_keeps_every_entry_as_an_entry():
    base = {"axes": [{"id": "b"}, {"id": "a"}, {"id": "c"}]}
    ours = {"axes": [{"id": "b"}, {"id": "c"}, {"id": "a"}]}
    theirs = {"axes": [{"id": "a"}, {"id": "b"}]}

    done = merge(base, ours, theirs)

    [conflict] = done.conflicts
    assert settle(done.body, unpacked(packed(conflict))) == theirs


def test_a_plain_list_is_one_thing():
    done = merge({"shares": [15, 35, 50]}, {"shares": [20, 30, 50]}, {"shares": [15, 40, 45]})

    assert done.body == {"shares": [20, 30, 50]}
    assert [conflict.field for conflict in done.conflicts] == ["shares"]
