"""The editor of indicators: choices and text follow each other, everything wrong is said at its place, nothing is lost."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from lxml.html import document_fromstring

from bole.web.accounts.actors import Role, service_actor
from bole.web.packs.drafts import save_draft, start_draft
from bole.web.packs.models import Definition, Draft
from bole.web.plan.models import Tie
from bole.web.plan.services.documents import open_document
from bole.web.plan.services.measurements import measure_region
from bole.web.registers.services import write_record
from tests.web.factories import make_user
from tests.web.plan.counted_pack import load_counted

REGION = "990199"
NEW = f"/plans/indicators/new/?region={REGION}"
pytestmark = pytest.mark.django_db


def signed_in(name, *, role=Role.OFFICE, region=REGION):
    client = Client()
    client.force_login(make_user(name, role=role, region=region))
    return client


@pytest.fixture(autouse=True)
def a_day_in_november(monkeypatch):
    """Where a promise stands depends on the day: the tests have theirs."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 20, 3, 0, tzinfo=UTC))


@pytest.fixture
def county(db, system, now):
    load_counted(REGION, actor=system, base_at=datetime(2024, 1, 2, tzinfo=UTC), now=now)
    people = [("硕士", "女性"), ("博士", "男性"), ("学士", "男性"), (None, "女性")]
    for place, (degree, gender) in enumerate(people):
        values = {"gender": gender} | ({"degree": degree} if degree else {})
        write_record(
            register="person", values=values, actor=system, region=REGION, from_on=date(2024, 2, 1),
            source="县人社局", now=now + timedelta(minutes=place),
        )  # fmt: skip


@pytest.fixture
def officer(county):
    return signed_in("officer")


@pytest.fixture
def second(county):
    return signed_in("second")


PART = re.compile(r"([a-z0-9]+)?((?:[.#:\[][^.#:\[\s]+)*)")


def as_xpath(selector):
    """Return the XPath of a plain CSS selector: names, classes, ids, attributes, the first child, one inside another."""
    path = ""
    for part in selector.split():
        name, rest = PART.fullmatch(part).groups()
        path += f"//{name or '*'}"
        for one in re.findall(r"\[[^\]]+\]|[.#:][\w-]+", rest):
            if one[0] == ".":
                path += f"[contains(concat(' ', @class, ' '), ' {one[1:]} ')]"
            elif one[0] == "#":
                path += f"[@id='{one[1:]}']"
            elif one == ":first-child":
                path += "[not(preceding-sibling::*)]"
            else:
                attribute, value = one[1:-1].split("^=")
                path += f"[starts-with(@{attribute}, {value})]"
    return path


class Page:
    """A page as a browser holds it: the fields of its editor, changed and sent with a button."""

    def __init__(self, client, response):
        self.client, self.response = client, response
        self.html = document_fromstring(response.content.decode())

    @property
    def form(self):
        return next(form for form in self.html.forms if "editor" in form.get("class", ""))

    @property
    def fields(self):
        found = {}
        for name, value in self.form.form_values():
            found.setdefault(name, []).append(value)
        return found

    def field(self, name):
        return self.fields[name][0]

    def all(self, selector):
        return self.html.xpath(as_xpath(selector))

    def text_of(self, selector):
        return [" ".join(node.text_content().split()) for node in self.all(selector)]

    def send(self, do, **changes):
        fields = self.fields | {name.replace("__", "-"): value for name, value in changes.items()} | {"do": do}
        response = self.client.post(self.form.get("action"), fields)
        while response.status_code == 302:
            response = self.client.get(response["Location"])
        return Page(self.client, response)


def opened(client, address=NEW):
    return Page(client, client.get(address))


def with_condition(page, path, operator=None, values=None, name="r0-over-where", place=0):
    """Add a condition by choosing its parts one after the other, as somebody does."""
    page = page.send(f"add-condition:{name}").send("try", **{f"{name}-{place}-path": path})
    if operator:
        page = page.send("try", **{f"{name}-{place}-operator": operator})
    return page.send("try", **{f"{name}-{place}-values": values}) if values else page


