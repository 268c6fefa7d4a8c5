"""One app, one line of history, and the tables are what the models say."""

import ast

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_the_migrations_make_the_tables_of_the_models():
    loader = MigrationLoader(None)

    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(
        graph=loader.graph
    )

    assert [str(operation) for step in changes.get("store", ()) for operation in step.operations] == []


def test_the_history_has_one_end():
    loader = MigrationLoader(None)

    assert len(loader.graph.leaf_nodes("store")) == 1


def test_a_migration_imports_none_of_our_code(modules):
    imports = [
        f"{module.at(node)} {name}"
        for module in modules
        if "/migrations/" in module.name
        for node in module.nodes(ast.Import, ast.ImportFrom)
        for name in (
            [node.module] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        )
        if name is None or name.startswith("gongxin")
    ]

    assert imports == []
