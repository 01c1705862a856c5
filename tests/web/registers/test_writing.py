"""Acts on records in the browser: nothing typed is lost, everything wrong is said at once, what is saved is what was shown."""

import re
from datetime import date

import pytest
from tests.web.factories import make_user
from tests.web.registers.conftest import DAY, PLANTED, REGION

from bole.web.base.clock import today
from bole.web.journal.models import Entry
from bole.web.registers import queries
from bole.web.registers.models import Erasure, PersonNumber

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, somebody):
    client.force_login(make_user("officer", role="office", region=REGION))
    client.post("/language/", {"language": "en"})
    return client


def controls(text):
    """Return what a browser would send of the form: every control with what stands in it."""
    form = text[text.index('class="record-form"') : text.rindex("</form>")]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            found[name[1]] = value[1] if value else ""
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    return found


def fill(client, address, **typed):
    """Open a form, type into it, look at the summary, and return (the summary's answer, what would be saved)."""
    sent = controls(client.get(address).content.decode())
    sent |= {name.replace("__", "-"): value for name, value in typed.items()}
    answer = client.post(address, sent | {"step": "review"})
    return answer, controls(answer.content.decode()) | {"step": "save"}


def save(client, address, **typed):
    answer, sent = fill(client, address, **typed)
    assert answer.status_code == 200, answer.content.decode()
    kept = client.post(address, sent)
    assert kept.status_code == 302, re.findall(
        r'field-error">[^<]*|error-summary.*?</ul>', kept.content.decode(), re.DOTALL
    )
    return kept


def values_on(system, record, day, register="person"):
    return queries.record_on(system, register=register, record=record, day=day).values


def test_a_change_holds_from_its_day_on_and_the_days_before_stay(officer, somebody, system):
    answer = save(
        officer,
        f"/registers/person/{somebody}/change/",
        day="2026-02-01",
        source="学位证书",
        value__degree="doctor",
    )

    assert answer.headers["Location"] == f"/registers/person/{somebody}/"
    assert values_on(system, somebody, date(2026, 1, 31))["degree"] == "master"
    assert values_on(system, somebody, date(2026, 2, 1))["degree"] == "doctor"
    assert Entry.objects.filter(verb="registers.record.written").latest("id").detail["fields"] == ["degree"]
    assert "follow in a moment" in officer.get(answer.headers["Location"]).content.decode()


def test_the_summary_shows_old_and_new_before_anything_is_written(officer, somebody, system):
    before = Entry.objects.count()

    answer, _sent = fill(
        officer,
        f"/registers/person/{somebody}/change/",
        source="证书",
        value__degree="doctor",
        value__phone="19911112222",
    )

    text = answer.content.decode()
    summary = text[text.index('class="summary-changes"') : text.index("</table>")]
    assert "Master" in summary
    assert "Doctor" in summary
    assert "19911112222" in summary
    assert PLANTED["phone"] not in text
    assert Entry.objects.count() == before


def test_what_was_changed_after_the_summary_is_shown_again_before_it_is_saved(officer, somebody, system):
    address = f"/registers/person/{somebody}/change/"
    _answer, sent = fill(officer, address, source="证书", value__degree="doctor")

    again = officer.post(address, sent | {"value-degree": "bachelor"})

    assert again.status_code == 200
    assert "Bachelor" in again.content.decode()
    assert values_on(system, somebody, today())["degree"] == "master"


def test_what_a_colleague_changed_meanwhile_stays(officer, office, somebody, system):
    address = f"/registers/person/{somebody}/change/"
    _answer, sent = fill(officer, address, source="证书", value__degree="doctor")
    office.write("person", {"university": "江北大学"}, record=somebody, from_on=date(2026, 1, 1))

    officer.post(address, sent)

    held = values_on(system, somebody, today())
    assert (held["degree"], held["university"]) == ("doctor", "江北大学")


def test_a_correction_replaces_what_was_wrong_for_as_long_as_it_was_held(officer, somebody, system):
    save(
        officer,
        f"/registers/person/{somebody}/correct/",
        day="2026-02-01",
        source="核实",
        value__home_price="85.5",
        value__home_price__unit="wan",
    )

    assert values_on(system, somebody, date(2026, 1, 1))["home_price"] == 85_500_000
    assert Entry.objects.filter(verb="registers.record.corrected").exists()


def test_a_day_on_which_nothing_is_held_cannot_have_been_wrong(officer, somebody):
    answer, _sent = fill(
        officer, f"/registers/person/{somebody}/correct/", day="2019-01-01", source="核实", value__degree="doctor"
    )

    assert answer.status_code == 422
    assert "Nothing is held on this day" in answer.content.decode()