def test_choosing_a_condition_writes_the_rule_and_counts_it(officer):
    page = with_condition(opened(officer), "degree", "at_least", "master")

    assert page.field("r0-text") == 'count(person, where=degree >= "硕士")'
    assert page.text_of(".trial-value") == ["2"]
    # Two surely; of one more it cannot be told, because the degree is missing on one.
    assert re.findall(r"\d+", page.text_of(".trial li")[0]) == ["2", "1", "1"]
    [words] = page.text_of(".rule-words")
    assert "学位" in words
    assert "硕士" in words


def test_editing_the_text_moves_the_choices(officer):
    page = opened(officer).send("try", **{"r0-text": 'count(person, where=gender == "女性" or not is_full_time)'})

    assert page.field("r0-over-where-join") == "any"
    assert [page.field(f"r0-over-where-{place}-path") for place in (0, 1)] == ["gender", "is_full_time"]
    assert page.field("r0-over-where-0-values") == "female"
    assert page.field("r0-over-where-1-operator") == "holds_not"


def test_a_text_that_says_more_than_choosing_stays_as_it_is(officer):
    text = "count(person) + count(organisation)"
    page = opened(officer).send("try", **{"r0-text": text})

    assert page.field("r0-text") == text
    assert (len(page.all(".beyond")), page.all(".choices")) == (1, [])
    assert page.text_of(".trial-value") == ["4"]
    again = page.send("choose:r0")
    assert again.field("r0-text") == "count(person)"


def test_an_error_in_the_text_is_marked_where_it_stands_and_the_choices_are_kept(officer):
    page = with_condition(opened(officer), "degree", "at_least", "master")
    page = page.send("try", **{"r0-text": 'count(person, where=degre >= "硕士" and level == "Z")'})

    assert page.text_of(".excerpt mark") == ["degre", '"Z"']
    assert "degree" in page.text_of(".rule-problems li")[0]
    assert page.field("r0-over-where-0-path") == "degree"
    assert page.text_of(".trial-value") == []
    mended = page.send("try", **{"r0-text": 'count(person, where=degree == "博士")'})
    assert (mended.field("r0-over-where-0-operator"), mended.text_of(".trial-value")) == ("is", ["1"])


def test_unfinished_choices_say_what_is_missing_and_leave_the_text_alone(officer):
    page = with_condition(opened(officer), "degree", "at_least", "master").send("add-condition:r0-over-where")

    assert page.field("r0-text") == 'count(person, where=degree >= "硕士")'
    assert len(page.text_of(".gap")) == 1
    assert page.all(".findings .doubt")
    again = page.send("remove:r0-over-where-1")
    assert again.text_of(".gap") == []


def test_another_field_does_not_keep_the_value_of_the_one_before(officer):
    page = with_condition(opened(officer), "degree", "at_least", "master")
    page = page.send("try", **{"r0-over-where-0-path": "graduated_on"})

    assert (page.field("r0-over-where-0-operator"), page.field("r0-over-where-0-values")) == ("at_least", "")


def test_a_record_elsewhere_and_a_group_are_chosen_with_conditions_of_their_own(officer):
    page = opened(officer).send("add-has:r0-over-where").send("try", **{"r0-over-where-0-register": "honour.person"})
    page = with_condition(page, "grade", "is", "nation", name="r0-over-where-0-where")
    page = page.send("try", **{"r0-over-where-0-period-days": "last", "r0-over-where-0-period-amount": "５"})
    page = page.send("try", **{"r0-over-where-0-period-amount": "５"}).send("add-group:r0-over-where")
    page = page.send("try", **{"r0-over-where-1-0-path": "birth_date:age", "r0-over-where-1-1-path": "is_full_time"})
    page = page.send("try", **{"r0-over-where-1-0-operator": "between"})
    page = page.send("try", **{"r0-over-where-1-0-values": ["18", "45"]})

    assert page.field("r0-text") == (
        'count(person, where=exists(honour, where=grade == "国家级", since=add_years(day, -5))'
        " and (18 <= age(day) <= 45 or is_full_time))"
    )


