"""Everything that is held, public or not, and what one may know of what left."""

import base64
import hashlib
import html
import re
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions.entry import classify, withdraw
from gongxin.actions.erasure import erase
from gongxin.actions.taking import parameters
from gongxin.catalogue import reader
from gongxin.catalogue.behaviour import Tier
from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries.shown_entry import EntryFilter

BIRCH = "91310114MA1GT00019"


@pytest.fixture
def penalties(desk):
    """Birch's penalties by their number."""
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    return {int(re.search(r"(\d)号", one.document_number)[1]): one for one in held if one.tier}


def test_the_list_has_what_the_public_page_leaves_out(desk, client):
    own, public = desk("records/").content.decode(), client.get(f"/organisations/{BIRCH}/").content.decode()

    for title in ("未挂牌经营", "早已期满的违法行为"):
        assert title in own
        assert title not in public
    for word in ("正在公示", "不公示", "公示期已满", "可查询至"):
        assert word in own


def test_a_record_says_who_sees_it_until_when_and_what_can_be_done(desk, penalties):
    page = desk(f"records/{penalties[2].record}/").content.decode()

    for text in (
        "任何人都能在门户网站查到",
        "提出异议",
        "起可以申请修复",
        "来源单位",
        "归集依据",
        "首次入库",
    ):
        assert text in page


def test_the_strip_of_days_is_drawn_from_the_first_to_the_last(desk, penalties, client):
    for page in (desk(f"records/{penalties[2].record}/"), client.get(f"/records/{penalties[2].record}/")):
        drawn = re.search(r'<svg class="chart".*?</svg>', page.content.decode(), re.S)[0]

        numbers = re.findall(r' (?:x|x1|x2|width)="(.*?)"', drawn)
        assert len(numbers) == 6  # the window, since when it can be repaired, and today
        assert all(0 <= float(one) <= 600 for one in numbers)


def test_a_record_that_the_public_never_sees_is_whole_here(desk, penalties, client):
    minor = penalties[3]

    assert client.get(f"/records/{minor.record}/").status_code == 404
    page = desk(f"records/{minor.record}/").content.decode()
    assert "按规定不向社会公示" in page
    assert "警告" in page


def test_a_record_of_somebody_else_does_not_exist(desk):
    honours = entry.page(EntryFilter(item="honour"), viewer=Viewer.CENTRE, on=localdate()).entries

    assert honours[0].uscc != BIRCH
    assert desk(f"records/{honours[0].record}/").status_code == 404
    assert desk(f"records/{honours[0].record}/proof/").status_code == 404


def test_the_proof_opens_the_leaf_with_salt_and_statement(desk, penalties):
    page = desk(f"records/{penalties[3].record}/proof/").content.decode()

    hashes = re.findall(r'class="hash">([0-9a-f]+)<', page)
    statement = html.unescape(re.search(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[1])
    leaf, salt = hashes[0], bytes.fromhex(hashes[1])
    assert hashlib.sha256(salt + statement.encode()).hexdigest() == leaf
    note = html.unescape(re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[1])
    base64.b64decode(note.splitlines()[2], validate=True)


def test_a_version_says_what_it_changed(desk, penalties):
    item = reader.edition(localdate()).item("administrative_penalty")
    classify(penalties[1].record, Tier.SEVERE, item=item, parameters=parameters())

    page = desk(f"records/{penalties[1].record}/").content.decode()

    assert "第 2 版" in page
    assert "<del>一般</del> 严重" in page


def test_a_withdrawn_record_is_named_with_its_reason_and_without_its_content(desk, penalties):
    withdraw(penalties[1].record, reason="处罚决定已被撤销", by="alice")

    for part in ("records/", f"records/{penalties[1].record}/"):
        page = desk(part).content.decode()
        assert "已撤回" in page
        assert "处罚决定已被撤销" in page
        assert penalties[1].title not in page
    assert "alice" not in page
    assert desk(f"records/{penalties[1].record}/proof/").status_code == 404


def test_an_erased_record_is_named_with_its_basis(desk, penalties):
    erase(penalties[1].record, basis="《个人信息保护法》第47条", reason="误收")

    page = desk(f"records/{penalties[1].record}/").content.decode()

    assert "内容已删除" in page
    assert "《个人信息保护法》第47条" in page
    assert penalties[1].title not in page


def test_the_records_of_one_kind_go_on_page_by_page(desk):
    page = desk("records/of/administrative_penalty/").content.decode()

    assert page.count('class="record"') == 4
    assert desk("records/of/nothing/").status_code == 200
    assert desk("records/of/administrative_penalty/?after=odd").status_code == 400


def test_every_section_of_the_catalogue_is_named_also_where_nothing_is_held(desk):
    page = desk("records/").content.decode()

    assert "没有信息的类别" in page
    assert "守信" in page


def test_one_may_look_back_at_another_day_and_moment(desk, penalties):
    """As of a year before the decision there was no record; before today nothing was known."""
    long_ago = penalties[1].decided_on - timedelta(days=365)
    yesterday = localdate() - timedelta(days=1)

    assert "正在公示" in desk(f"records/?as_of={penalties[1].decided_on}").content.decode()
    page = desk(f"records/?as_of={long_ago}").content.decode()
    assert f"{long_ago} 的情况" in page
    assert penalties[1].title not in page
    assert penalties[1].title not in desk(f"records/?known_at={yesterday}T08:00").content.decode()
    assert desk(f"records/{penalties[1].record}/?known_at={yesterday}T08:00").status_code == 404
    assert "还没有到" in desk("records/?as_of=2999-01-01").content.decode()
