"""Sentences with places to fill in: `近{months}个月内有{count}件`."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([^{}]*)\}")


def words(text: str) -> frozenset[str]:
    """Return the names of the places in a text."""
    return frozenset(PLACE.findall(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return the text with its places filled in; KeyError names one without a value."""
    return PLACE.sub(lambda found: values[found[1]], text)
