"""An account, a letter, and what became of it."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from gongxin.queries.representation import of_user
from gongxin.store.models import Organisation
from gongxin.web.desk.representation import REGISTRATIONS

BIRCH, CEDAR = "91310114MA1GT00019", "92310114MA1GT001XX"
PASSWORD = "a long password of a person"
LETTER = b"\xff\xd8\xff a letter \xff\xd9"


@pytest.fixture(autouse=True)
def nobody_registered_yet():
    REGISTRATIONS.buckets.clear()


@pytest.fixture
def dora(signed_in, settings, tmp_path):
    settings.GONGXIN_DATA = tmp_path
    Organisation.objects.create(uscc=CEDAR, name="雪松", kind="sole_trader", is_registered=True)
    return signed_in("dora")


def form(account="qiye", password=PASSWORD, again=PASSWORD):
    return {"account": account, "password": password, "again": again}


def ask(browser, content=LETTER, uscc=CEDAR):
    return browser.post("/desk/request/", {"uscc": uscc, "letter": SimpleUploadedFile("王小明.jpg", content)})


def mine(account="dora"):
    return of_user(User.objects.get(username=account).pk)


def test_somebody_registers_and_is_led_to_the_door(client, db, settings):
    answer = client.post("/desk/register/", form())

    assert answer.headers["Location"] == f"{settings.LOGIN_URL}?next=/desk/request/"
    assert User.objects.get(username="qiye").check_password(PASSWORD)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (form(account="王小明"), "不要用姓名"),
        (form(password="short", again="short"), "12"),
        (form(again="another password here"), "不一致"),
        ({}, "errorlist"),
    ],
)
def test_what_cannot_be_registered_is_said_why(client, db, given, said):
    answer = client.post("/desk/register/", given)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not User.objects.exists()


def test_a_robot_soon_has_to_wait(client, db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    for number in range(12):
        answer = client.post("/desk/register/", form(account=f"robot{number}"))

    assert answer.status_code == 422
    assert User.objects.count() == 10


def test_a_letter_is_handed_in_read_again_and_taken_back(dora):
    assert ask(dora).status_code == 302
    (found,) = mine()
    assert (found.uscc, found.state) == (CEDAR, "waiting")
    assert b"".join(dora.get(f"/desk/request/{found.id}/letter/").streaming_content) == LETTER
    assert "王小明" not in dora.get("/desk/request/").content.decode()

    dora.post(f"/desk/request/{found.id}/withdraw/")
    assert mine()[0].state == "withdrawn"


@pytest.mark.parametrize(
    ("content", "uscc", "said"),
    [
        (b"MZ\x90", CEDAR, "只收 PDF"),
        (LETTER, "91310000MA0000015F", "没有登记"),
        (b"", CEDAR, "errorlist"),
        (LETTER, "short", "errorlist"),
    ],
)
def test_what_is_no_request_is_said_why(dora, content, uscc, said):
    answer = ask(dora, content, uscc)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert mine() == ()


def test_a_letter_is_its_parties_business(dora, signed_in):
    ask(dora)
    address = f"/desk/request/{mine()[0].id}/"

    for account in ("representative", "alice", "platform_admin"):
        browser = signed_in(account)
        assert browser.get(f"{address}letter/").status_code == 404
        assert browser.post(f"{address}withdraw/").status_code == 404


def test_an_account_of_a_unit_is_told_to_use_another(signed_in, dora):
    browser = signed_in("alice")

    assert "请另行注册账号" in browser.get("/desk/request/").content.decode()
    assert ask(browser).status_code == 422


def test_who_represents_nobody_yet_is_shown_the_way(dora):
    assert "/desk/request/" in dora.get("/desk/").content.decode()
