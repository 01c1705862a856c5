from datetime import date

import pytest

from bole.domain.plan.statistics.reading import IndicatorName, read_statistics

RANK = IndicatorName("rank", "科技竞争力分档", "档", scale=("第四档", "第三档", "第二档"))
TITLES = IndicatorName("titles", "职称结构", "", parts=3)


def read(rows):
    text = "指标,年度,数值,来源\n" + "\n".join(rows)
    return read_statistics(
        text.encode(), name="a.csv", indicators=[RANK, TITLES], today=date(2026, 3, 1), region="990121"
    )


def test_a_class_and_shares_are_taken_as_they_are_called():
    sheet = read(["科技竞争力分档,2024,第三档,县科技局", "职称结构,2024,7：30：63,县卫健局"])

    assert [one.value for one in sheet.observations] == ["第三档", "7:30:63"]
    assert sheet.errors == ()


@pytest.mark.parametrize(
    ("row", "says"),
    [
        pytest.param(
            "科技竞争力分档,2024,第五档,局", "第四档, 第三档, 第二档", id="a class outside the scale names the scale"
        ),
        pytest.param("科技竞争力分档,2024,3,局", "none of the classes", id="a number is no class"),
        pytest.param("职称结构,2024,40:60,局", "not 3 shares", id="too few shares"),
        pytest.param("职称结构,2024,a:b:c,局", "like 20:30:50", id="letters are no shares"),
    ],
)
def test_what_is_no_label_is_an_error(row, says):
    sheet = read([row])

    assert sheet.observations == ()
    assert says in str(sheet.errors[0].reason)


def test_a_blank_label_makes_no_statement():
    assert read(["科技竞争力分档,2024,—,局"]).observations == ()


def test_two_classes_for_one_year_contradict_each_other():
    sheet = read(["科技竞争力分档,2024,第三档,局", "科技竞争力分档,2024,第二档,局"])

    assert sheet.observations == ()
    assert "第二档" in str(sheet.errors[0].reason)
