"""One hundred policies over a million people: this rule language, OpenFisca-core and zen-engine in one run.

``python bench/rules.py`` prints a table; with ``--json`` the last line is JSON. The tools beside ours come with the extra
``bench``. All answers are asserted equal before any time is believed.
"""

import argparse
import gc
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from openfisca_core import entities, periods, taxbenefitsystems, variables
from openfisca_core.simulation_builder import SimulationBuilder

from bole.domain.rules.checking import Rule, check_rule
from bole.domain.rules.compiling import Population, compile_rules, find_full_columns
from bole.domain.rules.explaining import Verdict, explain_rule
from bole.domain.rules.records import AsOf, Record, gather_records
from bole.domain.rules.schema import OPEN_END, Schema

DAY = date(2026, 3, 1)
AT = AsOf(DAY, "990100", {"filed_on": DAY})
MONTH = periods.period("2026-03")
TIMES = 7  # runs of each side, of which the best counts: a machine does other things too
SEED = 20260301
CODES = {
    "degree": 4,
    "education": 5,
    "title_grade": 5,
    "skill_grade": 6,
    "category": 6,
    "level": 6,
    "industry": 20,
    "honour_grade": 4,
}
ORDERED = ("degree", "education", "title_grade", "skill_grade", "level")
INTS = {"insured_months": (0, 300), "homes_owned": (0, 5)}
FACTS = (
    "birth_date",
    "degree",
    "education",
    "title_grade",
    "skill_grade",
    "category",
    "level",
    "industry",
    "is_full_time",
    "insured_months",
    "homes_owned",
    "home_price",
)
NULLABLE = tuple(name for name in FACTS if name not in {"birth_date", "category"})
POLICIES = 100


def label(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}


def make_schema() -> Schema:
    tables = [
        {
            "id": name,
            "label": label(name),
            "ordered": name not in {"category", "industry"},
            "codes": [{"id": f"{name}{rank}", "label": label(f"{name}{rank}")} for rank in range(size)],
        }
        for name, size in CODES.items()
    ]
    coded = [
        {"id": name, "type": "code", "table": name, "label": label(name)} for name in CODES if name != "honour_grade"
    ]
    person = [
        {"id": "birth_date", "type": "date", "label": label("birth")}, *coded, {"id": "is_full_time", "type": "bool", "label": label("full-time")},
        *({"id": name, "type": "int", "low": low, "high": high, "label": label(name)} for name, (low, high) in INTS.items()),
        {"id": "home_price", "type": "money", "low": 0, "high": 100_000_000, "label": label("price")},
    ]  # fmt: skip
    employment = [
        {"id": "began_on", "type": "date", "label": label("began")}, {"id": "ended_on", "type": "date", "label": label("ended")},
        {"id": "is_full_time", "type": "bool", "label": label("full-time")},
        {"id": "contract_months", "type": "int", "low": 0, "high": 600, "label": label("months")},
        {"id": "grade", "type": "code", "table": "honour_grade", "label": label("grade")},
        {"id": "monthly_pay", "type": "money", "low": 0, "high": 1_000_000, "label": label("pay")},
    ]  # fmt: skip
    return Schema.model_validate(
        {
            "tables": tables,
            "registers": [
                {"id": "person", "label": label("person"), "born": "birth_date", "fields": person},
                {
                    "id": "employment",
                    "label": label("employment"),
                    "validity": "period",
                    "begins": "began_on",
                    "ends": "ended_on",
                    "fields": employment,
                    "most_per_subject": 1000,
                    "links": [{"id": "person", "to": "person", "label": label("person")}],
                },
            ],
            "complete": [{"of": "employment", "source": "bench"}],
        }
    )


@dataclass(frozen=True)
class Condition:
    """One condition in three languages; ``array`` works on OpenFisca's arrays, without nulls."""

    ours: str
    zen: str
    array: Callable[[Callable[[str], Any]], Any]
    name: str


