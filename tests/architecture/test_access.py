"""Every view says who may open it: public is a statement too."""

import ast
import re

import pytest
from django.urls import URLPattern, get_resolver

DECLARED = re.compile(r"public|token|signed_in|representative|staff:[a-z_,]*|client:[a-z_]+")


@pytest.fixture(scope="module")
def views():
    return dict(walk(get_resolver().url_patterns))


def test_every_view_says_who_may_open_it(views):
    silent = [route for route, view in views.items() if not hasattr(view, "access")]

    assert len(views) > 20
    assert silent == []


def test_every_declaration_is_one_we_know(views):
    odd = [f"{route}: {view.access}" for route, view in views.items() if not DECLARED.fullmatch(view.access)]

    assert odd == []


def test_nothing_of_the_office_is_public_but_its_door(views):
    public = [
        route for route, view in views.items() if route.startswith("office/") and view.access == "public"
    ]

    assert [route for route in public if not route.startswith("office/sign-")] == []


def test_a_view_that_says_nothing_answers_nobody(settings):
    assert any(name.endswith("refuse_undeclared") for name in settings.MIDDLEWARE)


def test_a_view_asks_for_what_it_shows_only_through_queries_and_actions(modules):
    """One exception: sessions and passwords, which are Django's own tables and hold no record."""
    direct = [
        f"{module.at(node)} {ast.unparse(node)}"
        for module in modules
        if module.package == "web"
        for node in module.nodes(ast.Attribute)
        if node.attr == "objects"
    ]

    assert direct == []


def walk(patterns, prefix=""):
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from walk(pattern.url_patterns, route)
