"""The packs that ship: nothing is wrong in them, every figure is sourced, and no promise of a document is left out."""

import json
import re
from pathlib import Path

import pytest

from bole.domain.plan.definitions import Indicator, NumberTarget, Plan, RangeTarget, VectorTarget
from bole.domain.registers.pack_format import schema_of
from bole.web.packs.folders import checked

ROOT = Path(__file__).resolve().parents[2]
PACKS = sorted(path.parent for path in ROOT.glob("packs/*/pack.yaml"))
GOLD = ROOT.parent / "shared" / "seeds-gold"
OF_DOCUMENTS = ["haicheng", "jiangjin", "liangping", "panzhihua", "yanbian"]
BUREAU = re.compile(r"^\S*?(局|委|部|办|中心|科协|党校|管委会)")
PAPER = re.compile(r"(台账|名册|名单|文件|年报|报表|批复|协议|合同|公告|报告|办法|目录|通知|计划)")
PROMISES = {"target", "quota", "annual_quota", "limit", "budget", "constraint"}

every_pack = pytest.mark.parametrize("folder", PACKS, ids=[path.name for path in PACKS])


@every_pack
def test_nothing_is_wrong_in_a_pack_that_ships(folder):
    assert [(problem.file, problem.line, str(problem.what)) for problem in checked(folder).problems] == []


@every_pack
def test_every_figure_has_unit_day_and_source(folder):
    pack = checked(folder)
    for entry in pack.of_kind("indicator"):
        figures = [*entry.value.targets, *filter(None, [entry.value.baseline])]
        assert entry.value.unit
        assert all(figure.day and figure.source.document for figure in figures), entry.name
        assert entry.value.measure.source, entry.name


def test_all_packs_that_ship_stand_beside_each_other_in_one_installation():
    schema = schema_of([entry.value for folder in PACKS for entry in checked(folder).entries])

    assert {one.id for one in schema.registers} >= {"person", "designation"}


@every_pack
def test_everything_has_a_name_in_both_languages(folder):
    pack = checked(folder)
    names = [pack.manifest.names, *(entry.value.name for entry in pack.of_kind("indicator"))]
    assert [name.zh for name in names if not name.en or name.en == name.zh] == []
    assert [row.code for row in pack.regions if not row.name_en] == []


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_every_indicator_says_which_bureau_knows_its_value_from_which_paper(name):
    sources = {entry.name: entry.value.measure.source for entry in checked(ROOT / "packs" / name).of_kind("indicator")}

    assert {one: said for one, said in sources.items() if not (BUREAU.search(said) and PAPER.search(said))} == {}


def numbers_at(indicators: list[Indicator]) -> set[tuple[int | None, float]]:
    """Return the lines and values that the targets of a pack stand for."""
    found = set()
    for target in (target for indicator in indicators for target in indicator.targets):
        match target.goal:
            case NumberTarget(value=value):
                values = [value]
            case RangeTarget(low=low):
                values = [low]
            case VectorTarget(shares=shares):
                values = list(shares)
            case _:
                values = []
        found |= {(place.line, float(value)) for place in (target.source, *target.places) for value in values}
    return found


def class_lines(indicators: list[Indicator]) -> set[int | None]:
    targets = [target for indicator in indicators for target in indicator.targets]
    return {target.source.line for target in targets if target.goal.form == "class"}


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_every_promise_of_the_document_is_a_target(name):
    path = GOLD / f"{name}.figures.jsonl"
    if not path.exists():
        pytest.skip("the facts of the published documents are not beside this repository")
    pack = checked(ROOT / "packs" / name)
    [plan] = [entry.value for entry in pack.of_kind("plan") if isinstance(entry.value, Plan)]
    indicators = [entry.value for entry in pack.of_kind("indicator")]
    covered, classes = numbers_at(indicators), class_lines(indicators)
    left_out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        figure = json.loads(line)
        is_number = figure["value"] is not None and figure["unit"] != "日期"  # the end of the plan is a day of the plan
        is_ours = figure["year"] is None or figure["year"] >= plan.from_day.year  # not the plan before
        if figure["kind"] not in PROMISES or not is_number or not is_ours:
            continue
        if (figure["line"], float(figure["value"])) not in covered and figure["line"] not in classes:
            left_out.append((figure["line"], figure["literal"], figure["subject"]))
    assert left_out == []


def test_the_county_plan_names_the_plan_of_its_city():
    pack = checked(ROOT / "packs" / "yanbian")
    [plan] = pack.of_kind("plan")
    parents = {entry.value.parent for entry in pack.of_kind("indicator") if entry.value.parent}

    assert plan.value.parent == "510400/talent_opinion"
    assert "510400/top_talent" in parents


def test_a_plan_of_teams_and_fields_says_which_indicator_belongs_to_which():
    pack = checked(ROOT / "packs" / "jiangjin")
    [plan] = pack.of_kind("plan")

    assert [len(axis.members) for axis in plan.value.axes] == [6, 4]
    used = {(axis, member) for entry in pack.of_kind("indicator") for axis, member in entry.value.axes.items()}
    assert used == {(axis.id, member.id) for axis in plan.value.axes for member in axis.members}
