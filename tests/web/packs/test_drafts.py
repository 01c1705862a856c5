"""A definition changes in the browser: drafted, checked, offered, and released by a second person."""

from datetime import date, timedelta

import pytest

from bole.web.accounts.actors import Role, service_actor
from bole.web.accounts.permissions import Forbidden
from bole.web.journal.models import Entry
from bole.web.packs import draft_queries, drafts, queries
from bole.web.packs.models import Definition, Draft
from bole.web.packs.timeline import OWN
from tests.web.factories import actor_for, make_user
from tests.web.packs.conftest import NOW, REGION, TODAY

pytestmark = pytest.mark.django_db
HOUSE = service_actor("tests")


def unit_on(day, name="talent_total"):
    return queries.definition_in_force(HOUSE, region=REGION, kind="indicator", name=name, day=day).value.lead_unit


def told(desk):
    found = draft_queries.check_draft(desk.actor, desk.draft, today=TODAY)
    return [(problem.file, problem.line, problem.field, str(problem.what)) for problem in found]


def test_a_draft_begins_with_the_words_in_force_and_names_the_version(desk):
    draft = desk.start()

    held = Definition.objects.get(name="talent_total")
    assert (draft.body, draft.based_on, draft.state, draft.revision) == (held.body, held.digest, "editing", 1)


def test_a_changed_indicator_holds_from_its_day_once_a_second_person_releases_it(desk, releaser):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()

    row = desk.release(actor=releaser, from_on=date(2026, 4, 1))

    assert (unit_on(date(2026, 3, 31)), unit_on(date(2026, 4, 1))) == ("", "县人才办")
    assert (row.pack, row.from_on, row.until) == (OWN, date(2026, 4, 1), None)
    desk.draft.refresh_from_db()
    assert (desk.draft.state, desk.draft.decided_by) == ("released", releaser.user_id)


def test_a_definition_that_is_new_is_drafted_from_nothing(desk, releaser):
    draft = desk.start("new_talent")
    assert (draft.body, draft.based_on) == ({"id": "new_talent"}, "")
    desk.save(
        text="id: new_talent\nname: {zh: 新增人才}\nunit: 人\nstock_or_flow: stock\nmeasure: {source: 县人社局}\n"
    )
    desk.offer()

    desk.release(actor=releaser)

    assert queries.definition_in_force(HOUSE, region=REGION, kind="indicator", name="new_talent", day=TODAY)


def test_each_act_is_one_journal_row(desk, releaser):
    before = Entry.objects.count()
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()
    desk.give_back("请补充来源", actor=releaser)
    desk.change(lead_unit="县人社局")
    desk.offer()
    desk.release(actor=releaser)

    entries = list(Entry.objects.order_by("id"))[before:]
    assert [entry.verb for entry in entries] == [
        "packs.draft.started",
        "packs.draft.saved",
        "packs.draft.offered",
        "packs.draft.returned",
        "packs.draft.saved",
        "packs.draft.offered",
        "packs.draft.released",
    ]
    assert entries[1].detail["fields"] == ["lead_unit"]
    assert entries[3].detail["because"] == "请补充来源"
    assert entries[-1].detail["fields"] == ["lead_unit"]


@pytest.mark.parametrize("who", ["changed", "offered", "service"])
def test_the_second_person_changed_it_not_last_offered_it_not_and_is_a_person(desk, releaser, who):
    desk.start()
    desk.change(lead_unit="县人才办")
    if who == "offered":
        desk.offer(actor=releaser)
        second = releaser
    else:
        desk.offer()
        second = desk.actor if who == "changed" else service_actor("robot", region=REGION)

    with pytest.raises(drafts.NeedsSecondPerson) as refusal:
        desk.release(actor=second)

    assert str(refusal.value.reason)
    assert unit_on(TODAY) == ""
    assert not draft_queries.may_release(second, desk.draft)


def test_who_changed_it_last_is_no_second_person_though_another_offered_it(desk, releaser):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer(actor=releaser)

    with pytest.raises(drafts.NeedsSecondPerson, match="changed this draft last"):
        desk.release(actor=desk.actor)


def test_a_service_account_offers_nothing(desk):
    desk.start()
    desk.change(lead_unit="县人才办")

    with pytest.raises(drafts.DraftRefused, match="service account"):
        desk.offer(actor=service_actor("robot", region=REGION))


