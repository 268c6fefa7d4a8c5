"""Search on the portal."""

import pytest
from django.test import Client

BIRCH = "91310114MA1GT00019"


@pytest.fixture
def client(published):
    return Client(headers={"accept-language": "zh-CN"})


def found(client, text, **headers):
    return client.get("/search/", {"q": text}, headers=headers)


def test_two_characters_find_an_organisation(client):
    assert f"/organisations/{BIRCH}/" in found(client, "白桦").content.decode()


def test_one_character_asks_for_another(client):
    assert "至少两个字" in found(client, "白").content.decode()


def test_a_whole_code_leads_straight_to_the_page(client):
    answer = found(client, BIRCH.lower())

    assert (answer.status_code, answer["Location"]) == (302, f"/organisations/{BIRCH}/")


def test_nothing_found_says_what_to_try(client):
    assert "可以换用名称中的字号" in found(client, "鹏程万里").content.decode()


def test_typing_gets_the_hits_alone_and_never_a_redirect(client):
    answer = found(client, BIRCH, **{"HX-Request": "true"})

    assert answer.status_code == 200
    assert b"<html" not in answer.content


@pytest.mark.parametrize("text", ["<script>", "%", "_%", "\\", "'; --", "\x00白桦", "白" * 500, "😀😀"])
def test_no_text_breaks_the_search(client, text):
    answer = found(client, text)

    assert answer.status_code in (200, 302)
    assert "<script>" not in answer.content.decode().replace('<script src="', "")
