"""An agency asks for organisations by a file, watches, and fetches the ZIP."""

import io
import re
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from gongxin.actions import contract, unit
from gongxin.actions.account import add
from gongxin.disclosure.contract import Contract
from gongxin.disclosure.role import Role, UnitKind
from gongxin.reports.delivery import work_through

AMBER, AGENCY = "91310000MA0000015F", "91310000000000035E"
OTHER = "91310000000000078U"


@pytest.fixture
def agreed(people, recorded):
    recorded({"content": {"XK_WSH": "1"}, "decided_on": localdate() - timedelta(days=30)})
    today = localdate()
    proposed = Contract(AGENCY, "1号", frozenset({"administrative_penalty"}), 3, today, today)
    made = contract.conclude(proposed, by="operator", on=today)
    contract.release(made, by="reviewer2")
    return made


def send(browser, agreed, **said):
    facts = {"contract": str(agreed), "purpose": "客户信用评估", "codes": AMBER, **said}
    return browser.post("/office/deliveries/new/", facts)


def number_of(answer):
    return re.search(r"[0-9a-f-]{36}", answer.headers["Location"])[0]


def test_a_file_of_codes_is_taken_over_worked_on_and_fetched(signed_in, agreed):
    agent = signed_in("agent")
    listed = SimpleUploadedFile("名单.csv", f"名称,统一社会信用代码\n琥珀,{AMBER}\n".encode("gb18030"))
    made = number_of(send(agent, agreed, file=listed, codes=""))
    waiting = agent.get(f"/office/deliveries/{made}/").content.decode()
    assert 'hx-trigger="every 1s"' in waiting

    work_through(UUID(made))

    page = agent.get(f"/office/deliveries/{made}/").content.decode()
    assert "取回文件" in page
    assert "hx-trigger" not in page
    held = b"".join(agent.get(f"/office/deliveries/{made}/file/").streaming_content)
    with zipfile.ZipFile(io.BytesIO(held)) as archive:
        assert sorted(archive.namelist()) == ["manifest.json", "organisations.jsonl", "records.csv"]


def test_beyond_the_quota_the_page_names_the_day_of_the_next(signed_in, agreed):
    agent = signed_in("agent")
    send(agent, agreed)
    codes = f"{AMBER} 91310114MA1GT00019 92310114MA1GT001XX"

    answer = send(agent, agreed, codes=codes)

    assert answer.status_code == 422
    assert "额度于" in answer.content.decode()
    assert "2 户" in agent.get("/office/deliveries/").content.decode()


@pytest.mark.parametrize("codes", ["", "91310000MA0000015X", "110101199003074258"])
def test_what_is_no_list_of_codes_is_sent_back_whole(signed_in, agreed, codes):
    answer = send(signed_in("agent"), agreed, codes=codes)

    assert answer.status_code == 422
    assert "110101199003074258" not in re.sub(
        r"<textarea.*?</textarea>", "", answer.content.decode(), flags=re.S
    )


def test_once_cancelled_the_page_says_why_and_the_file_is_gone(signed_in, agreed):
    agent = signed_in("agent")
    made = number_of(send(agent, agreed))
    work_through(UUID(made))
    contract.cancel(agreed, reason="超出用途使用", by="operator", on=localdate())

    assert agent.get(f"/office/deliveries/{made}/file/").status_code == 403
    page = agent.get(f"/office/deliveries/{made}/").content.decode()
    assert "取消" in page
    assert "取回文件（ZIP）" not in page
    assert "超出用途使用" in agent.get("/office/deliveries/").content.decode()
    assert send(agent, agreed).status_code == 422


def test_another_agency_sees_no_delivery_of_this_one(signed_in, agreed, client):
    made = number_of(send(signed_in("agent"), agreed))
    work_through(UUID(made))
    unit.add(OTHER, "另一信用服务机构", kind=UnitKind.AGENCY)
    add("other", "a long password of a person", unit=OTHER, roles=(Role.AGENCY_USER,), on=localdate())
    client.force_login(User.objects.get(username="other"))

    assert client.get(f"/office/deliveries/{made}/").status_code == 404
    assert client.get(f"/office/deliveries/{made}/file/").status_code == 404
    assert made not in client.get("/office/deliveries/").content.decode()
    assert signed_in("banker").get(f"/office/deliveries/{made}/").status_code == 403
