"""The pages as a browser asks for them: refusals in words, no trace, nobody where they do not belong."""

import io
from datetime import date

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile

from bole.domain.plan.definitions import Axis, Indicator, Member, Names, Plan
from bole.domain.shared.law import Source
from bole.web.accounts.actors import Role
from bole.web.packs.own_definitions import define
from bole.web.plan.models import Contradiction, Document, Observation, Proposal
from bole.web.plan.services.documents import open_document
from bole.web.plan.services.proposals import confirm_proposals
from bole.web.plan.services.statistics import check_statistics, commit_statistics
from tests.web.factories import PASSWORD, make_user
from tests.web.plan.conftest import COUNTY, PLAN_TEXT

SHEET = "指标,单位,2021年,2022年,2023年,来源\n人才资源总量,万人,2.2,2.4,2.7,县统计局\n"


@pytest.fixture
def browse(client, officer):
    def as_user(username="officer"):
        client.logout()
        client.post("/accounts/sign-in/", {"username": username, "password": PASSWORD})
        return client

    return as_user


@pytest.fixture
def english(browse):
    client = browse()
    client.post("/language/", {"language": "en", "next": "/"})
    return client


@pytest.fixture
def followed(document, officer, today, now):
    numbers = list(Proposal.objects.filter(document=document).values_list("number", flat=True))
    confirm_proposals(document_id=document.pk, numbers=numbers, actor=officer, today=today, now=now)
    batch = check_statistics(
        data=SHEET.encode(), file_name="v.csv", source="", region=COUNTY, actor=officer, today=today, now=now
    )
    commit_statistics(import_id=batch.pk, actor=officer, today=today, now=now)
    return document


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        pytest.param(b"", "plan.txt", "The file is empty", id="an empty file"),
        pytest.param(b"  \n ", "plan.txt", "no text", id="a file of blanks"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(200), "plan.png", "", id="a picture"),
        pytest.param(b"PK\x03\x04 broken", "plan.docx", "", id="a broken Word file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page(english, content, name, says):
    response = english.post("/plans/open/", {"region": COUNTY, "file": SimpleUploadedFile(name, content)})

    page = response.content.decode()
    assert response.status_code == 422
    assert 'class="error-summary"' in page
    assert says in page
    assert "Traceback" not in page
    assert not Document.objects.exists()


def test_a_region_that_is_not_ones_own_cannot_be_chosen(english):
    response = english.post(
        "/plans/open/", {"region": "990200", "file": SimpleUploadedFile("p.txt", PLAN_TEXT.encode())}
    )

    assert response.status_code == 422
    assert not Document.objects.exists()


def test_the_living_page_marks_figures_in_the_colour_of_their_status(english, followed):
    page = english.get(f"/plans/{followed.pk}/?day=2024-03-01").content.decode()

    assert 'class="fig fig-ahead"' in page
    assert 'class="fig fig-unknown"' in page
    assert 'class="fig fig-known"' in page
    assert "As of March 1, 2024" in page


def test_a_filter_keeps_the_text_and_takes_the_marks(english, followed):
    whole = english.get(f"/plans/{followed.pk}/?day=2024-03-01").content.decode()
    some = english.get(f"/plans/{followed.pk}/?day=2024-03-01&status=ahead").content.decode()

    assert whole.count("fig-off") == 0
    assert some.count("fig-off") > 3
    assert "figures are marked" in some
    assert "发展基础" in some


def test_a_panel_and_a_page_say_the_same_of_a_figure(english, followed):
    address = f"/plans/{followed.pk}/figures/0/?day=2024-03-01"
    panel = english.get(address, headers={"HX-Request": "true"}).content.decode()
    page = english.get(address).content.decode()

    assert "<html" not in panel
    assert "<html" in page
    for said in ("27,000", "县统计局", "Every value ever reported", "30,000"):
        assert said in panel
        assert said in page


def test_a_chart_is_an_image_that_may_be_kept_for_a_while(english, followed):
    response = english.get(f"/plans/{followed.pk}/figures/0/chart.svg?day=2024-03-01")

    assert response["Content-Type"] == "image/svg+xml"
    assert b"27,000" in response.content
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["figures/9999/", "figures/9999/chart.svg", "?figure=9999", "contradictions/99/"])
def test_what_the_document_does_not_have_is_not_there(english, followed, address):
    where = f"/plans/{followed.pk}/{address}"
    response = english.post(where, {"state": "open"}) if address.startswith("contradictions") else english.get(where)

    assert response.status_code == 404


@pytest.mark.parametrize("address", ["?day=yesterday", "?figure=x", "?status=none", "?section=九", "changes/?from=x"])
def test_an_address_that_asks_nonsense_is_answered_as_if_it_had_not(english, followed, address):
    assert english.get(f"/plans/{followed.pk}/{address}").status_code == 200


def test_confirming_nothing_says_so_and_changes_nothing(english, document):
    page = english.post(f"/plans/{document.pk}/proposals/", {"act": "confirm"}, follow=True).content.decode()

    assert "Nothing was chosen" in page
    assert not Proposal.objects.filter(state="confirmed").exists()


