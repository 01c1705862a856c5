from datetime import UTC, datetime

import pytest

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import Role, service_actor
from bole.web.packs import services
from bole.web.packs.kinds import LAYOUT
from tests.web.factories import make_user
from tests.web.packs.samples import INDICATORS, MANIFEST, PLAN, sample_files

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
TOTAL = "/definitions/990199/indicator/talent_total/"


def load(**changes):
    pack = check_pack(sample_files(**changes), layout=LAYOUT)
    services.load_pack(pack=pack, actor=service_actor("test"), now=NOW)


@pytest.fixture
def leader(client):
    client.force_login(make_user("leader", role=Role.LEADER, region="990199"))
    client.post("/language/", {"language": "en"})
    return client


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_shows_what_holds_and_where_it_comes_from(leader):
    load()

    text = page(leader, "/definitions/")

    assert "Talent in total" in text
    assert "sample 1" in text
    assert "4 definitions" in text


def test_the_list_is_searched_in_either_language(leader):
    load()

    text = page(leader, "/definitions/?q=高技能")

    assert "Skilled talent" in text
    assert "Talent in total" not in text


def test_the_list_is_narrowed_to_a_kind(leader):
    load()

    text = page(leader, "/definitions/?kind=plan")

    assert "样县人才发展规划" in text
    assert "Skilled talent" not in text


def test_before_any_pack_the_list_says_what_to_do(leader):
    assert "No pack is loaded yet." in page(leader, "/definitions/")


def test_a_definition_is_told_in_words_with_its_source(leader):
    load()

    text = page(leader, TOTAL)

    assert "at least 1500 人" in text
    assert "样县人才发展规划, 二, line 12" in text
    assert "a level on a day" in text


def test_an_earlier_version_stays_readable_under_its_digest(leader):
    load()
    load(pack=MANIFEST.replace('"1"', '"2"').replace("2024", "2025"), indicators=INDICATORS.replace("1500", "1600"))

    text = page(leader, TOTAL)
    assert "at least 1600 人" in text
    older = next(part.split('"')[0] for part in text.split("?version=")[1:] if "superseded" in part.split("</tr>")[0])

    assert "at least 1500 人" in page(leader, f"{TOTAL}?version={older}")


def test_the_region_tree_shows_the_codes(leader):
    load()

    text = page(leader, "/definitions/regions/")

    assert "990199" in text
    assert "Nowhere City" in text


@pytest.mark.parametrize("address", ["/definitions/990199/indicator/nothing/", f"{TOTAL}?version=abc"])
def test_what_is_not_there_is_not_found(leader, address):
    load()

    assert leader.get(address).status_code == 404


def test_a_foreign_office_finds_nothing(client):
    load()
    client.force_login(make_user("foreign", role=Role.LEADER, region="990200"))

    assert client.get(TOTAL).status_code == 404
    assert "talent_total" not in page(client, "/definitions/")
    assert "990199" not in page(client, "/definitions/regions/")


@pytest.mark.parametrize("address", ["/definitions/", "/definitions/regions/", TOTAL])
def test_a_role_that_reads_no_definitions_finds_no_such_page(client, address):
    load()
    client.force_login(make_user("employer", role=Role.EMPLOYER, region="990199"))

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("definitions", [1, 3])
def test_the_list_asks_the_database_the_same_for_any_number(leader, django_assert_num_queries, definitions):
    more = "".join(
        INDICATORS.split("- id: skilled")[0].replace("talent_total", f"more_{n}") for n in range(definitions)
    )
    load(indicators=INDICATORS + more)
    leader.get("/definitions/")

    with django_assert_num_queries(8):
        leader.get("/definitions/")


AXES = """\
axes:
  - id: team
    name: {zh: 六支队伍, en: Six teams}
    members:
      - {id: skilled, name: {zh: 高技能人才, en: Skilled people}}
      - {id: rural, name: {zh: 农村实用人才, en: Rural people}}
"""
REFERRING = """\
- id: skilled_rural
  name: {zh: 农村高技能人才, en: Skilled rural talent}
  unit: 人
  stock_or_flow: stock
  parent: 990199/talent_total
  axes: {team: skilled}
  measure: {source: 县人社局年报}
  targets:
    - day: 2028-12-31
      goal: {form: series, comparator: ">=", indicator: skilled}
      source: {document: 样县人才发展规划, place: 二, line: 14}
"""


def test_what_a_definition_refers_to_stands_there_by_name(leader):
    load(indicators=INDICATORS + REFERRING, plan=PLAN + AXES)

    text = page(leader, "/definitions/990199/indicator/skilled_rural/")
    shown, _yaml, _rest = text.partition("As it stands in a pack")

    assert '<a href="/definitions/990199/indicator/skilled/">at least Skilled talent</a>' in shown
    assert f'<a href="{TOTAL}">Talent in total</a>' in shown
    assert "<dt>Six teams</dt><dd>Skilled people</dd>" in shown
    assert f'<a href="{TOTAL}">Talent in total</a>' in page(leader, "/definitions/990199/indicator/skilled/")
