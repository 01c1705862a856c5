"""Two press the button at the same moment: one release, one saved revision, one draft."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import Role, service_actor
from bole.web.journal.models import Entry
from bole.web.packs import drafts, services
from bole.web.packs.kinds import LAYOUT
from bole.web.packs.models import Definition, Draft
from tests.web.factories import actor_for, make_user
from tests.web.packs.conftest import NOW, REGION, Desk
from tests.web.packs.samples import sample_files

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(actors, act):
    barrier = Barrier(len(actors))

    def run(actor):
        try:
            barrier.wait()
            return act(actor)
        except drafts.DraftRefused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actors)) as pool:
        return list(pool.map(run, actors))


@pytest.fixture
def people():
    services.load_pack(pack=check_pack(sample_files(), layout=LAYOUT), actor=service_actor("tests"), now=NOW)
    return [actor_for(make_user(name, role=Role.OFFICE, region=REGION)) for name in ("one", "two", "three", "four")]


def test_of_releasers_at_once_one_releases_and_the_others_are_told(people):
    desk = Desk(people[0])
    desk.start()
    desk.change(lead_unit="县人才办")
    desk.offer()

    results = at_once(people[1:], lambda actor: desk.release(actor=actor))

    assert len([one for one in results if isinstance(one, Definition)]) == 1
    assert {str(one) for one in results if not isinstance(one, Definition)} == {"The draft was released already."}
    assert Definition.objects.filter(name="talent_total", until=None).count() == 1
    assert Entry.objects.filter(verb="packs.draft.released").count() == 1


def test_of_drafters_at_once_one_begins_and_the_others_find_that_draft(people):
    results = at_once(people, lambda actor: Desk(actor).start("new_talent"))

    [begun] = [one for one in results if isinstance(one, Draft)]
    assert {one.draft.pk for one in results if not isinstance(one, Draft)} == {begun.pk}


def test_of_savers_at_once_one_keeps_its_words_and_no_other_overwrites_them(people):
    desk = Desk(people[0])
    draft = desk.start()

    def save(actor):
        body = {**draft.body, "lead_unit": actor.name}
        return drafts.save_draft(draft_id=draft.pk, revision=1, body=body, from_on=None, note="", actor=actor, now=NOW)

    results = at_once(people, save)

    [saved] = [one for one in results if isinstance(one, Draft)]
    assert Draft.objects.get().body["lead_unit"] == saved.edited_by_name
    assert all(isinstance(one, drafts.DraftMovedOn) for one in results if one is not saved)
