"""A region with two counted indicators, on the registers of the base pack."""

from datetime import datetime

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import Actor
from bole.web.packs.kinds import LAYOUT
from bole.web.packs.services import load_pack
from tests.web.factories import base_pack
from tests.web.packs.samples import MANIFEST, sample_files

SOURCE = "source: {document: 样县人才发展规划}"
INDICATORS = f"""\
- id: masters
  name: {{zh: 硕士以上人才, en: Masters}}
  unit: 人
  stock_or_flow: stock
  measure: {{form: rule, rule: 'count(person, where=degree >= "硕士")'}}
  targets: [{{day: 2028-12-31, goal: {{form: number, value: 3}}, {SOURCE}}}]
- id: prizes
  name: {{zh: 奖金, en: Prizes}}
  unit: 万元
  stock_or_flow: flow
  measure: {{form: rule, rule: 'sum(honour.prize, since=date(year, 1, 1))'}}
  targets: [{{day: 2028-12-31, from_day: 2024-01-01, goal: {{form: number, value: 100}}, {SOURCE}}}]
"""


def load_counted(region: str, *, actor: Actor, base_at: datetime, now: datetime) -> None:
    """Load the base pack, and a pack of the region that counts two indicators from it."""
    base = base_pack()
    load_pack(pack=base, actor=actor, now=base_at)
    manifest = MANIFEST.replace("990199", region) + "base: {pack: base}\n"
    files = sample_files(pack=manifest, indicators=INDICATORS)
    load_pack(pack=check_pack(files, layout=LAYOUT, beside=[base]), actor=actor, now=now)
