"""Who said what first, what changed from one span to the next, and what was wrongly held."""

from datetime import UTC, date, datetime

from bole.domain.registers.histories import Said, corrections_of, first_said, steps_of
from bole.domain.registers.versions import STILL_KNOWN, FieldChange, Span

NEW_YEAR, MARCH = date(2026, 1, 1), date(2026, 3, 1)


def at(minute):
    return datetime(2026, 3, 2, 1, minute, tzinfo=UTC)


def said(source, span, *, known, until=None, **values):
    return Said(span, at(known), at(until) if until else STILL_KNOWN, source, "somebody", values)


# A form said two values; a certificate said another degree from March on, and so said the days before again.
FORM = said("form", Span(NEW_YEAR), known=1, until=2, degree="master", phone="sealed")
BEFORE = said("certificate", Span(NEW_YEAR, MARCH), known=2, degree="master", phone="sealed")
AFTER = said("certificate", Span(MARCH), known=2, degree="doctor", phone="sealed")
CHANGED = [FORM, BEFORE, AFTER]


def test_a_value_said_again_by_a_change_keeps_who_said_it_first():
    sources = first_said(CHANGED, day=MARCH)

    assert (sources["degree"].source, sources["phone"].source) == ("certificate", "form")
    assert first_said(CHANGED, day=NEW_YEAR)["degree"].source == "form"


def test_each_span_says_what_is_other_than_before():
    after, before = steps_of(CHANGED, is_state=True)

    assert after.changes == (FieldChange("degree", "master", "doctor"),)
    assert (after.said.source, before.said.source) == ("certificate", "form")
    assert (before.changes, after.ended) == ((), None)


def test_news_from_a_later_day_on_are_no_correction():
    assert corrections_of(CHANGED, is_state=True) == ()


def test_what_was_wrongly_held_stands_beside_what_replaced_it():
    wrong = said("form", Span(NEW_YEAR), known=1, until=5, degree="master")
    right = said("inquiry", Span(NEW_YEAR), known=5, degree="bachelor")

    (correction,) = corrections_of([wrong, right], is_state=True)

    assert correction.changes == (FieldChange("degree", "master", "bachelor"),)
    assert (correction.said.source, correction.instead.source) == ("form", "inquiry")


def test_a_period_whose_days_were_corrected_is_one_span_said_as_a_whole():
    wrong = said("contract", Span(MARCH), known=1, until=2, began_on=MARCH, post="engineer")
    right = said("inquiry", Span(NEW_YEAR), known=2, began_on=NEW_YEAR, post="engineer")

    (step,) = steps_of([wrong, right], is_state=False)

    assert step.span == Span(NEW_YEAR)
    assert (step.sources["began_on"].source, step.sources["post"].source) == ("inquiry", "contract")
    assert len(corrections_of([wrong, right], is_state=False)) == 1


def test_a_record_that_holds_no_longer_says_who_ended_it():
    open_end = said("form", Span(NEW_YEAR), known=1, until=2, degree="master")
    ended = said("notice", Span(NEW_YEAR, MARCH), known=2, degree="master")

    (step,) = steps_of([open_end, ended], is_state=True)

    assert (step.said.source, step.ended.source) == ("form", "notice")
