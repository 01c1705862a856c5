"""Random people, jobs, organisations and honours with nulls everywhere, as records and as frames; random rules over them."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import yaml
from hypothesis import strategies as st

from bole.domain.rules.records import JUDGED, AsOf, Record, encode_record, gather_records
from bole.domain.rules.schema import OPEN_END, Complete, FieldType, Schema, SchemaPart, merge_schemas

BASE_PACK = Path(__file__).resolve().parents[3] / "packs" / "base"
FILES = {"registers": "registers/*.yaml", "tables": "codes/*.yaml", "roles": "judges.yaml"}


def read_base(**more: object) -> Schema:
    """Return the registers of the base pack as rules see them: their keys and what is searchable are the store's alone."""
    part = {name: [] for name in FILES}
    for name, shape in FILES.items():
        for path in sorted(BASE_PACK.glob(shape)):
            part[name] += yaml.safe_load(path.read_text("utf-8"))
    stored_alone = ("key", "searchable", "clause", "personal")
    fields = [field for register in part["registers"] for field in register["fields"]]
    for one in (*part["registers"], *part["tables"], *fields):
        for name in stored_alone:
            one.pop(name, None)
    return merge_schemas([SchemaPart.model_validate(part), SchemaPart.model_validate(more)])


COMPLETE = [Complete(of=name, source="test") for name in ("employment", "honour")]
LISTS = [
    {
        "id": "listed_universities",
        "label": {"zh": "名单高校", "en": "listed universities"},
        "day": "2022-02-14",
        "members": ["甲大学", "乙大学"],
    }
]
BASE = read_base()
CLOSED = read_base(complete=COMPLETE, lists=LISTS)

DAY = date(2026, 3, 1)
MATTER = "重大突破"
AT = AsOf(DAY, "990100", {"filed_on": date(2025, 12, 31)})
DTYPES = {
    FieldType.TEXT: pl.String,
    FieldType.CODE: pl.Int16,
    FieldType.INT: pl.Int64,
    FieldType.DECIMAL: pl.Int64,
    FieldType.MONEY: pl.Int64,
    FieldType.DATE: pl.Date,
    FieldType.MONTH: pl.Int32,
    FieldType.BOOL: pl.Boolean,
    FieldType.REGION: pl.String,
}


def maybe(strategy):
    return st.one_of(strategy, strategy.map(lambda same: same), st.none())  # unknown a third of the time


days = st.one_of(
    st.integers(0, 500).map(lambda many: DAY - timedelta(days=many * 9)),
    st.sampled_from(
        [date(1980, 2, 29), date(2024, 2, 29), date(2020, 1, 31), DAY, date(2025, 12, 31), date(2000, 3, 1)]
    ),
)
# Few days, so that periods touch and overlap, and birthdays of 29 February meet the days that decide them.
turns = st.sampled_from(
    [date(2020, 1, 15), date(2020, 3, 31), date(2021, 7, 10), date(2021, 8, 5), date(2023, 2, 28), date(2023, 3, 1)]
)
regions = st.sampled_from(["990100", "990121", "990121101", "990121101001", "990200", "990000"])
people = st.fixed_dictionaries(
    {
        "birth_date": maybe(
            days
            | st.just(date(1996, 2, 29))
            | st.sampled_from([date(1981, 3, 1), date(1981, 3, 2), date(1980, 12, 31)])
        ),
        "region": maybe(regions),
        "category": maybe(st.sampled_from(["skilled", "party_government"])),
        "degree": maybe(st.sampled_from(["none", "bachelor", "master", "doctor"])),
        "level": maybe(st.sampled_from(list("FEDCBA"))),
        "graduated_on": maybe(days | turns),
        "university": maybe(st.sampled_from(["甲大学", "乙大学", "丙大学"])),
        "is_full_time": maybe(st.booleans()),
        "insured_months": maybe(st.integers(0, 60)),
        "home_price": maybe(st.sampled_from(["0", "0.01", "333333.33", "999999.99", "1000000", "99999999.99"])),
        "homes_owned": maybe(st.integers(0, 3)),
        JUDGED + MATTER: maybe(st.booleans()),
    }
)
jobs = st.fixed_dictionaries(
    {
        "person": maybe(st.sampled_from(["p0", "p0", "p0", "p1", "p9"])),
        "organisation": maybe(st.sampled_from(["o0", "o1", "o9"])),
        "began_on": maybe(days | turns),
        "ended_on": maybe(days | turns | st.just(OPEN_END)),
        "is_full_time": maybe(st.booleans()),
        "contract_months": maybe(st.integers(0, 60)),
        "monthly_pay": maybe(st.sampled_from(["0", "3000.5", "8000", "20000.01"])),
    }
)
organisations = st.fixed_dictionaries(
    {
        "region": maybe(regions),
        "kind": maybe(st.sampled_from(["enterprise", "agency"])),
        "is_high_tech": maybe(st.booleans()),
        "staff": maybe(st.integers(0, 300)),
    }
)
honours = st.fixed_dictionaries(
    {
        "person": maybe(st.sampled_from(["p0", "p1", "p2"])),
        "grade": maybe(st.sampled_from(["county", "city", "province", "nation"])),
        "granted_on": maybe(days),
        "prize": maybe(st.sampled_from(["0", "5000", "10000.55"])),
    }
)
worlds = st.fixed_dictionaries(
    {
        "person": st.lists(people, min_size=3, max_size=3),
        "employment": st.lists(jobs, max_size=8),
        "organisation": st.lists(organisations, min_size=2, max_size=2),
        "honour": st.lists(honours, max_size=4),
    }
)