def test_a_save_that_meets_a_newer_revision_is_refused_and_overwrites_nothing(desk, releaser):
    desk.start()
    desk.save(actor=releaser, body={**desk.draft.body, "lead_unit": "县教育局"})

    with pytest.raises(drafts.DraftMovedOn) as refusal:
        desk.save(revision=1, body={**desk.draft.body, "lead_unit": "县人才办"})

    assert refusal.value.draft.body["lead_unit"] == "县教育局"
    assert Draft.objects.get().body["lead_unit"] == "县教育局"


def test_saving_the_same_again_changes_nothing(desk):
    desk.start()
    desk.change(lead_unit="县人才办")
    entries = Entry.objects.count()

    again = desk.change(lead_unit="县人才办")

    assert (again.revision, Entry.objects.count()) == (2, entries)


def test_one_definition_has_one_open_draft(desk):
    first = desk.start()

    with pytest.raises(drafts.DraftIsOpen) as refusal:
        desk.start()

    assert refusal.value.draft == first


def test_a_discarded_draft_makes_room_for_another(desk):
    desk.start()
    desk.discard()

    desk.start()

    assert sorted(Draft.objects.values_list("state", flat=True)) == ["discarded", "editing"]


def test_a_draft_that_cannot_even_be_read_is_kept_as_typed_and_told_with_its_line(desk):
    desk.start()
    desk.save(text="id: talent_total\nname: {zh: 人才\n")

    assert desk.draft.text == "id: talent_total\nname: {zh: 人才\n"
    [(file, line, _field, what)] = [one for one in told(desk) if one[1] > 1][:1]
    assert (file, line) == ("990199/indicator/talent_total", 3)
    assert what.startswith("The file cannot be read as YAML")


def test_the_check_names_the_field_as_the_form_knows_it_and_what_breaks_elsewhere(desk):
    desk.start()
    body = desk.draft.body
    desk.save(body={**body, "unit": "名", "targets": [{**body["targets"][0], "day": "2030-12-31"}], "colour": "red"})

    assert [(file, field, what) for file, _line, field, what in told(desk)] == [
        ("990199/indicator/skilled", "part_of", "The unit is 人, that of talent_total is 名."),
        ("990199/indicator/talent_total", "targets[1].day", "The day lies outside the plan, 2024-01-01 to 2028-12-31."),
        ("990199/indicator/talent_total", "colour", "No field is called colour."),
    ]


def test_a_draft_with_problems_is_not_offered_and_all_of_them_are_told(desk):
    desk.start()
    desk.save(body={**desk.draft.body, "unit": "", "lead_unti": "x"})

    with pytest.raises(drafts.DraftHasProblems) as refusal:
        desk.offer()

    assert {problem.field for problem in refusal.value.problems} == {"unit", "lead_unti"}


def test_a_draft_keeps_the_id_it_was_begun_with(desk):
    desk.start()
    desk.save(body={**desk.draft.body, "id": "another"})

    assert ("990199/indicator/talent_total", "id", "The id is another; this is a draft of talent_total.") in [
        (file, field, what) for file, _line, field, what in told(desk)
    ]


def test_a_draft_that_says_what_holds_already_is_not_offered(desk):
    desk.start()

    with pytest.raises(drafts.DraftRefused, match="nothing to release"):
        desk.offer()


def test_an_offered_draft_is_changed_only_after_it_is_returned(desk, releaser):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()

    with pytest.raises(drafts.DraftRefused, match="Return it first"):
        desk.change(lead_unit="县教育局")
    desk.give_back("口径有误", actor=releaser)

    assert (desk.draft.state, desk.draft.because) == ("returned", "口径有误")
    assert desk.change(lead_unit="县教育局").state == "editing"


def test_returning_takes_a_reason(desk):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()

    with pytest.raises(drafts.DraftRefused, match="Say why"):
        desk.give_back("  ")


def test_a_release_before_the_version_in_force_began_is_refused(desk, releaser):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()

    with pytest.raises(drafts.DraftRefused, match="2024-01-01"):
        desk.release(actor=releaser, from_on=date(2023, 12, 31))

    assert Draft.objects.get().state == "offered"


def test_a_release_in_the_past_leaves_what_held_before_as_it_was(desk, releaser):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()

    desk.release(actor=releaser, from_on=date(2025, 1, 1))

    assert (unit_on(date(2024, 12, 31)), unit_on(date(2025, 1, 1))) == ("", "县人才办")


