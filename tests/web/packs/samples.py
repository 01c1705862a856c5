"""A small pack of a county that does not exist, and a way to spoil it."""

MANIFEST = """\
pack: sample
names: {zh: 样县, en: Sample}
region: "990199"
version: "1"
from_day: 2024-01-01
"""

REGIONS = """\
code,name,name_en,level,parent,from,through
990000,虚省,Nowhere,province,,2000-01-01,
990100,虚市,Nowhere City,prefecture,990000,2000-01-01,
990199,样县,Sample,county,990100,2000-01-01,
"""

PLAN = """\
id: talent_plan
title: 样县人才发展规划
from_day: 2024-01-01
through: 2028-12-31
source: {document: 样县人才发展规划}
"""

INDICATORS = """\
- id: talent_total
  name: {zh: 人才总量, en: Talent in total}
  unit: 人
  stock_or_flow: stock
  measure: {source: 县人社局年报}
  baseline: {day: 2023-12-31, value: 1000, source: {document: 样县人才发展规划, place: 二, line: 12}}
  targets:
    - day: 2028-12-31
      goal: {form: number, comparator: ">=", value: 1500}
      source: {document: 样县人才发展规划, place: 二, line: 12}
- id: skilled
  name: {zh: 高技能人才, en: Skilled talent}
  unit: 人
  stock_or_flow: stock
  part_of: talent_total
  measure: {source: 县人社局年报}
  targets:
    - day: 2028-12-31
      goal: {form: number, comparator: "~", value: 300}
      source: {document: 样县人才发展规划, place: 二, line: 13}
"""


def sample_files(**changes: str) -> dict[str, bytes]:
    """Return the files of the sample; a change is named by its file without its ending."""
    texts = {
        "pack.yaml": changes.get("pack", MANIFEST),
        "regions.csv": changes.get("regions", REGIONS),
        "plan/plan.yaml": changes.get("plan", PLAN),
        "plan/indicators/all.yaml": changes.get("indicators", INDICATORS),
    }
    return {name: text.encode() for name, text in texts.items()}