def as_records(world, schema):
    return gather_records(
        {
            name: [
                Record(f"{name[0]}{place}", encode_record(row, register=schema.register(name), schema=schema))
                for place, row in enumerate(rows)
            ]
            for name, rows in world.items()
        }
    )


def as_frames(records, schema):
    frames = {}
    for name, rows in records.by_id.items():
        register = schema.register(name)
        columns = {"id": pl.String, **{link.id: pl.String for link in register.links}}
        columns |= {field.id: DTYPES[field.type] for field in register.fields if not field.sensitive}
        if name == "person":
            columns[JUDGED + MATTER] = pl.Boolean
        data = {
            column: [row.id if column == "id" else row.values.get(column) for row in rows.values()]
            for column in columns
        }
        frames[name] = pl.DataFrame(data, schema=columns)
    return frames


def either_of(*texts):
    return st.sampled_from(texts)


NUMBERS = [
    "sum(employment, of=contract_months - 12, where=is_full_time)",
    "max(employment, of=contract_months - 12)",
    "insured_months",
    "homes_owned * 12",
    "months(employment)",
    "months(employment, where=is_full_time)",
    "count(employment)",
    "count(honour, where=grade >= 'city')",
    "years_between(birth_date, graduated_on)",
    "months(employment, where=organisation.region == here, since=graduated_on)",
    "months(employment, through=filed_on)",
    "count(employment, on=day)",
    "count(honour, since=add_years(day, -3), through=filed_on)",
    "days_between(birth_date, day)",
    "max(employment.contract_months, where=is_full_time)",
    "min(employment.contract_months)",
    "count(employment, where=organisation.is_high_tech)",
    "sum(employment.contract_months, where=organisation.staff > 50)",
    "months_between(graduated_on, filed_on)",
    "year_of(graduated_on) - 2000",
]
MONEYS = [
    "home_price",
    "home_price * 0.15",
    "min(home_price * 0.5, wan(50))",
    "home_price / 3",
    "home_price * homes_owned / 7",
    "round_down(home_price * 0.07, yuan(100))",
    "round_up(home_price * 0.3, yuan(1))",
    "sum(honour.prize)",
    "home_price / homes_owned",
    "sum(employment.monthly_pay, where=is_full_time)",
    "max(employment.monthly_pay)",
    "min(honour.prize, where=grade >= 'city')",
    "wan(1) * count(employment)",
    "wan(3) if level == 'B' else yuan(500)",
    "max(home_price, wan(3)) - yuan(1)",
    "sum(employment, of=monthly_pay * contract_months, where=began_on <= person.graduated_on)",
    "sum(honour.prize) * 0.5",
]
LEAVES = [
    "degree >= 'master'",
    "degree != 'doctor'",
    "level in ['A', 'B']",
    "university in listed_universities",
    "region == here",
    "is_full_time",
    "category not in ['skilled']",
    "age(day) <= 45",
    "age(filed_on) > 44",
    "age(filed_on) == 45",
    "45 >= age(date(year, 1, 1)) >= 5",
    "graduated_on >= date(2020, 1, 1)",
    "add_years(graduated_on, 2) >= filed_on",
    "add_months(graduated_on, -1) < birth_date",
    "exists(employment)",
    "has(honour, where=grade in ['nation', 'province'])",
    "exists(employment, on=filed_on, where=organisation.is_high_tech)",
    "exists(employment, where=organisation.region == person.region and not is_full_time)",
    "year >= 2025",
    "here == '990100'",
    "region != here",
    "'990121101' == region",
    "region in ['990121', '990200']",
    "region not in [here]",
    "exists(employment, where=organisation.region == here)",
    "exists(employment, where=organisation.region == person.region)",
    "share(employment, of=is_full_time) > 0.5",
    "share(employment, of=organisation.is_high_tech, where=contract_months >= 12) <= 0.25",
    "count(employment, where=is_full_time) / count(employment) >= 0.5",
    "home_price / wan(100) > 0.3",
    "insured_months / homes_owned < 7",
    "min(employment.began_on) >= date(2020, 1, 1)",
    "max(min(employment.began_on), graduated_on) <= filed_on",
    "date(year_of(graduated_on), 7, 1) > graduated_on",
    "judged('重大突破', by='panel')",
    "clause('第五条', degree == 'doctor')",
    "count(honour) in [0, 2]",
    "count(employment, on=day) not in [1]",
]
QUOTIENTS = [
    "share(employment, of=is_full_time)",
    "share(employment, of=organisation.is_high_tech, where=contract_months >= 12)",
    "count(employment, where=is_full_time) / count(employment)",
    "(insured_months - 12) / homes_owned",
]
COMPARED = [f"{number} {op} {bound}" for number in NUMBERS for op, bound in ((">=", "12"), ("==", "1"), ("<", "24.5"))]
COMPARED += [
    f"({money}) {op} {bound}"
    for money in MONEYS
    for op, bound in ((">=", "wan(3)"), ("!=", "yuan(0)"), ("<=", "yuan(500)"))
]
EVERY_FORM = [*LEAVES, *COMPARED]

