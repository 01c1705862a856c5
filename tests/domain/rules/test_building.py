"""A figure put together by choosing becomes a rule, and a rule that says no more than choosing can is read back the same."""

from dataclasses import replace

import polars as pl
import pytest
import rule_worlds as populations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bole.domain.rules.building import text_of
from bole.domain.rules.built import (
    Built,
    Condition,
    Days,
    Form,
    Group,
    Has,
    Join,
    Operator,
    Period,
    Quantity,
    Tally,
    tidied,
)
from bole.domain.rules.checking import FIGURE, check_rule
from bole.domain.rules.choices import (
    TAKES,
    Takes,
    fields_to_choose,
    lists_to_choose,
    operators_to_choose,
    periods_to_choose,
    quantities_to_choose,
    registers_to_choose,
    related_to_choose,
    sums_to_choose,
    values_to_choose,
)
from bole.domain.rules.compiling import compile_rules
from bole.domain.rules.gaps import find_gaps
from bole.domain.rules.population import Population
from bole.domain.rules.rebuilding import built_from
from bole.domain.rules.schema import FieldType

SCHEMA = populations.CLOSED
quietly = settings(deadline=None, suppress_health_check=list(HealthCheck))
iso_days = st.dates(min_value=populations.date(1950, 1, 1), max_value=populations.date(2050, 12, 31)).map(str)
amounts = st.integers(1, 999).map(str)
units = st.sampled_from(["years", "months", "days"])
texts = st.text("甲乙丙 ab'（）#", min_size=1, max_size=6).map(str.strip).filter(bool)


@st.composite
def periods(draw, register):
    offered = [Days(one.value) for one in periods_to_choose(SCHEMA, register, language="zh")] or [Days.ANY]
    first, last = sorted([draw(iso_days), draw(iso_days)])
    return Period(draw(st.sampled_from(offered)), draw(amounts), draw(units), first, last)


def one_value(field, *, is_age):
    if is_age or field.type is FieldType.INT:
        return st.integers(0, 600).map(str)
    if field.type is FieldType.CODE:
        return st.sampled_from([one.value for one in values_to_choose(SCHEMA, field, language="zh")])
    if field.type is FieldType.REGION:
        return st.sampled_from(["990100", "990200", "990100101"])
    if field.type is FieldType.DECIMAL:
        return st.sampled_from(["0", "12.5", "80"])
    if field.type is FieldType.MONEY:
        return st.sampled_from(["5", "0.5", "1200", "12.25"])
    return iso_days if field.type is FieldType.DATE else texts


@st.composite
def conditions(draw, register):
    chosen = draw(st.sampled_from(fields_to_choose(SCHEMA, register, language="zh")))
    field, is_age = chosen.field, chosen.is_age
    offered = operators_to_choose(SCHEMA, field, language="zh", is_age=is_age)
    operator = Operator(draw(st.sampled_from(offered)).value)
    takes = TAKES.get(operator, Takes.VALUE)
    unit = "" if is_age or field.type is not FieldType.MONEY else draw(st.sampled_from(["yuan", "wan"]))
    if takes is Takes.NOTHING:
        return Condition(chosen.path, operator, is_age=is_age)
    if takes is Takes.AMOUNT:
        return Condition(chosen.path, operator, (draw(amounts),), draw(units))
    if takes is Takes.LIST:
        lists = lists_to_choose(SCHEMA, field, language="zh")
        return Condition(chosen.path, operator, (draw(st.sampled_from(lists)).value,))
    many = {Takes.TWO_VALUES: 2, Takes.VALUES: draw(st.integers(1, 3))}.get(takes, 1)
    values = tuple(draw(one_value(field, is_age=is_age)) for _ in range(many))
    return Condition(chosen.path, operator, values, unit, is_age)


