"""From an article to every line that rests on it."""

from gongxin.law.citation import Article
from gongxin.law.index import Place, places, resting_on

CODE = 'STEP = Step("uphold", Article("SH", "29"))\nWHOLE = Article("GB32100")\n'
DATA = '# terms\nbasis = [{ instrument = "SH", number = "29(2)" }, { instrument = "SH", number = "30" }]\n'


def write(folder):
    (folder / "procedures").mkdir()
    (folder / "procedures" / "objection.py").write_text(CODE, "utf-8")
    (folder / "objection.toml").write_text(DATA, "utf-8")
    return places([folder])


def test_a_citation_is_found_in_code_and_in_data_with_its_line(tmp_path):
    assert write(tmp_path) == [
        Place(Article("GB32100"), "procedures/objection.py", 2),
        Place(Article("SH", "29"), "procedures/objection.py", 1),
        Place(Article("SH", "29(2)"), "objection.toml", 2),
        Place(Article("SH", "30"), "objection.toml", 2),
    ]


def test_an_article_brings_its_paragraphs_but_not_its_neighbours(tmp_path):
    found = write(tmp_path)

    assert [str(place.article) for place in resting_on("SH", "29", found)] == ["SH 29", "SH 29(2)"]
    assert [str(place.article) for place in resting_on("SH", "2", found)] == []
    assert len(resting_on("SH", None, found)) == 3


def test_the_terms_of_an_objection_are_found_under_their_article():
    assert {place.path for place in resting_on("SH", "29", places())} >= {"law/parameters/objection.toml"}