plain_numbers = either_of(
    "homes_owned", "count(employment)", "count(honour, where=prize > yuan(1))", "3", "0.5", "year_of(day) - 2024", "-2"
)
moneys = st.sampled_from(MONEYS)
numbers = st.deferred(
    lambda: st.one_of(
        st.sampled_from(NUMBERS),
        st.tuples(plain_numbers, either_of("+", "-", "*"), plain_numbers).map(" ".join),
        st.tuples(either_of("min", "max"), plain_numbers, plain_numbers).map(
            lambda three: f"{three[0]}({three[1]}, {three[2]})"
        ),
        st.tuples(plain_numbers, conditions, plain_numbers).map(
            lambda three: f"({three[0]} if {three[1]} else {three[2]})"
        ),
    )
)
comparisons = either_of("==", "!=", "<", "<=", ">", ">=")
leaves = st.deferred(
    lambda: st.one_of(
        st.sampled_from(LEAVES),
        st.sampled_from(LEAVES),
        st.tuples(
            numbers.map(lambda one: f"({one})"), comparisons, either_of("0", "1", "3", "12.5", "24", "36", "45")
        ).map(" ".join),
        st.tuples(
            moneys.map(lambda one: f"({one})"), comparisons, either_of("yuan(0)", "yuan(500)", "wan(3)", "wan(50)")
        ).map(" ".join),
    )
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(inner, either_of("and", "or"), inner).map(lambda three: f"({' '.join(three)})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=6,
)
level_lists = st.tuples(
    either_of("in", "not in"), st.lists(st.sampled_from("FEDCBA"), min_size=1, max_size=5, unique=True)
).map(lambda two: f"level {two[0]} {two[1]}")
measures = either_of(
    "count(person)",
    "count(person, where=degree >= 'master')",
    "count(person, where=category == 'skilled' and level >= 'C')",
    "sum(person.home_price, where=is_full_time)",
    "max(person.insured_months, where=region == here)",
    "min(person.graduated_on)",
    "count(person, where=exists(employment, on=day, where=organisation.kind == 'enterprise'))",
    "count(person, where=months(employment) >= 12)",
    "sum(person, of=min(home_price * 0.15, wan(5)), where=count(honour) >= 1)",
)
shares = either_of(
    "share(person, of=degree >= 'master')",
    "share(person, of=exists(employment, on=day), where=category == 'skilled')",
    "count(person, where=degree >= 'master') / count(person)",
    "count(person, where=is_full_time) / count(person, where=region == here)",
)
