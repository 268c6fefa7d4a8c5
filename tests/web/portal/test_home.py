"""The front page and the about pages."""

import pytest
from django.test import Client


@pytest.fixture
def client(published):
    return Client(headers={"accept-language": "zh-CN"})


def test_the_front_page_shows_figures_and_the_latest_records(client):
    text = client.get("/").content.decode()

    assert "在册组织" in text
    assert text.count('class="record"') == 8


def test_the_log_page_shows_the_checkpoint_that_is_served(client):
    note = client.get("/log/checkpoint").content.decode()

    assert note.splitlines()[2].replace("+", "&#x2B;") in client.get("/about/log/").content.decode().replace(
        "+", "&#x2B;"
    )


def test_an_address_that_leads_nowhere_is_answered_in_the_same_look(client):
    answer = client.get("/nothing/")

    assert answer.status_code == 404
    assert "没有找到此页" in answer.content.decode()
    assert 'class="brand"' in answer.content.decode()