def test_a_version_still_to_come_is_overtaken_and_never_holds(desk, releaser):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()
    desk.release(actor=releaser, from_on=date(2026, 9, 1))
    desk.start()
    assert desk.draft.body["lead_unit"] == "县人才办"
    desk.change(lead_unit="县教育局")
    desk.offer()

    desk.release(actor=releaser, from_on=date(2026, 5, 1))

    assert [unit_on(date(2026, month, 1)) for month in (4, 5, 9, 12)] == ["", "县教育局", "县教育局", "县教育局"]


def test_a_definition_that_changed_underneath_is_not_released(desk, releaser):
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()
    Draft.objects.update(based_on="0" * 64)

    with pytest.raises(drafts.DefinitionMovedOn):
        desk.release(actor=releaser)


def test_an_end_is_proposed_like_a_change_and_released_by_a_second_person(desk, releaser):
    desk.draft = drafts.repeal_definition(
        region=REGION,
        kind="indicator",
        name="skilled",
        on=date(2026, 6, 1),
        because="并入人才总量",
        actor=desk.actor,
        today=TODAY,
        now=NOW,
    )
    desk.offer()
    with pytest.raises(drafts.NeedsSecondPerson):
        desk.release(actor=desk.actor, from_on=date(2026, 6, 1))

    row = desk.release(actor=releaser, from_on=date(2026, 6, 1))

    assert (row.until, row.state) == (date(2026, 6, 1), "repealed")
    assert unit_on(date(2026, 5, 31), "skilled") == ""
    with pytest.raises(queries.NoSuchDefinition):
        unit_on(date(2026, 6, 1), "skilled")


def test_an_end_that_others_stand_on_is_a_problem_of_theirs(desk):
    desk.draft = drafts.repeal_definition(
        region=REGION,
        kind="indicator",
        name="talent_total",
        on=date(2026, 6, 1),
        because="不再统计",
        actor=desk.actor,
        today=TODAY,
        now=NOW,
    )

    assert [(one[0], one[2]) for one in told(desk)] == [("990199/indicator/skilled", "part_of")]


def test_what_a_pack_says_of_itself_is_not_drafted(desk):
    with pytest.raises(drafts.DraftRefused, match="next version of the pack"):
        desk.start("sample", kind="pack")


@pytest.mark.parametrize("name", ["", "Ä", "1st", "a-b", "x" * 65])
def test_nothing_is_called_by_what_is_no_id(desk, name):
    with pytest.raises(drafts.DraftRefused):
        desk.start(name)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE}))
def test_other_roles_draft_nothing(desk, role):
    other = actor_for(make_user("other", role=role, region=REGION))

    with pytest.raises(Forbidden):
        desk.start(actor=other)


def test_an_office_elsewhere_neither_drafts_here_nor_sees_a_draft(desk):
    desk.start()
    elsewhere = actor_for(make_user("elsewhere", role=Role.OFFICE, region="990200"))

    with pytest.raises(Forbidden):
        desk.start("skilled", actor=elsewhere)
    with pytest.raises(draft_queries.NoSuchDraft):
        draft_queries.draft_for(elsewhere, desk.draft.pk)
    with pytest.raises(draft_queries.NoSuchDraft):
        desk.save(actor=elsewhere, body={})


def test_each_finds_what_waits_for_them(desk, releaser):
    desk.start()
    desk.change(lead_unit="县人才办")
    assert draft_queries.drafts_to_release(releaser) == []
    desk.offer()

    assert draft_queries.drafts_to_release(releaser) == [desk.draft]
    assert draft_queries.drafts_to_release(desk.actor) == []
    assert draft_queries.drafts_of(desk.actor) == [desk.draft]
    assert draft_queries.drafts_of(releaser) == []


def test_a_release_calls_the_rooms_that_follow_and_their_refusal_undoes_it(desk, releaser, monkeypatch):
    from bole.domain.shared.reasons import Reason  # noqa: PLC0415 — of this test alone
    from bole.web.packs.followers import FOLLOWERS, CannotFollow  # noqa: PLC0415 — of this test alone

    def refuse(values, *, region, actor, now):
        raise CannotFollow(Reason("No room for it."))

    monkeypatch.setitem(FOLLOWERS, "indicator", refuse)
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()

    with pytest.raises(drafts.DraftRefused, match="No room"):
        desk.release(actor=releaser)

    assert unit_on(TODAY + timedelta(days=1)) == ""