def test_every_form_of_figure_can_be_chosen(officer):
    page = opened(officer).send("try", **{"r0-form": "sum", "r0-over-register": "honour"})
    page = page.send("try", **{"r0-over-path": "prize", "r0-over-period-days": "this_year"})
    assert page.field("r0-text") == "sum(honour.prize, since=date(year, 1, 1))"

    page = page.send("try", **{"r0-form": "average"})
    assert page.field("r0-text").startswith("sum(honour.prize, since=date(year, 1, 1)) / count(honour")

    page = opened(officer).send("try", **{"r0-form": "share"})
    page = with_condition(page, "gender", "one_of", ["female", "male"], name="r0-of")
    assert page.field("r0-text") == 'share(person, of=gender in ["女性", "男性"])'

    page = opened(officer).send("try", **{"r0-form": "quotient"})
    page = page.send("try", **{"r0-under-register": "organisation", "r0-factor": "10,000"})
    assert page.field("r0-text") == "count(person) * 10000 / count(organisation)"


def filled(page, **more):
    fields = {"name_zh": "女性人才", "unit": "人", "lead_unit": "县委组织部"}
    return page.send("add-target", **(fields | more))


def targeted(page):
    return page.send(
        "try",
        **{"t0-value": "1,200", "t0-day": "2028-12-31", "t0-document": "样县人才发展规划", "t0-place": "二/（三）"},
    )


def test_a_new_indicator_is_drafted_offered_and_released_by_a_second_person(officer, second):
    page = targeted(filled(with_condition(opened(officer), "gender", "is", "female")))
    offered = page.send("offer")

    draft = Draft.objects.get()
    assert (draft.state, draft.body["targets"][0]["goal"]["value"]) == ("offered", "1200")
    assert draft.body["measure"] == {"form": "rule", "rule": 'count(person, where=gender == "女性")'}
    own = offered.response
    assert own.status_code == 200
    assert 'value="release"' not in own.content.decode()

    address = reverse("plan:release_indicator", args=[draft.pk])
    shown = Page(second, second.get(address))
    assert "2" in shown.text_of(".difference-rows td.worth")[1]
    assert len(shown.text_of(".status")) == 1
    terms = {"act": "release", "revision": draft.revision, "from_on": localdate().isoformat()}
    assert second.post(address, terms).status_code == 302
    assert Definition.objects.filter(kind="indicator", name=draft.name, until=None).exists()


def test_the_same_person_cannot_release_what_they_offered(officer):
    targeted(filled(opened(officer))).send("offer")
    draft = Draft.objects.get()
    terms = {"act": "release", "revision": draft.revision, "from_on": "2026-12-01"}
    response = officer.post(reverse("plan:release_indicator", args=[draft.pk]), terms)

    assert response.status_code == 409
    assert not Definition.objects.filter(name=draft.name).exists()


def test_everything_wrong_is_said_at_once_at_its_place_and_nothing_is_lost(officer):
    page = targeted(filled(opened(officer), name_zh="", unit="万元"))
    page = page.send("add-target")
    page = page.send("try", **{"t1-value": "lots", "t1-day": "2028-12-31", "r0-text": "count(persn)"})
    page = page.send("offer")

    assert Draft.objects.get().state == "editing"
    marked = {node.get("href")[1:] for node in page.all(".error-summary a")}
    assert {"name_zh", "t1-value"} <= marked
    assert page.text_of(".excerpt mark") == ["persn"]
    assert (page.field("t1-value"), page.field("lead_unit"), page.field("unit")) == ("lots", "县委组织部", "万元")
    assert page.html.get_element_by_id("name_zh").getparent().get("class") == "field field-wrong"

    page = page.send("offer", name_zh="女性人才", **{"t1-value": "1300", "r0-text": "count(person)"})
    marked = [node.get("href")[1:] for node in page.all(".error-summary a")]
    assert sorted(set(marked)) == ["r0-text", "t1-day"]  # the unit does not fit the rule; two targets of one day
    assert page.field("t1-value") == "1300"


