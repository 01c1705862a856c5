"""Rows of the journal. Triggers refuse to change or delete them; no code here tries."""

from django.db import models

from bole.web.base.ids import new_id


class Entry(models.Model):
    """One act: who, what, on which row, with which references. Never the value of a sensitive field."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)  # null: a service account, named in actor_name
    actor_name = models.CharField(max_length=64)
    verb = models.CharField(max_length=64)
    target_kind = models.CharField(max_length=64)
    target_id = models.CharField(max_length=64)
    region = models.CharField(max_length=12, blank=True)
    detail = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["target_kind", "target_id"], name="journal_by_target"),
            models.Index(fields=["region", "id"], name="journal_page_of_region"),
            models.Index(fields=["at", "id"], name="journal_by_moment"),
        ]


class Seal(models.Model):
    """The link that ties one entry to everything sealed before it."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    # Unique: even without the sealer's lock the chain cannot fork, the second sealer fails.
    previous = models.CharField(max_length=128, unique=True)
    digest = models.CharField(max_length=128)
    algorithm = models.CharField(max_length=16)
    sealed_at = models.DateTimeField()


class Access(models.Model):
    """Somebody looked at a personal file. Apart from the journal: looks are many, and are shown to the person they concern."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    purpose = models.CharField(max_length=64)
    region = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-at"], name="access_by_subject")]