def draw_condition(chance: random.Random, kind: str) -> Condition:
    if kind == "rank":
        field = chance.choice(ORDERED)
        rank = chance.randrange(1, CODES[field])
        return Condition(
            f'{field} >= "{field}{rank}"', f"{field} >= {rank}", lambda get: get(field) >= rank, f"{field}_ge_{rank}"
        )
    if kind == "list":
        field = "industry"  # a list of key industries, as policies print them
        ranks = sorted(chance.sample(range(CODES[field]), chance.randrange(3, 9)))
        codes = ", ".join(f'"{field}{rank}"' for rank in ranks)

        def spelled(get: Callable[[str], Any]) -> Any:
            held = get(field)
            found = held == ranks[0]
            for rank in ranks[1:]:
                found = found + (held == rank)
            return found

        return Condition(
            f"{field} in [{codes}]", f"{field} in {ranks}", spelled, f"{field}_in_{'_'.join(map(str, ranks))}"
        )
    if kind == "age":
        years = chance.randrange(30, 60)
        return Condition(
            f"age(filed_on) <= {years}", f"age <= {years}", lambda get: get("age") <= years, f"age_le_{years}"
        )
    if kind == "int":
        field = chance.choice(list(INTS))
        bound = chance.randrange(1, INTS[field][1])
        return Condition(
            f"{field} >= {bound}", f"{field} >= {bound}", lambda get: get(field) >= bound, f"{field}_ge_{bound}"
        )
    if kind == "money":
        wan = chance.randrange(10, 300, 10)
        return Condition(
            f"home_price <= wan({wan})",
            f"home_price <= {wan * 1_000_000}",
            lambda get: get("home_price") <= wan * 1_000_000,
            f"price_le_{wan}",
        )
    return Condition("is_full_time", "is_full_time", lambda get: get("is_full_time"), "full_time")


@dataclass(frozen=True)
class Policy:
    conditions: tuple[Condition, ...]  # the first two and the last hold, and one of the third and fourth

    @property
    def ours(self) -> str:
        one, two, three, four, five = (condition.ours for condition in self.conditions)
        return f"{one} and {two} and ({three} or {four}) and {five}"

    @property
    def zen(self) -> str:
        one, two, three, four, five = (condition.zen for condition in self.conditions)
        return f"{one} and {two} and ({three} or {four}) and {five}"


def draw_policies() -> list[Policy]:
    chance = random.Random(SEED)  # noqa: S311 — a bench that draws the same policies every time
    # What policies ask for: a degree or title, an age, a listed industry, months or homes, and money, hours or one more rank.
    kinds = [("rank", "age", "list", "int", chance.choice(["rank", "money", "bool"])) for _ in range(POLICIES)]
    return [Policy(tuple(draw_condition(chance, kind) for kind in chance.sample(drawn, 5))) for drawn in kinds]


def draw_people(many: int, *, with_nulls: bool) -> pl.DataFrame:
    dice = np.random.default_rng(SEED)
    columns: dict[str, Any] = {"id": np.arange(many, dtype=np.int64)}
    born = np.datetime64("1956-01-01") + dice.integers(0, 365 * 48, many).astype("timedelta64[D]")
    columns["birth_date"] = pl.Series(born.astype("datetime64[ms]")).cast(pl.Date)
    for name, size in CODES.items():
        if name != "honour_grade":
            columns[name] = pl.Series(dice.integers(0, size, many).astype(np.int8))
    columns["is_full_time"] = dice.random(many) < 0.7
    for name, (low, high) in INTS.items():
        columns[name] = dice.integers(low, high + 1, many)
    columns["home_price"] = dice.integers(0, 400, many) * 1_000_000
    frame = pl.DataFrame(columns)
    if not with_nulls:
        return frame
    holes = {name: pl.Series(dice.random(many) < 0.1) for name in NULLABLE}
    return frame.with_columns(pl.when(~holes[name]).then(pl.col(name)).alias(name) for name in NULLABLE)


