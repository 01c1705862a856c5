"""The same rules on Spark give the same answers; runs where pyspark (extra ``spark``) and Java are present."""

import shutil

import polars as pl
import pytest
import rule_worlds
from test_both_readers import checked

from bole.domain.rules.compiling import Population, compile_rules
from bole.domain.rules.walking import Walk, ends_of, truth_of

sql = pytest.importorskip("pyspark.sql", reason="the extra spark is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.spark]

RULES = [
    'degree >= "master" and age(filed_on) <= 45',
    "age(day) == 45 or age(birth_date) >= 0",
    "months(employment, where=is_full_time) >= 12",
    "share(employment, of=is_full_time, where=contract_months >= 12) > 0.5",
    "exists(employment, on=filed_on, where=organisation.is_high_tech)",
    "sum(employment.monthly_pay, where=is_full_time) >= wan(1)",
    "max(employment.contract_months) >= 24 and count(honour) in [0, 2]",
    "home_price / wan(100) > 0.3 or home_price * 0.15 >= wan(5)",
    "add_years(graduated_on, 2) >= filed_on",
    "days_between(birth_date, day) > 9000 and months_between(graduated_on, filed_on) < 60",
    "date(year_of(graduated_on), 7, 1) > graduated_on",
    'judged("重大突破", by="panel") or level in ["A", "B"]',
]
AMOUNTS = ["round_down(home_price * 0.07, yuan(100))", "home_price * homes_owned / 7", "min(home_price * 0.5, wan(50))"]


@pytest.fixture(scope="module")
def spark():
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    yield session
    session.stop()


WORLD = {
    "person": [
        {"birth_date": "1981-03-01", "degree": "doctor", "level": "B", "graduated_on": "2024-02-29", "is_full_time": True, "home_price": "99999999.99", "homes_owned": 3},
        {"birth_date": "1980-02-29", "degree": None, "level": None, "graduated_on": "2023-12-31", "is_full_time": None, "home_price": "333333.33", "homes_owned": 2},
        {"birth_date": None, "degree": "bachelor", "level": "F", "graduated_on": None, "is_full_time": False, "home_price": None, "homes_owned": None},
    ],
    "employment": [
        {"person": "p0", "organisation": "o0", "began_on": "2020-01-31", "ended_on": "9999-12-31", "is_full_time": True, "contract_months": 36, "monthly_pay": "8000"},
        {"person": "p0", "organisation": "o9", "began_on": "2019-05-01", "ended_on": "2020-03-01", "is_full_time": None, "contract_months": 12, "monthly_pay": None},
        {"person": "p1", "organisation": "o1", "began_on": None, "ended_on": "2024-01-01", "is_full_time": True, "contract_months": None, "monthly_pay": "20000.01"},
        {"person": None, "organisation": "o1", "began_on": "2020-01-01", "ended_on": "2024-01-01", "is_full_time": True, "contract_months": 12, "monthly_pay": "1"},
    ],
    "organisation": [{"is_high_tech": True}, {"is_high_tech": None}],
    "honour": [{"person": "p1", "grade": "city", "granted_on": "2024-01-01", "prize": "5000"}],
}  # fmt: skip


def test_spark_gives_every_answer_that_the_walk_gives(spark, closed):
    records = rule_worlds.as_records(WORLD, closed)
    walk = Walk(closed, records, rule_worlds.AT)
    native = {
        name: spark.createDataFrame(frame.rows(), schema_of(frame))
        for name, frame in rule_worlds.as_frames(records, closed).items()
    }
    rules = {f"r{place}": checked(text, closed, "person") for place, text in enumerate([*RULES, *AMOUNTS])}
    worked = compile_rules(rules, schema=closed, at=rule_worlds.AT, population=Population(native), nodes=True)
    rows = [row.asDict() for row in worked.frame.to_native().collect()]
    assert len(rows) == 3
    for row in rows:
        person = records.by_id["person"][row["id"]]
        for node, column in worked.conditions.items():
            assert row[column] is truth_of(walk, node, person), (row["id"], node)
        for name, columns in worked.values.items():
            assert tuple(row[column] for column in columns) == ends_of(walk, rules[name].node, person), rules[name].text


def schema_of(frame):
    names = {
        pl.String: "string",
        pl.Int16: "smallint",
        pl.Int32: "int",
        pl.Int64: "bigint",
        pl.Date: "date",
        pl.Boolean: "boolean",
    }
    return ", ".join(f"`{name}` {names[dtype]}" for name, dtype in frame.schema.items())
