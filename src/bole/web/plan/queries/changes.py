"""What differs between two versions of a plan's text."""

from bole.domain.plan.differences import PlanDifference, compare_plans
from bole.web.plan.models import Document
from bole.web.plan.queries.documents import read_document


def changes_between(before: Document, after: Document) -> tuple[PlanDifference, ...]:
    """Return the differences figure by figure, in the order of the later text."""
    return tuple(compare_plans(read_document(before), read_document(after)))
