"""PDF from our templates: tagged, with the font inside, and nothing from outside is ever run."""

import io
import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from gongxin.reports.printing import for_print
from gongxin.reports.typst import compile_pdf

AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader(content) -> PdfReader:
    return PdfReader(io.BytesIO(compile_pdf("credit_report", for_print(content, "zh"), language="zh", at=AT)))


def test_it_is_tagged_titled_and_says_its_language(reader):
    root = reader.trailer["/Root"]

    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "zh-CN"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert reader.metadata.title == "公共信用信息报告：示范市白桦运输有限公司"


def test_tables_have_headers_and_the_code_has_words_for_who_cannot_see_it(reader):
    kinds, texts = set(), []
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            kinds.add(node.get("/S"))
            texts.append(str(node.get("/Alt", "")))
            waiting.extend([node["/K"]] if "/K" in node else [])

    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/Figure"} <= kinds
    assert any("核验页面" in text for text in texts)


def test_every_font_is_inside_the_file(reader):
    fonts = [
        font.get_object() for page in reader.pages for font in page["/Resources"].get("/Font", {}).values()
    ]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]

    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(one) for one in descriptors)


def test_what_looks_like_typst_is_printed_as_it_stands(reader):
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))

    assert '含有#set、$x$、\\u{41}、"引号"和`代码`的文字。' in text
    assert "长期" in text
    assert "查询期内无相关信息" in text


def test_pages_are_numbered_and_named_from_the_second_on(reader):
    first, second = (re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages[:2])

    assert re.search(r"第 2 页 共 \d 页", second)
    assert not re.search(r"第 1 页 共", first)
    assert "GX20" in second


def test_the_same_content_makes_the_same_file(content):
    made = [
        compile_pdf("credit_report", for_print(content, language), language=language, at=AT)
        for language in ("zh", "en", "zh", "en")
    ]

    assert made[0] == made[2]
    assert made[1] == made[3]
