"""Rows of packs: regions, definitions as versions that a trigger keeps from changing, and drafts of the next ones."""

from django.db import models
from django.db.models import F, Q

from bole.domain.shared.regions import Level
from bole.web.base.ids import new_id


class Region(models.Model):
    """A node of the region tree; ``until`` is the first day the code no longer holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=64)
    name_en = models.CharField(max_length=128)
    level = models.CharField(max_length=16, choices=[(level.value, level.value) for level in Level])
    parent = models.CharField(max_length=12, blank=True)  # the parent's code: a row of another pack may not be here yet
    from_on = models.DateField()
    until = models.DateField(null=True, blank=True)
    pack = models.CharField(max_length=64, blank=True)  # the pack that brought it; empty where nobody knows any more

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="region_begins_before_it_ends", condition=Q(until=None) | Q(until__gt=F("from_on"))
            )
        ]


class State(models.TextChoices):
    RELEASED = "released"
    SUPERSEDED = "superseded"  # another version of the same definition follows
    REPEALED = "repealed"  # nothing follows


class Definition(models.Model):
    """One version of a definition. After it is released, only its end can be set; the trigger refuses all else.

    ``until`` may equal ``from_on``: a version that was corrected before it ever held.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=12, blank=True)  # empty: the whole installation
    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=64)
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    from_on = models.DateField()
    pack = models.CharField(max_length=64)
    pack_version = models.CharField(max_length=32)
    loaded_at = models.DateTimeField()
    until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.RELEASED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "name", "digest", "from_on"], name="one_version_of_a_definition_once"
            ),
            models.UniqueConstraint(
                fields=["region", "kind", "name"], condition=Q(until=None), name="one_open_version_of_a_definition"
            ),
            models.CheckConstraint(
                name="definition_begins_before_it_ends", condition=Q(until=None) | Q(until__gte=F("from_on"))
            ),
        ]
        indexes = [models.Index(fields=["kind", "region", "from_on"], name="definitions_in_force")]


class Draft(models.Model):
    """What somebody proposes that a definition should say, or that it should end; a working object, not a definition.

    ``body`` may be wrong while it is edited. ``text`` is kept where it was typed as YAML, which may not even be readable;
    where there is one, ``body`` is what could be read of it. ``merging`` holds what was merged into it and the conflicts.
    """

    class State(models.TextChoices):
        EDITING = "editing"
        OFFERED = "offered"
        RETURNED = "returned"
        RELEASED = "released"
        DISCARDED = "discarded"

    OPEN = (State.EDITING, State.OFFERED, State.RETURNED)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=State.choices, default=State.EDITING)
    revision = models.PositiveIntegerField(default=1)
    body = models.JSONField(null=True, blank=True)
    text = models.TextField(blank=True)
    is_end = models.BooleanField(default=False)  # proposes that the definition ends and nothing follows
    based_on = models.CharField(max_length=64, blank=True)  # digest of the version it changes
    from_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    because = models.TextField(blank=True)  # why it was returned or discarded
    merging = models.JSONField(null=True, blank=True)
    started_by = models.UUIDField(null=True, blank=True)  # empty for a service account, here and below
    started_by_name = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    edited_by = models.UUIDField(null=True, blank=True)
    edited_by_name = models.CharField(max_length=64)
    edited_at = models.DateTimeField()
    offered_by = models.UUIDField(null=True, blank=True)
    offered_by_name = models.CharField(max_length=64, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "name"],
                condition=Q(state__in=("editing", "offered", "returned")),
                name="one_open_draft_of_a_definition",
            ),
        ]
        indexes = [models.Index(fields=["state", "region"], name="drafts_by_state")]
