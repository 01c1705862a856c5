"""Everything wrong in a pack is told in one run, each thing with its place and with what to do."""

import json

import pytest
from typer.testing import CliRunner

from bole.cli.main import app
from bole.domain.packs.checking import check_pack, digest_of_pack
from bole.web.packs.kinds import LAYOUT
from tests.web.packs.samples import INDICATORS, MANIFEST, PLAN, REGIONS, sample_files


def problems(**changes):
    found = check_pack(sample_files(**changes), layout=LAYOUT).problems
    return [(problem.file, problem.line, problem.field, str(problem.what), str(problem.remedy)) for problem in found]


SPOILED = """\
- id: talent_total
  name: {zh: 人才总量, en: Talent in total}
  unit: 人
  stock_or_flow: stock
  lead_unti: 县人社局
  measure: {source: 县人社局年报}
  baseline: {day: 2023-12-31, value: 1000, source: {document: 样县人才发展规划}}
  targets:
    - day: 2029-12-31
      goal: {form: number, comparator: ">=", value: 1,500}
      source: {document: 样县人才发展规划}
- id: skilled
  name: {zh: 高技能人才, en: Skilled talent}
  unit: 个
  stock_or_flow: stock
  part_of: talent_totl
  measure: {source: 县人社局年报}
  targets:
    - day: 2029-12-31
      goal: {form: number, comparator: "~", value: 300}
- id: structure
  name: {zh: 职称结构, en: Titles}
  unit: "%"
  stock_or_flow: rate
  measure: {source: 县人社局年报}
  baseline: {day: 2023-12-31, value: 15:35:50, source: {document: 样县人才发展规划}}
  targets:
    - day: 2029-12-31
      goal: {form: vector, parts: [高级, 中级, 初级], shares: [15, 35, 40]}
      source: {document: 样县人才发展规划}
- id: rank
  name: {zh: 排名, en: Rank}
  unit: 类
  stock_or_flow: stock
  measure: {source: 县科技局}
  baseline: {day: 2023-12-31, value: 第四类, source: {document: 样县人才发展规划}}
  targets:
    - day: 2028-12-31
      goal: {form: class, scale: [第四类, 第三类], value: 第二类}
      source: {document: 样县人才发展规划}
- id: rank
  name: {zh: 又一个排名, en: Another rank}
  unit: 类
  stock_or_flow: stock
  measure: {source: 县科技局}
- id: spending
  name: {zh: 投入, en: Spending}
  unit: 万元
  stock_or_flow: stock
  measure: {source: 县财政局}
  targets:
    - day: 2028-12-31
      from_day: 2029-01-01
      goal: {form: range, low: 50, high: 30}
      source: {document: 样县人才发展规划}
"""


def test_a_pack_with_ten_errors_and_more_tells_all_of_them_with_their_places():
    files = sample_files(
        indicators=SPOILED,
        plan=PLAN.replace("through: 2028-12-31", "through: 2028-12-31\nissued: 2024-01-05"),
        regions=REGIONS + "990198,空镇,Empty,county,990110,2000-01-01,\n",
    )
    files["plan/indicator/more.yml"] = b""

    found = check_pack(files, layout=LAYOUT).problems

    told = [(problem.file, problem.line, problem.field, str(problem.what), str(problem.remedy)) for problem in found]
    assert told == [
        ("plan/indicator/more.yml", 0, "", "A pack has no such file.", "Did you mean plan/indicators/*.yaml?"),
        (
            "plan/indicators/all.yaml",
            5,
            "talent_total.lead_unti",
            "No field is called lead_unti.",
            "Did you mean lead_unit?",
        ),
        (
            "plan/indicators/all.yaml",
            9,
            "talent_total.targets[1].day",
            "The day lies outside the plan, 2024-01-01 to 2028-12-31.",
            "Check the day, or the period of the plan.",
        ),
        (
            "plan/indicators/all.yaml",
            10,
            "talent_total.targets[1].goal.500",
            "The number 500 stands where a field name is expected.",
            "Write large numbers without commas: 12500.",
        ),
        (
            "plan/indicators/all.yaml",
            16,
            "skilled.part_of",
            "No indicator is called talent_totl.",
            "Did you mean talent_total?",
        ),
        ("plan/indicators/all.yaml", 19, "skilled.targets[1].source", "The field is missing.", "Add it."),
        (
            "plan/indicators/all.yaml",
            26,
            "structure.baseline.value",
            "YAML reads 15:35:50 as a number in base 60.",
            'Put it in quotes: "15:35:50".',
        ),
        (
            "plan/indicators/all.yaml",
            28,
            "structure.targets[1].day",
            "The day lies outside the plan, 2024-01-01 to 2028-12-31.",
            "Check the day, or the period of the plan.",
        ),
        (
            "plan/indicators/all.yaml",
            29,
            "structure.targets[1].goal.shares",
            "The shares add up to 90, not to 100.",
            "Correct the shares; they are percentages of one whole.",
        ),
        (
            "plan/indicators/all.yaml",
            39,
            "rank.targets[1].goal.value",
            "第二类 is not on the scale.",
            "Write one of: 第四类, 第三类.",
        ),
        (
            "plan/indicators/all.yaml",
            41,
            "rank.id",
            "The id rank is taken by plan/indicators/all.yaml, line 31.",
            "Give one of the two another id.",
        ),
        (
            "plan/indicators/all.yaml",
            53,
            "spending.targets[1].from_day",
            "The period ends before it begins.",
            "Check both days; both belong to the period.",
        ),
        (
            "plan/indicators/all.yaml",
            54,
            "spending.targets[1].goal.low",
            "The lower end 50 lies above the upper end 30.",
            "Exchange the two, or correct one.",
        ),
        ("plan/plan.yaml", 5, "issued", "No field is called issued.", "Did you mean issued_on?"),
        (
            "regions.csv",
            5,
            "code",
            "990198 does not lie in the region 990199 of the pack.",
            "Move the row into the pack of its own region.",
        ),
        ("regions.csv", 5, "parent", "The parent 990110 is nowhere in the tree.", "Did you mean 990100 虚市?"),
    ]


