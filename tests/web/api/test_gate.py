"""The way in for programs: every refusal is a problem, nothing unknown is served."""

import json

import pytest
from django.test import Client

from gongxin.web.api.gate import gate

PROBLEM = "application/problem+json"


@pytest.fixture
def client():
    return Client(raise_request_exception=True)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/records/not-a-uuid", 404),
        ("post", "/api/v1/records", 405),
        ("delete", "/api/v1/changes", 405),
        ("get", "/api/v1/records?page=2", 422),
        ("get", "/api/v1/records?decided_from=2026-02-30", 422),
        ("get", "/api/v1/records?size=0", 422),
        ("get", "/api/v1/records?size=99999999999999999999999", 422),
        ("get", "/api/v1/records?after=x", 422),
        ("get", "/api/v1/changes?after=-1", 422),
        ("get", "/api/v1/organisations", 422),
        ("get", "/api/v1/organisations/91310114", 422),
        ("get", "/api/v1/catalogue/items/no_such_item", 404),
        ("get", "/api/v1/catalogue/items/%00", 422),
        ("post", "/api/v1/batches?item=administrative_penalty", 401),
        ("get", "/api/v1/batches/00000000-0000-0000-0000-000000000000", 401),
        ("get", "/log/tile/0/1", 404),
        ("get", "/log/tile/0/%00", 404),
        ("put", "/log/checkpoint", 405),
    ],
)
@pytest.mark.django_db
def test_a_refusal_is_a_problem_that_says_what_to_do(client, method, path, status):
    answer = getattr(client, method)(path)
    problem = json.loads(answer.content)

    assert (answer.status_code, answer.headers["Content-Type"]) == (status, PROBLEM)
    assert problem["status"] == status
    assert " / " in problem["title"]
    assert problem["detail"]


def test_an_unknown_parameter_is_named_with_those_that_exist(client):
    problem = client.get("/api/v1/records?itme=administrative_penalty").json()

    assert "itme" in problem["detail"]
    assert "item" in problem["detail"]


@pytest.mark.django_db
def test_a_wrong_host_is_refused(client):
    assert client.get("/api/v1/records", HTTP_HOST="evil.example").status_code == 400


@pytest.mark.django_db
def test_who_asks_too_often_is_told_when_to_come_back(settings, rf):
    settings.GONGXIN_RATE_LIMIT = 3
    enter = gate(lambda request: pytest.fail("an API request reached the pages"))
    answers = [enter(rf.get("/api/v1/catalogue", SERVER_NAME="localhost")) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[0].headers["RateLimit"] == '"client";r=2;t=20'
    assert int(answers[3].headers["Retry-After"]) > 0
    assert answers[3].headers["Content-Type"] == PROBLEM


def test_a_view_that_says_nothing_stays_shut(settings, rf):
    settings.ROOT_URLCONF = "undeclared_urls"
    import sys
    import types

    from django.http import HttpResponse
    from django.urls import path

    module = types.ModuleType("undeclared_urls")
    module.urlpatterns = [path("api/v1/secret", lambda request: HttpResponse("secret"))]
    sys.modules["undeclared_urls"] = module
    answer = gate(lambda request: HttpResponse())(rf.get("/api/v1/secret", SERVER_NAME="localhost"))

    assert answer.status_code == 403


@pytest.mark.django_db
def test_head_gives_the_headers_without_the_body(client):
    head, get = client.head("/api/v1/catalogue"), client.get("/api/v1/catalogue")

    assert head.status_code == 200
    assert head.content == b""
    assert head.headers["ETag"] == get.headers["ETag"]


@pytest.mark.django_db
def test_an_answer_that_the_client_has_is_not_sent_again(client):
    tag = client.get("/api/v1/catalogue").headers["ETag"]

    assert client.get("/api/v1/catalogue", HTTP_IF_NONE_MATCH=f'"other", {tag}').status_code == 304
    assert client.get("/api/v1/catalogue", HTTP_IF_NONE_MATCH='"other"').status_code == 200


@pytest.mark.django_db
def test_the_api_sets_no_cookie_and_takes_nothing_from_elsewhere(client):
    answer = client.get("/api/v1/catalogue")

    assert not answer.cookies
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