def test_choices_that_are_not_finished_are_told_when_the_draft_is_saved(officer):
    page = filled(opened(officer)).send("save").send("add-condition:r0-over-where")
    saved = page.send("save", name_en="Women")

    assert saved.response.status_code == 422
    assert saved.text_of(".condition") != []
    assert Draft.objects.get().body["name"]["en"] == "Women"
    assert [node.get("href") for node in saved.all(".error-summary a")] == [
        "#t0-day", "#t0-value", "#r0-over-where-0-path"
    ]  # fmt: skip


def test_who_saves_an_older_revision_is_told_and_keeps_what_was_typed(officer, second):
    mine = filled(opened(officer)).send("save")
    theirs = opened(second, mine.form.get("action"))
    mine.send("save", name_zh="高技能人才")
    late = theirs.send("save", name_zh="女性高层次人才")

    assert late.response.status_code == 409
    assert late.field("name_zh") == "女性高层次人才"
    assert Draft.objects.get().body["name"]["zh"] == "高技能人才"
    again = late.send("save")
    assert again.response.status_code == 200
    assert Draft.objects.get().body["name"]["zh"] == "女性高层次人才"


def test_a_draft_of_another_region_does_not_exist(officer, county):
    page = filled(opened(officer)).send("save")
    stranger = signed_in("stranger", region="990200")

    assert stranger.get(page.form.get("action")).status_code == 404
    assert stranger.get(reverse("plan:release_indicator", args=[Draft.objects.get().pk])).status_code == 404
    assert stranger.get("/plans/indicators/", {"region": REGION}).status_code == 404
    assert stranger.get(NEW).status_code == 404


def test_the_draft_of_a_new_indicator_is_found_in_the_list_by_both_officers(officer, second):
    filled(opened(officer)).send("save")
    for client in (officer, second):
        listed = Page(client, client.get("/plans/indicators/"))
        [link] = listed.all("a[href^='/plans/indicators/drafts/']")
        assert link.text == "女性人才"


def test_a_department_reads_the_list_and_drafts_nothing(county):
    department = signed_in("department", role=Role.DEPARTMENT)
    page = Page(department, department.get("/plans/indicators/"))

    assert page.text_of("tbody td:first-child") == ["奖金", "硕士以上人才"]
    assert not page.all("tbody button")
    assert department.get(NEW).status_code == 404


def test_a_change_to_a_counted_indicator_shows_who_comes_in_and_who_goes_out(officer, second):
    officer.post(reverse("plan:revise_indicator", args=[REGION, "masters"]))
    draft = Draft.objects.get()
    page = opened(officer, reverse("plan:edit_indicator", args=[draft.pk]))
    assert page.field("r0-over-where-0-values") == "master"
    page.send("offer", **{"r0-over-where-0-operator": "is", "r0-over-where-0-values": "bachelor", "t0-value": "1"})

    shown = Page(second, second.get(reverse("plan:release_indicator", args=[draft.pk])))
    assert shown.text_of(".key-figures dd") == ["1人", "2人", "0人"]
    assert len(shown.all("a[href^='/registers/person/']")) == 3
    assert [text.split() for text in shown.text_of(".difference-rows td.worth")] == [["2人"], ["1人"]]
    assert len(shown.text_of("#years")) == 1
    years = Page(second, second.get(reverse("plan:indicator_years", args=[draft.pk])))
    assert [text.split() for text in years.text_of("tbody tr td.number")][-2:] == [["2人"], ["1人"]]


def test_a_change_keeps_what_the_page_does_not_show(officer):
    officer.post(reverse("plan:revise_indicator", args=[REGION, "prizes"]))
    draft = Draft.objects.get()
    before = dict(draft.body)
    page = opened(officer, reverse("plan:edit_indicator", args=[draft.pk]))
    page.send("save")

    draft.refresh_from_db()
    assert draft.body == before