@st.composite
def having(draw, register, depth):
    chosen = draw(st.sampled_from(related_to_choose(SCHEMA, register, language="zh")))
    quantities = [Quantity(one.value) for one in quantities_to_choose(SCHEMA, chosen.register, language="zh")]
    at_least = draw(st.integers(0, 99).map(str))
    where, period = draw(groups(chosen.register, depth + 1)), draw(periods(chosen.register))
    return Has(chosen.register, chosen.along, draw(st.sampled_from(quantities)), at_least, period, where)


@st.composite
def groups(draw, register, depth=1):
    kinds = ["condition", "condition", "condition"]
    if depth < 3:
        kinds += ["group"] + ["has"] * bool(related_to_choose(SCHEMA, register, language="zh"))
    members = []
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=3)):
        makers = {"condition": lambda: conditions(register), "group": lambda: groups(register, depth + 1)}
        maker = makers.get(kind, lambda: having(register, depth))
        members.append(draw(maker()))
    return Group(draw(st.sampled_from(Join)), tuple(members))


@st.composite
def tallies(draw, *, sums):
    registers = [one.value for one in registers_to_choose(SCHEMA, language="zh")]
    register = draw(st.sampled_from(registers))
    path = draw(st.sampled_from(sums_to_choose(SCHEMA, register, language="zh"))).path if sums else ()
    return Tally(register, path, draw(periods(register)), draw(groups(register)))


@st.composite
def figures(draw):
    form = draw(st.sampled_from(Form))
    over = draw(tallies(sums=form in {Form.SUM, Form.AVERAGE}))
    of = draw(groups(over.register).filter(lambda group: bool(tidied_members(group))))
    return Built(form, over, of, draw(tallies(sums=False)), draw(st.sampled_from(["", "10000"])))


def tidied_members(group):
    return tidied(Built(Form.SHARE, Tally("person"), of=group)).of.members


@quietly
@given(figures())
def test_what_was_chosen_is_a_rule_and_is_read_back_as_the_same_choice(built):
    text = text_of(built, schema=SCHEMA)
    checked = check_rule(text, schema=SCHEMA, expects=FIGURE)
    assert checked.problems == (), (text, [str(one.reason) for one in checked.problems])
    back = built_from(text, schema=SCHEMA)
    assert back.built == tidied(built), (text, back)
    assert text_of(back.built, schema=SCHEMA) == text


def doctors(*members, join=Join.ALL):
    return Built(Form.COUNT, Tally("person", where=Group(join, members)))


IS_DOCTOR = Condition(("degree",), Operator.AT_LEAST, ("master",))


