import pytest

from bole.domain.shared.regions import region_around


@pytest.mark.parametrize(
    ("codes", "around"),
    [
        pytest.param(["990101", "990101"], "990101", id="one region is itself"),
        pytest.param(["990101", "990102"], "990100", id="two counties lie in their city"),
        pytest.param(["990101", "990111"], "990100", id="digits alike by chance are no level"),
        pytest.param(["990101", "990202"], "990000", id="counties of two cities lie in their province"),
        pytest.param(["990101", "510422"], "", id="more than a province has no code"),
        pytest.param(["990100", "990101"], "990100", id="a city holds its county"),
        pytest.param(["990101", "990101100000"], "990101", id="a county holds its town"),
        pytest.param(["990101100201", "990101100202"], "990101100", id="two villages lie in their town"),
        pytest.param([], "", id="nobody lies nowhere"),
    ],
)
def test_the_smallest_region_around_codes(codes, around):
    assert region_around(codes) == around
