from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bole.domain.packs.versions import Difference, body_of, canonical, digest_of, find_differences
from bole.domain.plan.definitions import Indicator

WORDS = {
    "id": "talent_total",
    "name": {"zh": "人才总量", "en": "Talent in total"},
    "unit": "人",
    "stock_or_flow": "stock",
    "measure": {"form": "reported", "source": "县人社局年报"},
    "baseline": {"day": "2023-12-31", "value": "18.70", "source": {"document": "样县规划"}},
}
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def test_the_order_of_fields_makes_no_new_version():
    turned = dict(reversed(WORDS.items()))

    one, other = (digest_of(body_of(Indicator.model_validate(words))) for words in (WORDS, turned))
    assert one == other


def test_a_body_keeps_decimals_as_they_were_printed():
    assert body_of(Indicator.model_validate(WORDS))["baseline"]["value"] == "18.70"


def test_a_body_is_read_back_as_the_same_value():
    value = Indicator.model_validate(WORDS)

    again = Indicator.model_validate_json(canonical(body_of(value)))

    assert again == value
    assert again.baseline is not None
    assert again.baseline.value == Decimal("18.70")


@given(VALUES, VALUES)
def test_two_bodies_differ_in_some_field_exactly_when_their_digests_do(old, new):
    assert bool(find_differences(old, new)) == (digest_of(old) != digest_of(new))


def test_a_difference_names_the_field_with_its_old_and_new_value():
    old = {"unit": "人", "targets": [{"day": "2028-12-31"}]}
    new = {"unit": "名", "targets": [{"day": "2028-12-31"}, {"day": "2029-12-31"}]}

    assert find_differences(old, new) == [
        Difference("targets[2]", None, {"day": "2029-12-31"}),
        Difference("unit", "人", "名"),
    ]
