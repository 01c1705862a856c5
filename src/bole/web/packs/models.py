"""Rows of packs: regions, and definitions as versions that a trigger keeps from changing."""

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
