"""What stands beside the code is delivered with it."""

import subprocess
import tomllib
from fnmatch import fnmatch


def test_every_file_beside_the_code_goes_into_the_package(root):
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["gongxin"]
    source = root / "src" / "gongxin"
    kept = subprocess.run(
        ["git", "-C", str(source), "ls-files"], capture_output=True, text=True, check=True
    ).stdout.splitlines()

    left_out = [
        name
        for name in kept
        if not name.endswith(".py")
        and not any(fnmatch(name, pattern.removeprefix("**/")) for pattern in patterns)
    ]

    assert len(kept) > 100
    assert left_out == []


def test_no_package_is_empty(modules):
    """A package of the layout exists only when it has something in it."""
    packages = {module.package for module in modules if module.path.name == "__init__.py"} - {"__init__.py"}
    filled = {module.package for module in modules if module.path.name != "__init__.py"}

    assert packages - {"__init__"} - filled == set()
