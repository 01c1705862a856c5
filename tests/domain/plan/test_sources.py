"""What read_source makes of text, web pages and PDFs, and what it refuses with which remedy."""

import time
import tracemalloc

import docx
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from office_files import make_book, make_pdf, make_plan_docx, make_zip, read_part, replace_part, save

from bole.domain.plan.files.sources import UnreadableSource, read_source

PLAN = (
    "云岭县“十四五”人才发展规划\n\n一、发展基础\n到2020年底，全县人才资源总量达到2.1万人，其中高技能人才3600人，"
    "主要劳动年龄人口受过高等教育的比例达到18.5%。\n（一）人才规模稳步增长\n1．党政人才队伍结构不断优化，引进硕士研究生120名。\n"
)


def texts(data: bytes, name: str = "plan.txt") -> list[str]:
    return [line.text for line in read_source(data, name=name)]


def refusal(data: bytes, name: str = "plan.docx") -> str:
    with pytest.raises(UnreadableSource) as caught:
        read_source(data, name=name)
    return str(caught.value.reason)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"])
def test_text_reads_the_same_in_every_encoding_offices_save(encoding):
    assert "\n".join(texts(PLAN.encode(encoding))) == PLAN.rstrip("\n")


def test_rare_characters_of_names_survive_gb18030():
    plan = PLAN + "负责人：龘靐、㐂川镇。\n"

    assert texts(plan.encode("gb18030"))[-1] == "负责人：龘靐、㐂川镇。"


@pytest.mark.parametrize("encoding", ["big5", "shift-jis", "euc-kr"])
def test_text_in_a_foreign_encoding_is_refused_rather_than_garbled(encoding):
    foreign = PLAN.encode(encoding, errors="ignore")

    assert "save it as UTF-8" in refusal(foreign, "plan.txt")


@pytest.mark.parametrize(("encoding", "line"), [("utf-8", 4), ("gb18030", 4)])
def test_damaged_bytes_are_named_with_their_place(encoding, line):
    whole = (PLAN * 20).encode(encoding)
    place = len(PLAN[: PLAN.index("其中")].encode(encoding))
    damaged = whole[:place] + b"\xff" + whole[place:]

    said = refusal(damaged, "plan.txt")

    assert f"byte {place + 1} (line {line})" in said
    assert encoding.upper() in said


def test_text_that_lost_characters_before_is_refused_with_the_line():
    assert "line 3" in refusal("规划\n正文\n锟斤拷锟斤拷到2025年\n".encode(), "plan.txt")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_an_editor_numbers_them(end):
    lines = read_source(f"一{end}{end}二\x0b\u2028三{end}".encode(), name="plan.md")

    assert [(line.number, line.text) for line in lines] == [(1, "一"), (2, ""), (3, "二\x0b\u2028三")]


def test_web_page_gives_headings_lines_and_rows_without_menus():
    page = """<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body>
    <nav><a href=/>首页</a></nav><ul><li><a>组织</a><li><a>公告</a><li><a>机构</a><li><a>服务</a></ul>
    <h1>云岭县人才<br>发展规划</h1><p>到2025年，人才资源总量
    达到3.2万人；<br>占比&nbsp;18.5&#37;。</p><script>var a=1</script>
    <h2>一、指标</h2><table><tr><th rowspan=2>指标<th colspan=2>人数</tr><tr><th>2020年<th>2025年</tr>
    <tr><td><p>人才</p><p>总量</p><td>2.1<td>3.2</tr></table>
    <ol start=3><li>引进<li>培养</ol><div hidden>x</div><p style="display: none">y</p><footer>版权</footer></body></html>"""

    assert texts(page.encode(), "plan.html") == [
        "# 云岭县人才发展规划",
        "到2025年，人才资源总量达到3.2万人；",
        "占比 18.5%。",
        "## 一、指标",
        "指标\t人数",
        "\t2020年\t2025年",
        "人才 总量\t2.1\t3.2",
        "3. 引进",
        "4. 培养",
    ]


@pytest.mark.parametrize("declared", ["gb2312", "utf-8"])
def test_web_page_is_read_by_its_bytes_even_if_it_declares_another_encoding(declared):
    page = f"<html><head><meta charset={declared}></head><body><p>{PLAN}</p></body></html>"

    assert "到2020年底，全县人才资源总量达到2.1万人" in texts(page.encode("gb18030"), "plan.htm")[0]


def test_content_decides_what_a_file_is_and_the_name_only_after_it():
    assert texts(make_plan_docx(), "plan.txt")[0] == "# 云岭县人才发展规划"
    assert texts(b"<html><body><p>A plan</p></body></html>", "plan.doc") == ["A plan"]
    assert texts(b"<div align=center>\n\n# A plan\n", "plan.md") == ["<div align=center>", "", "# A plan"]


def test_pdf_gives_lines_with_their_pages_and_rows_with_their_columns():
    data = make_pdf(
        "= 一、发展基础\n到2025年，人才总量3.2万人，占比18.5%。\n"
        "#table(columns: 3, [指标], [2020年], [2025年], [人才总量], [2.1], [3.2])\n#pagebreak()\n二、任务"
    )

    lines = [(line.number, line.page, line.text) for line in read_source(data, name="plan.pdf")]

    assert lines == [
        (1, 1, "一、发展基础"),
        (2, 1, "到2025年，人才总量3.2万人，占比18.5%。"),
        (3, 1, "指标\t2020年\t2025年"),
        (4, 1, "人才总量\t2.1\t3.2"),
        (5, 1, "1"),
        (6, 2, "二、任务"),
        (7, 2, "2"),
    ]