@pytest.mark.parametrize(
    ("changes", "place", "what", "remedy"),
    [
        pytest.param(
            {"indicators": INDICATORS.replace("part_of: talent_total", "part_of: talent_totl")},
            ("plan/indicators/all.yaml", 15, "skilled.part_of"),
            "No indicator is called talent_totl.",
            "Did you mean talent_total?",
            id="a part of something that is not there",
        ),
        pytest.param(
            {"indicators": INDICATORS.replace("unit: 人", "unit: 名", 1)},
            ("plan/indicators/all.yaml", 15, "skilled.part_of"),
            "The unit is 人, that of talent_total is 名.",
            "Give both the same unit.",
            id="a part in another unit than its whole",
        ),
        pytest.param(
            {"indicators": INDICATORS.replace("measure:", "part_of: skilled\n  measure:", 1)},
            ("plan/indicators/all.yaml", 16, "skilled.part_of"),
            "The indicator ends up being a part of itself.",
            "Remove part_of from one of the indicators in the circle.",
            id="parts in a circle",
        ),
        pytest.param(
            {"indicators": INDICATORS.replace("day: 2028-12-31", "day: 2022-12-31", 1)},
            ("plan/indicators/all.yaml", 8, "talent_total.targets[1].day"),
            "The target lies before its base of 2023-12-31.",
            "Check both days.",
            id="a target before its base",
        ),
        pytest.param(
            {"indicators": INDICATORS.replace("day: 2028-12-31", "day: 2030-12-31", 1)},
            ("plan/indicators/all.yaml", 8, "talent_total.targets[1].day"),
            "The day lies outside the plan, 2024-01-01 to 2028-12-31.",
            "Check the day, or the period of the plan.",
            id="a target outside the plan",
        ),
        pytest.param(
            {"indicators": INDICATORS.replace("stock_or_flow: stock", "stock_or_flow: flow", 1)},
            ("plan/indicators/all.yaml", 8, "talent_total.targets[1].from_day"),
            "Nobody knows from which day the flow is counted.",
            "Add from_day, or yearly: true for a promise of each year.",
            id="a flow without a beginning",
        ),
        pytest.param(
            {"indicators": INDICATORS.replace("value: 1000", "value: 一千")},
            ("plan/indicators/all.yaml", 6, "talent_total.baseline.value"),
            "The base 一千 is not a number.",
            "Write digits only, without unit and thousands separator.",
            id="a base that is no number",
        ),
        pytest.param(
            {"plan": PLAN.replace("2028-12-31", "2023-12-31")},
            ("plan/plan.yaml", 4, "through"),
            "The last day lies before the first.",
            "Check both days; through is the last day that still counts.",
            id="a plan that ends before it begins",
        ),
        pytest.param(
            {"pack": MANIFEST.replace('"990199"', "990199")},
            ("pack.yaml", 3, "region"),
            "A text is expected here.",
            "Put the value in quotes.",
            id="a code without quotes",
        ),
        pytest.param(
            {"pack": MANIFEST + "base: {pack: bsae}\n"},
            ("pack.yaml", 6, "base.pack"),
            "The base pack bsae is not beside this one.",
            "Put its folder beside the folder of this pack.",
            id="a base that is not there",
        ),
        pytest.param(
            {"regions": REGIONS.replace("990100,虚市", "990000,虚市")},
            ("regions.csv", 3, "code"),
            "The code 990000 stands already in line 2.",
            "Keep one of the two.",
            id="a code twice",
        ),
        pytest.param(
            {"regions": REGIONS.replace("county", "contry")},
            ("regions.csv", 4, "level"),
            "contry is none of the words that may stand here.",
            "Did you mean county?",
            id="a level misspelt",
        ),
        pytest.param(
            {"regions": REGIONS.replace("样县,Sample,county,990100", "样县,Sample,county,990199")},
            ("regions.csv", 4, "parent"),
            "990199 cannot lie below 990199.",
            "The code of a parent begins the codes of all below it.",
            id="a region below itself",
        ),
        pytest.param(
            {"regions": REGIONS.replace("county,990100,2000-01-01", "county,990100,2000-13-01")},
            ("regions.csv", 4, "from"),
            "This is not a day.",
            "Write year, month and day: 2025-12-31.",
            id="a day that does not exist",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_remedy(changes, place, what, remedy):
    assert (*place, what, remedy) in problems(**changes)


def test_nothing_is_wrong_in_the_sample():
    assert problems() == []


def test_a_mistake_in_one_entry_does_not_make_references_to_it_wrong():
    spoiled = INDICATORS.replace("stock_or_flow: stock", "stock_or_flow: stok", 1)

    assert [(field, what) for _file, _line, field, what, _remedy in problems(indicators=spoiled)] == [
        ("talent_total.stock_or_flow", "stok is none of the words that may stand here.")
    ]


def test_a_base_that_changed_since_it_was_pinned_is_told():
    layout = LAYOUT
    base = check_pack(
        {"pack.yaml": b"pack: base\nnames: {zh: b, en: B}\nversion: '1'\nfrom_day: 2000-01-01\n"}, layout=layout
    )
    pinned = MANIFEST + f"base: {{pack: base, digest: {digest_of_pack(base)}}}\n"
    other = check_pack(
        {"pack.yaml": b"pack: base\nnames: {zh: b, en: B}\nversion: '2'\nfrom_day: 2000-01-01\n"}, layout=layout
    )

    assert check_pack(sample_files(pack=pinned), layout=layout, beside=[base]).problems == []
    [problem] = check_pack(sample_files(pack=pinned), layout=layout, beside=[other]).problems
    assert (problem.field, problem.line) == ("base.digest", 6)


def statistics(*rows):
    files = sample_files()
    files["plan/statistics.csv"] = "\n".join(["indicator,region,day,value,unit,source", *rows]).encode()
    found = check_pack(files, layout=LAYOUT).problems
    return [(problem.line, problem.field, str(problem.what)) for problem in found]


def test_wrong_cells_of_the_statistics_are_named_by_row_and_column():
    assert statistics(
        "talent_total,990199,2024-12-31,1100,人,县人社局年报",
        "talent_totl,990199,2024-12-31,1100,人,县人社局年报",
        "talent_total,990999,2025-12-31,1200,人,县人社局年报",
        "talent_total,990199,2025-06-31,1200,人,县人社局年报",
        'talent_total,990199,2025-12-31,"1,200",人,县人社局年报',
        "talent_total,990199,2026-06-30,1300,万人,",
        "talent_total,990199,2024-12-31,1100,人,县人社局年报",
        "talent_total,990199,2024-12-31",
    ) == [
        (3, "indicator", "No indicator is called talent_totl."),
        (4, "region", "The region 990999 is nowhere in the tree."),
        (5, "day", "This is not a day."),
        (6, "value", "1,200 is not a number."),
        (7, "source", "The field is empty."),
        (7, "unit", "The unit is 万人, that of talent_total is 人."),
        (8, "day", "Line 2 has a value of the same indicator, region and day."),
        (9, "", "The row has 3 cells, the heading 6."),
    ]


def written(folder, files):
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(folder)


def test_the_command_says_it_in_chinese_and_fails(tmp_path):
    folder = written(tmp_path / "sample", sample_files(indicators=INDICATORS.replace("talent_total", "人才", 1)))

    result = CliRunner().invoke(app, ["pack", "check", folder])

    assert result.exit_code == 1
    assert "plan/indicators/all.yaml:1  人才.id" in result.stdout
    assert "只能用小写字母" in result.stdout


def test_the_command_says_it_in_english_and_as_data(tmp_path):
    folder = written(tmp_path / "sample", sample_files(plan=PLAN.replace("id: talent_plan\n", "")))

    result = CliRunner().invoke(app, ["pack", "check", folder, "--lang", "en", "--json"])

    assert result.exit_code == 1
    assert json.loads(result.stdout)["problems"] == [
        {"file": "plan/plan.yaml", "line": 1, "field": "id", "what": "The field is missing.", "remedy": "Add it."}
    ]


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    result = CliRunner().invoke(app, ["pack", "check", str(tmp_path / "nowhere"), "--lang", "en"])

    assert result.exit_code == 2
    assert "There is no folder" in result.stderr