def test_a_released_indicator_is_tied_to_the_figure_of_the_text_that_states_it(officer, second, system, now):
    text = "样县人才发展规划\n\n一、目标\n\n到2028年，全县人才总量达到9000人，女性人才达到1200人。\n"
    terms = {"region": REGION, "actor": system, "today": now.date(), "now": now}
    document = open_document(data=text.encode(), file_name="plan.txt", **terms)
    targeted(filled(with_condition(opened(officer), "gender", "is", "female"))).send("offer")
    draft = Draft.objects.get()
    terms = {"act": "release", "revision": draft.revision, "from_on": localdate().isoformat()}
    second.post(reverse("plan:release_indicator", args=[draft.pk]), terms)

    [tie] = Tie.objects.filter(document=document, indicator=draft.name)
    measure_region(region=REGION, today=localdate(), now=timezone.now())
    page = Page(second, second.get(reverse("plan:figure", args=[document.pk, tie.number])))
    assert page.all(f"a[href^='/plans/counted/{REGION}/{draft.name}/']")
    assert Page(second, second.get(reverse("plan:living", args=[document.pk]))).all(".document .fig-at_risk")


def test_a_rule_is_kept_while_reported_is_looked_at(officer):
    page = with_condition(opened(officer), "degree", "at_least", "master")
    reported = page.send("try", measure="reported")
    assert not reported.all(".rule")
    back = reported.send("try", measure="rule")

    assert back.field("r0-over-where-0-values") == "master"
    saved = filled(reported).send("save", measure_source="县统计局")
    assert Draft.objects.get().body["measure"] == {"form": "reported", "source": "县统计局"}
    assert saved.field("measure_source") == "县统计局"


def test_shares_have_a_rule_for_each_part_of_their_target(officer, second):
    page = filled(opened(officer), unit="%", stock_or_flow="rate").send(
        "try", **{"t0-form": "vector", "measure": "shares"}
    )
    page = page.send("try", **{"t0-parts": "女、男、未知", "t0-shares": "40：50：10", "t0-day": "2028-12-31"})
    assert page.text_of(".rule h3") == ["女", "男", "未知"]
    for place, gender in enumerate(("female", "male", "unknown")):
        page = with_condition(page, "gender", "is", gender, name=f"r{place}-over-where")
    offered = page.send("offer", **{"t0-document": "样县人才发展规划"})

    draft = Draft.objects.get()
    assert draft.body["targets"][0]["goal"]["shares"] == ["40", "50", "10"]
    assert len(draft.body["measure"]["rules"]) == 3
    assert draft.state == "offered", offered.text_of(".error-summary")
    shown = Page(second, second.get(reverse("plan:release_indicator", args=[draft.pk])))
    assert shown.text_of(".difference-rows td.worth")[1] == "50:50:0"


@pytest.mark.parametrize(
    ("form", "values", "goal"),
    [
        ("range", {"low": "10", "high": "20"}, {"form": "range", "low": "10", "high": "20"}),
        ("direction", {"direction": "down"}, {"form": "direction", "direction": "down"}),
        ("class", {"scale": "第四档、第三档", "value": "第三档"}, {"form": "class", "scale": ["第四档", "第三档"], "value": "第三档"}),
        ("series", {"comparator": ">=", "indicator": "masters"}, {"form": "series", "comparator": ">=", "indicator": "masters"}),
        ("tolerance", {"plus": "5", "minus": "3"}, {"form": "tolerance", "plus": "5", "minus": "3"}),
    ],
)  # fmt: skip
def test_every_form_of_target_has_its_own_fields(officer, form, values, goal):
    page = filled(opened(officer)).send("try", **{"t0-form": form})
    page = page.send("try", **{f"t0-{name}": value for name, value in values.items()})
    page.send("save", **{"t0-day": "2028-12-31"})

    assert Draft.objects.get().body["targets"][0]["goal"] == goal
    shown = opened(officer, reverse("plan:edit_indicator", args=[Draft.objects.get().pk]))
    assert {name: shown.field(f"t0-{name}") for name in values} == values