def test_a_sheet_with_wrong_cells_lists_them_all_and_hands_the_sheet_back(english, followed):
    wrong = "指标,单位,2021年,2022年,来源\n人才资源总量,万人,两万,-x,局\n没有的指标,个,1,2,局\n博士,名,8,9,局\n"
    response = english.post(
        "/plans/statistics/", {"region": COUNTY, "file": SimpleUploadedFile("w.csv", wrong.encode())}, follow=True
    )
    page = response.content.decode()
    marked = english.get(response.redirect_chain[-1][0] + "marked.xlsx")

    assert page.count("<tr><td>") >= 3
    assert "没有的指标" in page
    assert marked.content[:2] == b"PK"
    assert marked.headers["Content-Disposition"] == 'attachment; filename="w-marked.xlsx"'


def test_the_template_has_a_row_for_each_indicator(english, followed, today):
    response = english.get(f"/plans/statistics/template.xlsx?region={COUNTY}")

    book = python_calamine.load_workbook(io.BytesIO(response.content))
    headings = book.get_sheet_by_index(0).to_python()[0]
    assert book.sheet_names == ["Statistics"]
    assert f"{today.year - 1}年" in headings
    assert f"{today.year}年" not in headings
    assert response.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response.headers["Content-Disposition"].endswith("-statistics-template.xlsx")
    assert english.get("/plans/statistics/template.xlsx?region=990200").status_code == 404


def test_a_next_version_shows_what_changed(english, followed, officer, today, now):
    later = open_document(
        data=PLAN_TEXT.replace("40名", "50名").encode(),
        file_name="2.txt",
        region=COUNTY,
        actor=officer,
        today=today,
        now=now,
    )
    page = english.get(f"/plans/{later.pk}/changes/").content.decode()

    assert "<mark>40名</mark>" in page
    assert "<mark>50名</mark>" in page


def test_a_withdrawn_value_is_told_with_its_reason(english, followed):
    row = Observation.objects.order_by("-day").first()
    english.post(f"/plans/observations/{row.pk}/withdraw/", {"because": "重复计数"})

    page = english.get(f"/plans/{followed.pk}/figures/0/").content.decode()
    assert "重复计数" in page


@pytest.mark.parametrize(
    "address", ["", "contradictions/", "proposals/", "changes/", "figures/0/", "figures/0/chart.svg", "file/"]
)
def test_a_stranger_finds_nothing(browse, followed, stranger, address):
    assert browse("stranger").get(f"/plans/{followed.pk}/{address}").status_code == 404


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        pytest.param(Role.LEADER, "", 200, id="a leader reads the living plan"),
        pytest.param(Role.LEADER, "proposals/", 404, id="and decides no proposals"),
        pytest.param(Role.DEPARTMENT, "figures/0/", 200, id="a department reads a figure"),
        pytest.param(Role.AUDITOR, "contradictions/", 200, id="an auditor reads contradictions"),
        pytest.param(Role.TALENT, "", 404, id="a talent finds no plan here"),
    ],
)
def test_roles_see_what_is_theirs(browse, followed, role, address, status):
    make_user("somebody", role=role, region=COUNTY)
    assert browse("somebody").get(f"/plans/{followed.pk}/{address}").status_code == status


def test_the_desk_says_what_waits_and_where_plans_stand(english, followed):
    page = english.get("/").content.decode()

    assert "Waits for you" in page
    assert followed.title in page


@pytest.mark.parametrize(("role", "says"), [(Role.TALENT, "own file"), (Role.EMPLOYER, "people you employ")])
def test_the_desk_leads_people_and_employers_to_what_is_theirs(browse, region, role, says):
    make_user("somebody", role=role, region=COUNTY)
    client = browse("somebody")
    client.post("/language/", {"language": "en", "next": "/"})

    page = client.get("/").content.decode()

    assert says in page
    assert "nothing in it yet" not in page


@pytest.mark.parametrize("role", [Role.EXPERT, Role.WINDOW])
def test_the_desk_tells_other_roles_the_truth(browse, region, role):
    make_user("somebody", role=role, region=COUNTY)
    client = browse("somebody")
    client.post("/language/", {"language": "en", "next": "/"})

    assert "nothing in it yet that your role works with" in client.get("/").content.decode()


def test_the_page_asks_the_database_no_more_for_more_figures(
    english, followed, officer, today, now, django_assert_max_num_queries
):
    with django_assert_max_num_queries(24) as few:
        english.get(f"/plans/{followed.pk}/")
    more = "".join(f"到2025年，第{number}类人才达到{number * 37}人。\n\n" for number in range(1, 40))
    bigger = open_document(
        data=(PLAN_TEXT + more).encode(), file_name="3.txt", region=COUNTY, actor=officer, today=today, now=now
    )
    numbers = list(Proposal.objects.filter(document=bigger).values_list("number", flat=True))
    confirm_proposals(document_id=bigger.pk, numbers=numbers, actor=officer, today=today, now=now)
    with django_assert_max_num_queries(len(few.captured_queries) + 2):
        english.get(f"/plans/{bigger.pk}/")