def draw_jobs(people: int, many: int) -> pl.DataFrame:
    dice = np.random.default_rng(SEED + 1)
    began = np.datetime64("2000-01-01") + dice.integers(0, 9500, many).astype("timedelta64[D]")
    frame = pl.DataFrame(
        {
            "id": np.arange(many, dtype=np.int64),
            "person": np.sort(dice.integers(0, people, many)),
            "began_on": pl.Series(began.astype("datetime64[ms]")).cast(pl.Date),
            "is_full_time": dice.random(many) < 0.7,
            "contract_months": dice.integers(0, 121, many),
            "grade": pl.Series(dice.integers(0, 4, many).astype(np.int8)),
            "monthly_pay": dice.integers(3_000, 50_000, many) * 100,
        }
    )
    frame = frame.with_columns(
        ended_on=(pl.col("began_on") + pl.duration(days=pl.col("contract_months") * 30)).clip(upper_bound=OPEN_END)
    )
    holes = {name: pl.Series(dice.random(many) < 0.05) for name in ("is_full_time", "grade", "monthly_pay")}
    return frame.with_columns(pl.when(~hole).then(pl.col(name)).alias(name) for name, hole in holes.items())


def rules_of(policies: list[Policy], schema: Schema) -> dict[str, Rule]:
    return {f"p{place}": checked(policy.ours, schema) for place, policy in enumerate(policies)}


def checked(text: str, schema: Schema) -> Rule:
    found = check_rule(text, schema=schema, register="person")
    assert found.rule is not None, (text, [str(problem.reason) for problem in found.problems])
    return found.rule


def best_of(work: Callable[[], Any], times: int = TIMES) -> tuple[float, Any]:
    best, result = float("inf"), None
    for _ in range(times):
        gc.collect()
        started = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - started)
    return best, result


def run_ours(rules: dict[str, Rule], schema: Schema, people: pl.DataFrame, *, masks: bool) -> pl.DataFrame:
    population = Population({"person": people}, find_full_columns({"person": people}))
    worked = compile_rules(rules, schema=schema, at=AT, population=population)
    names = list(worked.verdicts.values()) + (list(worked.conditions.values()) if masks else [])
    return worked.frame.select(*dict.fromkeys(names)).collect("polars").to_native()


def joined(parts: list[Any]) -> Any:
    one, two, three, four, five = parts
    return one * two * (three + four) * five


def reading_of(name: str) -> Callable[[Callable[[str], Any]], Any]:
    return lambda get: get(name)


def formula_of(arrays: list[Callable[[Callable[[str], Any]], Any]], join: Callable[[list[Any]], Any]) -> Any:
    """A formula in OpenFisca's form: it is called by the number of its arguments, so it may close over nothing by default."""

    def formula(person: Any, _period: Any) -> Any:
        return join([array(lambda name: person(name, MONTH)) for array in arrays])

    return formula


