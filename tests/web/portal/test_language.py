"""The choice of language is a link that sets a cookie and leads back, never elsewhere."""

import pytest
from django.test import Client


@pytest.fixture
def client(published):
    return Client(headers={"accept-language": "zh-CN"})


def test_the_choice_is_kept_and_leads_back(client):
    answer = client.get("/language/en/?next=/rights/%3Fa%3D1")

    assert (answer.status_code, answer["Location"]) == (302, "/rights/?a=1")
    assert 'lang="en"' in client.get("/rights/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_led_to_another_site(client, target):
    assert client.get("/language/en/", {"next": target})["Location"] == "/"


def test_a_language_we_do_not_speak_is_not_found(client):
    assert client.get("/language/fr/").status_code == 404


def test_without_a_choice_the_browser_decides_and_chinese_comes_first(published):
    assert 'lang="zh-Hans"' in Client().get("/accessibility/").content.decode()
    assert 'lang="en"' in Client(headers={"accept-language": "en"}).get("/accessibility/").content.decode()
