"""The demo county: its document, its statistics, and the mistakes in both that are there on purpose."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

from bole.web.packs.folders import checked

FOLDER = Path(__file__).resolve().parents[2] / "packs" / "demo"
COUNTY = "990121"
LINES = (FOLDER / "plan" / "document.txt").read_text(encoding="utf-8").splitlines()


def rows():
    with (FOLDER / "plan" / "statistics.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def indicators():
    return {entry.name: entry.value for entry in checked(FOLDER).of_kind("indicator")}


def test_every_number_of_a_target_stands_on_the_line_it_is_said_to_stand_on():
    astray = []
    for indicator in indicators().values():
        for target in indicator.targets:
            if target.goal.form == "number":
                places = [target.source, *target.places]
                number = format(target.goal.value.normalize(), "f")
                astray += [(indicator.id, place.line) for place in places if number not in LINES[place.line - 1]]
    assert astray == []


def test_every_form_of_target_is_used():
    used = Counter(target.goal.form for indicator in indicators().values() for target in indicator.targets)

    assert set(used) == {"number", "range", "class", "direction", "series", "vector", "tolerance"}
    assert any(target.yearly for indicator in indicators().values() for target in indicator.targets)


def test_five_years_and_more_are_reported():
    days = {row["day"] for row in rows() if row["region"] == COUNTY}

    assert {f"{year}-12-31" for year in range(2019, 2026)} | {"2026-06-30"} == days


def town_gap(indicator, day):
    sums = defaultdict(int)
    for row in rows():
        if row["indicator"] == indicator and row["day"] == day:
            sums[row["region"] == COUNTY] += int(row["value"])
    return sums[True] - sums[False]


def test_the_towns_add_up_to_the_county_for_one_indicator_and_miss_three_people_for_another():
    assert town_gap("rural_practical", "2025-12-31") == 0
    assert town_gap("social_work", "2024-12-31") == 0
    assert town_gap("social_work", "2025-12-31") == 3


def test_what_the_readme_calls_a_mistake_is_printed_so():
    text = dict(enumerate(LINES, start=1))

    assert "16800" in text[38]
    assert 1200 + 1700 + 5000 + 5300 + 3000 + 500 == 16700
    assert "增长25%" in text[38]
    assert ("45家" in text[42], "\t42\t" in text[51]) == (True, True)
    assert "210\t200" in text[53]
    assert all(part in text[68] for part in ("50个", "20个", "15个", "10个"))
    assert ("5000人次" in text[76], "6000人次" in text[84]) == (True, True)
