"""Every page and operation against every role, in this unit and another: access.toml says what happens."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections, transaction
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver
from django.utils.timezone import localdate

from gongxin.actions import account, client, database, representation, token, unit
from gongxin.disclosure.role import ROLES, STAFF, Role, UnitKind
from gongxin.disclosure.scope import SCOPES, Scope
from gongxin.store.models import AuthorisedQuery, Batch, Organisation, ReviewCase, Token
from gongxin.web.api.api import api

TABLE = tomllib.loads(Path(__file__).with_name("access.toml").read_text("utf-8"))
PAGES = {address: frozenset(words) for side in TABLE["pages"].values() for address, words in side.items()}
OPERATIONS = {name: frozenset(words) for name, words in TABLE["operations"].items()}
API = "/api/v1"

EVERYWHERE = " (any unit)"
OWN = {"own unit", "own account", "own organisation"}
WORDS = {"public", "signed in", "staff", "representative"} | STAFF | OWN
BIRCH, CEDAR = "91310114MA1GT00019", "92310114MA1GT001XX"
PASSWORD = "a long password of a person"
BODIES = {  # (here, elsewhere): two units of each kind that roles are tried in
    UnitKind.DEPARTMENT: ("11310000000000035N", "11310114000000000J"),
    UnitKind.CENTRE: ("12310000000000019X", "11310000000000043H"),
    UnitKind.BANK: ("91310000000000027K", "9131000000000006XU"),
    UnitKind.AGENCY: ("91310000000000035E", "91310000000000078U"),
}
HERE = BODIES[UnitKind.DEPARTMENT][0]
ASKED = {  # what an operation cannot do without
    "GET /batches/{batch}/files": "?name=findings.jsonl",
    "GET /own/records.jsonl": "?item=administrative_penalty",
    "GET /history/organisations/{uscc}": "?matter=administrative_licensing&purpose=审批&case_number=1",
}
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\{(?:\w+:)?(\w+)\}")


@dataclass(frozen=True)
class Somebody:
    """One who tries; `is_here`: of the unit, or for the organisation, whose things the addresses name."""

    name: str
    roles: frozenset[str] = frozenset()
    has_account: bool = True
    unit: str = ""
    organisation: str = ""

    def is_meant(self, words: frozenset[str]) -> bool:
        return bool(
            "public" in words
            or ("signed in" in words and self.has_account)
            or ("staff" in words and self.unit)
            or ("representative" in words and self.organisation)
            or self.roles & {word.removesuffix(EVERYWHERE) for word in words}
        )

    def owns(self, words: frozenset[str]) -> bool:
        if {f"{role}{EVERYWHERE}" for role in self.roles} & words:
            return True
        return (
            ("own unit" not in words or self.unit == HERE)
            and ("own account" not in words or self.name == OWNER)
            and ("own organisation" not in words or self.organisation == BIRCH)
        )


def everybody() -> Iterator[Somebody]:
    yield Somebody("anonymous", has_account=False)
    yield Somebody("account_only")
    yield Somebody("no_role", unit=HERE)
    yield Somebody("representative", frozenset({"representative"}), organisation=BIRCH)
    yield Somebody("representative.other", frozenset({"representative"}), organisation=CEDAR)
    for role in sorted(STAFF):
        kind = next(kind for kind in BODIES if kind in ROLES[role].held_in)
        for name, place in zip((role, f"{role}.other"), BODIES[kind], strict=True):
            yield Somebody(str(name), frozenset({role}), unit=place)


PEOPLE = tuple(everybody())
HERE_ONLY = tuple(one for one in PEOPLE if not one.name.endswith(".other"))  # where nothing is anybody's own
OWNER = "data_officer"


def walk(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from walk(pattern.url_patterns, route)


VIEWS = {route: view for route, view in walk(get_resolver().url_patterns) if not route.startswith("api/v1/")}
SHOWN = {
    f"{method.upper()} {path.removeprefix(API)}"
    for path, methods in api.get_openapi_schema()["paths"].items()
    for method in methods
}


@pytest.fixture(scope="module")
def city(cluster, template, django_db_blocker):
    """A database with an account for everybody, and a thing of each kind that an address may name."""
    name = "gongxin_access"
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {database.OWNER}")
    before = dict(connections["default"].settings_dict)
    quick = override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        GONGXIN_RATE_LIMIT=10_000_000,
        GONGXIN_SECOND_FACTOR="optional",
    )
    with django_db_blocker.unblock(), quick:
        connections["default"].close()
        connections["default"].settings_dict.update(HOST=str(cluster.sockets), NAME=name)
        yield City.made()
        connections["default"].close()
    connections["default"].settings_dict.update(before)


@dataclass(frozen=True)
class City:
    browsers: dict[str, Client]
    tokens: dict[str, str]
    programs: dict[Scope, str]
    things: dict[str, object]

    @classmethod
    def made(cls) -> "City":
        today = localdate()
        for kind, places in BODIES.items():
            for place in places:
                unit.add(place, f"{kind} {place}", kind=kind)
        for uscc, named in ((BIRCH, "示范市白桦运输有限公司"), (CEDAR, "示范市雪松贸易经营部")):
            Organisation.objects.create(uscc=uscc, name=named, kind="enterprise", is_registered=True)
        browsers = {one.name: cls.browser(one) for one in PEOPLE}
        until = today + timedelta(days=1)
        tokens = {
            one.name: token.issue(account.user_of(one.name), label="t", until=until, on=today)
            for one in PEOPLE
            if one.has_account
        }
        programs = {scope: cls.program(scope) for scope in Scope}
        return cls(browsers, tokens, programs, cls.belongings())

    @staticmethod
    def browser(one: Somebody) -> Client:
        browser = Client(raise_request_exception=False)
        if one.unit:
            account.add(one.name, PASSWORD, unit=one.unit, roles=map(Role, one.roles), on=localdate())
        elif one.has_account:
            User.objects.create_user(one.name, password=PASSWORD)
        if one.organisation:
            user = account.user_of(one.name)
            representation.bind(user, one.organisation, by="centre", reason="letter", on=localdate())
        if one.has_account:
            browser.force_login(User.objects.get(username=one.name))
        return browser

    @staticmethod
    def program(scope: Scope) -> str:
        home = next(here for kind, (here, _) in BODIES.items() if kind in SCOPES[scope].held_in)
        made = client.add(home, client.Wanted(str(scope), str(scope)), by="somebody")
        text = f"{client.TOKEN_PREFIX}{scope}"
        client.issue(made.client, text, [scope])
        return text

    @staticmethod
    def belongings() -> dict[str, object]:
        """Return, by the name of an argument, something of the unit, its officer or the organisation."""
        then = datetime(2026, 5, 6, tzinfo=UTC)
        batch = Batch.objects.create(
            id=uuid4(), item="honour", edition="2026-2", unit=HERE, file_name="rows.csv", state="held",
            submitted_by="somebody", received_at=then, is_finished=True,
        )  # fmt: skip
        case = ReviewCase.objects.create(
            kind="match", item="honour", unit=HERE, batch=batch.id, row=1, candidates=[], opened_at=then
        )
        officer = account.user_of(OWNER)
        key = Token.objects.get(user_id=officer)
        asked = AuthorisedQuery.objects.create(
            id=uuid4(), recipient=HERE, uscc=BIRCH, by="somebody", channel="api", asked_at=then,
            outcome="answered", sequence=1, receipt="{}",
        )  # fmt: skip
        return {
            "uscc": BIRCH,
            "authorised_query_id": asked.id,
            "authorised_query": asked.id,
            "delivery": uuid4(),  # of an agency: for everybody here there is none
            "batch_id": batch.id,
            "batch": batch.id,
            "int:case_id": case.pk,  # a question of the review; cases of procedures are uuid:case_id
            "token_id": key.pk,
            "user_id": account.user_of("no_role"),
        }

    def address(self, route: str) -> str:
        """Return the address with its arguments filled in: by what is there, else by what is none."""

        def fill(match: re.Match[str]) -> str:
            nothing = str(UUID(int=0))
            plain = {"int": "0", "uuid": nothing, "uuidstr": nothing, "": nothing}
            kind = match[0].strip("<>").partition(":")[0] if match[1] else ""
            return str(self.thing(match) or plain.get(kind, "none"))

        return "/" + ARGUMENT.sub(fill, route)

    def thing(self, match: re.Match[str]) -> object:
        """Return what an argument names; None where there is no such thing."""
        return self.things.get(match[1] or match[2]) or self.things.get(match[0].strip("<>"))

    def has_all(self, route: str) -> bool:
        """Say whether all that the address names is there."""
        return all(self.thing(match) for match in ARGUMENT.finditer(route))


def test_every_view_and_every_operation_has_its_line_and_no_line_is_left_over():
    assert sorted(set(VIEWS) ^ set(PAGES)) == []
    assert sorted(SHOWN ^ set(OPERATIONS)) == []
    assert len(VIEWS) > 60


def test_every_line_says_something_that_can_be_tried():
    odd = [
        (name, word)
        for name, words in (PAGES | OPERATIONS).items()
        for word in {word.removesuffix(EVERYWHERE) for word in words} - WORDS
        if not (word.startswith("client:") and word.removeprefix("client:") in set(Scope))
    ]

    assert odd == []
    assert [name for name, words in (PAGES | OPERATIONS).items() if not words - OWN] == []


@pytest.mark.parametrize("route", sorted(set(PAGES) & set(VIEWS)))
def test_a_view_declares_what_its_line_says(route):
    words = {word.removesuffix(EVERYWHERE) for word in PAGES[route] - OWN}
    if words & STAFF or "staff" in words:
        _, _, roles = VIEWS[route].access.partition("staff:")
        assert set(filter(None, roles.split(","))) == words - {"staff"}
    else:
        assert words == {VIEWS[route].access.replace("_", " ")}


@pytest.mark.parametrize("route", sorted(set(PAGES) & set(VIEWS)))
def test_a_page_opens_to_those_its_line_names_and_to_nobody_else(city, route):
    words, address = PAGES[route], city.address(route)
    wrong = []
    for one, method in tries(words):
        status = answered(city.browsers[one.name], method, address)
        if not is_right(status, one, words, is_there=city.has_all(route) and method in ("GET", "HEAD")):
            wrong.append(f"{method} {address} by {one.name}: {status}")

    assert wrong == []


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) & SHOWN))
def test_an_operation_answers_those_its_line_names_and_nobody_else(city, name):
    words, (method, _, path) = OPERATIONS[name], name.partition(" ")
    address = API + city.address(path)[1:] + ASKED.get(name, "")
    wrong = []
    for one in PEOPLE if words & OWN else HERE_ONLY:
        status = asked(method, address, city.tokens.get(one.name, ""))
        refusal = 403 if one.has_account else 401
        if one.is_meant(words) != (status != refusal) or status >= 500:
            wrong.append(f"{name} by {one.name}: {status}")
        if one.is_meant(words) and not one.owns(words) and status not in (404, 422):
            wrong.append(f"{name} by {one.name}, of somebody else: {status}")
    for scope, text in city.programs.items():
        status = answered(
            Client(raise_request_exception=False), method, address, HTTP_AUTHORIZATION=f"Bearer {text}"
        )
        if ("public" in words or f"client:{scope}" in words) != (status not in (401, 403)) or status >= 500:
            wrong.append(f"{name} by a program for {scope}: {status}")

    assert wrong == []


def tries(words: frozenset[str]) -> Iterator[tuple[Somebody, str]]:
    """Yield everybody once, and each other method with one who is meant and some who are not.

    The check stands before a view looks at the method. So one refusal stands for all methods, and whoever is
    let in where nothing is anybody's own asks for less than the whole page; the first of them gets it.
    """
    everybody = PEOPLE if words & OWN else HERE_ONLY
    meant = [one for one in everybody if one.is_meant(words) and one.owns(words)]
    strangers = [one for one in everybody if one.is_meant(words) and not one.owns(words)]
    others = [one for one in everybody if not one.is_meant(words)]
    for one in everybody:
        yield one, "OPTIONS" if one in meant[1:] and not words & OWN else "GET"
    for one in (*meant[:1], *strangers[:1], *others[:2], *others[-1:]):
        yield one, "POST"
    for method in ("HEAD", "OPTIONS", "PUT", "DELETE"):
        for one in (*meant[:1], *others[-1:]):
            yield one, method


def answered(browser: Client, method: str, address: str, **headers: str) -> int | str:
    """Ask, undo whatever it did, and return the status; of a way to the door, where it leads."""
    with transaction.atomic():
        answer = browser.generic(method, address, **headers)
        answer.close()
        transaction.set_rollback(True)
    if answer.status_code == 302 and answer.headers["Location"].startswith(settings.LOGIN_URL):
        return "the door"
    return answer.status_code


def asked(method: str, address: str, bearer: str) -> int | str:
    held = {"HTTP_AUTHORIZATION": f"Bearer {bearer}"} if bearer else {}
    return answered(Client(raise_request_exception=False), method, address, **held)


def is_right(status: int | str, one: Somebody, words: frozenset[str], *, is_there: bool) -> bool:
    if not one.is_meant(words):
        if not one.has_account:
            return status == "the door"
        return status == (404 if "representative" in words else 403)
    if status == "the door":
        return "public" in words  # signing in goes step by step
    if status >= 500 or status in (401, 403):
        return False
    if not one.owns(words):
        return status in (404, 405)
    return status != 404 or not is_there or not words & OWN