def test_everything_wrong_is_said_at_its_field_and_nothing_typed_is_lost(officer, somebody):
    before = Entry.objects.count()

    answer, _sent = fill(
        officer,
        f"/registers/person/{somebody}/change/",
        source="",
        value__insured_months="700",
        value__home_price="lots",
        value__graduated_on="2026-13-01",
        value__phone="19911112222",
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count('class="field-error"') == 1

    answer, _sent = fill(
        officer,
        f"/registers/person/{somebody}/change/",
        source="证书",
        value__insured_months="700",
        value__home_price="lots",
        value__graduated_on="2026-13-01",
        value__phone="19911112222",
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count('class="field-error"') == 3
    for typed in ("700", "lots", "2026-13-01", "19911112222"):
        assert f'value="{typed}"' in text
    assert Entry.objects.count() == before


def test_nothing_changed_is_said_and_not_written(officer, somebody):
    answer, _sent = fill(officer, f"/registers/person/{somebody}/change/", source="证书")

    assert answer.status_code == 422
    assert "held already" in answer.content.decode()


def test_a_new_person_gets_a_number_and_may_be_changed_at_once(officer, system):
    answer = save(
        officer,
        "/registers/person/new/",
        source="申报表",
        day="2026-01-01",
        region=REGION,
        value__name="钱多多",
        value__id_number="990101199202020021",
        value__degree="bachelor",
        value__is_full_time="yes",
    )

    record = answer.headers["Location"].split("/")[3]
    held = values_on(system, record, today())
    assert (held["degree"], held["is_full_time"], held["name"]) == ("bachelor", True, True)
    assert PersonNumber.objects.get(person=record).number in officer.get(answer.headers["Location"]).content.decode()


def test_a_new_job_links_a_person_and_an_employer_by_what_one_would_type(officer, office, somebody, system):
    office.write("organisation", {"name": "虚构厂二分厂", "credit_code": "91990101TEST000002"})
    address = f"/registers/employment/new/?to.person={somebody}"
    typed = {"source": "合同", "region": REGION, "value__began_on": "2026-01-05", "value__ended_on": "2026-01-31"}

    several, _sent = fill(officer, address, **typed, value__organisation="虚构")
    assert several.status_code == 422
    assert "Several fit" in several.content.decode()
    answer = save(officer, address, **typed, value__organisation="91990101TEST000002")

    record = answer.headers["Location"].split("/")[3]
    row = next(one for one in queries.records_on(system, register="employment", day=DAY) if str(one.record) == record)
    assert row.values["person"] == somebody
    assert row.values["ended_on"] == date(2026, 2, 1)
    assert "Jan. 31, 2026" in officer.get(answer.headers["Location"]).content.decode()


def test_a_key_that_is_taken_is_said_at_its_field(officer, somebody):
    answer, sent = fill(
        officer,
        "/registers/organisation/new/",
        source="执照",
        day="2026-01-01",
        region=REGION,
        value__name="另一家",
        value__credit_code="91990101TEST000001",
    )
    refused = officer.post("/registers/organisation/new/", sent)

    assert answer.status_code == 200
    assert refused.status_code == 422
    assert "same key" in refused.content.decode()


def test_a_job_ends_on_the_last_day_that_counts(officer, somebody, system):
    (job,) = queries.records_on(system, register="employment", day=DAY)
    address = f"/registers/employment/{job.record}/close/"

    early = officer.post(address, {"last_day": "2019-01-01", "source": "离职证明"})
    ended = officer.post(address, {"last_day": "2026-01-31", "source": "离职证明"})

    assert (early.status_code, ended.status_code) == (422, 302)
    (job,) = queries.records_on(system, register="employment", day=DAY)
    assert job.values["ended_on"] == date(2026, 2, 1)


def test_somebody_is_erased_only_by_typing_their_number(officer, somebody):
    address, number = f"/registers/person/{somebody}/erase/", PersonNumber.objects.get(person=somebody).number

    wrong = officer.post(address, {"typed": "990101-2026-999999"})
    assert wrong.status_code == 422
    assert not Erasure.objects.exists()
    assert officer.post(address, {"typed": number}).status_code == 302

    assert Erasure.objects.filter(person=somebody).exists()


def test_only_people_can_be_erased(officer, system):
    (works,) = queries.records_on(system, register="organisation", day=DAY)

    assert officer.get(f"/registers/organisation/{works.record}/erase/").status_code == 404


def test_no_address_and_no_journal_row_of_an_act_holds_a_sealed_value(officer, somebody):
    answer = save(officer, f"/registers/person/{somebody}/change/", source="证书", value__phone="19911112222")

    assert "19911112222" not in answer.headers["Location"]
    assert not [entry for entry in Entry.objects.all() if "19911112222" in str(entry.detail)]
