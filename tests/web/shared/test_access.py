"""What the declarations of views do. Every page against every role is in tests/web/test_access_table.py."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from gongxin.actions.account import user_of
from gongxin.disclosure.role import Role
from gongxin.store.models import RoleGrant
from gongxin.web.shared.access import refuse_undeclared, representative, staff
from gongxin.web.shared.access import signed_in as any_account

BIRCH, OTHER = "91310114MA1GT00019", "92310114MA1GT001XX"
PAGES = {
    "/office/batches/": {"alice", "bob", "charlie"},
    "/office/batches/new/": {"alice", "charlie"},
    "/office/check/": {"alice", "bob", "charlie"},
    "/office/review/": {"alice", "charlie"},
    "/office/tokens/": {"alice", "bob", "charlie"},
}


@pytest.fixture
def asked(rf, people):
    """Return a request as somebody sends it."""

    def ask(account=None):
        request = rf.get("/")
        request.session = {}
        request.user = User.objects.get(username=account) if account else AnonymousUser()
        return request

    return ask


@pytest.mark.parametrize("page", sorted(PAGES))
@pytest.mark.parametrize("person", ["alice", "bob", "charlie", "dora"])
def test_a_page_opens_to_those_it_names_and_to_nobody_else(signed_in, page, person):
    answer = signed_in(person).get(page)

    assert answer.status_code == (200 if person in PAGES[page] else 403)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_stranger_is_led_to_the_door(client, db, settings, page):
    answer = client.get(page)

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"{settings.LOGIN_URL}?next={page.replace('/', '%2F')}",
    )


def test_a_part_of_a_page_leads_the_whole_page_to_the_door(client, db, settings):
    answer = client.get("/office/batches/", HTTP_HX_REQUEST="true")

    assert answer.headers["HX-Redirect"].startswith(settings.LOGIN_URL)


def test_only_roles_of_staff_can_be_asked_for():
    with pytest.raises(ValueError, match="representative"):
        staff(Role.REPRESENTATIVE)


def test_an_organisation_s_pages_do_not_exist_for_others(asked):
    @representative
    def view(request, uscc):
        return HttpResponse(request.person.account)

    assert view(asked("representative"), uscc=BIRCH).content == b"representative"
    for account, uscc in (("representative", OTHER), ("alice", BIRCH), ("platform_admin", BIRCH)):
        with pytest.raises(Http404):
            view(asked(account), uscc=uscc)
    assert view(asked(), uscc=BIRCH).status_code == 302


def test_a_page_for_everybody_with_an_account_knows_who_asks(asked):
    @any_account
    def view(request):
        return HttpResponse(request.person.account)

    assert view(asked("dora")).content == b"dora"
    assert view(asked()).status_code == 302


def test_the_use_of_a_right_is_noted_to_the_hour_and_only_of_the_right_that_opened_the_page(signed_in):
    signed_in("alice").get("/office/batches/new/")

    used = dict(RoleGrant.objects.filter(user=user_of("alice")).values_list("role", "last_used_at"))
    assert used["data_reviewer"] is None
    assert (used["data_officer"].minute, used["data_officer"].second) == (0, 0)


def test_a_view_without_a_declaration_answers_nobody(rf):
    middleware = refuse_undeclared(lambda request: None)
    with pytest.raises(PermissionDenied):
        middleware.process_view(rf.get("/"), lambda request: None, (), {})
