"""Tying the figures of texts that were opened before to indicators that were defined after."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from bole.domain.plan.definitions import Indicator
from bole.domain.plan.ties import tie_own_figures
from bole.web.plan.models import Document, Tie
from bole.web.plan.queries.documents import read_document
from bole.web.plan.queries.indicators import indicators_in_force, titles_of_plan


def tie_what_is_defined(values: Sequence[BaseModel], *, region: str, today: date) -> int:
    """Tie the figures that state what was defined now, in every opened text of the region; return how many.

    A figure that stands for an indicator already, and an indicator that has its figures in a text, are left alone.
    """
    defined = {one.id: one for one in values if isinstance(one, Indicator) and one.targets}
    made = 0
    for document in Document.objects.filter(region=region, withdrawn_at=None) if defined else ():
        tied = dict(Tie.objects.filter(document=document).values_list("number", "indicator"))
        new = {name: one for name, one in defined.items() if name not in tied.values()}
        if not new:
            continue
        # With all that is in force: a figure goes to the indicator that has most in common with it.
        others = [one for one in indicators_in_force(region, day=today) if one.id not in new]
        titles = {document.title, *titles_of_plan(document.title, region=region, day=today)}
        found = tie_own_figures(read_document(document), titles=titles, indicators=(*others, *new.values()))
        rows = [
            Tie(document=document, number=tie.figure, indicator=tie.indicator, role=tie.role.value, day=tie.day)
            for tie in found
            if tie.indicator in new and tie.figure not in tied
        ]
        made += len(Tie.objects.bulk_create(rows))
    return made
