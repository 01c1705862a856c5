"""How long the server needs for the living page of a plan with 240 figures, each followed and with five years of values.

The plan is made here, so that the script needs nothing but the product. Times are those of the whole request inside the
server, from the first middleware to the last byte of the page. The promise is about the median; the processor's own time
stands beside it, since a neighbour on the machine lengthens the one and not the other.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
PROMISED_MS = 200
FIGURES = 240
REGION = "990121"
FIELDS = ("教育", "卫生", "农业", "制造", "文旅", "科技", "社工", "工程", "法律", "金融", "物流", "数字")


def make_plan(figures: int) -> str:
    """Return a plan that promises so many numbers, half in sentences and half in a table."""
    in_text, in_table = figures // 2, figures - figures // 2
    lines = ["安河县“十四五”人才发展规划", "", "一、主要目标", ""]
    for start in range(0, in_text, 4):
        promised = [f"{thing(number)}达到{100 + number * 7}人" for number in range(start, min(start + 4, in_text))]
        lines += [f"到2025年，{'，'.join(promised)}。", ""]
    lines += ["表1：主要指标", "", "指标\t单位\t2025年"]
    lines += [f"{thing(number)}\t人\t{300 + number * 11}" for number in range(in_text, in_text + in_table)]
    return "\n".join(lines) + "\n"


def thing(number: int) -> str:
    return f"{FIELDS[number % len(FIELDS)]}{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'[number // len(FIELDS)]}类人才"


def prepare(figures: int) -> str:
    """Open the plan, confirm all of it, import five years, and return the address of its living page."""
    from datetime import date

    from bole.web.accounts.actors import Role, service_actor
    from bole.web.accounts.services import grant_role, open_account
    from bole.web.base.clock import now, today
    from bole.web.packs.models import Region
    from bole.web.plan.models import Proposal
    from bole.web.plan.queries.indicators import indicator_names
    from bole.web.plan.services.documents import open_document
    from bole.web.plan.services.proposals import confirm_proposals
    from bole.web.plan.services.statistics import check_statistics, commit_statistics

    actor = service_actor("bench")
    Region.objects.create(code=REGION, name="安河县", name_en="Anhe", level="county", from_on=date(2000, 1, 1))
    user = open_account(username="bench", name="bench", password=PASSWORD, actor=actor, region=REGION, now=now())
    grant_role(user=user, role=Role.OFFICE, region=REGION, actor=actor, today=today(), now=now())
    terms = {"actor": actor, "today": today(), "now": now()}
    document = open_document(data=make_plan(figures).encode(), file_name="plan.txt", region=REGION, **terms)
    numbers = list(Proposal.objects.filter(document=document).values_list("number", flat=True))
    confirm_proposals(document_id=document.pk, numbers=numbers, **terms)
    sheet = ["指标,单位,2020年,2021年,2022年,2023年,2024年,来源"]
    for place, name in enumerate(indicator_names(REGION, day=today())):
        sheet.append(",".join([name.name, "人", *(str(50 + place * step) for step in range(1, 6)), "统计局"]))
    checked = check_statistics(data="\n".join(sheet).encode(), file_name="v.csv", source="", region=REGION, **terms)
    commit_statistics(import_id=checked.pk, **terms)
    return f"/plans/{document.pk}/"


PASSWORD = "a-long-bench-password"  # noqa: S105 — of a user that lives as long as this script


def measure(address: str, rounds: int) -> dict[str, object]:
    from django.test import Client

    client = Client()
    client.post("/accounts/sign-in/", {"username": "bench", "password": PASSWORD})
    times, busy, page = [], [], b""
    for _ in range(rounds + 1):
        began, worked = time.perf_counter(), time.process_time()
        response = client.get(address)
        times.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - worked) * 1000)
        assert response.status_code == 200
        page = response.content
    warm = sorted(times[1:])
    return {
        "figures": page.count(b'class="fig fig-') - 1,  # one stands in the legend
        "first_ms": round(times[0]),
        "median_ms": round(statistics.median(warm)),
        "slowest_ms": round(warm[-1]),
        "median_processor_ms": round(statistics.median(busy[1:])),
        "page_kb": round(len(page) / 1024),
        "promised_ms": PROMISED_MS,
        "kept": statistics.median(warm) <= PROMISED_MS,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the JSON object alone")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--figures", type=int, default=FIGURES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"BOLE_DATA": folder, "BOLE_SECOND_FACTOR": "off", "BOLE_HOSTS": "testserver"}
        os.environ.pop("BOLE_DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "bole.web.settings.default"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        found = measure(prepare(asked.figures), asked.rounds)
    if not asked.json:
        print(
            f"{found['figures']} figures: median {found['median_ms']} ms, slowest {found['slowest_ms']} ms of {PROMISED_MS} ms"
        )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
