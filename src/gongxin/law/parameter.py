"""Numbers from the law: dated values, each with its article, looked up for a day."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from gongxin.law.citation import Article, article_from
from gongxin.law.label import Label, label_from
from gongxin.law.reading import InvalidLaw, files, refuse_odd_keys, tables

UNITS = {
    "working days": Label("个工作日", "working days"),
    "calendar days": Label("日", "calendar days"),
    "months": Label("个月", "months"),
    "years": Label("年", "years"),
    "times a year": Label("次／年", "times a year"),
    "times a day": Label("次／日", "times a day"),
    "times": Label("次", "times"),
    "times over": Label("倍", "times over"),
    "hour of day": Label("时", "o'clock"),
    "day of month": Label("日", "day of the month"),
    "share": Label("（比例）", "(share)"),
    "records": Label("条", "records"),
    "yuan": Label("元", "yuan"),
    "choice": Label("", ""),
    "yes or no": Label("", ""),
}

Amount = int | float | str | bool


class ParameterUnknown(Exception):
    """Nobody declared a parameter of this name."""


class ParameterNotInForce(Exception):
    """The parameter has no value yet for the day asked."""


class ParameterUnset(Exception):
    """No source gives this number: the city has to decide it."""

    def __init__(self, key: str, label: Label, decision: Label) -> None:
        self.key, self.label, self.decision = key, label, decision
        group = key.partition(".")[0]
        super().__init__(
            f"“{label.zh}”（{key}）没有法定数值，须由城市确定：{decision.zh}"
            f"请在城市目录的 law/parameters/{group}.toml 中写明数值、施行日期和依据。 / "
            f'"{label.en}" ({key}) is set by no source; the city must decide: {decision.en} '
            f"Write the value, its date and its basis in law/parameters/{group}.toml of the city folder."
        )


@dataclass(frozen=True, slots=True)
class Value:
    """A number in force from a day; `through` names the parameter that carries it to earlier days.

    `when` are the choices of that parameter under which the value holds; empty: under each of them.
    """

    amount: Amount
    unit: str
    basis: Article
    from_: datetime.date
    checked_on: datetime.date
    through: str = ""
    when: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The amount as a whole number, for terms counted in days, months or years."""
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError(f"{self.amount!r} {self.unit} is not a whole number")
        return self.amount

    def text(self, language: str) -> str:
        """Return `7 个工作日` or `7 working days`."""
        return f"{self.amount} {UNITS[self.unit].text(language)}".rstrip()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A legal number through time; empty `values` and a `decision` to take where no source gives it.

    `alternatives` are the values of choices that were not taken.
    """

    key: str
    label: Label
    unit: str
    checked_on: datetime.date
    values: tuple[Value, ...]
    decision: Label | None = None
    proposal: Label | None = None
    alternatives: tuple[Value, ...] = ()

    @property
    def is_unset(self) -> bool:
        """Whether the city still has to decide."""
        return self.decision is not None

    def on(self, day: datetime.date) -> Value:
        """Return the value that applies on `day`.

        Raises:
            ParameterUnset: no source gives it and the city has not decided.
            ParameterNotInForce: `day` lies before the first value.
        """
        if self.decision is not None:
            raise ParameterUnset(self.key, self.label, self.decision)
        for value in reversed(self.values):
            if value.from_ <= day:
                return value
        raise ParameterNotInForce(
            f"“{self.label.zh}”（{self.key}）自 {self.values[0].from_} 起才有规定，{day} 不适用。 / "
            f'"{self.label.en}" ({self.key}) is ruled from {self.values[0].from_}; {day} lies before it.'
        )

    def known_on(self, day: datetime.date) -> Value | None:
        """Return the value on `day`; None where the city has not decided or nothing is ruled yet."""
        try:
            return self.on(day)
        except (ParameterUnset, ParameterNotInForce):
            return None


class Parameters(Mapping[str, Parameter]):
    """Every parameter by `group.name`; asking for another name is a mistake of ours, said by name."""

    def __init__(self, held: Mapping[str, Parameter]) -> None:
        self._held = dict(held)

    def __getitem__(self, key: str) -> Parameter:
        if key not in self._held:
            raise ParameterUnknown(f"没有参数 {key}。 / No parameter {key}.")
        return self._held[key]

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)


def parameter_from(key: str, raw: object, where: str) -> Parameter:
    """Return the parameter that one table describes: either values, or the decision that is missing."""
    if not isinstance(raw, Mapping):
        raise InvalidLaw(where, f"{key} 应为表。", f"{key} is a table.")
    where = f"{where}: {key}"
    given = "unset" if "unset" in raw else "values"
    refuse_odd_keys(raw, required={"label", "unit", "checked_on", given}, optional={"proposal"}, where=where)
    unit, checked_on = str(raw["unit"]), raw["checked_on"]
    if unit not in UNITS or not isinstance(checked_on, datetime.date):
        raise InvalidLaw(where, f"单位应为 {sorted(UNITS)} 之一。", f"the unit is one of {sorted(UNITS)}.")
    return Parameter(
        key=key,
        label=label_from(raw["label"], where),
        unit=unit,
        checked_on=checked_on,
        values=_values(raw.get("values", []), unit, checked_on, where),
        decision=label_from(raw["unset"], where) if given == "unset" else None,
        proposal=label_from(raw["proposal"], where) if "proposal" in raw else None,
    )


def _values(raw: object, unit: str, checked_on: datetime.date, where: str) -> tuple[Value, ...]:
    if not isinstance(raw, Sequence):
        raise InvalidLaw(where, "values 应为表的数组。", "values is an array of tables.")
    values = tuple(_value(row, unit, checked_on, where) for row in raw)
    for choice in {choice for value in values for choice in value.when} or {""}:
        days = [value.from_ for value in _under(choice, values)]
        if days != sorted(set(days)):
            raise InvalidLaw(
                where, "各数值应按起始日期先后排列，不得重复。", "values go by date, no date twice."
            )
    return values


def _under(choice: str, values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(value for value in values if not value.when or choice in value.when)


def _chosen(one: Parameter, held: Mapping[str, Parameter]) -> Parameter:
    """Return the parameter with the values of the choice that was taken, the others as alternatives."""
    through = {value.through for value in one.values if value.when}
    if not through:
        return one
    (key,) = through
    choice = str(held[key].values[-1].amount)
    if not (values := _under(choice, one.values)) or values[0].from_ > one.values[0].from_:
        raise InvalidLaw(
            one.key, f"{key} 的选择 {choice!r} 没有数值。", f"no value under {key} = {choice!r}."
        )
    return replace(
        one, values=values, alternatives=tuple(value for value in one.values if value not in values)
    )


def _value(row: object, unit: str, checked_on: datetime.date, where: str) -> Value:
    if not isinstance(row, Mapping):
        raise InvalidLaw(where, "values 的每一项应为表。", "each of the values is a table.")
    refuse_odd_keys(row, required={"from", "value", "basis"}, optional={"through", "when"}, where=where)
    when = row.get("when", [])
    if not isinstance(when, list) or bool(when) > ("through" in row):
        raise InvalidLaw(where, "when 应为数组，并与 through 同用。", "when is an array, beside a through.")
    return Value(
        amount=row["value"],
        unit=unit,
        basis=article_from(row["basis"], where),
        from_=row["from"],
        checked_on=checked_on,
        through=str(row.get("through", "")),
        when=tuple(map(str, when)),
    )


@lru_cache(maxsize=8)
def load_parameters(*folders: Path) -> Parameters:
    """Return our parameters, each replaced as a whole where a later city folder declares it again."""
    held: dict[str, Parameter] = {}
    for path in files("parameters", folders):
        for name, raw in tables(path).items():
            key = f"{path.stem}.{name}"
            held[key] = parameter_from(key, raw, path.name)
    return Parameters({key: _chosen(one, held) for key, one in held.items()})


def parameter(key: str, held: Parameters | None = None) -> Parameter:
    """Return the parameter `group.name` from `held`, by default the shipped ones without any city folder."""
    return (held or load_parameters())[key]
