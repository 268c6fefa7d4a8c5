"""Every text of a page is Chinese in the source and has an English of its own."""

import re
import string

import pytest
from babel.messages.pofile import read_po

from gongxin.web.shared.messages import ENGLISH, WEB, compile_messages, translatable
from gongxin.web.shared.templatetags.wording import CHINESE

PLACEHOLDER = re.compile(r"%\(\w+\)s|%s|{\w*}")


@pytest.fixture(scope="module")
def english():
    with ENGLISH.open("rb") as text:
        return {tuple(m.id) if m.pluralizable else m.id: m.string for m in read_po(text, locale="en") if m.id}


@pytest.fixture(scope="module")
def texts():
    return dict(translatable())


def test_every_text_has_an_english_one(texts, english):
    missing = [f"{file}: {text}" for text, file in texts.items() if not english.get(text)]

    assert len(texts) > 200
    assert missing == []


def test_no_english_is_left_over(texts, english):
    assert sorted(map(str, set(english) - set(texts))) == []


def test_the_english_holds_no_chinese(english):
    assert [text for text in flat(english.values()) if CHINESE.search(text)] == []


def test_the_chinese_source_is_chinese(texts):
    """A text in another script here would be shown to Chinese readers as it is."""
    assert [text for text in flat(texts) if not CHINESE.search(text) and text.strip(string.punctuation)] == []


def test_both_languages_hold_the_same_placeholders(english):
    odd = [
        one
        for text, translation in english.items()
        for one in flat([translation])
        if set(PLACEHOLDER.findall(one)) != set(PLACEHOLDER.findall(next(iter(flat([text])))))
    ]

    assert odd == []


def test_no_template_holds_chinese_outside_a_translation_or_a_marked_sample():
    """What stands in a template as it is would be Chinese on the English page too."""
    bare = [
        f"{path.relative_to(WEB)}: {line.strip()}"
        for path in sorted(WEB.rglob("*.html"))
        for line in without_translations(path.read_text("utf-8")).splitlines()
        if CHINESE.search(line)
    ]

    assert bare == []


def test_compiling_again_changes_nothing(tmp_path):
    source = tmp_path / "django.po"
    source.write_bytes(ENGLISH.read_bytes())

    first = compile_messages(source)
    written = first.stat().st_mtime_ns

    assert compile_messages(source).stat().st_mtime_ns == written
    assert [path.name for path in tmp_path.iterdir() if path != source] == ["django.mo"]


def without_translations(template):
    template = re.sub(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", "", template, flags=re.DOTALL)
    template = re.sub(
        r"{%-?.*?%}|{{.*?}}|{#.*?#}|{% comment %}.*?{% endcomment %}", "", template, flags=re.DOTALL
    )
    template = re.sub(r'<(a|span)[^>]* lang="zh-Hans"[^>]*>.*?</\1>', "", template)
    return re.sub(r'href="[^"]*"', "", template)


def flat(texts):
    for text in texts:
        yield from [text] if isinstance(text, str) else text