def test_towns_that_do_not_add_up_to_the_county_say_by_how_much(english, followed, officer, today, now):
    towns = "指标,地区,年度,数值,单位,来源\n人才资源总量,青石镇,2023,1.2,万人,镇统计站\n人才资源总量,南坪镇,2023,1.4,万人,镇统计站\n"
    batch = check_statistics(
        data=towns.encode(), file_name="towns.csv", source="", region=COUNTY, actor=officer, today=today, now=now
    )
    commit_statistics(import_id=batch.pk, actor=officer, today=today, now=now)

    page = english.get(f"/plans/{followed.pk}/figures/0/?day=2024-03-01").content.decode()

    assert batch.errors == []
    assert "The parts come to 26,000 人, 1,000 less than the total of 27,000." in page


def test_what_towns_delivered_over_the_years_is_held_against_what_the_county_delivered(
    english, followed, officer, today, now
):
    quota = next(
        one for one in Proposal.objects.filter(document=followed, kind="quota") if "40" in str(one.indicator["targets"])
    )
    sheet = (
        "指标,地区,单位,2021年,2022年,来源\n"
        f"{quota.name},安河县,{quota.unit},15,10,县人社局\n"
        f"{quota.name},青石镇,{quota.unit},9,4,镇政府\n"
        f"{quota.name},南坪镇,{quota.unit},6,6,镇政府\n"
    )
    batch = check_statistics(
        data=sheet.encode(), file_name="q.csv", source="", region=COUNTY, actor=officer, today=today, now=now
    )
    commit_statistics(import_id=batch.pk, actor=officer, today=today, now=now)

    page = english.get(f"/plans/{followed.pk}/figures/{quota.ties[0][0]}/?day=2023-03-01").content.decode()

    assert batch.errors == []
    assert f"The parts add up to 25 {quota.unit}." in page


def test_what_an_indicator_is_counted_across_stands_there_in_the_words_of_the_plan(
    english, followed, officer, today, now
):
    row = Proposal.objects.filter(document=followed).exclude(indicator=None).order_by("number").first()
    known = Indicator.model_validate(row.indicator)
    members = tuple(Member(id=name, name=Names(zh=word)) for name, word in {"red": "红队", "blue": "蓝队"}.items())
    plan = Plan(
        id="cut_plan",
        title="安河县另一规划",
        from_day=date(2020, 1, 1),
        through=date(2025, 12, 31),
        axes=(Axis(id="team", name=Names(zh="队伍"), members=members),),
        source=Source(document="安河县另一规划"),
    )
    cut = known.model_copy(update={"axes": {"team": "red"}, "parent": f"{COUNTY}/{known.id}"})
    for kind, value in {"plan": plan, "indicator": cut}.items():
        define(
            kind=kind, value=value, region=COUNTY, from_on=date(2020, 12, 31), actor=officer, today=now.date(), now=now
        )

    page = english.get(f"/plans/{followed.pk}/figures/{row.ties[0][0]}/?day={now.date()}").content.decode()

    assert "队伍: 红队" in page
    assert f'<a href="/definitions/{COUNTY}/indicator/{known.id}/">{known.name.zh}</a>' in page


@pytest.mark.parametrize("note", ["", "   "])
def test_nothing_is_explained_without_an_explanation(english, followed, note):
    address = f"/plans/{followed.pk}/contradictions/1/"

    refused = english.post(address, {"state": "explained", "note": note})

    assert refused.status_code == 400
    assert "Explanation: write why" in refused.content.decode()
    assert Contradiction.objects.get(document=followed, number=1).state == "open"

    english.post(address, {"state": "explained", "note": "表中含乡镇"})
    assert Contradiction.objects.get(document=followed, number=1).state == "explained"


def test_a_duty_of_nobody_is_not_ticked_and_its_day_is_no_target(english, document):
    Proposal.objects.filter(document=document).update(
        kind="duty", lead_unit="", until=date(2025, 12, 31), indicator=None, confidence=1, notes=[]
    )

    page = english.get(f"/plans/{document.pk}/proposals/").content.decode()

    assert " checked" not in page
    assert "to be done by" in page


def test_a_target_missed_on_its_day_says_so(english, followed, officer, today, now):
    sheet = "指标,单位,2025年,来源\n人才资源总量,万人,2.8,县统计局\n".encode()
    batch = check_statistics(
        data=sheet, file_name="v.csv", source="", region=COUNTY, actor=officer, today=date(2026, 3, 1), now=now
    )
    commit_statistics(import_id=batch.pk, actor=officer, today=date(2026, 3, 1), now=now)

    assert "not reached by its day" in english.get(f"/plans/{followed.pk}/?day=2026-03-01").content.decode()
    assert "not reached by its day" not in english.get(f"/plans/{followed.pk}/?day=2025-03-01").content.decode()
