"""What docs/security.md claims is shown by what is there."""

import re

SPAN = re.compile(r"`([^`]+)`")
PLACE = re.compile(r"(?:src|tests|docs)/[\w/.-]+|(?:requirements|pyproject)\.\w+")


def test_every_test_and_file_that_the_checklist_names_is_there(root):
    text = (root / "docs" / "security.md").read_text("utf-8")
    named = [span for span in SPAN.findall(text) if PLACE.match(span)]
    missing = []
    for span in named:
        file, _, test = span.partition("::")
        path = root / file
        if not path.exists() or (test and f"def {test}(" not in path.read_text("utf-8")):
            missing.append(span)

    assert len(named) > 80
    assert missing == []


def test_every_chapter_is_answered_and_what_is_not_met_is_said(root):
    text = (root / "docs" / "security.md").read_text("utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    answers = [row[2].strip() for row in rows if row[2].strip() != "met"]

    assert [chapter for chapter in range(1, 18) if not re.search(rf"\bV{chapter}\b", text)] == []
    assert set(answers) == {"yes", "partly", "no"}