@pytest.mark.parametrize(
    "body",
    [
        {"name": 5, "targets": [1, {"goal": 7, "source": []}], "measure": {"form": "rule", "rule": ["x"]}},
        {"name": ["甲"], "baseline": "x", "measure": "counted", "synonyms": "甲"},
        {"measure": {"form": "shares", "rules": "x"}, "targets": {"day": 1}, "unit": {"zh": "人"}},
        {"measure": {"form": "rule", "rule": "((((" * 50}, "stock_or_flow": 7},
    ],
)
def test_a_draft_that_says_anything_at_all_can_be_opened_and_mended(officer, body, today, now):
    terms = {"region": REGION, "kind": "indicator", "actor": service_actor("tests"), "today": today, "now": now}
    draft = start_draft(name="odd", body={"id": "odd"} | body, **terms)
    page = opened(officer, reverse("plan:edit_indicator", args=[draft.pk]))

    assert page.send("check").all(".error-summary a")
    mended = filled(page, name_zh="女性人才", stock_or_flow="stock").send("try", measure="rule")
    assert mended.send("save", **{"r0-text": "count(person)"}).response.status_code == 200


def test_yaml_that_cannot_be_read_is_not_overwritten_by_a_form(officer, today, now):
    terms = {"actor": service_actor("tests"), "now": now}
    draft = start_draft(region=REGION, kind="indicator", name="odd", today=today, **terms)
    save_draft(draft_id=draft.pk, revision=1, from_on=None, note="", text="id: [odd\nname: {", **terms)

    response = officer.get(reverse("plan:edit_indicator", args=[draft.pk]))
    assert response["Location"] == reverse("packs:draft", args=[draft.pk])


@pytest.mark.parametrize(
    "fields",
    [
        {"r0-over-register": "__import__", "r0-over-path": "a.b.c.d:age", "r0-form": "nothing"},
        {"r0-over-where-0-kind": "has", "r0-over-where-0-register": "person.person", "r0-over-where-0-at_least": "x"},
        {"r0-over-where-0-kind": "condition", "r0-over-where-0-path": "id_number", "r0-over-where-0-values": "1"},
        {"r0-over-where" + "-0" * 400 + "-kind": "group", "r0-over-where-0-kind": "group"},
        {"t0-form": "number", "t0-base": "9" * 5000, "t0-value": "9" * 400, "t0-day": "２０２８", "measure": "else"},
        {"r0-text": "__import__('os')", "unit": "万" * 300, "revision": "9" * 50},
    ],
    ids=["names", "has", "sensitive", "depth", "target", "text"],
)
def test_what_nobody_could_have_chosen_is_taken_as_not_chosen(officer, fields):
    page = opened(officer).send("try", **fields)

    assert page.response.status_code == 200
    assert "id_number" not in page.fields.get("r0-text", [""])[0]
    assert page.send("save").response.status_code in {200, 422}


def test_a_changed_flow_is_judged_by_what_came_in_over_the_years_before(officer, second, system, now):
    person = write_record(
        register="person", values={"degree": "博士"}, actor=system, region=REGION, from_on=date(2024, 2, 1),
        source="县人社局", now=now + timedelta(hours=1),
    ).record  # fmt: skip
    honours = [
        ("市级", date(2024, 5, 1), "600000"),
        ("县级", date(2025, 5, 1), "300000"),
        ("市级", date(2025, 6, 1), "10000"),
    ]
    for place, (grade, day, prize) in enumerate(honours):
        values = {"person": str(person), "name": "能手", "grade": grade, "granted_on": day.isoformat(), "prize": prize}
        write_record(
            register="honour", values=values, actor=system, region=REGION, from_on=day, source="县人社局",
            now=now + timedelta(hours=2, minutes=place),
        )  # fmt: skip
    measure_region(region=REGION, today=localdate(), now=timezone.now())
    officer.post(reverse("plan:revise_indicator", args=[REGION, "prizes"]))
    draft = Draft.objects.get()
    page = opened(officer, reverse("plan:edit_indicator", args=[draft.pk]))
    page.send("offer", **{"r0-text": 'sum(honour.prize, where=grade == "国家级", since=date(year, 1, 1))'})

    shown = Page(second, second.get(reverse("plan:release_indicator", args=[draft.pk])))
    before, after = (status.get("class") for status in shown.all(".status"))
    assert before != after
    assert (before.split("-")[-1], after.split("-")[-1]) == ("ahead", "at_risk")