def build_openfisca(policies: list[Policy], people: pl.DataFrame) -> Callable[[], Any]:
    person_entity = entities.build_entity("person", "persons", "person", is_person=True)
    system = taxbenefitsystems.TaxBenefitSystem([person_entity])
    held: dict[str, Any] = {name: people[name].to_numpy() for name in FACTS if name != "birth_date"}
    held["birth_date"] = people["birth_date"].to_numpy().astype("datetime64[D]")

    def declare(name: str, kind: type, formula: Any = None) -> None:
        body: dict[str, Any] = {
            "value_type": kind,
            "entity": person_entity,
            "definition_period": periods.DateUnit.MONTH,
            "label": name,
        }
        if formula is not None:
            body["formula"] = formula
        system.add_variable(type(name, (variables.Variable,), body))

    for name in held:
        declare(name, date if name == "birth_date" else bool if name == "is_full_time" else int)

    def age(person: Any, _period: Any) -> Any:
        born = person("birth_date", MONTH)
        year = born.astype("datetime64[Y]").astype(int) + 1970
        month = born.astype("datetime64[M]").astype(int) % 12 + 1
        of_month = (born - born.astype("datetime64[M]")).astype(int) + 1
        return DAY.year - year - ((month * 100 + of_month) > DAY.month * 100 + DAY.day)

    declare("age", int, age)
    distinct = {condition.name: condition for policy in policies for condition in policy.conditions}
    for condition in distinct.values():
        declare(f"c_{condition.name}", bool, formula_of([condition.array], lambda parts: parts[0]))
    for place, policy in enumerate(policies):
        declare(f"v_{place}", bool, formula_of([condition.array for condition in policy.conditions], joined))
        masks = [reading_of(f"c_{condition.name}") for condition in policy.conditions]
        declare(f"m_{place}", bool, formula_of(masks, joined))

    def simulation() -> Any:
        made = SimulationBuilder().build_default_simulation(system, count=people.height)
        for name, values in held.items():
            made.set_input(name, "2026-03", values.astype(np.int32) if values.dtype == np.int8 else values)
        return made

    return simulation


def time_openfisca(simulation: Callable[[], Any], policies: list[Policy], *, masks: bool) -> tuple[float, list[Any]]:
    distinct = list(dict.fromkeys(condition.name for policy in policies for condition in policy.conditions))
    best, found = float("inf"), []
    for _ in range(TIMES):
        made = simulation()  # what is cached must not be counted as worked out
        gc.collect()
        started = time.perf_counter()
        if masks:
            for name in distinct:
                made.calculate(f"c_{name}", "2026-03")
        found = [made.calculate(f"{'m' if masks else 'v'}_{place}", "2026-03") for place in range(len(policies))]
        best = min(best, time.perf_counter() - started)
    return best, found


def time_zen(policies: list[Policy], people: pl.DataFrame) -> tuple[float, list[list[bool]]]:
    import zen

    compiled = [zen.compile_expression(policy.zen) for policy in policies]
    rows = people.drop("birth_date").to_dicts()
    for row, born in zip(rows, people["birth_date"], strict=True):
        row["age"] = DAY.year - born.year - ((born.month, born.day) > (DAY.month, DAY.day))
    started = time.perf_counter()
    found = [[bool(expression.evaluate(row)) for expression in compiled] for row in rows]
    return time.perf_counter() - started, found


def aggregate_rules(schema: Schema) -> dict[str, Rule]:
    chance = random.Random(SEED + 2)  # noqa: S311 — the same policies every time
    rules = {}
    for place in range(POLICIES):
        first = f'count(employment, where=contract_months >= {chance.randrange(1, 120)} and grade >= "honour_grade{chance.randrange(1, 4)}") >= {chance.randrange(1, 3)}'
        second = chance.choice(
            [
                f"exists(employment, where=is_full_time and monthly_pay >= yuan({chance.randrange(4, 50)}000))",
                f"count(employment, on=date({chance.randrange(2005, 2026)}, 6, 30), where=is_full_time) >= 1",
                f"sum(employment.contract_months, where=monthly_pay < yuan({chance.randrange(4, 50)}000)) >= {chance.randrange(12, 200)}",
            ]
        )
        rules[f"a{place}"] = checked(f"{first} and {second}", schema)
    return rules


def run_aggregates(rules: dict[str, Rule], schema: Schema, frames: dict[str, pl.DataFrame]) -> pl.DataFrame:
    worked = compile_rules(rules, schema=schema, at=AT, population=Population(frames, find_full_columns(frames)))
    return worked.frame.select(*worked.verdicts.values()).collect("polars").to_native()


def person_records(people: pl.DataFrame, jobs: pl.DataFrame, place: int) -> Any:
    row = people.row(place, named=True)
    own = jobs.filter(pl.col("person") == place).to_dicts()
    return gather_records(
        {
            "person": [Record(str(place), row, "bench")],
            "employment": [Record(str(job["id"]), job, "bench") for job in own],
        }
    )


