"""Whatever stands in the files, the check answers with problems and never breaks."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bole.domain.packs.checking import check_pack
from bole.web.packs.kinds import LAYOUT
from tests.web.packs.samples import sample_files

NAMES = sorted([*sample_files(), "plan/statistics.csv"])
PIECES = [
    b"- ",
    b": ",
    b"\n",
    b"  ",
    b"{",
    b"}",
    b"[",
    b"]",
    b'"',
    b"'",
    b"#",
    b"&a ",
    b"*a",
    b"!x ",
    b"| ",
    b"\t",
    b"\0",
    b"\xff",
    b",",
    b"id",
]
PIECES += [
    b"null",
    b"true",
    b"1e999",
    b"-1",
    b"9" * 5000,
    b"1e99999999999999999999",
    b"2025-12-31",
    "人".encode(),
    b"targets: [1]",
    b"goal: {form: range}",
    b"<<: x",
    b"\r\n",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(NAMES), st.lists(st.tuples(st.integers(0, 2000), st.sampled_from(PIECES)), min_size=1, max_size=6)
)
def test_a_pack_spoiled_anywhere_is_told_and_breaks_nothing(name, cuts):
    files = sample_files()
    content = files.get(name, b"indicator,region,day,value,unit,source\ntalent_total,990199,2024-12-31,1,x,y\n")
    for place, piece in cuts:
        content = content[:place] + piece + content[place + len(piece) // 2 :]
    files[name] = content

    for problem in check_pack(files, layout=LAYOUT).problems:
        assert problem.file
        assert str(problem.what)
        assert str(problem.remedy)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(NAMES), st.binary(max_size=200))
def test_a_file_of_anything_is_told_and_breaks_nothing(name, content):
    check_pack({**sample_files(), name: content}, layout=LAYOUT)


def test_an_empty_folder_says_what_is_missing():
    [problem] = check_pack({}, layout=LAYOUT).problems

    assert str(problem.what) == "The pack has no pack.yaml."


def test_a_file_beyond_any_pack_is_refused_without_being_read():
    files = {**sample_files(), "plan/indicators/big.yaml": b"x" * (5 * 1024 * 1024)}

    assert [str(problem.what) for problem in check_pack(files, layout=LAYOUT).problems] == [
        "The file is larger than 4 MB."
    ]
