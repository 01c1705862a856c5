from datetime import UTC, date, datetime

import pytest

from bole.domain.packs.checking import check_pack
from bole.web.accounts.actors import Role, service_actor
from bole.web.packs import drafts, services
from bole.web.packs.kinds import LAYOUT
from tests.web.factories import actor_for, make_user
from tests.web.packs.samples import sample_files

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
TODAY = date(2026, 3, 2)
REGION = "990199"


@pytest.fixture
def county(db):
    """A county whose sample pack holds since 2024."""
    services.load_pack(pack=check_pack(sample_files(), layout=LAYOUT), actor=service_actor("tests"), now=NOW)


@pytest.fixture
def drafter(db):
    return actor_for(make_user("drafter", role=Role.OFFICE, region=REGION))


@pytest.fixture
def releaser(db):
    return actor_for(make_user("releaser", role=Role.OFFICE, region=REGION))


class Desk:
    """Acts on one draft as its people would, each with the revision that stands."""

    def __init__(self, actor):
        self.actor, self.draft = actor, None

    def start(self, name="talent_total", *, kind="indicator", body=None, actor=None):
        self.draft = drafts.start_draft(
            region=REGION, kind=kind, name=name, actor=actor or self.actor, today=TODAY, now=NOW, body=body
        )
        return self.draft

    def save(self, *, actor=None, revision=None, from_on=None, note="", **content):
        self.draft = drafts.save_draft(
            draft_id=self.draft.pk,
            revision=revision or self.draft.revision,
            actor=actor or self.actor,
            now=NOW,
            from_on=from_on,
            note=note,
            **content,
        )
        return self.draft

    def change(self, **fields):
        return self.save(body={**self.draft.body, **fields})

    def offer(self, *, actor=None):
        self.draft = drafts.offer_draft(
            draft_id=self.draft.pk, revision=self.draft.revision, actor=actor or self.actor, today=TODAY, now=NOW
        )
        return self.draft

    def give_back(self, because, *, actor=None):
        self.draft = drafts.return_draft(draft_id=self.draft.pk, because=because, actor=actor or self.actor, now=NOW)
        return self.draft

    def discard(self):
        self.draft = drafts.discard_draft(draft_id=self.draft.pk, actor=self.actor, now=NOW)
        return self.draft

    def release(self, *, actor, from_on=TODAY, today=TODAY, revision=None):
        return drafts.release_draft(
            draft_id=self.draft.pk,
            revision=revision or self.draft.revision,
            from_on=from_on,
            actor=actor,
            today=today,
            now=NOW,
        )


@pytest.fixture
def desk(county, drafter):
    return Desk(drafter)