VERDICTS = {Verdict.YES: True, Verdict.NO: False, Verdict.CANNOT_TELL: None}


def time_one_person(
    rules: dict[str, Rule], schema: Schema, people: pl.DataFrame, jobs: pl.DataFrame, expected: pl.DataFrame
) -> float:
    """Full reasons of every rule for one person, the slowest of twenty people; answers as the frames gave them."""
    slowest = 0.0
    for place in range(0, people.height, max(1, people.height // 20)):
        records = person_records(people, jobs, place)
        best, found = best_of(
            lambda records=records, place=place: [
                explain_rule(rule, schema=schema, records=records, subject=str(place), at=AT) for rule in rules.values()
            ]
        )
        answers = expected.row(place)
        assert [VERDICTS[one.answer.verdict] for one in found] == list(answers), place
        slowest = max(slowest, best)
    return slowest * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--jobs", type=int, default=5_000_000)
    parser.add_argument("--sample", type=int, default=2_000, help="people that zen-engine is asked about")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    schema, policies = make_schema(), draw_policies()
    started = time.perf_counter()
    rules = rules_of(policies, schema)
    figures: dict[str, Any] = {"people": options.people, "policies": POLICIES, "check_s": time.perf_counter() - started}
    people = draw_people(options.people, with_nulls=False)
    holed = draw_people(options.people, with_nulls=True)
    figures["verdicts_s"], verdicts = best_of(lambda: run_ours(rules, schema, people, masks=False))
    figures["masks_s"], _ = best_of(lambda: run_ours(rules, schema, people, masks=True))
    figures["verdicts_with_nulls_s"], holed_verdicts = best_of(lambda: run_ours(rules, schema, holed, masks=False))
    figures["masks_with_nulls_s"], _ = best_of(lambda: run_ours(rules, schema, holed, masks=True))
    simulation = build_openfisca(policies, people)
    figures["openfisca_verdicts_s"], theirs = time_openfisca(simulation, policies, masks=False)
    equal = all(
        np.array_equal(verdicts[f"verdict:p{place}"].to_numpy(), np.asarray(answer, dtype=bool))
        for place, answer in enumerate(theirs)
    )
    figures["openfisca_masks_s"], theirs = time_openfisca(simulation, policies, masks=True)
    equal &= all(
        np.array_equal(verdicts[f"verdict:p{place}"].to_numpy(), np.asarray(answer, dtype=bool))
        for place, answer in enumerate(theirs)
    )
    sample = min(options.sample, options.people)
    seconds, zen_answers = time_zen(policies, people.head(sample))
    figures["zen_us_per_answer"] = seconds / sample / POLICIES * 1e6
    equal &= [list(row) for row in verdicts.head(sample).rows()] == zen_answers
    assert equal, "the three tools disagree"
    figures["answers_equal"] = equal
    figures["verdict_ratio"] = figures["openfisca_verdicts_s"] / figures["verdicts_s"]
    figures["mask_ratio"] = figures["openfisca_masks_s"] / figures["masks_s"]
    del theirs, simulation
    jobs = draw_jobs(options.people, options.jobs)
    counted = aggregate_rules(schema)
    figures["aggregate_s"], counted_verdicts = best_of(
        lambda: run_aggregates(counted, schema, {"person": holed, "employment": jobs}), 2
    )
    figures["one_person_ms"] = time_one_person(rules, schema, holed, jobs, holed_verdicts)
    figures["one_person_with_aggregates_ms"] = time_one_person(counted, schema, holed, jobs, counted_verdicts)
    for name, value in figures.items():
        print(f"{name:32} {value:.3f}" if isinstance(value, float) else f"{name:32} {value}")
    if options.json:
        print(
            json.dumps(
                {name: round(value, 4) if isinstance(value, float) else value for name, value in figures.items()}
            )
        )


if __name__ == "__main__":
    main()
