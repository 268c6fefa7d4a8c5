"""What is never committed: machine paths, registries, persons, borrowed data, a swallowed fault."""

import ast
import hashlib
import re
import subprocess

import pytest

# Written in pieces, so that this file does not find itself.
MACHINE_PATH = re.compile(
    r"(?<![A-Za-z0-9_.])/(?:" + "|".join(("work", "tmp", "root", "farm", "home")) + r")/"
)
REGISTRY = re.compile(
    "|".join(
        (
            "--(?:extra-)?index" + "-url",
            r"\bpypi\.(?:python\.)?" + "org",
            r"files\.python" + "hosted",
            "registry" + r"\.npmjs",
        )
    )
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
UNFINISHED = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "HA" + "CK:")))
PERSONS = re.compile(
    "|".join(
        (
            "个人信用" + "分",
            "personal_" + "score",
            "citizen_" + "score",
            "natural_person_(?:record|grade|score)",
        )
    )
)

# Reserved for examples (RFC 2606), so nobody's address.
EXAMPLE_DOMAINS = ("example", "example.com", "example.org", "example.net", "invalid", "test", "localhost")


@pytest.fixture(scope="module")
def texts(tracked):
    held = {}
    for path in tracked:
        try:
            held[path] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a typeface
    return held


def test_no_machine_path_is_named(texts, root):
    assert found(MACHINE_PATH, texts, root) == []


def test_no_package_registry_is_named(texts, root):
    assert found(REGISTRY, texts, root) == []


def test_nothing_is_left_as_a_wish_in_a_comment(texts, root):
    assert found(UNFINISHED, texts, root) == []


def test_nothing_is_kept_about_natural_persons(texts, root):
    source = {path: text for path, text in texts.items() if root / "src" in path.parents}

    assert found(PERSONS, source, root) == []


def test_no_mail_address_of_a_person_is_named(texts, root):
    named = [
        line
        for line in found(ADDRESS, texts, root)
        if not line.rpartition("@")[2].rpartition(".")[2].isdigit()
        and not is_example(line.rpartition("@")[2])
    ]

    assert named == []


def test_no_author_is_named(texts, root):
    log = subprocess.run(
        ["git", "-C", str(root), "log", "--format=%an%n%ae%n%cn%n%ce"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    authors = {author for author in log.splitlines() if len(author) > 3}

    assert [
        f"{path.name}: {author}" for path, text in texts.items() for author in authors if author in text
    ] == []


def test_no_borrowed_data_is_committed(tracked, root):
    borrowed = root / ".." / "shared" / "data"
    if not borrowed.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    digests = {digest(path): path.name for path in borrowed.iterdir() if path.is_file()}

    assert [f"{path}: {digests[digest(path)]}" for path in tracked if digest(path) in digests] == []


def test_nothing_large_is_committed(tracked, root):
    megabyte = 1 << 20

    assert [str(path.relative_to(root)) for path in tracked if path.stat().st_size > megabyte] == []


# Catches everything and hands it on in another way; each with how.
FORKED = "a forked child sends the fault to the test that reads it"
HANDED_ON = {"tests/faults/submitter.py": FORKED, "tests/faults/asker.py": FORKED}


def test_no_handler_swallows_a_fault(tracked, root):
    swallowed = [
        f"{path.relative_to(root)}:{handler.lineno}"
        for path in tracked
        if path.suffix == ".py" and path.relative_to(root).as_posix() not in HANDED_ON
        for handler in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(handler, ast.ExceptHandler) and catches_all(handler)
    ]

    assert swallowed == []


def catches_all(handler):
    """A handler of everything is allowed only where it undoes and raises on."""
    caught = "" if handler.type is None else ast.unparse(handler.type)
    raises_on = isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None
    return caught in ("", "Exception", "BaseException") and not raises_on


def found(pattern, texts, root):
    return [
        f"{path.relative_to(root)}:{number}: {match.group()}"
        for path, text in texts.items()
        if pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def is_example(domain):
    return any(domain == end or domain.endswith("." + end) for end in EXAMPLE_DOMAINS)


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
