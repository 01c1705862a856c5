from datetime import date

import pytest
from test_definitions import REGISTERS, SCHEMA

from bole.domain.registers.validation import check_values
from bole.domain.rules.schema import OPEN_END


def test_values_are_kept_as_codes_fen_and_days():
    found = check_values(
        {"birth_date": "1990-01-31", "degree": "硕士", "home_price": "1200000.50", "insured_months": "36"},
        register=REGISTERS["person"],
        schema=SCHEMA,
    )

    assert found.faults == ()
    assert dict(found.values) == {
        "birth_date": date(1990, 1, 31),
        "degree": "master",
        "home_price": 120_000_050,
        "insured_months": 36,
    }


def test_everything_that_is_wrong_is_told_at_once_and_never_with_the_value():
    wrong = {"birth_date": "31/1/1990", "degree": "神仙", "insured_months": 601, "is_full_time": "maybe", "nam": "x"}

    found = check_values(wrong, register=REGISTERS["person"], schema=SCHEMA)

    assert {fault.field for fault in found.faults} == set(wrong)
    told = " ".join(f"{fault.what} {fault.remedy}" for fault in found.faults)
    assert "神仙" not in told
    assert "from 0 to 600" in told
    assert "Did you mean name?" in told


@pytest.mark.parametrize(
    ("values", "end"),
    [
        pytest.param({"began_on": "2024-01-01"}, OPEN_END, id="no end told: open"),
        pytest.param({"began_on": "2024-01-01", "ended_on": ""}, OPEN_END, id="an empty cell: open"),
        pytest.param({"began_on": "2024-01-01", "ended_on": None}, None, id="said to be unknown"),
    ],
)
def test_the_end_of_a_period_is_open_unless_it_is_said_to_be_unknown(values, end):
    assert check_values(values, register=REGISTERS["employment"], schema=SCHEMA).values["ended_on"] == end


def test_a_period_that_ends_before_it_begins_is_refused():
    values = {"began_on": "2024-01-01", "ended_on": "2023-01-01"}

    assert [one.field for one in check_values(values, register=REGISTERS["employment"], schema=SCHEMA).faults] == [
        "ended_on"
    ]
