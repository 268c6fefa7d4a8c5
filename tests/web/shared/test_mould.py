"""Pages that are rendered once for a shape and filled for each record."""

import re

import pytest
from django.template import engines
from django.test import Client, RequestFactory

from gongxin.web.shared import mould
from gongxin.web.shared.mould import cast

TEMPLATE = "portal/record/record.html"
LANGUAGES = ("zh-CN", "en")


@pytest.fixture(autouse=True)
def nothing_kept():
    mould._kept.clear()


@pytest.fixture
def rendered(monkeypatch):
    """Let `cast` find one template, and count how often it is rendered."""
    shapes = []
    made = engines["django"].from_string("<p class={{ shape }}>{{ gaps.name }}: {{ gaps.address }}</p>")

    def render(name, context, request):
        shapes.append(context["shape"])
        return made.render(context, request)

    monkeypatch.setattr(mould, "render_to_string", render)
    return shapes


def page(shape, name, path="/", **cookies):
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    return cast(request, TEMPLATE, shape, {"name": name}, {})


def test_two_pages_of_a_shape_are_rendered_once_and_say_each_its_own(rendered):
    assert page("a", "琥珀") == "<p class=a>琥珀: %2F</p>"
    assert page("a", "白桦", "/x/?y=1") == "<p class=a>白桦: %2Fx%2F%3Fy%3D1</p>"
    assert rendered == ["a"]


def test_another_shape_is_rendered_anew(rendered):
    assert page("a", "琥珀") != page("b", "琥珀")
    assert rendered == ["a", "b"]


def test_markup_in_what_is_said_stays_text(rendered):
    assert "<script>" not in page("a", "<script>")
    assert "&lt;script&gt;" in page("a", "<script>")


def test_who_comes_with_a_session_or_a_message_gets_a_page_of_their_own(rendered):
    page("a", "琥珀", sessionid="x")
    page("a", "琥珀", messages="x")

    assert rendered == ["a", "a"]
    assert not mould._kept


def test_no_more_moulds_are_kept_than_there_is_room_for(rendered, monkeypatch):
    monkeypatch.setattr(mould, "MOST", 2)
    for shape in "abc":
        page(shape, "琥珀")

    assert len(mould._kept) == 1


@pytest.fixture
def addresses(published):
    seen, after = [], ""
    while after is not None and len(seen) < 60:
        text = Client().get(f"/records/?after={after}").content.decode()
        seen += re.findall(r"/records/[0-9a-f-]{36}/", text)
        found = re.search(r"after=([\d.-]+)", text)
        after = found[1] if found else None
    return list(dict.fromkeys(seen))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_looks_the_same_from_a_mould_as_rendered_for_itself(addresses, language):
    cast_ones, own = (
        Client(headers={"accept-language": language}),
        Client(headers={"accept-language": language}),
    )
    own.cookies["messages"] = ""

    for address in addresses:
        assert cast_ones.get(address).content == own.get(address).content
    assert 1 < len(mould._kept) < len(addresses)


def test_a_mould_keeps_nothing_of_any_record(addresses):
    for address in addresses:
        text = Client().get(address).content.decode()
        uscc = re.search(r"/organisations/([0-9A-Z]{18})/", text)[1]
        kept = "".join(piece for one in mould._kept.values() for piece in one.pieces)
        assert uscc not in kept
        assert address.split("/")[2] not in kept
