"""Values as people write them, and as frames hold them; declarations that contradict themselves."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from bole.domain.rules.records import encode_record, encode_value
from bole.domain.rules.schema import FieldType, Label, Register, RegisterField, Schema


def test_values_are_held_as_whole_numbers_ranks_and_days(closed):
    person = closed.register("person")
    held = encode_record(
        {"degree": "硕士", "home_price": "333333.33", "birth_date": "1980-02-29", "insured_months": 3, "level": None},
        register=person,
        schema=closed,
    )
    assert held == {
        "degree": 2,
        "home_price": 33333333,
        "birth_date": date(1980, 2, 29),
        "insured_months": 3,
        "level": None,
    }


@pytest.mark.parametrize(
    ("values", "words"),
    [
        pytest.param({"degree": "硕土"}, "degree", id="a code that is none"),
        pytest.param(
            {"insured_months": 601}, "outside the declared range", id="a value outside the range that proofs stand on"
        ),
        pytest.param({"home_price": Decimal("0.001")}, "more decimals", id="part of a fen"),
        pytest.param({"is_full_time": "yes"}, "is_full_time", id="a text where yes or no is held"),
        pytest.param({"region": "样县"}, "no region of region", id="the name of a region where its code is held"),
        pytest.param({"shoe_size": 42}, "no field shoe_size", id="a field that does not exist"),
    ],
)
def test_a_value_that_a_field_cannot_hold_is_refused_by_name(values, words, closed):
    with pytest.raises(ValueError, match=words):
        encode_record(values, register=closed.register("person"), schema=closed)


LABEL = {"zh": "名", "en": "name"}
FIELD = {"id": "since", "type": "date", "label": LABEL}


@pytest.mark.parametrize(
    ("register", "words"),
    [
        pytest.param({"validity": "period", "fields": [FIELD]}, "names the days", id="a period without days"),
        pytest.param({"fields": [FIELD, FIELD]}, "used twice", id="a field twice"),
        pytest.param({"fields": [{**FIELD, "type": "code"}]}, "code table", id="a code without a table"),
        pytest.param({"fields": [{**FIELD, "low": 1}]}, "have a range", id="a range of days"),
        pytest.param({"fields": [FIELD], "born": "birth"}, "not one of its dates", id="a birth date that is no field"),
    ],
)
def test_a_register_that_contradicts_itself_is_refused(register, words):
    with pytest.raises(ValidationError, match=words):
        Register.model_validate({"id": "thing", "label": LABEL, **register})


def test_a_schema_names_only_what_it_declares():
    link = {"id": "person", "to": "person", "label": LABEL}
    with pytest.raises(ValidationError, match="leads to no register person"):
        Schema.model_validate({"registers": [{"id": "job", "label": LABEL, "fields": [FIELD], "links": [link]}]})


@pytest.mark.parametrize("month", ["2026-00", "2026-13", "2026-99", "999999999999-01", "0000-01", "-1-01", "26-1"])
def test_a_month_that_no_calendar_has_is_refused(month):
    field = RegisterField(id="paid_for", label=Label(zh="月份", en="month"), type=FieldType.MONTH)
    with pytest.raises(ValueError, match=r"month|isoformat|year|range"):
        encode_value(month, field=field, schema=Schema())


@pytest.mark.parametrize("kind", [FieldType.MONEY, FieldType.INT, FieldType.DECIMAL])
@pytest.mark.parametrize("number", ["1e308", "-1e308", "1e999999", "1000000000001"])
def test_a_number_wider_than_any_rule_reckons_with_is_refused_where_no_range_is_declared(kind, number):
    field = RegisterField(id="spent", label=Label(zh="支出", en="spending"), type=kind)
    with pytest.raises(ValueError, match="outside"):
        encode_value(number, field=field, schema=Schema())
