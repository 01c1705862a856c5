"""What concerns a person as a whole: erasing them, the account that is theirs, a look at a sensitive value."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from bole.domain.registers.definitions import BLIND, PERSON
from bole.web.accounts.actors import Actor
from bole.web.accounts.permissions import demand
from bole.web.journal.services import record_access, record_act
from bole.web.registers.models import Erasure, PersonAccount
from bole.web.registers.queries import NoSuchRecord, as_version, visible_to
from bole.web.registers.sealing import destroy_key, key_of, unseal
from bole.web.registers.services.checking import locked_versions
from bole.web.registers.services.forgetting import forget_erased_people
from bole.web.registers.services.sealed_fields import place_of, subject_of
from bole.web.registers.snapshots import mark_stale
from bole.web.registers.tables import store_on


@transaction.atomic
def erase_person(*, person: UUID, day: date, actor: Actor, now: datetime) -> None:
    """Make every sensitive value of a person unreadable for ever, also in backups; what is counted stays.

    What could tell who they were is emptied, and taken out of frozen snapshots by a job.

    :raises NoSuchRecord: if there is no such person, or they are not the actor's to see.
    """
    store = store_on(localtime(now).date())
    _held, region = locked_versions(actor, "registers.erase_person", store, PERSON, person, day=day)
    for tables in store.tables.values():
        emptied = {name + BLIND: None for name in tables.register.is_blind}
        emptied |= {field.id: None for field in tables.register.personal_fields}
        subject = "record" if tables.register.id == PERSON else tables.register.subject
        if emptied and subject:
            tables.versions._default_manager.filter(**{f"{subject}_id": person}).update(**emptied)
    Erasure.objects.get_or_create(person=person, defaults={"at": now})
    record_act(
        actor=actor,
        verb="registers.person.erased",
        target=store.of(PERSON).records(id=person),
        region=region,
        at=now,
    )
    mark_stale(region, moment=now)
    forget_erased_people.enqueue()
    # Only once the act is on record: a key cannot be given back. Where the machine stops in between, the clock does it.
    transaction.on_commit(lambda: destroy_key(person))


def destroy_keys_of_erased() -> int:
    """Destroy the keys of all who were erased, and return how many there still were."""
    return sum(destroy_key(person) for person in Erasure.objects.values_list("person", flat=True))


@transaction.atomic
def link_account(*, user: UUID, person: UUID, day: date, actor: Actor, now: datetime) -> None:
    """Let somebody who signs in see the file that is theirs; linked already, nothing happens.

    :raises NoSuchRecord: if there is no such person, or they are not the actor's to see.
    """
    _held, region = locked_versions(
        actor, "registers.link_account", store_on(localtime(now).date()), PERSON, person, day=day
    )
    if PersonAccount.objects.filter(user=user, person=person).exists():
        return
    PersonAccount.objects.create(user=user, person=person)
    record_act(
        actor=actor,
        verb="registers.account.linked",
        target=store_on(localtime(now).date()).of(PERSON).records(id=person),
        region=region,
        at=now,
        user=user,
    )


def unmask_field(
    *, register: str, record: UUID, field: str, purpose: str, day: date, actor: Actor, now: datetime
) -> str | None:
    """Return a sensitive value in the clear and put the look on record; None where nothing is there.

    :raises Unreadable: if the person was erased.
    :raises NoSuchRecord: if there is no such record, or it is not the actor's to see.
    """
    store = store_on(day)
    tables = store.of(register)
    rows = visible_to(actor, store, register, day=day).filter(record_id=record, valid_from__lte=day)
    row = rows.order_by("-valid_from").first()
    if row is None or field not in {one.id for one in tables.register.sensitive_fields}:
        raise NoSuchRecord(f"{register}/{record}.{field}")
    demand(actor, "registers.unmask", region=row.owning_region)
    version = as_version(row, tables.register)
    subject = subject_of(version.values, tables.register, record)
    record_access(
        actor=actor,
        subject_kind=PERSON,
        subject_id=subject,
        purpose=purpose,
        region=row.owning_region,
        at=now,
    )
    value = version.values[field]
    return None if value is None else unseal(str(value), key=key_of(subject), place=place_of(register, record, field))
