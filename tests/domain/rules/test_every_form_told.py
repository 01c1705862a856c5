"""Whatever a rule asks and whatever is known, its explanation is a sentence in both languages, and an amount adds up as it was worked out."""

import re
from fractions import Fraction

import pytest
import rule_worlds as populations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bole.domain.rules.amounts_told import tell_value
from bole.domain.rules.checking import check_rule
from bole.domain.rules.explaining import explain_rule, find_near_misses, value_of
from bole.domain.rules.reckoning import explain_value
from bole.domain.rules.records import AsOf, Record, encode_record, gather_records
from bole.domain.rules.sentences import tell
from bole.domain.rules.verdicts import Verdict
from bole.domain.rules.wording import Speech, say_node

CLOSED = populations.CLOSED
quietly = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=40)
UNTIDY = re.compile(
    r"的的|，，|。。|，。|：。|；。|（）|\(\)|  |\bNone\b(?! found)|\bnan\b|\bis is\b|的中|、、|: \.|\. \."
)


def assert_tidy(lines, language):
    assert lines
    for line in lines:
        assert line.text
        assert UNTIDY.search(line.text) is None, line.text
        assert line.text.count("（") == line.text.count("）"), line.text
        assert line.text.count("(") == line.text.count(")"), line.text
        assert line.text.endswith(("。", "：") if language == "zh" else (".", ":")), line.text


def checked(text, register="person"):
    return check_rule(text, schema=CLOSED, register=register).rule


@quietly
@given(world=populations.worlds, text=populations.conditions, is_complete=st.booleans())
def test_any_condition_is_told_in_both_languages(world, text, is_complete):
    schema = CLOSED if is_complete else CLOSED.model_copy(update={"complete": ()})
    about = {"schema": schema, "records": populations.as_records(world, schema), "subject": "p0"}
    found = find_near_misses(explain_rule(checked(text), at=populations.AT, **about), **about)
    for language in ("zh", "en"):
        assert_tidy(tell(found, schema=schema, language=language), language)


@settings(quietly, max_examples=8)
@given(world=populations.worlds, is_complete=st.booleans())
def test_every_form_of_the_language_is_told_in_both_languages(world, is_complete):
    schema = CLOSED if is_complete else CLOSED.model_copy(update={"complete": ()})
    about = {"schema": schema, "records": populations.as_records(world, schema), "subject": "p0"}
    for text in populations.EVERY_FORM:
        found = explain_rule(checked(text), at=populations.AT, **about)
        for language in ("zh", "en"):
            assert_tidy(tell(found, schema=schema, language=language), language)


@settings(quietly, max_examples=8)
@given(world=populations.worlds, is_complete=st.booleans())
def test_every_amount_is_told_and_is_worth_what_it_was_worked_out_to_be(world, is_complete):
    schema = CLOSED if is_complete else CLOSED.model_copy(update={"complete": ()})
    about = {"schema": schema, "records": populations.as_records(world, schema), "subject": "p0", "at": populations.AT}
    for text in [*populations.MONEYS, *populations.NUMBERS, *populations.QUOTIENTS]:
        rule = checked(text)
        found = explain_value(rule, **about)
        assert found.reckoning.ends == value_of(rule, **about)
        for language in ("zh", "en"):
            assert_tidy(tell_value(found, schema=schema, language=language), language)


@quietly
@given(world=populations.worlds, text=populations.measures | populations.shares)
def test_every_figure_of_a_region_is_told(world, text):
    found = explain_value(
        checked(text, ""), schema=CLOSED, records=populations.as_records(world, CLOSED), at=populations.AT
    )
    for language in ("zh", "en"):
        assert_tidy(tell_value(found, schema=CLOSED, language=language), language)


@pytest.mark.parametrize("text", [*populations.EVERY_FORM, *populations.MONEYS, *populations.NUMBERS])
def test_every_form_is_said_as_a_rule_before_anybody_asks(text):
    for language in ("zh", "en"):
        words = say_node(Speech(CLOSED, language), checked(text).node)
        assert words
        assert UNTIDY.search(words) is None, words


def test_a_figure_of_a_region_names_nobody():
    people = [Record("p", {"degree": None}, "个人申报", "张某"), Record("q", {"degree": 2}, "个人申报", "李某")]
    for text in (
        "count(person, where=degree >= 'master')",
        "sum(person.home_price) * 0.5",
        "max(person.insured_months)",
    ):
        found = explain_value(
            checked(text, ""), schema=CLOSED, records=gather_records({"person": people}), at=populations.AT
        )
        said = " ".join(
            line.text for language in ("zh", "en") for line in tell_value(found, schema=CLOSED, language=language)
        )
        assert "某" not in said
        assert "个人申报" not in said


def worth_of(text, **values):
    person = Record("p", encode_record(values, register=CLOSED.register("person"), schema=CLOSED), "购房合同")
    found = explain_value(
        checked(text),
        schema=CLOSED,
        records=gather_records({"person": [person]}),
        subject="p",
        at=AsOf(populations.DAY),
    )
    return found.reckoning


def test_the_limit_that_bit_is_named():
    assert worth_of("min(home_price * 0.5, wan(25))", home_price=800000).decided == 1
    assert worth_of("min(home_price * 0.5, wan(25))", home_price=400000).decided == 0
    assert worth_of("min(home_price * 0.5, wan(25))").decided is None


def test_a_product_is_known_before_and_after_its_rounding():
    found = worth_of("round_down(home_price * 0.15, yuan(100))", home_price="823456.78")
    assert found.exact == Fraction(8234567800 * 15, 10000)
    assert found.ends == (12350000, 12350000)
    assert [used.source for used in found.parts[0].facts] == ["购房合同"]


def test_only_the_branch_that_was_taken_is_shown_and_why():
    found = worth_of("wan(3) if level >= 'B' else home_price", level="A")
    assert [part.ends for part in found.parts] == [(3000000, 3000000)]
    assert found.condition.verdict is Verdict.YES
    assert found.missing == ()


def test_a_branch_in_doubt_shows_both_and_what_would_settle_it():
    found = worth_of("wan(3) if level >= 'B' else wan(1)")
    assert [part.ends for part in found.parts] == [(3000000, 3000000), (1000000, 1000000)]
    assert found.ends == (1000000, 3000000)
    assert [one.fact.field for one in found.missing] == ["level"]
