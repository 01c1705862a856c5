"""A county that does not exist, its plan, and officers who work on it."""

from datetime import date

import pytest

from bole.web.accounts.actors import Role
from bole.web.packs.models import Region
from bole.web.plan.services.documents import open_document
from tests.web.factories import actor_for, make_user

COUNTY, TOWNS = "990121", {"990121101000": "青石镇", "990121102000": "南坪镇"}

PLAN_TEXT = """安河县“十四五”人才发展规划

一、发展基础

截至2020年底，全县人才资源总量达2万人，其中党政人才0.3万人、技能人才1.7万人。高技能人才占技能人才比例为20%。

二、发展目标

到2025年，全县人才资源总量达到3万人，高技能人才占技能人才比例达到30%。建成人才工作站10个。

“十四五”期间，引进博士40名。每年培训农村实用人才500人次。

表1：主要指标

指标\t单位\t2020年\t2025年
人才资源总量\t万人\t2\t3
技能人才\t万人\t1.7\t2.4
高技能人才占技能人才比例\t%\t20\t35
"""


@pytest.fixture
def region(db):
    day = date(2000, 1, 1)
    Region.objects.create(code="990100", name="安平市", name_en="Anping", level="prefecture", from_on=day)
    Region.objects.create(code=COUNTY, name="安河县", name_en="Anhe", level="county", parent="990100", from_on=day)
    for code, name in TOWNS.items():
        Region.objects.create(code=code, name=name, name_en=name, level="town", parent=COUNTY, from_on=day)
    return COUNTY


@pytest.fixture
def officer(region):
    return actor_for(make_user("officer", role=Role.OFFICE, region=COUNTY))


@pytest.fixture
def stranger(region):
    return actor_for(make_user("stranger", role=Role.OFFICE, region="990200"))


@pytest.fixture
def document(officer, today, now):
    return open_document(
        data=PLAN_TEXT.encode(), file_name="plan.txt", region=COUNTY, actor=officer, today=today, now=now
    )
