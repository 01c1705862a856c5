"""What differs between two versions of a plan's text."""

from dataclasses import dataclass

from bole.domain.plan.differences import compare_plans
from bole.web.base.words import say
from bole.web.plan.models import Document
from bole.web.plan.queries.documents import Quote, quote_figure, read_document


@dataclass(frozen=True, slots=True)
class ChangeView:
    change: str
    what: str
    before: Quote | None
    after: Quote | None


def changes_between(before: Document, after: Document) -> list[ChangeView]:
    """Return the differences figure by figure, in the order of the later text, both places quoted."""
    return [
        ChangeView(
            change=each.change.value,
            what=say(each.what),
            before=None if each.before is None else quote_figure(before, each.before),
            after=None if each.after is None else quote_figure(after, each.after),
        )
        for each in compare_plans(read_document(before), read_document(after))
    ]
