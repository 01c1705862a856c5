"""Rows of the plan room. A document and what was read in it never change; a value that was wrong is superseded, not edited."""

from django.db import models
from django.db.models import F, Q

from bole.web.base.ids import new_id


class Document(models.Model):
    """One version of a plan's text as it was opened; its file lies in the content-addressed store under ``digest``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=12)
    plan = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    blocks = models.JSONField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=64, blank=True, default="")
    withdrawn_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "plan", "version"], name="one_version_once"),
            models.UniqueConstraint(
                fields=["region", "digest"], condition=Q(withdrawn_at=None), name="one_text_once_in_a_region"
            ),
        ]


class Figure(models.Model):
    """One number read in a document; ``packed`` holds all that the reader said of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="figures")
    number = models.PositiveIntegerField()  # its place in reading order, from 0, as the domain counts
    packed = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_figure_a_place")]


class Tie(models.Model):
    """A figure speaks of an indicator: as its target of a day, its base, or another value of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="ties")
    number = models.PositiveIntegerField()
    indicator = models.CharField(max_length=64)
    role = models.CharField(max_length=16)
    day = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_indicator_a_figure")]


class Contradiction(models.Model):
    """Two places of a document that do not go together, and what the office says about it."""

    class State(models.TextChoices):
        OPEN = "open"
        EXPLAINED = "explained"
        TO_CORRECT = "to_correct"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="contradictions")
    number = models.PositiveIntegerField()
    check_name = models.CharField(max_length=32)
    severity = models.CharField(max_length=16)
    what = models.JSONField()
    expected = models.JSONField()
    found = models.JSONField()
    lines = models.JSONField()
    figures = models.JSONField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    note = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_contradiction_a_number")]


class Proposal(models.Model):
    """What a document could be followed by; only a confirmed one has become a definition or a duty."""

    class State(models.TextChoices):
        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        DISMISSED = "dismissed"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    section = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=32, blank=True)
    lead_unit = models.CharField(max_length=200, blank=True)
    until = models.DateField(null=True)
    indicator = models.JSONField(null=True)  # the definition it would become
    ties = models.JSONField()
    notes = models.JSONField(default=list)
    confidence = models.FloatField()
    defined_as = models.CharField(max_length=64, blank=True)  # the indicator that already says this
    state = models.CharField(max_length=16, choices=State.choices, default=State.PROPOSED)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_proposal_a_number")]
        indexes = [models.Index(fields=["document", "state"], name="proposals_by_state")]


class StatisticsImport(models.Model):
    """A sheet of reported values: checked first, with its good rows kept aside, committed by a second act."""

    class State(models.TextChoices):
        CHECKED = "checked"
        COMMITTED = "committed"
        DISCARDED = "discarded"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=12)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # of the bytes, the stated source and the indicators they were read with
    file_digest = models.CharField(max_length=64)
    rows = models.JSONField()
    errors = models.JSONField()
    passed_over = models.JSONField(default=list)
    state = models.CharField(max_length=16, choices=State.choices, default=State.CHECKED)
    receipt = models.CharField(max_length=32, blank=True)
    new_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField()
    checked_by = models.CharField(max_length=64)
    committed_at = models.DateTimeField(null=True)
    committed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "digest"], condition=Q(state="checked"), name="one_sheet_waits_once_in_a_region"
            )
        ]


class Observation(models.Model):
    """A value of an indicator on a day. Of several for one day, the one that is neither superseded nor withdrawn counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=12)
    indicator = models.CharField(max_length=64)
    day = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    label = models.CharField(max_length=64, blank=True)  # a class, or shares, where the value is no number
    unit = models.CharField(max_length=32)
    source = models.CharField(max_length=300)
    note = models.CharField(max_length=300, blank=True)
    batch = models.ForeignKey(StatisticsImport, on_delete=models.PROTECT, related_name="observations", null=True)
    sheet_row = models.PositiveIntegerField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=64)
    superseded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=64, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region", "indicator", "day"],
                condition=Q(superseded_at=None, withdrawn_at=None),
                name="one_value_a_day_counts",
            ),
            models.CheckConstraint(
                name="a_value_is_a_number_or_a_label",
                condition=Q(value__isnull=True) & ~Q(label="") | Q(value__isnull=False) & Q(label=""),
            ),
            models.CheckConstraint(
                name="superseded_after_recorded",
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("recorded_at")),
            ),
        ]
        indexes = [models.Index(fields=["region", "indicator", "day"], name="observations_by_day")]


class Measurement(models.Model):
    """What a counted indicator came to on a day, by the records known at a moment; worked out anew when they change.

    ``low`` and ``high`` differ where facts are missing, and an end that nothing settles is null. ``value`` is the one
    that promises less. Evidence that must not move is a frozen snapshot, not this row.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    region = models.CharField(max_length=12)
    indicator = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # of the definition that was measured, and of the registers it speaks of
    day = models.DateField()
    value = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    low = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    high = models.DecimalField(max_digits=24, decimal_places=6, null=True)
    label = models.CharField(max_length=64, blank=True)  # shares, where the value is no number
    known_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "indicator", "day"], name="one_measurement_a_day")]