@pytest.mark.parametrize(
    ("built", "text"),
    [
        (doctors(IS_DOCTOR), 'count(person, where=degree >= "硕士")'),
        (
            doctors(IS_DOCTOR, Has("honour", "person", where=Group(Join.ALL, (Condition(("grade",), Operator.IS, ("nation",)),)))),
            'count(person, where=degree >= "硕士" and exists(honour, where=grade == "国家级"))',
        ),
        (
            doctors(IS_DOCTOR, Group(Join.ANY, (Condition(("birth_date",), Operator.BETWEEN, ("18", "45"), is_age=True), Condition(("is_full_time",), Operator.HOLDS_NOT)))),
            'count(person, where=degree >= "硕士" and (18 <= age(day) <= 45 or not is_full_time))',
        ),
        (
            Built(Form.SUM, Tally("honour", ("prize",), Period(Days.THIS_YEAR))),
            "sum(honour.prize, since=date(year, 1, 1))",
        ),
        (
            Built(Form.SHARE, Tally("person"), of=Group(Join.ALL, (IS_DOCTOR,))),
            'share(person, of=degree >= "硕士")',
        ),
        (
            Built(Form.AVERAGE, Tally("employment", ("monthly_pay",), Period(Days.ON_DAY))),
            "sum(employment.monthly_pay, on=day) / count(employment, on=day)",
        ),
        (
            Built(Form.QUOTIENT, Tally("person", where=Group(Join.ALL, (IS_DOCTOR,))), under=Tally("organisation"), factor="100"),
            'count(person, where=degree >= "硕士") * 100 / count(organisation)',
        ),
        (
            Built(Form.COUNT, Tally("employment", where=Group(Join.ALL, (Condition(("organisation", "region"), Operator.HERE), Condition(("monthly_pay",), Operator.AT_LEAST, ("1.5",), "wan"), Condition(("person", "birth_date"), Operator.BELOW, ("45",), is_age=True))))),
            "count(employment, where=organisation.region == here and monthly_pay >= wan(1.5) and years_between(person.birth_date, day) < 45)",
        ),
    ],
    ids=["code", "has", "group", "sum", "share", "average", "quotient", "links"],
)  # fmt: skip
def test_choices_become_the_rule_an_author_would_write(built, text):
    assert text_of(built, schema=SCHEMA) == text
    assert built_from(text, schema=SCHEMA).built == built


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('count( person , where = "博士" == degree )', 'count(person, where=degree == "博士")'),
        ('count(person, where=degree in ("master", "doctor"))', 'count(person, where=degree in ["硕士", "博士"])'),
        ("count(person, where=has(honour))", "count(person, where=exists(honour))"),
        ("count(person, where=45 >= age(day))", "count(person, where=age(day) <= 45)"),
        ("count(person, where=person.is_full_time)", "count(person, where=is_full_time)"),
        ('count(\n  person,\n  where=category == "技能人才"\n)', 'count(person, where=category == "技能人才")'),
    ],
)
def test_other_spellings_are_read_as_the_same_choice(text, same):
    assert text_of(built_from(text, schema=SCHEMA).built, schema=SCHEMA) == same


@pytest.mark.parametrize(
    ("text", "said", "column"),
    [
        ('count(person, where=not (degree == "博士" or is_full_time))', "Such a condition is not chosen.", 21),
        ("count(person) + count(organisation)", "A figure is chosen as", 1),
        ("count(person, where=insured_months >= homes_owned * 12)", "compared with a written value", 39),
        ("count(honour, since=date(year, 7, 1))", "begins within the year", 32),
        ("count(person, where=18 < age(day) <= 45)", "both ends included", 21),
        ("count(person) # all of them", "holds a remark", 15),
        ("count(person, where=clause('第五条', is_full_time))", "Such a condition is not chosen.", 21),
        ("count(person, where=yuan(5000) <= home_price <= wan(1))", "in one unit", 21),
    ],
)
def test_a_text_that_says_more_than_choosing_can_is_left_alone_and_says_where(text, said, column):
    found = built_from(text, schema=SCHEMA)
    assert found.built is None
    assert said in str(found.reason)
    assert found.span.column == column


def test_a_text_with_errors_is_not_taken_apart():
    found = built_from("count(person, where=degre == 1)", schema=SCHEMA)
    assert (found.built, str(found.reason)) == (None, "The text has errors; correct them first.")


