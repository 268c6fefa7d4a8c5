"""No key, token or password lies in the repository, and none reaches a page, a log or the process list."""

import re
import subprocess

LARGEST = 1 << 20
SECRETS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{40}"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA|LTAI|AKID)[A-Za-z0-9]{12,}\b"),
    "token": re.compile(r"\b(?:ghp|gho|ghs|glpat|xox[bp]|sk_live)[_-][A-Za-z0-9_-]{16,}"),
    "password in an address": re.compile(
        r"\b\w+://[^/\s:@{}<>…]+:(?!…|\{|<|secret@|PASSWORD|password|pass@|b@)[^@\s/{}<>…]{3,}@"
    ),
    "key of ours": re.compile(r"GONGXIN_(?:SECRET|LOG)_KEY\s*=\s*[\"']?[A-Za-z0-9+/_-]{32,}"),
}


def test_no_secret_lies_in_the_repository(root):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    found, read = [], 0
    for name in filter(None, listed.decode().split("\0")):
        path = root / name
        if not path.is_file() or path.stat().st_size > LARGEST or name.startswith("requirements"):
            continue
        text = path.read_text("utf-8", errors="replace")
        read += 1
        kinds = SECRETS.keys() - ({"password in an address"} if name.startswith("tests/") else set())
        found += [f"{name}: {kind}" for kind in sorted(kinds) if SECRETS[kind].search(text)]

    assert read > 300
    assert found == []


def test_the_patterns_find_what_they_are_for():
    planted = {
        "private key": "-----BEGIN PRIVATE " + "KEY-----\n" + "A" * 64,
        "cloud key": "AKIA" + "ABCDEFGHIJKLMNOP",
        "token": "ghp_" + "a" * 36,
        "password in an address": "postgresql://gongxin:" + "hunter22@db/gongxin",
        "key of ours": "GONGXIN_LOG_KEY=" + "A" * 43,
    }

    assert [kind for kind, text in planted.items() if not SECRETS[kind].search(text)] == []
