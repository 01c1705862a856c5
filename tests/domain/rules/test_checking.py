import pytest

from bole.domain.rules.checking import CONDITION, check_rule
from bole.domain.rules.kinds import Kind
from bole.domain.rules.tree import Both, Product


def problems_of(text, schema, register="person"):
    checked = check_rule(text, schema=schema, register=register)
    assert (checked.rule is None) == bool(checked.problems)
    return [(one.span.column, str(one.reason), str(one.remedy or "")) for one in checked.problems]


WELL = [
    ("person", 'degree >= "硕士" and age(filed_on) <= 45', Kind.BOOL),
    ("person", 'months(employment, where=organisation.region == here) >= 36 or has(honour, where=grade in ["国家级", "省级"])', Kind.BOOL),
    ("", 'count(person, where=category == "skilled" and skill_grade >= "高级工") / count(person, where=category == "skilled")', Kind.RATIO),
    ("person", "min(home_price * 0.5, wan(50))", Kind.MONEY),
    ("person", 'round_down(home_price * 0.15, yuan(100)) if level == "B" else wan(3)', Kind.MONEY),
    ("person", '18 <= age(day) <= 45 and judged("重大突破", by="panel")', Kind.BOOL),
    ("person", "share(employment, of=is_full_time) > 0.5", Kind.BOOL),
    ("person", "count(employment, on=filed_on) == 1", Kind.BOOL),
    ("person", "exists(employment, where=organisation.is_high_tech and began_on <= person.graduated_on)", Kind.BOOL),
    ("", 'count(person, where=exists(employment, on=day, where=organisation.kind == "enterprise"))', Kind.NUMBER),
    ("person", "insured_months * 0.5 >= 3.25", Kind.BOOL),
    ("person", "home_price / wan(100) > 0.5", Kind.BOOL),
    ("person", "graduated_on >= date(year, 1, 1)", Kind.BOOL),
    ("person", "min(employment.began_on) >= date(2020, 1, 1)", Kind.BOOL),
    ("person", 'clause("第五条", degree == "博士") or clause("第六条", exists(honour, since=add_years(day, -3)))', Kind.BOOL),
    ("organisation", "count(employment, on=day) / staff >= 0.1", Kind.BOOL),
    ("person", "university in listed_universities", Kind.BOOL),
    ("person", "sum(employment, of=monthly_pay * 12, where=is_full_time) >= wan(50)", Kind.BOOL),
]  # fmt: skip


@pytest.mark.parametrize(("register", "text", "kind"), WELL, ids=[text[:60] for _, text, _ in WELL])
def test_what_policies_say_can_be_said(register, text, kind, closed):
    checked = check_rule(text, schema=closed, register=register)
    assert checked.problems == ()
    assert checked.rule.node.type.kind is kind


