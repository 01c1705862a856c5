"""The sentences an applicant reads of hard rules, each written down in full, and the page of the manual made of them."""

import pytest
from explained_rules import PAGE, explain_case, read_cases, render_page

CASES = read_cases()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", CASES, ids=[case["case"]["en"] for case in CASES])
def test_a_hard_rule_is_explained_as_it_was_reviewed(case, language):
    assert explain_case(case, language) == case["expect"][language].split("\n")


def test_the_page_of_the_manual_shows_these_explanations():
    assert PAGE.read_text("utf-8") == render_page(CASES)
