"""One person at a time, or all at once: the walk, the frames and a plain reference give the same answer, node by node."""

from fractions import Fraction

import narwhals as nw
import rule_reference as reference
import rule_worlds as populations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bole.domain.rules.checking import check_rule
from bole.domain.rules.compiling import Population, compile_rules, find_full_columns
from bole.domain.rules.explaining import Verdict, answer_of
from bole.domain.rules.schema import LeapBirthday
from bole.domain.rules.walking import Walk, ends_of, truth_of

closed = populations.CLOSED
VERDICTS = [Verdict.NO, Verdict.CANNOT_TELL, Verdict.TO_BE_JUDGED, Verdict.YES]
quietly = settings(deadline=None, suppress_health_check=list(HealthCheck))


def checked(text, schema, register):
    found = check_rule(text, schema=schema, register=register)
    assert found.problems == (), (text, [str(one.reason) for one in found.problems])
    return found.rule


def compare_readers(rules, world, schema, make_population):
    records = populations.as_records(world, schema)
    walk = Walk(schema, records, populations.AT)
    frames = populations.as_frames(records, schema)
    worked = compile_rules(rules, schema=schema, at=populations.AT, population=make_population(frames), nodes=True)
    found = worked.frame.collect("polars").to_native().sort("id").to_dicts()
    for row in found:
        person = records.by_id["person"][row["id"]]
        for node, column in worked.conditions.items():
            walked = truth_of(walk, node, person)
            assert row[column] is walked, (row["id"], node)
            assert reference.truth(schema, records, populations.AT, node, person) is walked, (row["id"], node)
        for name, rule in rules.items():
            if name in worked.verdicts:
                assert row[worked.verdicts[name]] is truth_of(walk, rule.node, person)
            if name in worked.answers:
                assert VERDICTS[row[worked.answers[name]]] is answer_of(walk, rule.node, person).verdict
            if name in worked.values:
                walked = ends_of(walk, rule.node, person)
                held = tuple(row[column] for column in worked.values[name])
                found = held if len(held) == 2 else (fraction(*held[:2]), fraction(*held[2:]))
                assert found == walked, rule.text
                assert reference.ends(schema, records, populations.AT, rule.node, person) == walked, rule.text


@quietly
@given(
    world=populations.worlds,
    texts=st.lists(populations.conditions, min_size=1, max_size=3),
    amount=populations.moneys | populations.numbers,
    is_complete=st.booleans(),
    leap=st.sampled_from(LeapBirthday),
)
def test_both_readers_and_the_reference_agree_on_every_node(world, texts, amount, is_complete, leap):
    complete = closed.complete if is_complete else ()
    schema = closed.model_copy(update={"complete": complete, "leap_birthday": leap})
    rules = {f"r{place}": checked(text, schema, "person") for place, text in enumerate(texts)}
    rules["amount"] = checked(amount, schema, "person")
    compare_readers(rules, world, schema, lambda frames: Population(frames, find_full_columns(frames)))


@settings(quietly, max_examples=25)
@given(world=populations.worlds, is_complete=st.booleans(), leap=st.sampled_from(LeapBirthday))
def test_every_form_of_the_language_means_the_same_to_all_three(world, is_complete, leap):
    schema = closed.model_copy(update={"complete": closed.complete if is_complete else (), "leap_birthday": leap})
    texts = [*populations.EVERY_FORM, *populations.MONEYS, *populations.NUMBERS, *populations.QUOTIENTS]
    rules = {f"r{place}": checked(text, schema, "person") for place, text in enumerate(texts)}
    compare_readers(rules, world, schema, Population)


@quietly
@given(world=populations.worlds, lists=st.lists(populations.level_lists, min_size=3, max_size=8), is_full=st.booleans())
def test_many_lists_over_one_field_mean_the_same_with_and_without_gaps(world, lists, is_full):
    if is_full:
        world = world | {"person": [row | {"level": row["level"] or "F"} for row in world["person"]]}
    rules = {f"r{place}": checked(text, closed, "person") for place, text in enumerate(lists)}
    compare_readers(rules, world, closed, lambda frames: Population(frames, find_full_columns(frames)))


@settings(quietly, max_examples=15)
@given(world=populations.worlds, is_complete=st.booleans(), leap=st.sampled_from(LeapBirthday))
def test_every_form_means_the_same_through_narwhals(world, is_complete, leap):
    schema = closed.model_copy(update={"complete": closed.complete if is_complete else (), "leap_birthday": leap})
    texts = [*populations.EVERY_FORM, *populations.MONEYS, *populations.NUMBERS, *populations.QUOTIENTS]
    rules = {f"r{place}": checked(text, schema, "person") for place, text in enumerate(texts)}
    compare_readers(rules, world, schema, in_narwhals)


def in_narwhals(frames):
    """Frames in the wrapping that any other engine comes in."""
    return Population({name: nw.from_native(frame) for name, frame in frames.items()})


@quietly
@given(world=populations.worlds, measure=populations.measures, share=populations.shares)
def test_a_figure_of_a_region_is_the_same_from_records_and_from_frames(world, measure, share):
    records = populations.as_records(world, closed)
    walk = Walk(closed, records, populations.AT)
    frames = populations.as_frames(records, closed)
    rules = {"measure": checked(measure, closed, ""), "share": checked(share, closed, "")}
    worked = compile_rules(rules, schema=closed, at=populations.AT, population=Population(frames))
    row = worked.frame.collect("polars").to_native().to_dicts()[0]
    assert tuple(row[name] for name in worked.values["measure"]) == ends_of(walk, rules["measure"].node, None), measure
    assert reference.ends(closed, records, populations.AT, rules["measure"].node, None) == ends_of(
        walk, rules["measure"].node, None
    )
    over_low, under_low, over_high, under_high = (row[name] for name in worked.values["share"])
    fractions = (fraction(over_low, under_low), fraction(over_high, under_high))
    assert fractions == ends_of(walk, rules["share"].node, None), share
    assert reference.ends(closed, records, populations.AT, rules["share"].node, None) == fractions


def fraction(over, under):
    return None if over is None or not under else Fraction(over, under)
