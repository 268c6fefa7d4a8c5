"""How a stored result is named outside the database."""

from uuid import NAMESPACE_URL, UUID, uuid5


def result_id(run: int, uscc: str) -> UUID:
    """Return the name of a result that cases use."""
    return uuid5(NAMESPACE_URL, f"gongxin evaluation {run} {uscc}")
