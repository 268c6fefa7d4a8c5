"""Organisations and records for reading."""

from collections.abc import Callable, Sequence

import pytest

from gongxin.organisations.name import search_keys
from gongxin.store.models import Organisation, OrganisationName


@pytest.fixture
def register(db: None) -> Callable[..., None]:
    """Enter organisations by (code, name, *former names)."""
    return _register


def _register(*known: Sequence[str]) -> None:
    for uscc, *names in known:
        Organisation.objects.create(
            uscc=uscc, name=names[0], kind="enterprise", status="active", region="310114", is_registered=True
        )
        for place, (name, (key, core)) in enumerate(zip(names, search_keys(names), strict=True)):
            OrganisationName.objects.create(uscc=uscc, name=name, key=key, core=core, is_current=place == 0)