def test_everything_missing_is_found_at_once_at_its_place():
    built = Built(
        Form.QUOTIENT,
        Tally("person", where=Group(Join.ALL, (Condition(), Condition(("degree",)), Condition(("name",), Operator.IS, ("甲",))))),
        under=Tally(
            "employment",
            period=Period(Days.BETWEEN, from_day="2025-02-30", through=""),
            where=Group(Join.ALL, (Condition(("monthly_pay",), Operator.AT_LEAST, ("a lot",), "wan"), Has())),
        ),
        factor="many",
    )  # fmt: skip
    assert [gap.place for gap in find_gaps(built, schema=SCHEMA)] == [
        ("over", "where", 0, "path"),
        ("over", "where", 1, "operator"),
        ("over", "where", 2, "path"),
        ("under", "period", "from_day"),
        ("under", "period", "through"),
        ("under", "where", 0, "values"),
        ("under", "where", 1, "register"),
        ("factor",),
    ]
    with pytest.raises(ValueError, match="No field is chosen"):
        text_of(built, schema=SCHEMA)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (Condition(("degree",), Operator.IS, ("graduate",)), "graduate is none of the codes."),
        (Condition(("degree",), Operator.ONE_OF, ()), "No value is given."),
        (Condition(("insured_months",), Operator.BETWEEN, ("36", "")), "No value is given."),
        (Condition(("insured_months",), Operator.AT_LEAST, ("三十六",)), "三十六 is not a number."),
        (Condition(("home_price",), Operator.AT_LEAST, ("50",)), "The unit of the amount is not chosen."),
        (Condition(("home_price",), Operator.AT_LEAST, ("0.001",), "yuan"), "This amount is no whole number of fen."),
        (Condition(("graduated_on",), Operator.WITHIN, ("-3",), "years"), "This is not a number of years, months or days."),
        (Condition(("graduated_on",), Operator.ABOVE, ("2025",)), "2025 is not a day."),
        (Condition(("university",), Operator.IS, ("甲\\大学",)), "This text cannot stand in a rule."),
        (Condition(("region",), Operator.IS, ("霁川县",)), "霁川县 is no region."),
        (Condition(("university",), Operator.AT_LEAST, ("甲大学",)), "No comparison is chosen."),
        (Condition(("graduated_on",), Operator.AT_LEAST, ("30",), is_age=True), "No field is chosen."),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_its_field_is_refused(condition, said):
    assert [str(gap.reason) for gap in find_gaps(doctors(condition), schema=SCHEMA)] == [said]


def test_groups_cannot_be_nested_without_end():
    group = Group(Join.ALL, (IS_DOCTOR, IS_DOCTOR))
    for join in (Join.ANY, Join.ALL, Join.ANY):
        group = Group(join, (IS_DOCTOR, group))
    [gap] = find_gaps(replace(doctors(), over=Tally("person", where=group)), schema=SCHEMA)
    assert (gap.place, str(gap.reason)) == (("over", "where", 1, 1, 1), "The groups are nested too deep.")


def test_choices_never_offer_a_sensitive_field_and_speak_both_languages():
    chosen = {one.value: one for one in fields_to_choose(SCHEMA, "employment", language="zh")}
    assert not {"person.name", "person.id_number", "person.phone"} & chosen.keys()
    place = chosen["organisation.region"]
    assert (place.owner, place.label) == ("单位", "所在区域")
    assert chosen["person.birth_date:age"].label == "年龄（周岁）"
    english = {one.value: one.label for one in fields_to_choose(SCHEMA, "employment", language="en")}
    assert english["person.birth_date:age"] == "age in full years"
    assert [one.label for one in values_to_choose(SCHEMA, place.field, language="zh")] == []
    related = {one.value: one.label for one in related_to_choose(SCHEMA, "person", language="zh")}
    assert (related["employment.person"], related["honour.person"]) == ("任职", "称号")


def empty_frames():
    """Every register without a row: enough to have each expression worked out."""
    dtypes = {**populations.DTYPES, FieldType.REGION: pl.String}
    columns = {
        register.id: {"id": pl.String}
        | {link.id: pl.String for link in register.links}
        | {field.id: dtypes[field.type] for field in register.fields if not field.sensitive}
        for register in SCHEMA.registers
    }
    return {name: pl.DataFrame(schema=schema) for name, schema in columns.items()}


EMPTY = empty_frames()


@quietly
@given(figures())
def test_what_was_chosen_can_be_worked_out(built):
    text = text_of(built, schema=SCHEMA)
    rule = check_rule(text, schema=SCHEMA, expects=FIGURE).rule
    worked = compile_rules({"figure": rule}, schema=SCHEMA, at=populations.AT, population=Population(EMPTY))
    assert len(worked.values["figure"]) in {2, 4}
    assert worked.frame.collect("polars").to_native().height == 1
