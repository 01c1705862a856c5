"""Rows beside the registers: whence records came, the numbers of people, and snapshots.

The tables of the registers themselves are made from their definitions (``tables``), not by migrations.
"""

from django.db import models

from bole.domain.registers.numbers import NumberKind
from bole.web.base.ids import new_id


class Batch(models.Model):
    """Records that came together, and where from."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=200)
    region = models.CharField(max_length=12, blank=True)
    actor_name = models.CharField(max_length=64)
    at = models.DateTimeField()


class NumberSeries(models.Model):
    """The last number of a kind in a region and year. It only ever grows, so that no number comes back."""

    kind = models.CharField(max_length=16, default=NumberKind.PERSON.value)
    region = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "region", "year"], name="one_series_a_kind_region_and_year")
        ]


class PersonNumber(models.Model):
    """A number once given stays given: to this person, or, after a merge, as a way to the person who is left."""

    number = models.CharField(max_length=32, primary_key=True)
    person = models.UUIDField(db_index=True)
    redirects_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField()


class PersonAccount(models.Model):
    """The file that belongs to somebody who signs in."""

    user = models.UUIDField(primary_key=True)
    person = models.UUIDField(unique=True)


class Erasure(models.Model):
    """A person whose sensitive values are to be unreadable: also when an old copy of the keys is put back."""

    person = models.UUIDField(primary_key=True)
    at = models.DateTimeField()


class StaleRegion(models.Model):
    """A region whose working snapshot no longer shows what was committed; there while a job is queued for it."""

    region = models.CharField(max_length=12, primary_key=True)
    since = models.DateTimeField()


class Snapshot(models.Model):
    """A region as of a day, as known at a moment. A frozen one never moves; there is one working one a region."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=12, blank=True)
    day = models.DateField()
    known_at = models.DateTimeField()
    is_frozen = models.BooleanField()
    tables = models.JSONField()  # register to file, digest and rows
    definitions = models.JSONField()  # register to the digest of its definition

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=models.Q(is_frozen=False), name="one_working_snapshot_a_region"
            )
        ]
        indexes = [models.Index(fields=["region", "-day"], name="snapshots_of_region")]
