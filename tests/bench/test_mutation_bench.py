"""The mutation bench is a measuring instrument: what it changes, and what it calls found, is held here."""

import importlib
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
LINES = ["全县人才总量达到1200人，其中党政人才300人、技能人才900人。", "到2025年，人才总量达到1500人，增长25%。"]
FIGURES = [
    {"line": 1, "literal": "1200人"},
    {"line": 1, "literal": "300人"},
    {"line": 1, "literal": "900人"},
    {"line": 2, "literal": "1500人"},
    {"line": 2, "literal": "25%"},
]
SUM = {"id": "example-d001", "lines": [1], "what": "Two groups", "expected": "1200", "found": "300+900 = 1200"}


@pytest.fixture
def mutation(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCH))
    return importlib.import_module("plan_mutation")


def test_only_figures_the_relation_speaks_of_take_part(mutation):
    growth = {"id": "example-d002", "lines": "1-2", "what": "Growth", "expected": "25%", "found": "1200 -> 1500"}

    assert [place[2] for place in mutation.taking_part(SUM, figures=FIGURES, lines=LINES)] == ["1200", "300", "900"]
    assert [place[2] for place in mutation.taking_part(growth, figures=FIGURES, lines=LINES)] == ["1200", "1500", "25"]


def test_same_seed_makes_the_same_slips_and_another_seed_others(mutation):
    def slips(seed):
        return list(mutation.mutations_of(SUM, figures=FIGURES, lines=LINES, seed=seed, count=3))

    assert slips(1) == slips(1)
    assert slips(1) != slips(2)


@pytest.mark.parametrize("number", ["5", "18.7", "1200", "0.54"])
def test_slip_is_a_number_that_differs_by_more_than_rounding(mutation, number):
    slips = mutation.slips_of(number)

    assert slips
    assert all(abs(float(slip) - float(number)) > 0.08 * float(number) for slip in slips)


def test_mutation_changes_one_print_and_nothing_else(mutation):
    text = "\n".join(LINES)
    changed = mutation.Mutation(line=1, start=LINES[0].index("300"), old="300", new="400").applied_to(text)

    assert changed == text.replace("300", "400")


@pytest.mark.parametrize(
    ("finding", "found"),
    [
        pytest.param(
            {"check": "sum", "lines": [2], "expected": "1300", "found": "1200"}, True, id="a new one a line away"
        ),
        pytest.param(
            {"check": "sum", "lines": [9], "expected": "1300", "found": "1200"}, False, id="a new one elsewhere"
        ),
        pytest.param(
            {"check": "share", "lines": [1], "expected": "a", "found": "b"}, False, id="one that was there before"
        ),
    ],
)
def test_relation_counts_as_found_by_a_new_contradiction_nearby(mutation, finding, found):
    known = {mutation.essence({"check": "share", "lines": [1], "expected": "a", "found": "b"})}

    assert mutation.is_found(SUM, findings=[finding], known=known) is found
