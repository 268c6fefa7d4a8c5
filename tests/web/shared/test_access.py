"""Every page of the office, asked by everybody."""

import pytest
from django.core.exceptions import PermissionDenied

from gongxin.web.shared.access import members, refuse_undeclared

PAGES = {
    "/office/batches/": {"alice", "bob", "charlie"},
    "/office/batches/new/": {"alice", "charlie"},
    "/office/check/": {"alice", "bob", "charlie"},
    "/office/review/": {"alice", "charlie"},
    "/office/tokens/": {"alice", "bob", "charlie"},
}


@pytest.mark.parametrize("page", sorted(PAGES))
@pytest.mark.parametrize("person", ["alice", "bob", "charlie", "dora"])
def test_a_page_opens_to_those_it_names_and_to_nobody_else(signed_in, page, person):
    answer = signed_in(person).get(page)

    assert answer.status_code == (200 if person in PAGES[page] else 403)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_stranger_is_led_to_the_door(client, db, page):
    answer = client.get(page)

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/office/sign-in/?next={page.replace('/', '%2F')}",
    )


def test_a_part_of_a_page_leads_the_whole_page_to_the_door(client, db):
    answer = client.get("/office/batches/", HTTP_HX_REQUEST="true")

    assert answer.headers["HX-Redirect"].startswith("/office/sign-in/")


def test_a_right_that_does_not_exist_cannot_be_asked_for():
    with pytest.raises(ValueError, match="may_fly"):
        members("may_fly")


def test_a_view_without_a_declaration_answers_nobody(rf):
    middleware = refuse_undeclared(lambda request: None)
    with pytest.raises(PermissionDenied):
        middleware.process_view(rf.get("/"), lambda request: None, (), {})