def make_scan() -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(3):
        document.new_page(200, 300)
    return save(document)


def make_bomb() -> bytes:
    return make_zip(**{"[Content_Types].xml": b"x", "word/document.xml": b"\0" * 400_000_000})


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(lambda: b"", "is empty", id="an empty file"),
        pytest.param(" \n　\t\n".encode, "only blanks", id="white space"),
        pytest.param(lambda: save(docx.Document()), "only blanks", id="a Word file without text"),
        pytest.param(make_scan, "3 of 3 pages have no text. Run text recognition (OCR)", id="a scan"),
        pytest.param(lambda: OLE + "WordDocument".encode("utf-16-le"), "save it as .docx", id="an old Word file"),
        pytest.param(lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "password", id="a locked Word file"),
        pytest.param(lambda: OLE, "save it as .docx", id="another old Office file"),
        pytest.param(lambda: make_book([["指标", 1]]), "spreadsheet", id="a workbook"),
        pytest.param(lambda: make_zip(**{"a.txt": b"a"}), "archive", id="a zip"),
        pytest.param(lambda: make_zip(**{"OFD.xml": b"a"}), "OFD", id="an OFD"),
        pytest.param(make_bomb, "would unpack to 381 MB", id="a bomb"),
        pytest.param(lambda: make_plan_docx()[:3000], "damaged", id="half a Word file"),
        pytest.param(lambda: b"%PDF-1.7\nrubbish", "damaged", id="a broken PDF"),
        pytest.param(lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "picture", id="a picture"),
        pytest.param(lambda: b"{\\rtf1 a}", "RTF", id="an RTF file"),
        pytest.param(lambda: b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 9, "binary", id="a program"),
        pytest.param(lambda: b"<html></html>", "only blanks", id="an empty page"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_remedy(make, said):
    assert said in refusal(make())


def test_wps_file_is_known_by_its_name():
    assert "WPS file" in refusal(OLE, "规划.wps")


def test_locked_pdf_is_refused():
    # A standard security handler whose keys fit no password.
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O(" + b"a" * 32 + b")/U(" + b"b" * 32 + b")>>endobj\n"
    )
    places = [head.index(b"%d 0 obj" % number) for number in (1, 2, 3)]
    table = b"xref\n0 4\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size 4/Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF" % len(head)

    assert "password" in refusal(head + table + trailer, "plan.pdf")


def test_text_of_fifty_megabytes_is_refused_at_once_and_cheaply():
    huge = "到2025年引进人才100名。\n".encode() * 1_700_000
    tracemalloc.start()
    began = time.perf_counter()

    said = refusal(huge, "plan.txt")

    took, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(huge) > 50 * 1024 * 1024
    assert "at most 20 MB" in said
    assert took < 0.5
    assert peak < 1_000_000


def test_word_file_with_too_much_text_is_refused():
    document = docx.Document()
    for _ in range(11):
        document.add_paragraph("人才" * 500)

    with pytest.raises(UnreadableSource):
        read_source(save(document), name="plan.docx", largest_text=10_000)


def read_or_explain(data: bytes, name: str) -> str:
    try:
        return "".join(line.text for line in read_source(data, name=name))
    except UnreadableSource as refused:
        return str(refused.reason)


def reads_or_refuses(data: bytes, name: str) -> None:
    assert read_or_explain(data, name).strip()


def mutate(data: bytes, changes: list[tuple[float, bytes]], end: float) -> bytes:
    mutated = bytearray(data)
    for place, written in changes:
        start = int(place * len(data))
        mutated[start : start + len(written)] = written
    return bytes(mutated[: int(end * len(mutated)) + 1])


CHANGES = st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), min_size=1, max_size=8)
ENDS = st.one_of(st.just(1.0), st.floats(0.2, 1))


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a.html", "无名"]))
def test_any_bytes_are_read_or_refused(data, name):
    reads_or_refuses(data, name)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([b"%PDF-1.4", b"PK\x03\x04", OLE[:8], b"<html>", b"\xff\xfe", b"{\\rtf"]), st.binary(max_size=300)
)
def test_bytes_behind_a_familiar_beginning_are_read_or_refused(start, data):
    reads_or_refuses(start + data, "plan.docx")


@pytest.fixture(scope="module")
def real_files():
    page = "<html><body><h1>规划</h1><table><tr><td rowspan=2>指标<td>2</table><ol><li>引进</ol></body></html>"
    return {
        "docx": make_plan_docx(),
        "pdf": make_pdf("= 一、基础\n到2025年，人才总量3.2万人。\n#table(columns: 2, [指标], [3.2])"),
        "html": page.encode(),
        "txt": PLAN.encode("gb18030"),
    }


@pytest.mark.parametrize("kind", ["docx", "pdf", "html", "txt"])
@settings(max_examples=120, deadline=None)
@given(changes=CHANGES, end=ENDS)
def test_damaged_files_are_read_or_refused(real_files, kind, changes, end):
    reads_or_refuses(mutate(real_files[kind], changes, end), f"plan.{kind}")


@settings(max_examples=150, deadline=None)
@given(part=st.sampled_from(["document", "numbering", "styles"]), changes=CHANGES)
def test_word_files_with_damaged_parts_are_read_or_refused(real_files, part, changes):
    # Damage inside the compressed parts; damage to the package alone rarely gets past its checksums.
    name = f"word/{part}.xml"
    damaged = mutate(read_part(real_files["docx"], name), changes, 1.0)
    reads_or_refuses(replace_part(real_files["docx"], name, damaged), "plan.docx")
