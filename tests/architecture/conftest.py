"""What the tests about the code read: our modules, and the files under version control."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "gongxin"


@dataclass(frozen=True)
class Module:
    """A Python file of ours; `name` is its path from the repository's root."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    @property
    def package(self) -> str:
        """The top-level package, such as `law`; `settings` for settings.py."""
        return self.path.relative_to(SOURCE).parts[0].removesuffix(".py")

    @property
    def dotted(self) -> str:
        parts = self.path.relative_to(SOURCE.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=str(self.path))

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def modules() -> tuple[Module, ...]:
    """Every module of src/gongxin."""
    return tuple(Module(path) for path in sorted(SOURCE.rglob("*.py")))


@pytest.fixture(scope="session")
def rules(modules: tuple[Module, ...]) -> tuple[Module, ...]:
    """The modules that must know no web framework."""
    return tuple(module for module in modules if module.package in RULE_PACKAGES)


RULE_PACKAGES = ("law", "organisations", "catalogue", "engine", "intake", "ledger", "disclosure")


@pytest.fixture(scope="session")
def tracked() -> tuple[Path, ...]:
    """Every file under version control that is still there."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: no list of tracked files")
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True, text=True
    ).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())
