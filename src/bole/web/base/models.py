"""Rows of the clock: which daily job was already handed to the worker."""

from django.db import models


class DailyJob(models.Model):
    job = models.CharField(max_length=64)
    day = models.DateField()
    queued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "day"], name="one_job_a_day")]
