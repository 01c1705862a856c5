"""The pages of registers, made from their definitions: lists, records, and the acts on them."""

import pytest
from tests.web.factories import make_user
from tests.web.registers.conftest import PLANTED, REGION

from bole.web.registers.models import PersonNumber

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, somebody):
    client.force_login(make_user("officer", role="office", region=REGION))
    client.post("/language/", {"language": "en"})
    return client


def number_of(person):
    return PersonNumber.objects.get(person=person).number


def page(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_registers_of_the_region_say_how_many_records_one_may_see(officer):
    text = page(officer, "/registers/")

    assert "Person" in text
    assert "Employment" in text
    assert text.count("1 record<") == 4


def test_a_list_shows_number_masked_name_and_codes_in_words(officer, somebody):
    text = page(officer, "/registers/person/")

    assert number_of(somebody) in text
    assert "贾*缕" in text
    assert "Master" in text
    assert not [value for value in PLANTED.values() if value in text]


def test_the_record_page(officer, somebody):
    text = page(officer, f"/registers/person/{somebody}/")
    assert "虚构厂" in text
    print(text)
