"""The desk's first page, and who may come in."""


def test_the_first_page_says_what_is_held_and_what_needs_attention(desk):
    page = desk().content.decode()

    assert "概况" in page
