from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from bole.web.accounts.permissions import Forbidden
from bole.web.journal.models import Entry
from bole.web.plan.models import Observation, Proposal, StatisticsImport
from bole.web.plan.queries.indicators import indicator_names, indicators_in_force
from bole.web.plan.queries.living import living_plan
from bole.web.plan.queries.sheets import marked_workbook, sheet_page
from bole.web.plan.services.proposals import confirm_proposals
from bole.web.plan.services.statistics import (
    check_statistics,
    commit_statistics,
    discard_statistics,
    withdraw_observation,
)
from tests.web.plan.conftest import COUNTY

SHEET = "指标,单位,2021年,2022年,2023年,来源\n人才资源总量,万人,2.2,2.4,2.7,县统计局\n"


@pytest.fixture
def followed(document, officer, today, now):
    numbers = Proposal.objects.filter(document=document).values_list("number", flat=True)
    confirm_proposals(document_id=document.pk, numbers=list(numbers), actor=officer, today=today, now=now)
    return document


@pytest.fixture
def check(followed, officer, today, now):
    def checked(text, *, source="", actor=officer):
        return check_statistics(
            data=text.encode(), file_name="values.csv", source=source, region=COUNTY, actor=actor, today=today, now=now
        )

    return checked


@pytest.fixture
def commit(check, officer, today, now):
    def committed(text, **terms):
        return commit_statistics(import_id=check(text, **terms).pk, actor=officer, today=today, now=now)

    return committed


def total(today):
    return next(one for one in indicators_in_force(COUNTY, day=today) if "人才资源总量" in one.name.zh)


def counting(today):
    rows = Observation.objects.filter(indicator=total(today).id, superseded_at=None, withdrawn_at=None)
    return {row.day.year: row.value for row in rows}


def test_a_checked_sheet_counts_nothing_until_it_is_committed(check, today):
    batch = check(SHEET)

    page = sheet_page(batch, day=today)
    assert (len(page.new), len(page.errors)) == (3, 0)
    assert not Observation.objects.exists()


def test_a_committed_sheet_gives_the_plan_its_status(commit, followed, today):
    batch = commit(SHEET)

    assert batch.receipt == f"{COUNTY}-2026-0001"
    assert counting(today) == {2021: Decimal(22000), 2022: Decimal(24000), 2023: Decimal(27000)}
    goal = next(
        goal for goal in living_plan(followed, day=date(2024, 3, 1)).goals if goal.indicator.id == total(today).id
    )
    assert goal.status == "ahead"


def test_the_same_sheet_twice_is_one_import(commit):
    first, second = commit(SHEET), commit(SHEET)

    assert first.pk == second.pk
    assert Observation.objects.count() == 3
    assert Entry.objects.filter(verb="plan.statistics.committed").count() == 1


def test_a_corrected_value_supersedes_and_the_old_one_stays(commit, today):
    commit(SHEET)

    batch = commit(SHEET.replace("2.7", "2.5"))

    assert (batch.new_count, batch.changed_count, batch.unchanged_count) == (0, 1, 2)
    assert counting(today)[2023] == Decimal(25000)
    assert Observation.objects.filter(superseded_at__isnull=False).get().value == Decimal(27000)


def test_all_wrong_cells_are_named_and_the_good_ones_kept(check, today):
    batch = check(
        "指标,单位,2021年,2022年,2023年,来源\n人才资源总量,万人,两万,2.4,-x,县统计局\n不知名指标,个,1,2,3,县统计局\n"
    )

    page = sheet_page(batch, day=today)
    assert len(page.errors) >= 3
    assert len(page.new) == 1
    assert marked_workbook(batch)[:2] == b"PK"


def test_a_jump_is_pointed_out_and_does_not_stand_in_the_way(check, commit, officer, today, now):
    commit(SHEET)
    batch = check("指标,单位,2024年,来源\n人才资源总量,万人,27,县统计局\n")

    [doubt] = sheet_page(batch, day=today).doubts
    assert "10 times" in doubt.reason
    assert commit_statistics(import_id=batch.pk, actor=officer, today=today, now=now).new_count == 1


def test_indicators_come_in_the_order_in_which_the_plan_states_them(followed, today):
    lines = {one.id: one.targets[0].source.line for one in indicators_in_force(COUNTY, day=today) if one.targets}
    order = [lines[one.id] for one in indicator_names(COUNTY, day=today) if one.id in lines]

    assert len(order) > 1
    assert order == sorted(order)


def test_a_discarded_sheet_can_be_uploaded_again(check, officer, now):
    batch = check(SHEET)
    discard_statistics(import_id=batch.pk, actor=officer, now=now)

    assert check(SHEET).pk != batch.pk
    assert StatisticsImport.objects.count() == 2


def test_a_withdrawn_value_counts_no_more_and_says_why(commit, officer, today, now):
    commit(SHEET)
    newest = Observation.objects.get(day=date(2023, 12, 31))

    withdraw_observation(observation_id=newest.pk, because="口径有误", actor=officer, now=now)

    assert 2023 not in counting(today)
    assert Observation.objects.get(pk=newest.pk).withdrawn_because == "口径有误"
    assert Entry.objects.filter(verb="plan.observation.withdrawn").count() == 1


def test_a_value_is_not_withdrawn_without_a_reason(commit, officer, now):
    commit(SHEET)
    with pytest.raises(Forbidden):
        withdraw_observation(observation_id=Observation.objects.first().pk, because=" ", actor=officer, now=now)


def test_the_database_refuses_two_counting_values_for_one_day(commit):
    commit(SHEET)
    row = Observation.objects.first()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.bulk_create(
            [Observation(**{f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name != "id"})]
        )


def test_a_stranger_finds_no_sheet(check, stranger, today, now):
    batch = check(SHEET)
    with pytest.raises(Http404):
        commit_statistics(import_id=batch.pk, actor=stranger, today=today, now=now)


@pytest.mark.django_db(transaction=True)
def test_two_sheets_with_the_same_day_committed_at_once_follow_one_another(check, officer, today, now):
    texts = (SHEET, SHEET.replace("2.7", "2.8"), SHEET.replace("2.7", "2.9"))
    batches = [check(text).pk for text in texts]

    def commit_one(batch):
        try:
            return commit_statistics(import_id=batch, actor=officer, today=today, now=now).state
        finally:
            connection.close()

    with ThreadPoolExecutor(len(batches)) as officers:
        states = list(officers.map(commit_one, batches))

    assert states == [StatisticsImport.State.COMMITTED] * 3
    assert len(counting(today)) == 3


@pytest.mark.parametrize("typed", ["999999999999999999", "1e18", "12345678901.1234567", "0.00000000004"])
def test_a_value_that_cannot_be_kept_exactly_is_refused(check, typed):
    batch = check(SHEET.replace("2.7", typed))

    assert len(batch.errors) == 1
    assert len(batch.rows) == 2


def test_a_sheet_overtaken_by_another_can_be_let_in_again(commit, today):
    commit(SHEET)
    commit(SHEET.replace("2.7", "2.5"))

    again = commit(SHEET)

    assert again.changed_count == 1
    assert counting(today)[2023] == Decimal(27000)


def test_a_withdrawn_value_counts_again_when_its_sheet_is_let_in_again(commit, officer, today, now):
    commit(SHEET)
    value = Observation.objects.get(day=date(2023, 12, 31))
    withdraw_observation(observation_id=value.pk, because="typed by mistake", actor=officer, now=now)

    commit(SHEET)

    assert counting(today)[2023] == Decimal(27000)
