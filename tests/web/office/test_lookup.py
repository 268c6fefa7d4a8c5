"""One search over everything one may see."""

from uuid import uuid4

import pytest

from gongxin.queries.look import of_organisation

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
AMBER = "91310000MA0000015F"
NUMBER = "示市监处罚〔2026〕77号"


@pytest.fixture
def record(people, recorded):
    """A minor penalty, which the public never sees, submitted by the market bureau."""
    (found,) = recorded({"content": {"CF_WSH": NUMBER, "CF_CFLB1": "警告"}, "tier": "minor"}, unit=MARKET)
    return found


def test_a_unit_finds_its_own_records_and_another_does_not(signed_in, record):
    own, other = (
        signed_in(one).get("/office/search/", {"q": NUMBER}).content.decode() for one in ("alice", "charlie")
    )

    assert str(record) in own
    assert str(record) not in other
    assert signed_in("alice").get(f"/office/search/records/{record}/").status_code == 200
    assert signed_in("charlie").get(f"/office/search/records/{record}/").status_code == 404


@pytest.mark.parametrize("text", ["77号", AMBER, "{record}"])
def test_a_record_is_found_by_part_of_its_number_by_code_and_by_its_own_number(signed_in, record, text):
    page = signed_in("alice").get("/office/search/", {"q": text.format(record=record)}).content.decode()

    assert str(record) in page


@pytest.mark.parametrize("text", ["", "x", "\x00\x00", "%", "'; --", "无此文号", str(uuid4())])
def test_whatever_is_typed_is_answered(signed_in, record, text):
    answer = signed_in("alice").get("/office/search/", {"q": text})

    assert answer.status_code == 200
    assert str(record) not in answer.content.decode()


def test_a_unit_that_reads_its_own_leaves_no_look(signed_in, record):
    signed_in("alice").get(f"/office/search/records/{record}/")

    assert looks() == []


def test_the_centre_says_why_once_and_every_look_is_noted(signed_in, record):
    operator = signed_in("operator")
    asked = operator.get("/office/search/all/", {"q": NUMBER}).content.decode()
    assert str(record) not in asked
    assert "用途" in asked

    operator.post("/office/search/all/purpose/", {"purpose": "核对投诉", "next": "/office/search/all/"})
    assert str(record) in operator.get("/office/search/all/", {"q": NUMBER}).content.decode()
    operator.get(f"/office/search/all/records/{record}/")

    assert [(one.matter, one.purpose, one.found) for one in looks()] == [("operation", "核对投诉", 1)] * 2


def test_without_a_purpose_no_record_is_shown(signed_in, record):
    page = signed_in("operator").get(f"/office/search/all/records/{record}/").content.decode()

    assert NUMBER not in page
    assert looks() == []


@pytest.mark.parametrize("purpose", ["", "x", "请联系 13900000000"])
def test_a_purpose_says_something_and_names_nobody(signed_in, record, purpose):
    operator = signed_in("operator")

    assert operator.post("/office/search/all/purpose/", {"purpose": purpose}).status_code == 422
    assert "用途" in operator.get("/office/search/all/").content.decode()


def test_after_the_purpose_one_goes_on_within_the_platform_only(signed_in, people):
    asked = {"purpose": "核对投诉", "next": "https://elsewhere.example/"}
    answer = signed_in("operator").post("/office/search/all/purpose/", asked)

    assert answer.headers["Location"] == "/office/search/all/"


def test_what_is_shown_can_be_taken_along(signed_in, record):
    own, other = (signed_in(one).get("/office/search.csv", {"q": NUMBER}) for one in ("alice", "charlie"))

    assert own.headers["Content-Disposition"].endswith('filename="records.csv"')
    assert [str(record) in line for line in own.content.decode().splitlines()] == [False, True]
    assert len(other.content.decode().splitlines()) == 1


def test_the_centre_takes_nothing_along_without_a_purpose_and_a_look(signed_in, record):
    operator = signed_in("operator")
    assert (
        NUMBER not in operator.get("/office/search/all.csv", {"q": NUMBER}).content.decode().splitlines()[-1]
    )
    assert looks() == []

    operator.post("/office/search/all/purpose/", {"purpose": "核对投诉", "next": "/office/search/all/"})
    taken = operator.get("/office/search/all.csv", {"q": NUMBER}).content.decode()
    assert str(record) in taken
    assert [(one.purpose, one.found) for one in looks()] == [("核对投诉", 1)]


def looks():
    return list(of_organisation(AMBER, after=None, size=10).looks)
