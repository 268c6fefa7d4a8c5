"""Units and the people who act for them."""

from dataclasses import dataclass

from gongxin.queries.reading import row, rows


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit; `parent` is the code of the unit above it."""

    uscc: str
    name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """A signed-in user's place in a unit and what it lets the user do there."""

    user: int
    account: str
    unit: str
    unit_name: str
    may_submit: bool
    may_decide: bool


class UnknownUnit(Exception):
    """There is no unit with this code."""

    def __init__(self, uscc: str) -> None:
        super().__init__(
            f"没有代码为 {uscc[:18]!r} 的单位。请先运行 gongxin unit add。"
            f" / No unit has the code {uscc[:18]!r}. Add it with gongxin unit add."
        )


def units() -> tuple[UnitFacts, ...]:
    """Return every unit by name."""
    return tuple(UnitFacts(*found) for found in rows("SELECT uscc, name, parent_id FROM unit ORDER BY name"))


def by_code(uscc: str) -> UnitFacts:
    """Return one unit.

    Raises:
        UnknownUnit: no unit has the code.
    """
    found = row("SELECT uscc, name, parent_id FROM unit WHERE uscc = %(uscc)s", {"uscc": uscc})
    if found is None:
        raise UnknownUnit(uscc)
    return UnitFacts(*found)


def member(user: int) -> Member | None:
    """Return the user's place, or None for an account without a unit or no longer active."""
    sql = (
        "SELECT m.user_id, a.username, u.uscc, u.name, m.may_submit, m.may_decide"
        " FROM membership m JOIN unit u ON u.uscc = m.unit_id JOIN auth_user a ON a.id = m.user_id"
        " WHERE m.user_id = %(user)s AND a.is_active"
    )
    found = row(sql, {"user": user})
    return Member(*found) if found else None