@pytest.mark.parametrize(
    ("text", "column", "reason", "remedy"),
    [
        pytest.param('degre >= "硕士"', 1, "degre is not known", "Did you mean degree?", id="a misspelt name"),
        pytest.param('degree >= "硕土"', 11, "硕土 is not a code", '"硕士"', id="a misspelt code"),
        pytest.param('category >= "skilled"', 1, "no order", "in", id="rank of codes without order"),
        pytest.param("home_price > 500", 1, "meets money", "yuan(500)", id="a bare number meets money"),
        pytest.param(
            "home_price * home_price > wan(1)", 1, "Money is multiplied", "by a number", id="money times money"
        ),
        pytest.param("yuan(1.005) < home_price", 1, "no whole number of fen", "two decimals", id="half a fen"),
        pytest.param("age(day) <= insured_months", 1, "different units", "one unit", id="years against months"),
        pytest.param('phone == "1"', 1, "sensitive", "derived", id="a sensitive field"),
        pytest.param(
            "employment.monthly_pay > yuan(5)", 1, "many records", "exists(employment", id="a field of many records"
        ),
        pytest.param("count(employmnt)", 7, "not a register", "Did you mean employment?", id="a misspelt register"),
        pytest.param("count(organisation)", 1, "No link leads", "recognition", id="a register that does not lead back"),
        pytest.param('exists(employment, degree == "x")', 1, "One register", "where=", id="a condition without where"),
        pytest.param(
            "count(employment, were=is_full_time)", 19, "no argument named were", "where", id="a misspelt argument"
        ),
        pytest.param("ages(day) > 3", 1, "no function ages", "Did you mean age?", id="a misspelt function"),
        pytest.param("age() > 3", 1, "age is given 0 values", "age(day)", id="too few values"),
        pytest.param(
            'graduated_on >= "2024-01-01"', 17, "not written as a text", "date(2024, 1, 1)", id="a day as a text"
        ),
        pytest.param("date(2025, 2, 30) > day", 1, "no such day", "", id="a day that never was"),
        pytest.param("is_full_time == True", 1, "not compared", "alone", id="yes compared with yes"),
        pytest.param("True or is_full_time", 1, "say nothing", "alone", id="a condition that always holds"),
        pytest.param("university > university", 1, "no order", "==", id="order of texts"),
        pytest.param("region >= here", 1, "no order", "in", id="order of regions"),
        pytest.param('region == "9901"', 11, "not the code of a region", "here", id="half a region's code"),
        pytest.param('region in ["990121", year]', 22, "list of regions", "", id="a year among regions"),
        pytest.param("university == here", 1, "a text with a region", "type region", id="a text as a region"),
        pytest.param("degree == title_grade", 1, "not the same codes", "", id="codes of two tables"),
        pytest.param("university in double_first", 15, "no list", "listed_universities", id="an unknown list"),
        pytest.param('judged("突破") ', 1, "who judges", "by=", id="judged by nobody"),
        pytest.param('judged("突破", by="panal")', 17, "no role panal", "panel", id="judged by nobody known"),
        pytest.param("count(employment) / count(honour) == 1", 1, "hardly ever", ">=", id="equality of quotients"),
        pytest.param("degree and is_full_time", 1, "condition is needed", "Compare", id="a value as a condition"),
        pytest.param("is_full_time * 2 > 1", 1, "Only numbers", "", id="counting with a condition"),
        pytest.param("sum(honour.prize, on=1) > yuan(1)", 22, "day is needed", "", id="a number as a day"),
        pytest.param("months(honour) > 3", 1, "no periods", "", id="months of events"),
        pytest.param("home_price / 0 > yuan(1)", 14, "divided by 0", "", id="division by nothing"),
        pytest.param(
            " * ".join(["insured_months"] * 7) + " > 1", 1, "64 bits", "narrower", id="a product that may overflow"
        ),
    ],
)
def test_an_error_names_its_place_and_the_remedy(text, column, reason, remedy, closed):
    found = problems_of(text, closed)
    assert any(at == column and reason in why and remedy in what for at, why, what in found), found


def test_every_error_of_a_rule_is_reported_at_once(base):
    found = problems_of('degre >= "硕士" and category == "skild" and home_price > 5 and foo(day)', base)
    assert [column for column, _, _ in found] == [1, 31, 43, 62]


def test_a_sum_over_a_whole_region_must_be_proved_to_fit(base):
    assert problems_of("sum(person.home_price) > wan(1)", base, register="") == []
    wide = base.model_copy(update={"registers": tuple(_without_ranges(one) for one in base.registers)})
    assert "64 bits" in problems_of("sum(person.home_price) > wan(1)", wide, register="")[0][1]


def _without_ranges(register):
    fields = tuple(field.model_copy(update={"low": None, "high": None}) for field in register.fields)
    return register.model_copy(update={"fields": fields})


def test_a_condition_is_asked_for_where_one_is_needed(base):
    assert check_rule("wan(5)", schema=base, register="person", expects=CONDITION).problems
    assert not check_rule("is_full_time", schema=base, register="person", expects=CONDITION).problems


def test_equal_conditions_are_one_node_wherever_they_stand(base):
    first = check_rule('is_full_time and degree >= "硕士"', schema=base, register="person").rule.node
    second = check_rule('(degree  >=  "master") or not is_full_time', schema=base, register="person").rule.node
    assert first.parts[1] == second.parts[0]
    assert isinstance(first, Both)


def test_a_rounded_product_is_rounded_once(base):
    node = check_rule("round_down(home_price * 0.15, yuan(1))", schema=base, register="person").rule.node
    assert isinstance(node, Product)
    assert (node.times, node.into, node.step, node.rounding.value) == (3, 20, 100, "down")
