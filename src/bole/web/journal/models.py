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
            models.Index(fields=["region", "at"], name="journal_by_region"),
        ]
